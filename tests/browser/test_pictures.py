"""Pictures, the map in small and the matrix of reviews in a real browser: on a phone, without script and on paper."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open


@pytest.mark.parametrize("width", [320, 1280])
def test_bars_are_as_long_as_their_numbers(mini: str, open_page: Open, width: int) -> None:
    page = open_page(mini + "/picture/", width=width, scripts=False)
    bars = (
        page.locator(".picture-bars")
        .first.locator("tbody tr")
        .evaluate_all(
            """rows => rows.map(row => ({ number: Number(row.querySelector('.number').textContent),
             frame: row.querySelector('.picture-bar').getBoundingClientRect().width,
             length: [...row.querySelectorAll('rect')].reduce((sum, one) => sum + one.getBBox().width, 0) }))"""
        )
    )
    most = max(bar["number"] for bar in bars)
    assert most
    for bar in bars:
        assert bar["length"] == pytest.approx(bar["frame"] * bar["number"] / most, abs=1)


def test_all_numbers_open_by_keyboard(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/picture/")
    page.get_by_text("All numbers").first.press("Enter")
    assert page.get_by_role("table", name="By year and design: all numbers").is_visible()


def test_every_picture_can_be_taken_away(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/picture/")
    links = page.locator(".picture a[download]").evaluate_all("all => all.map(a => a.href)")
    assert len(links) == 4
    assert all(page.request.get(link).ok for link in links)


def test_the_map_in_small_leads_to_the_map_and_fits_a_phone(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/picture/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Map: where studies are", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Evidence and gap map"


@pytest.mark.library
def test_the_real_map_in_small_fits_a_phone(real: str, open_page: Open) -> None:
    page = open_page(real + "/picture/", width=320)
    assert page.locator(".small-map-grid").evaluate("e => e.getBoundingClientRect().right") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_print_black_on_white(mini: str, open_page: Open, scheme: str) -> None:
    page = open_page(mini + "/picture/", scheme=scheme)
    page.emulate_media(media="print")
    colours = page.locator(".picture-bar rect").first.evaluate(
        "e => [getComputedStyle(e).fill, getComputedStyle(e).stroke]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    inks = page.locator(".small-map-cell").evaluate_all("all => all.map(e => getComputedStyle(e).color)")
    assert set(inks) == {"rgb(0, 0, 0)"}


def test_the_matrix_of_reviews_scrolls_in_its_frame(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/models/holistic/", width=320)
    assert page.get_by_role("table", name="Which review covers which study").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
