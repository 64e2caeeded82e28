"""The two files: read strictly, each fault at its place, written with the smallest diff, and no record."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from evidence import yaml_text
from evidence.errors import NotFoundError
from evidence.files import FileError
from evidence.library import Library
from evidence.screening import ScreeningError, load
from evidence.screening.files import save_strategy, save_worklist
from evidence.screening.phrases import phrase
from evidence.screening.worklist import Decision
from tests.screening.texts import STRATEGY, WORKLIST, write


def changed_lines(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


def test_neither_file_is_taken_for_a_record(library_copy: Path, miniature: Library) -> None:
    library = Library.load(write(library_copy))
    assert list(library.studies) == list(miniature.studies)
    assert library.problems == ()


def test_a_library_without_a_strategy_has_none(library_copy: Path) -> None:
    assert load(library_copy) is None


def test_a_list_without_a_strategy_is_an_error(library_copy: Path) -> None:
    (library_copy / "references/screening.yaml").write_text(WORKLIST, encoding="utf-8")
    with pytest.raises(ScreeningError, match="no search strategy"):
        load(library_copy)


def test_a_strategy_without_a_list_has_an_empty_one(library_copy: Path) -> None:
    screening = load(write(library_copy, worklist=None))
    assert screening is not None
    assert screening.worklist.works == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("at-most: 5", "at-moss: 5", 16, "'at-moss'"),
        ("at-most: 5", "at-most: 0", 16, "greater than"),
        ("least-rank: 20", "least-rank: 120", 15, "less than"),
        ("report]", "repport]", 14, "'report'"),
        ('first-day: "2020-01-01"', 'first-day: "2020-02-30"', 13, "calendar"),
        ("id: crossref", "id: crosref", 8, "'crossref'"),
        ("{words: link worker, ", "{words: Social Prescribing, ", 4, "'social prescribing' twice"),
        ("id: other, ", "id: off-topic, ", 17, "'off-topic' twice"),
        ("entries: 5", "entries: -5", 26, "greater than"),
        ("terms:  # with care", "terms: [", 5, "not YAML"),
    ],
)
def test_a_fault_of_the_strategy_is_told_with_its_line(
    old: str, new: str, line: int, said: str, library_copy: Path
) -> None:
    assert old in STRATEGY
    write(library_copy, STRATEGY.replace(old, new, 1))
    with pytest.raises(ScreeningError) as caught:
        load(library_copy)
    [problem] = [problem for problem in caught.value.problems if said in problem.message]
    assert problem.place == f"references/search.yaml:{line}"


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("doi: 10.5555/new.2", "doi: 10.5555/NEW.2", "works[1].doi", "write 10.5555/new.2"),
        ("doi: 10.5555/new.2", "doi: nothing", "works[1].doi", "no DOI"),
        ("doi: 10.5555/new.2", "doi: 10.5555/new.1", "works[1].doi", "listed twice"),
        ("verdict: exclude, reason: off-topic", "verdict: exclude, reason: null", "works[2].decision", "`reason`"),
        ("verdict: later, reason: null", "verdict: later, reason: other", "works[3].decision", "`reason`"),
        ("stage: title, by: AL", "stage: report, by: AL", "", ""),
        ("verdict: later, reason: null, note: null, stage: title", "verdict: later, stage: report", "works[3].decision",
         "after they were read"),
        ("reason: off-topic", "reason: dull", "works[2].decision.reason", "it has: off-topic, other"),
        ("reason: off-topic", "reason: other", "works[2].decision.reason", "without a `note`"),
        ("rank: 70", "rank: 170", "works[1].rank", "less than"),
        ("whole: true", "whole: yes", "searches[0].whole", "bool"),
    ],
)  # fmt: skip
def test_a_fault_of_the_list_is_told_with_its_field(
    old: str, new: str, field: str, said: str, library_copy: Path
) -> None:
    assert old in WORKLIST
    write(library_copy, worklist=WORKLIST.replace(old, new, 1))
    if not said:
        assert load(library_copy) is not None
        return
    with pytest.raises(ScreeningError, match=r"references/screening\.yaml") as caught:
        load(library_copy)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert said in str(caught.value)


def test_all_faults_are_counted(library_copy: Path) -> None:
    write(library_copy, STRATEGY.replace("at-most: 5", "at-moss: 5"))
    with pytest.raises(ScreeningError, match=r"1 more: see `evidence check`") as caught:
        load(library_copy)
    assert len(caught.value.problems) == 2


def test_a_decision_changes_one_line_and_keeps_its_comment(library_copy: Path) -> None:
    screening = load(write(library_copy))
    assert screening is not None
    decision = Decision(verdict="exclude", reason="other", note='Not "that"', by="AL", on="2024-05-06")
    save_worklist(library_copy, screening.worklist.decided("10.5555/new.2", decision))
    text = (library_copy / "references/screening.yaml").read_text(encoding="utf-8")
    assert changed_lines(WORKLIST, text)[0] == "-    decision: null  # the best"
    assert len(changed_lines(WORKLIST, text)) == 2
    assert text.count("# the best") == 1
    again = load(library_copy)
    assert again is not None
    assert again.worklist.work("10.5555/new.2").decision == decision


def test_what_nobody_changed_is_not_written_anew(library_copy: Path) -> None:
    screening = load(write(library_copy))
    assert screening is not None
    save_worklist(library_copy, screening.worklist)
    save_strategy(library_copy, screening.strategy)
    assert (library_copy / "references/screening.yaml").read_text(encoding="utf-8") == WORKLIST
    assert (library_copy / "references/search.yaml").read_text(encoding="utf-8") == STRATEGY


def test_a_decision_on_a_work_that_is_not_listed_is_refused(library_copy: Path) -> None:
    screening = load(write(library_copy))
    assert screening is not None
    with pytest.raises(NotFoundError, match="screen --list"):
        screening.worklist.decided("10.5555/new.9", Decision(verdict="later", by="AL", on="2024-05-06"))


def test_undecided_works_come_best_first_and_those_put_off_only_when_asked_for(library_copy: Path) -> None:
    screening = load(write(library_copy))
    assert screening is not None
    assert [work.rank for work in screening.worklist.undecided()] == [70, 60]
    assert [work.rank for work in screening.worklist.undecided(later=True)] == [70, 60, 25]


def test_a_list_that_grew_too_long_to_be_read_is_not_written(
    library_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screening = load(write(library_copy))
    assert screening is not None
    longer = screening.worklist.decided("10.5555/new.1", Decision(verdict="later", by="AL", on="2024-05-06"))
    monkeypatch.setattr(yaml_text, "LARGEST_FILE", len(WORKLIST) + 10)
    with pytest.raises((FileError, yaml_text.YamlError), match="characters"):
        save_worklist(library_copy, longer)
    assert (library_copy / "references/screening.yaml").read_text(encoding="utf-8") == WORKLIST


@pytest.mark.library
def test_the_words_of_the_real_strategy_are_those_of_the_vocabulary(real_path: Path, real_library: Library) -> None:
    screening = load(real_path)
    assert screening is not None
    for term in screening.strategy.terms:
        if term.vocabulary:
            facet, _, name = term.vocabulary.partition("/")
            named = real_library.vocabulary.facet(facet).term(name)
            forms = {phrase(text) for text in (named.label, *named.synonyms)}
            assert phrase(term.words) in forms, term


@pytest.mark.library
def test_the_real_strategy_has_a_reason_for_each_kind_of_exclusion(real_path: Path) -> None:
    screening = load(real_path)
    assert screening is not None
    assert [reason.id for reason in screening.strategy.reasons if reason.needs_note] == ["other"]
    assert {"not-social-prescribing", "no-evidence", "duplicate", "language"} <= {
        r.id for r in screening.strategy.reasons
    }
