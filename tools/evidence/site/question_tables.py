"""Tables that a question shows beside its plot, each made from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Study
from evidence.questions import QuestionTable
from evidence.site import addresses, words
from evidence.synthesis import LEVELS, grouped_outcomes, is_plan, outcome_columns, overview

_RETURN = "sroi"


@dataclass(frozen=True)
class TableCell:
    """Text, as a link where there is an address below the site's root."""

    text: str
    address: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its title, a sentence about it, and a header in the first column of each row."""

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def tables_of(library: Library, names: Sequence[QuestionTable], studies: Sequence[Study]) -> list[Table]:
    """Return the tables that a question asks for; one without a row is left out."""
    found = [_MADE[name](library, studies) for name in names]
    return [table for table in found if table.rows]


def _measures(library: Library, _: Sequence[Study]) -> Table:
    """Return the measures in use, the most used first."""
    used: Counter[str] = Counter()
    for family in set(library.families.values()):
        named = {one for key in family for one in library.studies[key].study.measures}
        used.update(named)
    outcome = library.vocabulary.facet("outcome")
    ends = {"higher": "Higher is better", "lower": "Lower is better", "context": "Depends on the case"}
    rows = []
    for one, number in sorted(used.items(), key=lambda item: (-item[1], item[0])):
        measure = library.vocabulary.measures.get(one)
        if measure:
            rows.append(
                (
                    TableCell(measure.label, addresses.measure(one)),
                    TableCell(outcome.term(measure.outcome).label, addresses.term(outcome, measure.outcome)),
                    TableCell(ends.get(measure.better or "", "Differs between studies")),
                    TableCell(str(number), is_number=True),
                )
            )
    return Table(
        "measures", "Measures used in the studies here",
        "Counted by study family. Being used often does not make a measure a good one.",
        ("Measure", "What it measures", "Which end is good", "Study families"), tuple(rows),
    )  # fmt: skip


def _gaps(library: Library, _: Sequence[Study]) -> Table:
    """Return for each group of outcomes how many studies of which kind there are, and what has been judged."""
    every = list(library.studies.values())
    rows = []
    for group, outcomes in grouped_outcomes(library.vocabulary).items():
        found = overview(library, every, outcomes)
        levels = [library.vocabulary.code("certainty", one).label for one in LEVELS]
        steps = sorted({LEVELS.index(one.level) for one in found.judgements})
        judged = words.joined([levels[step] for step in steps]).lower() if steps else "not judged"
        numbers = (found.families, found.panels.get("compared", 0), found.panels.get("reviewed", 0))
        rows.append(
            (
                TableCell(
                    outcome_columns(library.vocabulary)[group], addresses.browse(outcome=",".join(outcomes)),
                ),
                *(TableCell(str(number) if number else "none", is_number=True) for number in numbers),
                TableCell(judged),
            )
        )  # fmt: skip
    return Table(
        "gaps", "How much there is on each group of outcomes",
        "Counted by study family. “Compared” are studies that set people who had social prescribing against others.",
        ("Outcomes", "Study families", "Compared", "Reviews", "Certainty, as judged by reviews"), tuple(rows),
    )  # fmt: skip


def _plans(library: Library, _: Sequence[Study]) -> Table:
    """Return the plans of studies, and whether papers with results are in this base."""
    rows = []
    for study in library.studies.values():
        if not is_plan(study):
            continue
        others = [library.studies[key] for key in sorted(library.families[study.key]) if key != study.key]
        reported = [one for one in others if one.findings]
        rows.append(
            (
                TableCell(study.citation.short, addresses.study(study.key)),
                TableCell(study.citation.title),
                TableCell(study.study.setting or "not known"),
                TableCell(words.joined([one.citation.short for one in reported]) or "none in this base"),
            )
        )
    return Table(
        "plans", "Published plans of studies", "A plan says what a study set out to do. It holds no results.",
        ("Plan", "Title", "Where", "Results in this base"), tuple(rows),
    )  # fmt: skip


def _returns(library: Library, _: Sequence[Study]) -> Table:
    """Return what was said of social value for each pound, with how it was put together."""
    rows = [
        (
            TableCell(study.citation.short, addresses.study(study.key)),
            TableCell(finding.figures or "no figure seen"),
            TableCell(finding.finding),
            TableCell(library.vocabulary.label("design", study.tags.design) if study.tags.design else "not known"),
        )
        for study in library.studies.values()
        if study.counts_as_evidence
        for finding in study.findings
        if finding.outcome == _RETURN
    ]
    return Table(
        "returns", "Pounds for each pound: the figures and where they come from",
        "A ratio of this kind puts a price on things that have none, and depends on what is counted. "
        "It is no measure of effect, and two ratios cannot be compared.",
        ("Source", "Figures", "What was said", "Kind of work"), tuple(rows),
    )  # fmt: skip


def _populations(library: Library, _: Sequence[Study]) -> Table:
    """Return who was studied, and how often they were compared with others."""
    facet = library.vocabulary.facet("population")
    rows = []
    for term in facet:
        if term.is_group:
            continue
        studies = library.with_term(facet.id, term.id)
        number = library.count_families(studies)
        compared = overview(library, studies).panels.get("compared", 0)
        rows.append(
            (
                TableCell(term.label, addresses.term(facet, term.id)),
                TableCell(str(number) if number else "none", is_number=True),
                TableCell(str(compared) if compared else "none", is_number=True),
            )
        )
    return Table(
        "populations", "Who has been studied",
        "Counted by study family. A study is counted under each group of people that it was about.",
        ("People", "Study families", "Compared with others"), tuple(rows),
    )  # fmt: skip


_MADE: Mapping[QuestionTable, Callable[[Library, Sequence[Study]], Table]] = {
    "measures": _measures,
    "gaps": _gaps,
    "plans": _plans,
    "returns": _returns,
    "populations": _populations,
}
