"""Findings can be read as they are coded: which end is good, by which measure, and no change told as an effect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.checks.presence import has_record
from evidence.checks.registry import Fault, record_check
from evidence.library import Library
from evidence.model import Study

_WITHOUT_GOOD_END = frozenset({"descriptive", "direction-not-reported", "no-clear-direction"})
"""No difference is one whichever end is good."""
_OPINION = frozenset({"guidance-or-policy", "protocol"})
_ENDS = frozenset({"higher", "lower"})
_EFFECT = re.compile(
    r"(?i)\b(?:improved by|reduced|led to|leads to|because of|thanks to|due to|caused|brought about|resulted in)\b"
)


@record_check(
    "direction-without-good-end",
    "error",
    "A finding has a direction only where the vocabulary says which end of the outcome, or of its measure, is good.",
    "Name the measure; or give the outcome `better` (where that depends, `intended`) in vocabulary/outcomes.yaml; "
    "or code the finding as descriptive.",
)
def direction_without_good_end(study: Study, library: Library) -> Iterator[Fault]:
    """Check that "favours" has a meaning for each outcome."""
    outcomes = library.vocabulary.facets.get("outcome")
    for number, finding in enumerate(study.findings):
        term = outcomes.terms.get(finding.outcome) if outcomes else None
        if term is None or finding.direction in _WITHOUT_GOOD_END:
            continue
        measure = library.vocabulary.measures.get(finding.measure or "")
        if measure and measure.better in _ENDS:
            continue
        if term.better is None or (term.better == "context" and term.intended is None):
            message = f"Nothing says which end of {finding.outcome!r} is good, so {finding.direction!r} means nothing."
            yield Fault(("findings", number, "direction"), message)


@record_check(
    "measure-of-other-outcome",
    "warning",
    "A finding is measured by a measure of its outcome.",
    "Correct the outcome or the measure, or list the measure under the outcome in vocabulary/outcomes.yaml.",
)
def measure_of_other_outcome(study: Study, library: Library) -> Iterator[Fault]:
    """Hold measure and outcome of each finding together."""
    outcomes = library.vocabulary.facets.get("outcome")
    for number, finding in enumerate(study.findings):
        measure = library.vocabulary.measures.get(finding.measure or "")
        term = outcomes.terms.get(finding.outcome) if outcomes else None
        if measure and term and measure.outcome != term.id and measure.id not in term.measures:
            message = f"{measure.id!r} measures {measure.outcome}, not {term.id}."
            yield Fault(("findings", number, "measure"), message)


@record_check(
    "measure-not-listed",
    "error",
    "The measure of a finding is listed under study.measures.",
    "Add it to study.measures.",
)
def measure_not_listed(study: Study, _: Library) -> Iterator[Fault]:
    """Look the measures of findings up in the study."""
    for number, finding in enumerate(study.findings):
        if finding.measure and finding.measure not in study.study.measures:
            yield Fault(("findings", number, "measure"), f"{finding.measure!r} is not among the study's measures.")


@record_check(
    "findings-of-opinion",
    "error",
    "An opinion, a guideline or a protocol has points and no findings.",
    "Move what it says to `points`, or correct the design.",
)
def findings_of_opinion(study: Study, _: Library) -> Iterator[Fault]:
    """Keep opinions out of counts of evidence."""
    if study.findings and study.tags.design in _OPINION:
        yield Fault(("findings",), f"A work of the design {study.tags.design!r} has no findings of its own.")


@record_check(
    "change-told-as-effect",
    "warning",
    "A change in the same people over time is not told as an effect.",
    "Say what changed from when to when, without saying that the service did it.",
)
def change_told_as_effect(study: Study, _: Library) -> Iterator[Fault]:
    """Find words of effect in findings that have no comparison group."""
    for number, finding in enumerate(study.findings):
        said = _EFFECT.search(finding.finding)
        uncontrolled = study.comparison_of(finding) == "own-baseline" and finding.basis == "quantitative"
        if said and uncontrolled and finding.direction.startswith("favours-"):
            message = f"{said.group()!r} tells a change without a comparison group as an effect."
            yield Fault(("findings", number, "finding"), message)


@record_check(
    "certainty-judge",
    "error",
    "A judgement of certainty names the record that made it.",
    "Name the key of the review that published the judgement, or remove the certainty.",
)
def certainty_judge(study: Study, library: Library) -> Iterator[Fault]:
    """Look the judge up."""
    for number, finding in enumerate(study.findings):
        if finding.certainty and not has_record(library, finding.certainty.judged_by):
            place = ("findings", number, "certainty", "judged-by")
            yield Fault(place, f"There is no record {finding.certainty.judged_by!r}.")


@record_check(
    "certainty-without-review",
    "error",
    "Only what a review concluded has a certainty.",
    "Move the judgement to the record of the review that made it.",
)
def certainty_without_review(study: Study, _: Library) -> Iterator[Fault]:
    """A review's judgement is a row of the review, never of the studies in it."""
    for number, finding in enumerate(study.findings):
        if finding.certainty and finding.basis != "review":
            yield Fault(("findings", number, "certainty"), f"A finding on the basis {finding.basis!r} has a certainty.")
