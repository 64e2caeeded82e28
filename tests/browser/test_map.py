"""The map and the plots in a real browser: with and without script, by keyboard, on a phone and on paper."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.library

SHOWN = "[...document.querySelectorAll('[data-rows]')].filter(one => one.checkVisibility()).map(one => one.id)"


def test_a_switch_shows_one_facet_and_the_address_keeps_it(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/")
    assert page.evaluate(SHOWN) == ["rows-model"]
    page.get_by_role("navigation", name="Rows of the map").get_by_role("link", name="Population").click()
    assert page.evaluate(SHOWN) == ["rows-population"]
    assert page.url.endswith("#rows-population")
    assert page.locator(".map-switch [aria-current]").inner_text() == "Population"
    page.go_back()
    page.wait_for_function(f"({SHOWN})[0] === 'rows-model'")
    page.goto(real + "/map/#rows-activity")
    page.reload()
    assert page.evaluate(SHOWN) == ["rows-activity"]


def test_a_number_leads_to_a_list_of_that_many(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/")
    cells = page.locator("#rows-model > .map-region .map-link").evaluate_all(
        "all => all.map(a => [a.href, Number(a.querySelector('.map-number').textContent)])"
    )
    assert len(cells) > 10
    for address, number in cells:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        said = page.locator(".results-count").inner_text()
        found = re.search(r"(\d+) study famil", said) or re.search(r"(\d+) works?", said)
        assert found, said
        assert int(found.group(1)) == number, address
        assert page.locator(".chip").count() > 0


def test_the_head_of_a_column_opens_its_outcomes(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/")
    for _ in range(2):
        page.get_by_role("link", name=re.compile("^Mental health and wellbeing ?: open")).first.press("Enter")
        page.wait_for_function("document.activeElement.id === 'model-mental-health-wellbeing'")
        assert page.get_by_role("table", name=re.compile("^Mental health and wellbeing")).first.is_visible()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('details').open")
        page.locator("details.map-open[open] summary").first.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_gaps_of_a_term_lead_to_its_row(real: str, open_page: Open, *, scripts: bool) -> None:
    page = open_page(real + "/populations/deprived-areas/", width=768, scripts=scripts)
    page.get_by_role("link", name="See it on the map").press("Enter")
    page.wait_for_url("**/map/#row-population-deprived-areas")
    page.wait_for_load_state("networkidle")
    row = page.locator("#row-population-deprived-areas")
    assert row.is_visible()
    assert row.evaluate("e => e.matches(':target')")
    place = row.bounding_box()
    assert place
    assert 0 <= place["y"] < 800


def test_the_gaps_of_an_outcome_unfold_and_lead_to_its_outcomes_on_the_map(real: str, open_page: Open) -> None:
    page = open_page(real + "/outcomes/loneliness/", width=360)
    gaps = page.get_by_role("region", name="Gaps")
    folded = gaps.get_by_role("group").filter(has_text=re.compile("populations"))
    folded.locator("summary").press("Enter")
    assert folded.get_by_role("link", name="Unpaid carers").is_visible()
    gaps.get_by_role("link", name=re.compile("^See the map.*populations")).press("Enter")
    page.wait_for_url("**/map/#population-social-connection")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("document.activeElement.id === 'population-social-connection'")
    assert page.get_by_role("table", name=re.compile("^Social connection")).first.is_visible()


def test_what_has_the_focus_is_never_behind_the_heads(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/#rows-population", width=700, height=500)
    page.locator("#rows-population > .map-region").focus()
    for _ in range(70):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => { const e = document.activeElement, cell = e.closest('td'); if (!cell) return null;
                 const region = e.closest('.map-region').getBoundingClientRect(), r = e.getBoundingClientRect();
                 const head = cell.closest('table').tHead.rows[0].cells[0].getBoundingClientRect();
                 const side = cell.parentElement.querySelector('th').getBoundingClientRect();
                 const over = [side.right - r.left, head.bottom - r.top].map(Math.round);
                 return over.some(one => one > 1) ? [...over, Math.round(region.height), e.textContent] : null }"""
        )
        assert covered is None


def test_without_script_all_tables_are_there(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/", scripts=False)
    assert page.locator("section[data-rows]:visible").count() == 4
    page.get_by_role("link", name="Activity", exact=True).first.click()
    assert page.url.endswith("#rows-activity")


def test_frames_scroll_and_pages_do_not(real: str, open_page: Open) -> None:
    page = open_page(real + "/map/", width=320, height=640)
    frame = page.locator("#rows-model > .map-region")
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth")
    frame.evaluate("e => { e.scrollLeft = 400 }")
    head = page.locator("#rows-model tbody th").first
    assert head.evaluate("e => e.getBoundingClientRect().left >= 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_map_and_a_plot_print_without_cutting_anything_off(real: str, open_page: Open) -> None:
    for path, frame in (("/map/", ".map-region"), ("/models/holistic/", ".plot-panel .table-region")):
        page = open_page(real + path, width=1040)
        page.emulate_media(media="print")
        assert page.locator(frame).first.evaluate("e => getComputedStyle(e).overflowX") == "visible"
        assert page.locator(".map-switch:visible").count() == 0


def test_files_of_map_and_plot_can_be_downloaded(real: str, open_page: Open) -> None:
    for path, figure in (("/map/", "main"), ("/outcomes/mental-wellbeing/", ".plot-section")):
        page = open_page(real + path)
        links = page.locator(f"{figure} .downloads:visible a[download]").evaluate_all("all => all.map(a => a.href)")
        assert {link.rsplit(".", 1)[1] for link in links} == {"svg", "csv"}
        for link in links:
            assert page.request.get(link).ok
