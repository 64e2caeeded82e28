"""Where a check ends: what looks like a fault and is none, and what is one although it hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import checks
from evidence.library import Library
from tests.checks.breakages import another_book


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def places(root: Path, code: str) -> list[str]:
    return [problem.place for problem in checks.run(Library.load(root)) if problem.code == code]


def add_book(root: Path, key: str, title: str, old: str = "", new: str = "", isbn: str = "") -> None:
    (root / f"references/{key}.yaml").write_text(another_book(key, title, isbn).replace(old, new), encoding="utf-8")


def test_a_measure_listed_under_the_outcome_fits_it(library_copy: Path) -> None:
    change(library_copy, "references/oakley2021connector.yaml", "measure: ucla-3\n", "measure: count\n")
    change(library_copy, "vocabulary/outcomes.yaml", "measures: [ucla-3]", "measures: [ucla-3, count]")
    assert places(library_copy, "measure-of-other-outcome") == []


@pytest.mark.parametrize(("kind", "count"), [("related-to", 1), ("includes", 0)])
def test_a_tie_told_at_both_ends_is_reported_at_one(kind: str, count: int, library_copy: Path) -> None:
    here, there = "harbour2019year", "nimbus2018atlas"
    for key, other in ((here, there), (there, here)):
        tie = f"relations: [{{type: {kind}, key: {other}}}]\nprovenance:\n"
        change(library_copy, f"references/{key}.yaml", "provenance:\n", tie)
    found = places(library_copy, "relation-twice")
    assert [place.split(":")[0] for place in found] == [f"references/{there}.yaml"] * count
    assert len(places(library_copy, "relation-contradiction")) == (0 if kind == "related-to" else 2)


def test_a_circle_of_three_is_found(library_copy: Path) -> None:
    ring = ["harbour2019year", "nimbus2018atlas", "reed2021counting"]
    change(library_copy, "references/reed2021counting.yaml", "  - {type: reply-to, key: tamsin2020green}\n", "")
    change(library_copy, "references/reed2021counting.yaml", "relations:\n", "")
    for key, other in zip(ring, ring[1:] + ring[:1], strict=True):
        tie = f"relations: [{{type: update-of, key: {other}}}]\nprovenance:\n"
        change(library_copy, f"references/{key}.yaml", "provenance:\n", tie)
    assert len(places(library_copy, "relation-contradiction")) == 3


@pytest.mark.parametrize(("year", "count"), [("2023", 1), ("2021", 0), ("2020", 0)])
def test_a_protocol_is_not_younger_than_its_study(year: str, count: int, library_copy: Path) -> None:
    change(library_copy, "references/reed2021counting.yaml", "2021-01", year)
    change(
        library_copy,
        "references/reed2021counting.yaml",
        "type: reply-to, key: tamsin2020green",
        "type: protocol-of, key: oakley2021connector",
    )
    assert len(places(library_copy, "relation-order")) == count


def test_a_look_for_notices_has_its_day(library_copy: Path) -> None:
    change(library_copy, "references/oakley2021connector.yaml", 'no-notice, checked: "2024-05-06"', "no-notice")
    assert places(library_copy, "integrity-details") == ["references/oakley2021connector.yaml:25"]


def test_house_phrases_may_stand_in_many_summaries_and_more_than_that_may_not(library_copy: Path) -> None:
    phrase = "We read the abstract only, not the full paper."
    for key in ("alharbi2022corner", "tamsin2020green"):
        assert phrase in (library_copy / f"summaries/{key}.md").read_text(encoding="utf-8")
    assert places(library_copy, "copied-text") == []
    for key in ("alharbi2022corner", "tamsin2020green"):
        change(library_copy, f"summaries/{key}.md", phrase, "We read the abstract and then went for a walk.")
    assert len(places(library_copy, "copied-text")) == 1


def test_a_run_of_seven_words_is_no_copy(library_copy: Path) -> None:
    for key in ("alharbi2022corner", "tamsin2020green"):
        change(
            library_copy,
            f"summaries/{key}.md",
            "We read the abstract only, not the full paper.",
            "We read the abstract on the train.",
        )
    assert places(library_copy, "copied-text") == []


def test_a_phrase_wins_over_a_word_in_it_and_may_cross_lines(library_copy: Path) -> None:
    words = "  - {avoid: fair, say: even}\n  - {avoid: fair test, say: test}\n"
    change(library_copy, "vocabulary/plain-language.yaml", "words:\n", "words:\n" + words)
    change(library_copy, "summaries/oakley2021connector.md", "a fair test", "a fair\ntest")
    found = [p for p in checks.run(Library.load(library_copy)) if p.code == "words-to-avoid"]
    assert [p.remedy for p in found] == ["Instead: test."]


def test_quoted_words_are_someone_elses(library_copy: Path) -> None:
    change(library_copy, "summaries/oakley2021connector.md", "a fair test", "a “robust” test")
    change(
        library_copy,
        "references/oakley2021connector.yaml",
        "People knew which",
        "They called it “significant”. People knew which",
    )
    assert not places(library_copy, "words-to-avoid") + places(library_copy, "forbidden-word")


def test_a_later_edition_is_no_duplicate_and_a_tied_one_neither(library_copy: Path) -> None:
    add_book(library_copy, "nimbus2020atlas", "An atlas of small kindnesses", 'edition: "2"', 'edition: "3"')
    assert places(library_copy, "duplicate-work") == []
    add_book(library_copy, "nimbus2019atlas", "Atlas of small kindnesses")
    assert places(library_copy, "duplicate-work") == ["references/nimbus2019atlas.yaml:6"]
    change(
        library_copy,
        "references/nimbus2019atlas.yaml",
        "provenance:\n",
        "relations: [{type: update-of, key: nimbus2018atlas}]\nprovenance:\n",
    )
    assert places(library_copy, "duplicate-work") == []


def test_another_author_or_another_title_is_no_duplicate(library_copy: Path) -> None:
    add_book(library_copy, "cloud2018atlas", "An atlas of small kindnesses", "family: Nimbus", "family: Cloud")
    add_book(library_copy, "nimbus2018field", "A field guide to small kindnesses")
    assert places(library_copy, "duplicate-work") == []


def test_chapters_share_the_isbn_of_their_book(library_copy: Path) -> None:
    isbn = '  ISBN: "9780306406157"\n'
    chapter = "type: chapter\n  container-title: An atlas of small kindnesses"
    add_book(library_copy, "nimbus2018tea", "Tea", "type: book", chapter, isbn)
    assert places(library_copy, "isbn-duplicate") == []
    change(library_copy, "references/nimbus2018tea.yaml", "type: chapter", "type: book")
    assert len(places(library_copy, "isbn-duplicate")) == 2


def test_a_term_is_replaced_by_one_that_is_there(library_copy: Path) -> None:
    change(library_copy, "vocabulary/models.yaml", "replaced-by: signposting", "replaced-by: signs")
    assert places(library_copy, "broader-missing") == ["vocabulary/models.yaml:29"]


def test_the_line_of_a_word_is_looked_for_below_its_heading(library_copy: Path) -> None:
    change(library_copy, "references/alharbi2022corner.yaml", "14 women and 10 men", "women and men")
    change(library_copy, "summaries/alharbi2022corner.md", 'key-message: "People', 'key-message: "All 14 people')
    assert places(library_copy, "number-not-in-record") == [
        "summaries/alharbi2022corner.md:3",
        "summaries/alharbi2022corner.md:14",
        "summaries/alharbi2022corner.md:14",
    ]
