"""The rules that work on a single value: pages, numbers, syllables, sentences, ISSN."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import checks
from evidence.checks.identifiers import parse_issn
from evidence.checks.numbers import numbers
from evidence.checks.texts import sentences, without_quotations
from evidence.checks.wording import count_syllables, reading_ease
from evidence.identifiers import IdentifierError
from evidence.library import Library


def found_for(root: Path, old: str, new: str, key: str = "oakley2021connector") -> dict[str, str]:
    record = root / f"references/{key}.yaml"
    text = record.read_text(encoding="utf-8")
    assert old in text
    record.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = checks.run(Library.load(root), [key])
    return {problem.code: problem.level for problem in problems if problem.level != "notice"}


@pytest.mark.parametrize("page", ["7", "e487-e494", "317-e2", "S12-S19", "ix-xii", "1-3, 9", "45A-45B", "101-102"])
def test_pages_that_are_right(page: str, library_copy: Path) -> None:
    assert found_for(library_copy, "101-110", page) == {}


@pytest.mark.parametrize(
    "page", ["101–110", "pp. 101-110", "p7", "in press", "110-101", "101-", "101--110", "e494-e487"]
)
def test_pages_that_are_wrong(page: str, library_copy: Path) -> None:
    assert found_for(library_copy, "101-110", page) == {"page-range": "error"}


def test_a_shortened_page_is_a_warning_with_the_full_one(library_copy: Path) -> None:
    assert found_for(library_copy, "101-110", "466-80") == {"page-range": "warning"}
    [problem] = checks.run(Library.load(library_copy), ["oakley2021connector"])
    assert "466-480" in problem.remedy


@pytest.mark.parametrize("page", ["e015203", "l1285", "bjgpopen18X101598", "102006"])
def test_article_numbers_among_pages(page: str, library_copy: Path) -> None:
    assert found_for(library_copy, "101-110", page) == {"article-number-as-page": "warning"}


@pytest.mark.parametrize(
    "licence", ["CC-BY", "CC-BY-4.0", "CC-BY-NC-ND-3.0", "CC-BY-SA-2.5", "CC0", "CC0-1.0", "OGL-UK-3.0"]
)
def test_licences_that_are_known(licence: str, library_copy: Path) -> None:
    assert found_for(library_copy, "CC-BY-4.0", licence) == {}


@pytest.mark.parametrize("licence", ["CC BY 4.0", "cc-by", "CC-BY-ND-NC-4.0", "free"])
def test_licences_that_are_not_known(licence: str, library_copy: Path) -> None:
    assert found_for(library_copy, "CC-BY-4.0", licence) == {"licence-form": "warning"}


@pytest.mark.parametrize("name", ["given: RKT", "given: W. T.", "given: MD", "given: Drew", "given: Profe"])
def test_given_names_that_are_fine(name: str, library_copy: Path) -> None:
    assert found_for(library_copy, "given: Wren T.", name) == {}


@pytest.mark.parametrize("name", ["given: Dr Wren", 'given: "Wren, Ph.D."', "given: Prof. Wren T."])
def test_given_names_with_degrees(name: str, library_copy: Path) -> None:
    assert found_for(library_copy, "given: Wren T.", name) == {"author-with-degree": "error"}


def test_a_missing_field_that_the_record_explains_is_a_notice(library_copy: Path) -> None:
    record = library_copy / "references/alharbi2022corner.yaml"
    text = record.read_text(encoding="utf-8").replace('  volume: "7"\n  number: e204\n', "").replace("[volume]", "[]")
    record.write_text(text, encoding="utf-8")
    assert [p.level for p in checks.run(Library.load(library_copy)) if p.code == "missing-field"] == ["warning"]
    text = text.replace("The day of publication was not seen.", "The volume and the article number were not seen.")
    record.write_text(text, encoding="utf-8")
    assert [p.level for p in checks.run(Library.load(library_copy)) if p.code == "missing-field"] == ["notice"]


def test_a_subgroup_without_its_own_comparison_is_no_change_told_as_effect(library_copy: Path) -> None:
    old = "After 12 weeks the 48 people scored higher"
    assert found_for(library_copy, old, "The 12 weeks of walks led the 48 to score higher", "tamsin2020green") == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,250 people (78%)", {"1250", "78"}),
        ("44.10 against 0.5", {"44.1", "0.5"}),
        ("466-480 pages in 12-week or two-year blocks", {"466", "480", "12", "2"}),
        ("twenty-four of two hundred and ten", {"24", "210"}),
        ("a hundred, forty, nineteen", {"100", "40", "19"}),
        ("half of them, a third, two thirds, three quarters", {"50", "33", "25"}),
        ("GAD-7, EQ-5D, e487 and the third sector", set()),
        ("nobody, someone, often, attention, weight", set()),
    ],
)
def test_numbers_of_a_text(text: str, found: set[str]) -> None:
    assert set(numbers(text)) == found


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("people", 2), ("services", 3), ("table", 2), ("helped", 1), ("wanted", 2), ("trial", 2), ("social", 2),
        ("variation", 4), ("being", 2), ("actual", 3), ("quality", 3), ("use", 1), ("the", 1), ("12", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert count_syllables(word) == count


def test_reading_ease_tells_easy_from_hard() -> None:
    easy = "The cat sat on the mat. It was warm. The sun was out."
    hard = "Multidisciplinary organisational collaboration necessitates considerable administrative responsibility."
    assert reading_ease(easy) > 100
    assert reading_ease(hard) < 0


def test_reading_ease_of_a_known_text() -> None:
    # 10 words, 2 sentences, 12 syllables: 206.835 - 1.015 * 5 - 84.6 * 1.2
    assert reading_ease("The old man met two people there. They were happy.") == pytest.approx(100.24)


def test_sentences_end_at_marks_and_paragraphs() -> None:
    assert sentences("It was 3.5 on average. “Was it?” Yes.\n\nA last one") == [
        "It was 3.5 on average.",
        "“Was it?”",
        "Yes.",
        "A last one",
    ]


def test_quotations_are_blanked_and_apostrophes_are_not() -> None:
    assert without_quotations('a “b” c\'s "d"') == "a     c's    "


@pytest.mark.parametrize("text", ["2049-3630", "20493630", "ISSN 2049-3630", "eISSN: 2049–3630"])
def test_issn_in_one_form(text: str) -> None:
    assert parse_issn(text) == "2049-3630"


def test_issn_with_x() -> None:
    assert parse_issn("2434561x") == "2434-561X"


@pytest.mark.parametrize("text", ["2049-3631", "2049", "", "20A9-3630"])
def test_no_issn(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_issn(text)
