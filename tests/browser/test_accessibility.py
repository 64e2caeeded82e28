"""Every kind of page: nothing for axe to find, in both looks, and no sideways scrolling on a small phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

REAL_PAGES = [
    "/",
    "/questions/",
    "/questions/loneliness/",
    "/questions/value-for-money/",
    "/questions/not-known/",
    "/questions/loneliness/easy-read/",
    "/evidence/",
    "/evidence/?outcome=loneliness&q=link",
    "/map/",
    "/map/#rows-population",
    "/map/?read=abstract&year=2015-2018",
    "/picture/",
    "/map/#model-mental-health-wellbeing",
    "/studies/mercer2017evaluation/",
    "/studies/woodall2018understanding/",
    "/studies/kilgarrifffoster2015exploring/",
    "/models/",
    "/outcomes/",
    "/outcomes/mental-wellbeing/",
    "/outcomes/gp-contacts/",
    "/connectors/link-worker/",
    "/models/holistic/",
    "/populations/long-term-conditions/",
    "/populations/veterans/",
    "/designs/qualitative/",
    "/countries/gb-sct/",
    "/bibliography/",
    "/glossary/",
    "/measures/",
    "/collections/reading-list/",
    "/downloads/",
    "/data/",
    "/evidence/?list=moffatt2017link,husk2019approaches",
    "/methods/",
    "/about/",
    "/contribute/",
    "/404.html",
]
MINI_PAGES = [
    "/",
    "/questions/feeling-better/",
    "/studies/oakley2021connector/",
    "/studies/tamsin2020green/",
    "/studies/alharbi2022corner/",
    "/studies/marsh2023link/",
    "/studies/reed2021counting/",
    "/map/",
    "/picture/",
    "/outcomes/gp-contacts/",
    "/models/holistic/",
]


def faults(address: str, open_page: Open, scheme: str) -> list[str]:
    page = open_page(address, scheme=scheme, width=1280)
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in result.response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.library
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", REAL_PAGES)
def test_axe_finds_nothing_on_the_real_site(real: str, open_page: Open, path: str, scheme: str) -> None:
    assert faults(real + path, open_page, scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", MINI_PAGES)
def test_axe_finds_nothing_on_awkward_records(mini: str, open_page: Open, path: str, scheme: str) -> None:
    assert faults(mini + path, open_page, scheme) == []


@pytest.mark.library
@pytest.mark.parametrize("path", REAL_PAGES)
def test_a_phone_shows_all_of_a_page_and_a_finger_hits_it(real: str, open_page: Open, path: str) -> None:
    """Nothing scrolls sideways but tables in their frames; controls measure 24 by 24 CSS pixels (WCAG 2.2, 2.5.8).

    Links in a sentence are excepted from the size.
    """
    page = open_page(real + path, width=360, height=700)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide on a screen of {width} px"
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, nav a')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
            .map(e => [e.closest('label') || e, e])
            .filter(([area]) => { const r = area.getBoundingClientRect(); return r.width < 24 || r.height < 24 })
            .map(([, e]) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


@pytest.mark.library
def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(real: str, open_page: Open) -> None:
    page = open_page(real + "/studies/moffatt2017link/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                 const header = document.querySelector('.site-header');
                 const covered = getComputedStyle(header).position === 'sticky'
                   && r.top < header.getBoundingClientRect().bottom && !header.contains(e);
                 return { ring: s.outlineStyle !== 'none' || s.boxShadow !== 'none', covered } }"""
        )
        assert seen == {"ring": True, "covered": False}
