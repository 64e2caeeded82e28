"""Questions taken apart: the answer, what is cited, what counts as a word, and what the page counts by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.library import Library
from evidence.questions import Judged, Question, cited_in, with_counts, without_citations, without_counts

QUESTION = "summaries/questions/feeling-better.md"


@pytest.fixture
def question(miniature: Library) -> Question:
    return miniature.questions["feeling-better"]


def test_an_answer_is_words_and_judgements(question: Question) -> None:
    assert question.answer == (
        "Having a link worker ",
        Judged("marsh2023link", "mental-wellbeing", "wellbeing"),
        ".",
    )


def test_cited_are_judges_and_references_in_order_once_each(question: Question) -> None:
    assert question.cited == ("marsh2023link", "oakley2021connector")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("So it is [@one2020a].", ["one2020a"]),
        ("So [@one2020a; @two2021b] and [@one2020a].", ["one2020a", "two2021b", "one2020a"]),
        ("An address at [example](x) or a [@] alone", [""]),
        ("None.", []),
    ],
)
def test_citations(text: str, keys: list[str]) -> None:
    assert cited_in(text) == keys


def test_words_are_counted_without_references_and_without_the_easy_version(question: Question) -> None:
    plain = [one.text for name, one in question.sections.items() if name != "Easy read"]
    assert question.running_words == sum(len(without_citations(text).split()) for text in plain)
    assert without_citations("A trial [@a; @b] found it [@c].") == "A trial found it."


def test_what_the_page_counts() -> None:
    assert with_counts("{families} studies, {over-time} of them", {"families": 1200, "over-time": 3}) == (
        "1,200 studies, 3 of them"
    )
    assert with_counts("{nothing} {key outcome}", {}) == "{nothing} {key outcome}"
    assert without_counts("{families} studies") == " studies"


def test_questions_stand_in_their_order(library_copy: Path) -> None:
    text = (library_copy / QUESTION).read_text(encoding="utf-8")
    (library_copy / "summaries/questions/a-later-one.md").write_text(text.replace("order: 1", "order: 2"), "utf-8")
    (library_copy / "summaries/questions/b-first.md").write_text(text.replace("order: 1", "order: 1"), "utf-8")
    assert list(Library.load(library_copy).questions) == ["b-first", "feeling-better", "a-later-one"]


@pytest.mark.parametrize("item", ["grouping", "metric", "method", "weight", "differences", "certainty", "display"])
def test_each_of_the_nine_items_is_needed(library_copy: Path, item: str) -> None:
    path = library_copy / QUESTION
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(f"  {item}:")), encoding="utf-8")
    library = Library.load(library_copy)
    assert library.questions == {}
    assert [(one.code, one.field) for one in library.problems] == [("schema", f"how.{item}")]


def test_a_malformed_question_hides_nothing_else(library_copy: Path, miniature: Library) -> None:
    (library_copy / "summaries/questions/broken.md").write_text(
        "---\nquestion: a\nquestion: b\n---\n", encoding="utf-8"
    )
    library = Library.load(library_copy)
    assert list(library.questions) == ["feeling-better"]
    assert [(one.code, one.path, one.line) for one in library.problems] == [
        ("question-shape", "summaries/questions/broken.md", 3)
    ]
    assert len(library.summaries) == len(miniature.summaries)
