"""Two minutes of a practitioner: from home to an answer on a phone, its dials, its list, its sheet of paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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


@pytest.mark.library
def test_a_question_prints_as_a_brief(real: str, open_page: Open, tmp_path: Path, real_library: Library) -> None:
    """Two sheets hold the answer, what it rests on and what is not known; a third may hold the references."""
    page = open_page(real + "/")
    long = []
    for slug in real_library.questions:
        page.goto(f"{real}/questions/{slug}/")
        pdf = page.pdf(path=str(tmp_path / "brief.pdf"), format="A4", prefer_css_page_size=True)
        sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
        if sheets > 2:
            long.append((slug, sheets))
    assert long == []
