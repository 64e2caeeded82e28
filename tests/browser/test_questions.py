"""Two minutes of a practitioner: from home to an answer on a phone, its dials, its list, its sheet of paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from evidence.identifiers import doi_url
from evidence.library import Library
from tests.browser.conftest import Open

PHONE = {"width": 360, "height": 640}


@pytest.mark.library
def test_each_question_is_one_click_from_home_and_answered_on_the_first_screen(
    real: str, open_page: Open, real_library: Library
) -> None:
    home = open_page(real + "/", **PHONE)
    hrefs = home.locator(".question-card a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert hrefs == [f"questions/{slug}/" for slug in real_library.questions]
    for slug in real_library.questions:
        home.goto(f"{real}/questions/{slug}/")
        box = home.locator(".answer").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"], f"the answer to {slug} ends below the first screen"


@pytest.mark.library
def test_the_first_questions_stand_on_the_first_screen_of_a_phone(real: str, open_page: Open) -> None:
    page = open_page(real + "/", width=390, height=844)
    tops = page.locator(".question-card h3").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert sum(bottom <= 844 for bottom in tops) >= 3


@pytest.mark.library
def test_the_list_behind_a_question_is_as_long_as_its_page_says(
    real: str, open_page: Open, real_library: Library
) -> None:
    page = open_page(real + "/")
    for slug in real_library.questions:
        page.goto(f"{real}/questions/{slug}/")
        link = page.get_by_role("link", name=re.compile(r"All \d+ works? of this base on the question"))
        said = re.search(r"\d+", link.inner_text())
        link.click()
        page.wait_for_load_state("networkidle")
        listed = re.search(r"(\d+) works?\b", page.locator(".results-count").inner_text())
        assert said
        assert listed
        assert listed.group(1) == said.group()


def test_a_dial_explains_itself_by_keyboard(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/questions/feeling-better/")
    dial = page.locator(".dial-box").nth(1)
    assert not dial.locator(".dial-more").is_visible()
    dial.locator("summary").focus()
    page.keyboard.press("Enter")
    assert "Judged by" in dial.locator(".dial-more").inner_text()


def test_the_answer_is_there_without_script(mini: str, open_page: Open) -> None:
    page = open_page(mini + "/questions/feeling-better/", scripts=False)
    assert page.locator(".answer").inner_text().startswith("Having a link worker may make little or no difference")
    page.locator(".dial-box summary").first.click()
    assert page.locator(".dial-more").first.is_visible()


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4", prefer_css_page_size=True)))


def print_of(page: Page) -> str:
    page.emulate_media(media="print")
    return " ".join(page.locator("body").inner_text().split())


@pytest.mark.library
def test_a_question_prints_as_a_brief_of_two_sheets(real: str, open_page: Open, real_library: Library) -> None:
    page = open_page(real + "/")
    long = {}
    for slug in real_library.questions:
        page.goto(f"{real}/questions/{slug}/")
        if (number := sheets(page)) > 2:
            long[slug] = number
    assert long == {}


@pytest.mark.library
def test_the_brief_keeps_what_is_not_known_and_where_each_work_is(
    real: str, open_page: Open, real_library: Library
) -> None:
    page = open_page(real + "/")
    for slug, question in real_library.questions.items():
        page.goto(f"{real}/questions/{slug}/")
        not_known = " ".join(page.locator(".not-known").inner_text().split())
        said = " ".join(page.locator(".question-text").first.inner_text().split())
        paper = print_of(page)
        assert not_known in paper
        assert said in paper
        assert "Cut short on paper" in paper
        for key in question.cited:
            cited = real_library.studies[key].citation
            assert (doi_url(cited.doi) if cited.doi else cited.url or cited.title) in paper, (slug, key)
        assert "Download these references" not in paper
        assert "Other questions" not in paper
        page.emulate_media(media="screen")


@pytest.mark.parametrize(
    "path",
    [
        "questions/feeling-better/",
        "questions/feeling-better/easy-read/",
        "studies/oakley2021connector/",
        "map/",
        "outcomes/mental-wellbeing/",
        "methods/",
    ],
)
def test_nothing_on_paper_is_smaller_than_eight_points(mini: str, open_page: Open, path: str) -> None:
    page = open_page(f"{mini}/{path}")
    page.emulate_media(media="print")
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('body *')]
             .filter(one => one.checkVisibility() && !one.closest('.vh')
               && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
             .map(one => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    assert smallest * 72 / 96 >= 7.99


@pytest.mark.library
def test_on_paper_the_comparisons_stay_and_accounts_go(real: str, open_page: Open, real_library: Library) -> None:
    page = open_page(real + "/")
    page.emulate_media(media="print")
    shown: dict[str, set[bool]] = {}
    for slug in real_library.questions:
        page.goto(f"{real}/questions/{slug}/")
        for name, visible in page.locator(".plot-panel").evaluate_all(
            "all => all.map(one => [one.classList[1], one.checkVisibility()])"
        ):
            shown.setdefault(name, set()).add(visible)
    assert shown == {
        "plot-compared": {True},
        "plot-reviewed": {True},
        "plot-change-over-time": {False},
        "plot-told": {False},
    }


def test_a_study_prints_on_one_sheet(mini: str, open_page: Open) -> None:
    assert sheets(open_page(mini + "/studies/oakley2021connector/")) == 1


def test_the_map_lies_across_its_sheet(mini: str, open_page: Open) -> None:
    pdf = open_page(mini + "/map/").pdf(format="A4", prefer_css_page_size=True)
    size = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert size
    assert float(size.group(1)) > float(size.group(2))
