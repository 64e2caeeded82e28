"""CSV: one row a finding, tidy, for R and its like. The rows join the table of studies by `key`.

A row names the panel in which its finding may be shown (`synthesis.panel_of`): findings of different panels rest on
different ground and are not to be added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from evidence.formats.csv_table import family_of
from evidence.formats.curated import record_address
from evidence.formats.table import Column, code_values, term_values, write_rows
from evidence.library import Library
from evidence.model import Finding, Study
from evidence.synthesis import Panel, panel_of


@dataclass(frozen=True)
class FindingRow:
    """A finding with the record it stands in and its number there, counted from 1."""

    study: Study
    number: int
    finding: Finding


def rows(studies: Iterable[Study]) -> Iterator[FindingRow]:
    """Go through the findings of some records, in their order; those of retracted works are in, and marked."""
    for study in studies:
        for number, finding in enumerate(study.findings, start=1):
            yield FindingRow(study, number, finding)


def _outcome_group(row: FindingRow, library: Library) -> str | None:
    facet = library.vocabulary.facets.get("outcome")
    term = facet.terms.get(row.finding.outcome) if facet else None
    if facet is None or term is None:
        return None
    group = next((one.group for one in [term, *facet.broader(term.id)] if one.group), None)
    return next((one.label for one in facet.described.groups if one.id == group), None)


def _measure(row: FindingRow, library: Library) -> str | None:
    measure = library.vocabulary.measures.get(row.finding.measure or "")
    return measure.label if measure else None


COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("key", "Key of the record", lambda row, _library, _address: row.study.key, required=True),
    Column(
        "number", "Number of the finding in its record, from 1", lambda row, _library, _address: row.number,
        "integer", required=True,
    ),
    Column(
        "record",
        "Address of the page of the record; empty while the site has no address",
        lambda row, _library, address: record_address(row.study, address) if address else None,
    ),
    Column(
        "citation", "First author and year", lambda row, _library, _address: row.study.citation.short, required=True
    ),
    Column(
        "year", "Year of issue", lambda row, _library, _address: int(row.study.citation.year or 0) or None, "year"
    ),
    Column(
        "family_id",
        "Study family, by the first of its keys: papers on the same people share it and count once",
        lambda row, library, _address: family_of(row.study, library)[0],
        required=True,
    ),
    Column(
        "design", "Id of the study design", lambda row, _library, _address: row.study.tags.design,
        values=term_values("design"),
    ),
    Column(
        "panel",
        "On what the finding rests: compared (another group), change-over-time (the same people before and after), "
        "told (accounts), reviewed (other studies), part-of-the-people (a subgroup), described (counts)",
        lambda row, _library, _address: panel_of(row.study, row.finding),
        required=True,
        values=lambda _library: get_args(Panel),
    ),
    Column(
        "comparison",
        "With what it was compared; the comparison of the study where the finding has none of its own",
        lambda row, _library, _address: row.study.comparison_of(row.finding),
        values=code_values("comparison"),
    ),
    Column(
        "outcome", "Id of the outcome", lambda row, _library, _address: row.finding.outcome,
        required=True, values=term_values("outcome"),
    ),
    Column(
        "outcome_label",
        "Label of the outcome",
        lambda row, library, _address: library.vocabulary.label("outcome", row.finding.outcome),
        required=True,
    ),
    Column("outcome_group", "Group of outcomes", lambda row, library, _address: _outcome_group(row, library)),
    Column(
        "direction", "Direction of the effect, not its size", lambda row, _library, _address: row.finding.direction,
        required=True, values=code_values("effect-direction"),
    ),
    Column(
        "basis", "Kind of evidence", lambda row, _library, _address: row.finding.basis,
        required=True, values=code_values("basis"),
    ),
    Column(
        "analysis",
        "All people (main) or part of them (subgroup)",
        lambda row, _library, _address: row.finding.analysis,
        required=True, values=code_values("analysis"),
    ),
    Column(
        "measure", "Id of the measure", lambda row, _library, _address: row.finding.measure,
        values=lambda library: list(library.vocabulary.measures),
    ),
    Column("measure_label", "Name of the measure", lambda row, library, _address: _measure(row, library)),
    Column(
        "finding", "The finding in one sentence", lambda row, _library, _address: row.finding.finding, required=True
    ),
    Column("figures", "Figures as the source gives them", lambda row, _library, _address: row.finding.figures),
    Column(
        "certainty",
        "Certainty of the evidence, only where someone judged and published it",
        lambda row, _library, _address: row.finding.certainty and row.finding.certainty.level,
        values=code_values("certainty"),
    ),
    Column(
        "certainty_judged_by",
        "Key of the record that judged the certainty",
        lambda row, _library, _address: row.finding.certainty and row.finding.certainty.judged_by,
    ),
    Column(
        "participants_n",
        "How many took part in the study; see participants_unit",
        lambda row, _library, _address: row.study.study.participants and row.study.study.participants.n,
        "integer",
    ),
    Column(
        "participants_unit",
        "What participants_n counts",
        lambda row, _library, _address: row.study.study.participants and row.study.study.participants.unit,
    ),
    Column(
        "follow_up", "How long people were followed", lambda row, _library, _address: row.study.study.follow_up
    ),
    Column(
        "read",
        "How much was read for the coding",
        lambda row, _library, _address: row.study.provenance.extraction.read,
        required=True, values=code_values("read"),
    ),
    Column(
        "double_checked",
        "Whether the coding was checked in a second reading: yes or no",
        lambda row, _library, _address: row.study.provenance.extraction.double_checked,
        "boolean",
        required=True,
    ),
    Column(
        "retracted",
        "Whether the work was retracted: yes or no. Such findings count nowhere on the site",
        lambda row, _library, _address: not row.study.counts_as_evidence,
        "boolean",
        required=True,
    ),
)  # fmt: skip
"""The columns in order: the data dictionary of the table."""


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write the findings of records as CSV with a first row of names.

    Args:
        studies: Records, in the order in which they are to stand; one without findings has no row.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    return write_rows(COLUMNS, rows(studies), library, address)
