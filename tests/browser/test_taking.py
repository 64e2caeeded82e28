"""Taking papers out of the browse page: exports byte for byte, and a list of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from evidence.formats import FORMATS
from evidence.library import Library
from tests.browser.conftest import Open

SHOWN = "all => all.map(one => one.dataset.keep)"
MINI_ADDRESS = "https://example.org/base/"


def shown(page: Page) -> list[str]:
    """Keys of all works of the list, in its order."""
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    keys: list[str] = page.locator("#entries [data-keep]").evaluate_all(SHOWN)
    return keys


def keep(page: Page, key: str) -> None:
    """Press the button of a work, wherever it stands in the list."""
    shown(page)
    page.locator(f'[data-keep="{key}"]').click()


def unfold(page: Page) -> None:
    page.locator("#take-away").evaluate("panel => { panel.open = true }")


def exported(page: Page, label: str) -> tuple[str, bytes]:
    unfold(page)
    with page.expect_download() as waiting:
        page.locator("#take-away").get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def assert_exports(page: Page, library: Library, address: str | None) -> None:
    keys = shown(page)
    assert keys
    studies = [library.studies[key] for key in keys]
    for one in FORMATS.values():
        name, data = exported(page, one.label)
        assert data == one.write(studies, library, address).encode(), (one.label, keys)
        assert name.endswith(one.extension)
        assert f"-{len(keys)}-work" in name


@pytest.mark.library
@pytest.mark.parametrize(
    "selection",
    [
        "",
        "?outcome=loneliness",
        "?design=qualitative&sort=oldest",
        "?q=link&sort=author",
        "?q=deep+end",
        "?list=woodall2018understanding,moffatt2017link",
        "?list=moffatt2017link",
    ],
)
def test_an_export_is_what_the_command_line_writes(
    real: str, open_page: Open, real_library: Library, selection: str
) -> None:
    assert_exports(open_page(real + "/evidence/" + selection), real_library, None)


@pytest.mark.parametrize("selection", ["", "?sort=author", "?list=reed2021counting,tamsin2020green,alharbi2022corner"])
def test_awkward_records_are_exported_to_the_byte(
    mini: str, open_page: Open, miniature: Library, selection: str
) -> None:
    assert_exports(open_page(mini + "/evidence/" + selection), miniature, MINI_ADDRESS)


@pytest.mark.library
def test_more_works_than_stand_on_the_page_are_all_taken(real: str, open_page: Open, real_library: Library) -> None:
    page = open_page(real + "/evidence/")
    assert page.locator("#take-away summary").inner_text() == f"Take these {len(real_library.studies)} works away"
    _, data = exported(page, "RIS")
    assert data.count(b"TY  - ") == len(real_library.studies)


@pytest.mark.library
def test_works_are_picked_on_cards_and_study_pages_and_kept(real: str, open_page: Open) -> None:
    page = open_page(real + "/outcomes/loneliness/")
    count = page.locator("[data-my-list]")
    assert count.is_hidden()
    first = page.locator("[data-keep]").first
    key = first.get_attribute("data-keep")
    first.click()
    assert "Remove from my list" in first.inner_text()
    assert count.inner_text().split()[:3] == ["My", "list", "1"]
    page.goto(real + "/studies/moffatt2017link/")
    page.get_by_role("button", name=re.compile("Add to my list ?: Moffatt and others, 2017")).click()
    page.goto(real + "/")
    page.locator("[data-my-list]").click()
    page.wait_for_url("**/evidence/?list=*")
    page.wait_for_function("document.querySelectorAll('#entries article').length === 2")
    assert set(shown(page)) == {key, "moffatt2017link"}
    assert page.get_by_role("button", name="Remove filter A list of 2 works").is_visible()


@pytest.mark.library
def test_ones_own_list_changes_while_one_looks_at_it_and_focus_is_not_lost(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    unfold(page)
    for key in ("moffatt2017link", "husk2019approaches", "woodall2018understanding"):
        keep(page, key)
    page.get_by_role("button", name="Show my list (3)").click()
    page.wait_for_function("document.querySelectorAll('#entries article').length === 3")
    page.locator("#entries [data-keep]").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#entries article').length === 2")
    assert page.evaluate("document.activeElement.dataset.keep") == shown(page)[1]
    assert len(re.findall(",", page.url.split("list=")[1])) == 1
    page.get_by_role("button", name="Empty my list").click()
    assert page.locator("[data-my-list]").is_hidden()
    assert "list=" not in page.url
    assert page.evaluate("localStorage.getItem('my-list')") is None


@pytest.mark.library
def test_a_list_that_somebody_sends_is_shown_and_leaves_ones_own_alone(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    keep(page, "moffatt2017link")
    page.goto(real + "/evidence/?list=husk2019approaches,nobody2020nothing,woodall2018understanding")
    page.wait_for_function("document.querySelectorAll('#entries article').length === 2")
    assert "1 of the list is not in this base" in page.locator(".results-count").inner_text()
    keep(page, "husk2019approaches")
    assert len(shown(page)) == 2
    assert page.evaluate("JSON.parse(localStorage.getItem('my-list'))") == ["moffatt2017link", "husk2019approaches"]
    unfold(page)
    page.get_by_role("button", name="Add all to my list").click()
    assert page.evaluate("JSON.parse(localStorage.getItem('my-list'))") == [
        "moffatt2017link",
        "husk2019approaches",
        "woodall2018understanding",
    ]


@pytest.mark.library
def test_the_address_of_a_view_can_be_copied(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/?list=moffatt2017link&sort=author")
    unfold(page)
    page.get_by_role("button", name="Copy the address of this view").click()
    page.get_by_text("Copied the address of this view").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.library
@pytest.mark.parametrize("kept", ["{", "7", '{"a": 1}', '[1, null, "moffatt2017link", "moffatt2017link"]'])
def test_what_somebody_else_left_in_the_store_does_no_harm(real: str, open_page: Open, kept: str) -> None:
    page = open_page(real + "/about/")
    page.evaluate("kept => localStorage.setItem('my-list', kept)", kept)
    page.goto(real + "/evidence/")
    page.wait_for_load_state("networkidle")
    count = page.locator("[data-my-list]")
    assert count.is_visible() == ("moffatt2017link" in kept)
    keep(page, "husk2019approaches")
    assert count.is_visible()


@pytest.mark.library
def test_nothing_selected_can_be_taken_nowhere(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/?q=xyzzyplugh")
    unfold(page)
    buttons = page.locator("[data-export]")
    assert buttons.count() == len(FORMATS)
    assert all(buttons.nth(place).is_disabled() for place in range(buttons.count()))


@pytest.mark.library
def test_a_failed_connection_is_told(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/")
    page.evaluate("() => { window.fetch = async () => { throw new TypeError('offline'); }; }")
    unfold(page)
    page.get_by_role("button", name="BibTeX", exact=True).click()
    page.get_by_text("the connection failed").wait_for()


@pytest.mark.library
def test_without_script_there_is_no_button_and_every_list_has_its_files(real: str, open_page: Open) -> None:
    page = open_page(real + "/evidence/", scripts=False)
    assert page.locator("[data-keep]").first.is_hidden()
    assert page.locator("#take-away").is_hidden()
    assert page.locator("[data-my-list]").is_hidden()
    page.goto(real + "/outcomes/loneliness/")
    link = page.get_by_role("link", name=re.compile(r"^RIS \("))
    assert page.request.get(link.evaluate("a => a.href")).body().startswith(b"TY  - ")


@pytest.mark.library
@pytest.mark.parametrize("path", ["/", "/outcomes/loneliness/", "/collections/reading-list/", "/bibliography/"])
def test_a_reference_manager_sees_one_span_a_work(real: str, open_page: Open, real_library: Library, path: str) -> None:
    page = open_page(real + path)
    titles = page.evaluate("[...document.querySelectorAll('span.Z3988')].map(one => one.title)")
    assert titles
    works = page.locator("article.entry").count() or len(real_library.studies)
    assert len(titles) == works


@pytest.mark.library
def test_filtering_leaves_the_spans_of_what_is_shown(real: str, open_page: Open, real_library: Library) -> None:
    page = open_page(real + "/evidence/?design=qualitative")
    assert page.locator("#entries span.Z3988").count() == len(shown(page)) < len(real_library.studies)


@pytest.mark.library
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_the_count_of_ones_list_is_in_sight(real: str, open_page: Open, width: int) -> None:
    page = open_page(real + "/evidence/", width=width)
    keep(page, "moffatt2017link")
    assert page.locator(".site-header [data-my-list]").is_visible()
    inside = "[...document.querySelectorAll('.site-header a, .site-header button')].filter(e => e.checkVisibility())"
    assert page.evaluate(f"Math.max(...{inside}.map(e => e.getBoundingClientRect().right))") <= width - 12
