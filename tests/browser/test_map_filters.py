"""The filters of the map: the script counts as the program does, for every cell, and its links lead to that many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from evidence import selection
from evidence.library import Library
from evidence.model import Study
from evidence.site.browse import facet_values
from evidence.site.map_data import map_filters
from evidence.site.map_tables import GAP_WORDS
from evidence.synthesis import cover, is_plan
from tests.browser.conftest import Open
from tests.browser.test_accessibility import RULES

CELLS = """() => [...document.querySelectorAll('table.map')].flatMap(table => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    return [...table.tBodies[0].rows].filter(row => !row.hidden).flatMap(row => heads.map((head, place) => {
      const cell = row.cells[place + 1], link = cell.querySelector('a');
      return { facet: table.dataset.facet, term: row.dataset.term, outcomes: head.dataset.outcomes || '',
        number: Number(link?.querySelector('.map-number').textContent || 0), address: link ? link.href : '',
        gap: cell.querySelector('.map-gap')?.textContent || '', hatched: cell.classList.contains('is-gap'),
        marks: [...cell.querySelectorAll('.map-marks > span')].map(one => Number(one.textContent || 1)) }
    })) })"""
HTML = "() => [...document.querySelectorAll('table.map td')].map(cell => cell.outerHTML)"


def queries(library: Library) -> Iterator[dict[str, str]]:
    """Yield filters to try: each with its first and last value, two at once, years, and a choice that nothing meets."""
    ends = {}
    for facet in map_filters(library):
        ids = [choice.id for _, choices in facet.groups for choice in choices]
        ends[facet.id] = (ids[0], ids[-1])
        yield {facet.id: ids[0]}
        yield {facet.id: ",".join(dict.fromkeys(ends[facet.id]))}
    years = sorted(one.citation.year for one in library.studies.values() if one.citation.year)
    middle = years[len(years) // 2]
    yield {"year": middle}
    yield {"year": f"{years[0]}-{middle}", "country": ends["country"][0]}
    yield {"population": ends["population"][1], "design": ends["design"][1]}
    yield {"design": ends["design"][0], "read": ends["read"][0], "access": ends["access"][0]}


def behind(library: Library, address: str) -> set[int]:
    """Return how many study families stand behind a link: on the command line, and by what the browse page compares."""
    asked = parse_qsl(urlsplit(address).query, strict_parsing=True)
    # The browse page takes a name given twice for "or": a link may name each facet once.
    assert len(dict(asked)) == len(asked), address
    chosen = selection.select(library, filters=[f"{name}={value}" for name, value in asked])
    browsed = [
        one
        for one in library.studies.values()
        if all(
            one in chosen if name == "year" else set(value.split(",")) & set(facet_values(library, one)[name])
            for name, value in asked
        )
    ]
    return {library.count_families(chosen), library.count_families(browsed)}


def check(page: Page, library: Library, studies: list[Study]) -> int:
    found = page.evaluate(CELLS)
    columns = {tuple(cell["outcomes"].split(",")) for cell in found if cell["outcomes"]}
    covered = {
        name: cover(library, library.vocabulary.facet(name), columns, studies)
        for name in {cell["facet"] for cell in found}
    }
    for cell in found:
        expected: dict[str, Any]
        if cell["outcomes"]:
            one = covered[cell["facet"]][cell["term"]][tuple(cell["outcomes"].split(","))]
            expected = {"number": one.families, "gap": GAP_WORDS[one.gap] if one.gap else ""}
            assert sorted(cell["marks"]) == sorted(one.designs.values()), cell
        else:
            within = library.vocabulary.facet(cell["facet"]).within(cell["term"])
            plans = [one for one in studies if is_plan(one) and within & set(one.terms(cell["facet"]))]
            expected = {"number": library.count_families(plans), "gap": ""}
        assert {name: cell[name] for name in expected} == expected, cell
        assert cell["hatched"] == (cell["gap"] == "no study")
        assert bool(cell["address"]) == bool(cell["number"])
        if cell["number"]:
            assert behind(library, cell["address"]) == {cell["number"]}, cell
    return sum(1 for cell in found if cell["number"])


def check_all(page: Page, root: str, library: Library, every: int = 1) -> None:
    numbers = []
    for filters in list(queries(library))[::every]:
        page.goto(root + "/map/?" + "&".join(f"{name}={value}" for name, value in filters.items()))
        page.wait_for_function("document.querySelector('.map-filter-count').textContent")
        numbers.append(
            check(page, library, selection.select(library, filters=[f"{n}={value}" for n, value in filters.items()]))
        )
    assert len([number for number in numbers if number]) > 6 / every
    assert len(set(numbers)) > 1


def test_filtered_cells_are_what_the_program_counts(mini: str, open_page: Open, miniature: Library) -> None:
    check_all(open_page(mini + "/map/"), mini, miniature)


@pytest.mark.library
def test_filtered_cells_of_the_real_map_are_what_the_program_counts(
    real: str, open_page: Open, real_library: Library
) -> None:
    check_all(open_page(real + "/map/"), real, real_library, every=3)


@pytest.mark.parametrize("site", ["mini", pytest.param("real", marks=pytest.mark.library)])
def test_cells_drawn_by_the_script_are_the_built_ones(
    site: str, open_page: Open, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue(site) + "/map/"
    built = open_page(address, scripts=False).evaluate(HTML)
    assert len(built) > 40
    page = open_page(address + "?read=abstract")
    assert page.evaluate(HTML) != built
    page.get_by_role("button", name="Clear all filters").click()
    assert page.evaluate(HTML) == built
    page.wait_for_url(address)


def test_the_number_beside_a_choice_is_what_it_would_leave(mini: str, open_page: Open, miniature: Library) -> None:
    page = open_page(mini + "/map/?read=abstract&year=2018-2022")
    numbers = page.locator("[data-filter] li").evaluate_all(
        """all => all.map(e => [e.closest('details').dataset.filter, e.querySelector('input').value,
             Number(e.querySelector('.number').textContent)])"""
    )
    assert {name for name, _, _ in numbers} == {facet.id for facet in map_filters(miniature)}
    for name, value, number in numbers:
        others = ["year=2018-2022"] + (["read=abstract"] if name != "read" else [])
        found = selection.select(miniature, filters=[*others, f"{name}={value}"])
        assert number == miniature.count_families(one for one in found if one.findings), (name, value)
    assert sum(number > 0 for name, _, number in numbers if name == "read") > 1


def test_filters_by_keyboard_with_chips_address_and_a_reset(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/map/#rows-population")
    status = page.locator(".map-filter-count")
    assert (status.get_attribute("role"), status.inner_text()) == ("status", "")
    page.locator("[data-filter=read] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    box = page.locator("input[value=full-text]")
    assert box.evaluate("e => e === document.activeElement")
    page.keyboard.press("Space")
    page.wait_for_url("**/map/?read=full-text#rows-population")
    assert status.inner_text().startswith("Filtered: ")
    assert "chosen" in page.locator("[data-filter=read] summary").inner_text()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert page.evaluate("document.activeElement.matches('[data-filter=read] summary')")
    page.locator("[data-filter=year] summary").press("Enter")
    page.get_by_label("From").fill("2021")
    page.keyboard.press("Enter")
    page.wait_for_function("/read=full-text&year=2021-/.test(location.search)")
    chips = page.locator(".map-filters .chip").all_inner_texts()
    assert chips[0] == "What was read: Full text"
    assert chips[1].startswith("Year: 2021")
    assert chips[2] == "Clear all filters"
    page.get_by_role("button", name="Remove filter What was read: Full text").press("Enter")
    page.wait_for_function("!location.search.includes('read=')")
    assert page.evaluate("document.activeElement.className").startswith("chip")
    page.go_back()
    page.wait_for_function("document.querySelector('input[value=full-text]').checked")
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_url("**/map/#rows-population")
    assert page.locator(".map-filters .chips").is_hidden()
    assert status.inner_text() == ""


def test_an_open_list_goes_when_the_keyboard_goes_on(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/map/")
    page.locator("[data-filter=read] summary").press("Enter")
    page.locator(".map-region").first.focus()
    assert page.locator("[data-filter][open]").count() == 0


def test_a_filter_on_the_rows_chooses_rows(mini: str, open_page: Open, miniature: Library) -> None:
    page = open_page(mini + "/map/?population=adults-general#rows-population")
    page.wait_for_function("document.querySelector('.map-filter-count').textContent")
    shown = page.locator("#rows-population > .map-region tbody tr:visible").evaluate_all(
        "all => all.map(e => e.dataset.term)"
    )
    assert shown
    assert set(shown) <= miniature.vocabulary.facet("population").within("adults-general")


def test_switching_the_rows_keeps_the_filters(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/map/?read=abstract")
    page.get_by_role("navigation", name="Rows of the map").get_by_role("link", name="Activity").click()
    page.wait_for_url("**/map/?read=abstract#rows-activity")
    assert page.locator(".map-filters .chip").count() == 2


def test_without_script_or_data_no_filter_is_offered(mini: str, open_page: Open) -> None:
    assert open_page(mini + "/map/", scripts=False).locator(".map-filters").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_filters(mini: str, open_page: Open, scheme: str) -> None:
    page = open_page(mini + "/map/?read=abstract,full-text&design=rct", scheme=scheme)
    page.locator("[data-filter=population] summary").click()
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert result.response["violations"] == []


def test_filters_fit_a_small_phone_and_are_large_enough(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/map/?read=abstract,full-text&design=rct", width=320, height=640)
    for details in page.locator("[data-filter]").all():
        details.locator("summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        sizes = details.locator("label:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
        assert sizes
        assert min(sizes) >= 24


def test_a_filtered_map_prints_with_its_filters_named(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/map/?read=abstract")
    page.emulate_media(media="print")
    assert page.locator(".map-filter-row").is_hidden()
    assert page.locator(".map-filter-count").is_visible()
    assert page.get_by_text("What was read: Abstract only").is_visible()
