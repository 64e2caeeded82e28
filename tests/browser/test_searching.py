"""One search for the whole site: suggestions under the box of every page, and the browse page, which never disagree."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route

from tests.browser.conftest import Open
from tests.browser.test_accessibility import RULES

COUNT = ".results-count"
AT_ONCE = 50
"""Works that the page shows before one asks for more."""


def ask(page: Page, words: str, box: str = "#site-search") -> Locator:
    """Type words into a box and return the list of what was found."""
    page.locator(box).focus()
    page.locator(box).fill("")
    page.keyboard.type(words)
    found = page.locator(f"{box}-list")
    found.get_by_role("option", name=f"All results in Evidence for “{words}”").wait_for()
    return found


def suggested(found: Locator, heading: str) -> list[str]:
    """Addresses of one group of what was found, on this site."""
    group = found.get_by_role("group", name=heading)
    addresses: list[str] = group.get_by_role("option").evaluate_all("all => all.map(a => new URL(a.href).pathname)")
    return addresses


def listed(page: Page) -> list[str]:
    addresses: list[str] = page.locator("#entries [data-work] a[href*='studies/']").evaluate_all(
        "all => all.map(a => new URL(a.href).pathname)"
    )
    return addresses


def shown(page: Page) -> int:
    found = re.search(r"(\d+) works?\b", page.locator(COUNT).inner_text())
    assert found
    return int(found.group(1))


def axe_faults(page: Page) -> list[str]:
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [f"{one['id']}: {node['target']}" for one in result.response["violations"] for node in one["nodes"]]


@pytest.mark.library
@pytest.mark.parametrize(
    "words",
    [
        "navigator",  # by the synonyms of terms
        "social prescriber",
        "lonelyness",  # a slip: names do not hold it, so the texts are fetched before it is mended
        "moffatt",
        "link worker general practice",
        "newcastle",  # in summaries and findings only
        "befrending",
        "deep end",
        "l",  # the first letter already
        "xyzzyplugh",
    ],
)
def test_the_header_and_the_browse_page_find_the_same_studies_in_the_same_order(
    real: str, open_page: Open, words: str
) -> None:
    page = open_page(real + "/methods/")
    first = suggested(ask(page, words), "Studies")
    page.goto(f"{real}/evidence/?q={quote(words)}")
    page.wait_for_load_state("networkidle")
    everything = listed(page)
    assert first == everything[: len(first)]
    assert bool(first) == bool(everything) == (words != "xyzzyplugh")


@pytest.mark.library
@pytest.mark.parametrize(
    ("words", "heading", "address"),
    [
        ("navigator", "Terms", "/connectors/community-navigator/"),
        ("community connector", "Terms", "/connectors/community-connector/"),
        ("community connector", "Terms", "/connectors/link-worker/"),
        ("lonelyness", "Terms", "/outcomes/loneliness/"),
        ("wemwbs", "Terms", "/measures/"),
        ("husk 2019", "Studies", "/studies/husk2019approaches/"),
        ("gap map", "Pages", "/map/"),
        ("accessibility", "Pages", "/about/"),
        ("glossary", "Pages", "/glossary/"),
    ],
)
def test_everything_is_found_by_its_name_from_everywhere(
    real: str, open_page: Open, words: str, heading: str, address: str
) -> None:
    page = open_page(real + "/studies/moffatt2017link/")
    assert address in suggested(ask(page, words), heading)


def test_nothing_is_fetched_before_the_box_has_the_focus(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(mini)))
    page.locator("#site-search").hover()
    assert asked == []
    ask(page, "oakley")
    assert sorted(asked) == ["/assets/vendor/minisearch/minisearch.js", "/data/search.json"]
    ask(page, "allotment zzz")
    assert asked[2:] == ["/data/browse.json"], "longer texts only where names do not do"


def test_the_suggestions_by_keyboard(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    box = page.locator("#site-search")
    assert box.get_attribute("aria-expanded") == "false"
    found = ask(page, "link")
    assert box.get_attribute("aria-expanded") == "true"
    options = found.get_by_role("option")
    status = page.locator("#site-search ~ [role=status], .search-small > [role=status]").first
    assert status.inner_text().startswith(f"{options.count() - 1} found: ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "site-search", "the focus stays in the box"
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None, "back in the box itself"
    page.keyboard.press("ArrowUp")
    assert found.locator("[aria-selected=true]").inner_text() == "All results in Evidence for “link”"
    page.keyboard.press("Escape")
    assert found.is_hidden()
    assert box.input_value() == "link"
    page.keyboard.press("ArrowDown")
    found.wait_for()
    page.keyboard.press("ArrowDown")
    target = options.first.evaluate("one => one.href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_enter_without_a_choice_and_the_last_row_lead_to_all_results(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    ask(page, "link worker")
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/?q=link+worker")
    page.go_back()
    page.wait_for_load_state("networkidle")
    ask(page, "link worker").get_by_role("option").last.click()
    page.wait_for_url("**/evidence/?q=link+worker")
    page.wait_for_function("document.querySelector('#words').value === 'link worker'")


def test_each_suggestion_says_what_it_is_and_by_which_name_it_was_found(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    found = ask(page, "prescriber")
    term = found.get_by_role("group", name="Terms").get_by_role("option").first
    assert term.inner_text().split("\n")[0] == "Link worker"
    assert re.search(r"Term, Connector, \d works, also called social prescriber", term.inner_text())
    assert term.locator("mark").inner_text() == "prescriber"
    study = ask(page, "oakley").get_by_role("group", name="Studies").get_by_role("option").first
    assert re.search(r"Study, Oakley.*, 2021", study.inner_text())


def test_home_has_the_same_suggestions(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/", width=360)
    assert "/connectors/link-worker/" in suggested(ask(page, "social presc", "#home-search"), "Terms")
    page.locator("h1").click()
    assert page.locator("#home-search-list").is_hidden()


def test_a_broken_connection_leaves_the_form(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    page.evaluate("() => { window.fetch = async () => { throw new TypeError('offline'); }; }")
    page.locator("#site-search").focus()
    page.keyboard.type("link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/?q=link")


def test_without_script_the_form_leads_to_the_list(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/", scripts=False)
    box = page.get_by_role("searchbox", name="Search this site")
    box.fill("link")
    box.press("Enter")
    page.wait_for_url("**/evidence/?q=link")
    assert page.locator("article.entry").count() > 0
    assert page.locator(".views").is_hidden()
    assert page.locator("#sort").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_with_the_list_open(mini: str, open_page: Open, scheme: str, width: int) -> None:
    page = open_page(mini + "/glossary/", scheme=scheme, width=width, height=700)
    if width == 320:
        page.get_by_role("button", name="Menu").click()
    ask(page, "link")
    page.keyboard.press("ArrowDown")
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = (
        "a => { const r = a.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && r.height >= 24 }"
    )
    assert page.locator("#site-search-list [role=option]").evaluate_all(f"all => all.every({inside})")


# ---- the browse page ----


@pytest.mark.library
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_the_table(real: str, open_page: Open, scheme: str, width: int) -> None:
    page = open_page(real + "/evidence/?view=table&q=navigator", scheme=scheme, width=width)
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.library
def test_browse_by_keyboard_and_back_again(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    everything = shown(page)
    page.get_by_label("Search titles, authors, findings and terms").focus()
    page.keyboard.type("link")
    page.wait_for_function("location.search === '?q=link'")
    by_words = shown(page)
    assert 0 < by_words < everything

    box = page.get_by_label("England", exact=True)
    box.evaluate("box => { box.closest('details').open = true }")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_function("location.search.includes('country=GB-ENG')")
    both = shown(page)
    assert 0 < both < by_words
    assert page.evaluate("document.activeElement.type") == "checkbox", "the focus stays where it was"

    page.locator("#sort").focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function("location.search.includes('sort=people')")
    assert "without a known number of people" in page.locator(COUNT).inner_text()

    page.get_by_role("button", name="Table").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('view=table')")
    assert page.locator(".works tbody tr").count() == min(both, AT_ONCE)
    assert page.get_by_role("button", name="Table").get_attribute("aria-pressed") == "true"

    page.get_by_role("button", name="Remove filter Country: England").focus()
    page.keyboard.press("Enter")
    assert shown(page) == by_words
    assert page.evaluate("document.activeElement.className").startswith("chip"), "the focus goes to the next chip"

    for expected in ("country=GB-ENG", "sort=people", "country=GB-ENG"):
        page.go_back()
        page.wait_for_function(f"location.search.includes('{expected}')")
    page.go_back()
    page.wait_for_function("location.search === '?q=link'")
    assert shown(page) == by_words
    assert page.locator("#entries article").count() == min(by_words, AT_ONCE)
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert shown(page) == everything


@pytest.mark.library
def test_the_whole_state_is_in_the_address(real: str, open_page: Open) -> None:
    address = "/evidence/?q=link&country=GB-ENG&access=not-checked&year=2016-2019&sort=people&view=table"
    page = open_page(real + address)
    assert page.get_by_label("Search titles, authors, findings and terms").input_value() == "link"
    assert page.locator("#sort").input_value() == "people"
    assert page.locator(".works").count() == 1
    assert [chip.split(":")[0] for chip in page.locator(".chip:not(.chip-all)").all_inner_texts()] == [
        "“link”", "Country", "Open access", "Year",
    ]  # fmt: skip
    page.get_by_role("button", name="Clear all").click()
    assert page.url.endswith("/evidence/?sort=people&view=table"), "how one looks at it is no filter"


def test_table_and_cards_show_the_same(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/evidence/?sort=author")
    cards = page.locator("#entries [data-keep]").evaluate_all("all => all.map(one => one.dataset.keep)")
    marks = page.locator("#entries .dial").all_inner_texts()
    page.locator("[data-keep=oakley2021connector]").click()
    page.get_by_role("button", name="Table").click()
    rows = page.locator("#entries [data-keep]").evaluate_all("all => all.map(one => one.dataset.keep)")
    assert rows == cards
    squeezed = [re.sub(r"\s+", " ", text) for text in page.locator("#entries .dial").all_inner_texts()]
    assert squeezed == [re.sub(r"\s+", " ", text) for text in marks]
    row = page.locator("[data-work=oakley2021connector]")
    assert row.get_by_role("checkbox").is_checked()
    assert "400 people" in row.inner_text()
    assert page.locator("[data-work=tamsin2020green] .flag").inner_text() == "Retracted"
    row.get_by_role("checkbox").uncheck()
    assert page.locator("[data-my-list]").is_hidden()
    assert page.locator("#entries span.Z3988").count() == len(cards)


def test_words_typed_before_the_data_is_there_are_not_lost(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/glossary/")
    held: list[Route] = []
    page.route("**/data/browse.json", lambda route: held.append(route))  # noqa: PLW0108 (playwright wants a function)
    page.goto(mini + "/evidence/", wait_until="commit")
    page.locator("#words").focus()
    page.keyboard.type("oakley")
    held[0].continue_()
    page.wait_for_function("location.search === '?q=oakley'")
    assert page.locator("#words").input_value() == "oakley"
    assert listed(page) == ["/studies/oakley2021connector/"]


def test_by_number_of_people_works_without_one_stand_last(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/evidence/?sort=people&view=table")
    order = page.locator("[data-work]").evaluate_all("all => all.map(one => one.dataset.work)")
    assert order[:3] == ["oakley2021connector", "tamsin2020green", "alharbi2022corner"]
    assert f"The {len(order) - 3} without a known number of people stand last" in page.locator(COUNT).inner_text()
    page.get_by_role("button", name="Cards").click()
    assert "400 people" in page.locator("[data-work=oakley2021connector] .entry-by").inner_text()


def test_what_was_found_is_marked_or_said(mini: str, open_page: Open) -> None:
    for view in ("", "&view=table"):
        page = open_page(mini + f"/evidence/?q=prescriber{view}")
        works = page.locator("[data-work]")
        assert works.count() > 0
        for place in range(works.count()):
            assert works.nth(place).locator("mark").count() > 0
        assert "In its terms and their other names" in page.locator("#entries").inner_text()
        assert page.locator(".also-found a", has_text="Link worker").count() == 1


def test_filters_are_a_sheet_on_a_phone(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/evidence/", width=320, height=640)
    assert page.locator("#filters").is_hidden()
    page.get_by_role("button", name="Filters").click()
    page.locator("#filters").get_by_label("Loneliness", exact=True).first.check()
    page.get_by_role("button", name=re.compile(r"^Show \d+ works?$")).click()
    assert page.locator("#filters").is_hidden()
    assert page.get_by_role("button", name="Filters (1)").is_visible()
    assert page.get_by_role("button", name=re.compile("^Remove filter Outcome: Loneliness")).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
