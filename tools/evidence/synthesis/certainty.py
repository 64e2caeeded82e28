"""What reviews judged about certainty, in the words that GRADE gives to size and certainty together.

Wording: Santesso and others 2020 (doi:10.1016/j.jclinepi.2019.10.014). Only judgements that someone published are
known here; nothing is graded by us.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from evidence.errors import NotFoundError
from evidence.library import Library
from evidence.model import CertaintyLevel, Direction, Finding, Study
from evidence.questions import Judged
from evidence.vocabulary import Term

LEVELS: tuple[CertaintyLevel, ...] = ("very-low", "low", "moderate", "high")
"""From the least to the most certain; `not-graded` is no level."""
_POINTING: frozenset[Direction] = frozenset({"favours-social-prescribing", "favours-comparison", "no-clear-direction"})
_HOW_SURE = {"high": "", "moderate": "probably ", "low": "may "}


@dataclass(frozen=True)
class Judgement:
    """One published judgement: the review, what it found, and how sure it was.

    Attributes:
        study: The review whose page holds the finding.
        finding: The finding, with its certainty.
        level: How sure.
        judged_by: Key of the record that made the judgement.
    """

    study: Study
    finding: Finding
    level: CertaintyLevel
    judged_by: str


def judgements(studies: Iterable[Study], outcomes: Collection[str] | None = None) -> list[Judgement]:
    """Return the published judgements in some studies (on some outcomes, if given); retracted works are out."""
    return [
        Judgement(study, finding, finding.certainty.level, finding.certainty.judged_by)
        for study in studies
        if study.counts_as_evidence
        for finding in study.findings
        if finding.certainty and finding.certainty.level in LEVELS
        and (outcomes is None or finding.outcome in outcomes)
    ]  # fmt: skip


def judgement_of(library: Library, judged: Judged) -> Judgement:
    """Return the judgement that an answer names.

    Raises:
        NotFoundError: The record is not there, it judged nothing on this outcome, or more than one thing.
    """
    study = library.studies.get(judged.key)
    if study is None:
        raise NotFoundError(f"There is no record {judged.key!r} in this base.")
    found = [one for one in judgements([study], [judged.outcome]) if one.finding.analysis == "main"]
    said = {(one.level, one.finding.direction) for one in found}
    if len(said) != 1:
        what = "no published judgement" if not said else "several judgements that differ"
        raise NotFoundError(f"The record {judged.key!r} holds {what} on {judged.outcome!r}.")
    return found[0]


def statement(direction: Direction, level: CertaintyLevel, term: Term, noun: str = "") -> str:
    """Return what was judged, as the end of a sentence: `may make little or no difference to quality of life`.

    Args:
        direction: Which way the finding points.
        level: How sure the review was.
        term: The outcome; of it depends whether more is better, and whether things are said to be fewer or more.
        noun: What to call the outcome; its label, if empty.
    """
    noun = noun or term.label[:1].lower() + term.label[1:]
    if level == "very-low" or direction not in _POINTING:
        return f"may or may not change {noun}"
    sure = _HOW_SURE[level]
    if direction == "no-clear-direction":
        return f"{sure}{'make' if level == 'low' else 'makes'} little or no difference to {noun}"
    good = direction == "favours-social-prescribing"
    verb = {
        "higher": ("improve", "worsen"), "lower": ("reduce", "increase"), "context": ("lower", "raise"),
    }.get(term.better or "higher", ("improve", "worsen"))[0 if good else 1]  # fmt: skip
    return f"{sure}{verb if level == 'low' else verb + 's'} {noun}"
