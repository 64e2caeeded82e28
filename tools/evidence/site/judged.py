"""How sure reviews are: the published judgements of certainty on a term, in words; nothing is graded by us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Finding, Study
from evidence.synthesis import judgements, statement
from evidence.vocabulary import Facet, Term


@dataclass(frozen=True)
class JudgedRow:
    """One judgement: the outcome, the finding with its certainty, and what was judged as a sentence."""

    outcome: Term
    finding: Finding
    said: str


def judged_rows(library: Library, facet: Facet, term: Term, studies: Iterable[Study]) -> list[JudgedRow]:
    """Return the judgements on a term by outcome in the order of the vocabulary, on each in the order of the studies.

    Args:
        library: Where the outcomes are described.
        facet: Facet of the term. Of an outcome only judgements on it and on narrower ones count; of another facet all
            that the studies hold.
        term: The term.
        studies: The studies that bear the term; retracted ones are left out.
    """
    outcomes = library.vocabulary.facet("outcome")
    wanted = facet.within(term.id) if facet.id == outcomes.id else outcomes.terms.keys()
    order = list(outcomes.terms)
    found = sorted(judgements(studies, wanted), key=lambda one: order.index(one.finding.outcome))
    rows = []
    for one in found:
        outcome = outcomes.term(one.finding.outcome)
        rows.append(JudgedRow(outcome, one.finding, statement(one.finding.direction, one.level, outcome)))
    return rows
