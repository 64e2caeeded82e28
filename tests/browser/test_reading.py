"""What people come for, done as they do it."""

from __future__ import annotations

import re

import pytest

from evidence.library import Library
from tests.browser.conftest import Open

pytestmark = pytest.mark.library

COUNT = ".results-count"


def number(text: str) -> int:
    """Read how many works a count names."""
    found = re.search(r"(\d+) works?\b", text)
    assert found, text
    return int(found.group(1))


def test_from_home_to_a_copied_citation(real: str, open_page: Open) -> None:
    page = open_page(real + "/")
    page.get_by_role("combobox").first.fill("long-term conditions newcastle")
    page.get_by_role("button", name="Search").first.click()
    page.wait_for_url("**/evidence/?q=*")
    assert page.locator("#entries article, #entries .card, #entries > *").count() > 0

    page.locator("details[data-facet=design]").evaluate("details => { details.open = true }")
    page.get_by_label("Qualitative study", exact=True).check()
    page.wait_for_function("location.search.includes('design=qualitative')")
    page.get_by_role("link", name=re.compile("Link Worker social prescribing to improve health")).click()
    page.wait_for_url("**/studies/moffatt2017link/")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Link Worker social prescribing")

    page.get_by_role("button", name="Copy").first.click()
    page.get_by_text("Copied", exact=True).first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == (
        "Moffatt, S., Steer, M., Lawson, S., Penn, L., & O’Brien, N. (2017). Link Worker social prescribing to improve "
        "health and well-being for people with long-term conditions: Qualitative study of service user perceptions. "
        "BMJ Open, 7(7), Article e015203. https://doi.org/10.1136/bmjopen-2016-015203"
    )


def test_filters_are_or_inside_and_between_and_live_in_the_address(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/?country=GB-SCT")
    scotland = number(page.locator(COUNT).inner_text())
    page.goto(real + "/evidence/?country=GB-SCT,US")
    page.wait_for_load_state("networkidle")
    either = number(page.locator(COUNT).inner_text())
    page.goto(real + "/evidence/?country=US")
    page.wait_for_load_state("networkidle")
    states = number(page.locator(COUNT).inner_text())
    assert either == scotland + states
    page.goto(real + "/evidence/?country=GB-SCT&design=qualitative")
    page.wait_for_load_state("networkidle")
    both = number(page.locator(COUNT).inner_text())
    assert 0 < both < scotland
    page.get_by_role("button", name=re.compile("^Remove filter Study design")).click()
    assert number(page.locator(COUNT).inner_text()) == scotland
    assert "design" not in page.url
    page.go_back()
    page.wait_for_function("location.search.includes('design=qualitative')")
    assert number(page.locator(COUNT).inner_text()) == both


def test_each_facet_number_is_what_choosing_it_gives(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    offered = page.evaluate(
        """() => [...document.querySelectorAll('details[data-facet]')].flatMap(facet =>
             [...facet.querySelectorAll('[data-term]')].map(item =>
               [facet.dataset.facet, item.dataset.term, Number(item.querySelector('.number').textContent)]))"""
    )
    assert len(offered) > 60
    for facet, term, promised in offered:
        found = page.evaluate(
            """([facet, term]) => {
                 const box = document.querySelector(`[data-facet="${facet}"] [data-term="${term}"] input`);
                 box.click();
                 const text = document.querySelector('.results-count').textContent;
                 box.click();
                 return text }""",
            [facet, term],
        )
        assert (number(found) if promised else 0) == promised, (facet, term)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("navigator", "/studies/pescheny2018patient/"),
        ("navigator", "/studies/moffatt2017link/"),
        ("social prescriber", "/studies/moffatt2017link/"),
        ("lonelyness", "/studies/kellezi2019social/"),
        ("obrien", "/studies/moffatt2017link/"),
        ("Husk", "/studies/husk2019approaches/"),
    ],
)
def test_words_find_what_the_vocabulary_calls_otherwise(real: str, open_page: Open, asked: str, found: str) -> None:
    page = open_page(real + f"/evidence/?q={asked}")
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    assert found in page.locator("#entries a").evaluate_all("all => all.map(a => new URL(a.href).pathname)")


def test_a_count_is_told_to_screen_readers(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    assert page.locator(COUNT).get_attribute("aria-live") == "polite"
    page.get_by_label("Search titles, authors, findings and terms").fill("xyzzyplugh")
    page.wait_for_function("document.querySelector('.results-count').textContent.includes('No work fits')")


def test_without_script_everything_can_be_read_and_reached(real: str, open_page: Open, real_library: Library) -> None:
    page = open_page(real + "/evidence/", scripts=False)
    assert number(page.locator(COUNT).inner_text()) == len(real_library.studies)
    page.locator(".filters a", has_text="Loneliness").first.click()
    assert page.url.endswith("/outcomes/loneliness/")
    page.goto(real + "/studies/moffatt2017link/")
    main = page.locator("main").inner_text()
    for words in ("(2017)", "BibTeX", "What they did", "Abstract only"):
        assert words in main
    assert page.get_by_role("button", name="Copy").count() == 0
    page.goto(real + "/bibliography/")
    assert page.locator("main li").count() >= len(real_library.studies)


def test_the_chosen_look_is_kept(real: str, open_page: Open) -> None:
    page = open_page(real + "/", scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    button = page.locator("#scheme")
    while "dark" not in button.inner_text():
        button.click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(real + "/methods/")
    assert page.evaluate(ground) == dark
    while "system" not in button.inner_text():
        button.click()
    assert page.evaluate(ground) == light


def test_the_bibliography_changes_its_style(real: str, open_page: Open) -> None:
    page = open_page(real + "/bibliography/")
    assert "Moffatt, S., Steer, M." in page.locator("main").inner_text()
    page.get_by_label("Vancouver").check()
    shown = page.locator("main").inner_text()
    assert "Moffatt S, Steer M" in shown
    assert "Moffatt, S., Steer, M." not in shown


@pytest.mark.parametrize(
    "name", ["studies/moffatt2017link/moffatt2017link.bib", "studies/moffatt2017link/moffatt2017link.ris"]
)
def test_a_reference_can_be_downloaded(real: str, open_page: Open, name: str) -> None:
    page = open_page(real + "/studies/moffatt2017link/")
    link = page.locator(f'a[href$="{name.rsplit("/", 1)[1]}"]').first
    address = link.evaluate("a => a.href")
    assert address == f"{real}/{name}"
    assert page.request.get(address).text().strip()


def test_a_missing_page_shows_ways_on(real: str, open_page: Open) -> None:
    page = open_page(real + "/404.html")
    assert page.get_by_role("combobox").count() >= 1
    assert page.get_by_role("link", name="Evidence").count() >= 1
