"""`list`, `show`, `search`: the base in the terminal."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterable
from pathlib import Path

import click

from evidence.library import Library
from evidence.model import Finding, Study, to_plain
from evidence.selection import search, select

_WIDTH = 90
"""Characters a line in which a text reads well."""

filter_option = click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FACET=TERM[,TERM]",
    help="Only records that pass, such as population=older-people. OR within a filter, AND between filters.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")


@click.command("list", epilog="Example: evidence list --filter outcome=loneliness --filter year=2017-2019")
@filter_option
@json_option
@click.pass_obj
def list_command(root: Path, filters: tuple[str, ...], *, as_json: bool) -> None:
    """List the records of the base, one a line."""
    library = Library.load(root)
    _print_studies(library, select(library, filters=filters), as_json=as_json)


@click.command("search", epilog='Example: evidence search "lonely older people"')
@click.argument("words", nargs=-1, required=True)
@filter_option
@json_option
@click.pass_obj
def search_command(root: Path, words: tuple[str, ...], filters: tuple[str, ...], *, as_json: bool) -> None:
    """Find records by words; synonyms of the vocabulary and slips of the pen are understood."""
    library = Library.load(root)
    hits = search(library, " ".join(words), select(library, filters=filters))
    _print_studies(library, [hit.study for hit in hits], as_json=as_json)


@click.command("show", epilog="Example: evidence show moffatt2017link")
@click.argument("key")
@json_option
@click.pass_obj
def show_command(root: Path, key: str, *, as_json: bool) -> None:
    """Show one record, found by its key or any identifier (DOI, PMID, PMCID, ISBN)."""
    library = Library.load(root)
    study = library.study(key)
    if as_json:
        click.echo(json.dumps(to_plain(study), ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_described(library, study)))


def _print_studies(library: Library, studies: Iterable[Study], *, as_json: bool) -> None:
    found = list(studies)
    if as_json:
        click.echo(json.dumps([to_plain(study) for study in found], ensure_ascii=False, indent=2))
        return
    width = shutil.get_terminal_size((100, 24)).columns
    longest = max((len(study.key) for study in found), default=0)
    for study in found:
        design = study.tags.design
        parts = [
            study.citation.year or "n.d.",
            library.vocabulary.label("design", design) if design else "design not known",
        ]
        line = f"{study.key:<{longest}}  {'; '.join(parts)}. {study.citation.title}"
        click.echo(textwrap.shorten(line, max(width, 60), placeholder=" …") if width < len(line) else line)
    families = library.count_families(found)
    if not found:
        click.echo("No record passes.", err=True)
    else:
        click.echo(f"{_counted(len(found), 'work')}, {_counted(families, 'study family')}", err=True)


def _counted(number: int, noun: str) -> str:
    plural = noun.removesuffix("y") + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"


def _described(library: Library, study: Study) -> list[str]:
    vocabulary = library.vocabulary
    cited = study.citation
    where = ", ".join(part for part in (cited.container_title, cited.publisher, cited.issued) if part)
    lines = [cited.title, ", ".join(name.full for name in cited.author), "", where]
    lines += [*([f"DOI {cited.doi}"] if cited.doi else []), *([cited.url] if cited.url else []), ""]
    if study.integrity.status not in ("no-notice", "not-checked"):
        lines += [f"!! {vocabulary.code('integrity', study.integrity.status).label} !!", ""]
    summary = library.summaries.get(study.key)
    if summary:
        lines += [*textwrap.wrap(summary.meta.key_message, _WIDTH), ""]
    for facet in vocabulary.facets.values():
        terms = study.terms(facet.id)
        if terms:
            lines.append(f"{facet.label}: {', '.join(vocabulary.label(facet.id, term) for term in terms)}")
    for finding in study.findings:
        lines += [
            "",
            _finding_heading(library, finding),
            *_indented(finding.finding),
            *_indented(finding.figures or ""),
        ]
    for point in study.points:
        lines += ["", point.topic, *_indented(point.point)]
    read = vocabulary.code("read", study.provenance.extraction.read)
    lines += ["", f"Read: {read.label}. {read.definition or ''}".rstrip()]
    if not summary and study.no_summary:
        lines.append(f"No summary: {study.no_summary}")
    return lines


def _finding_heading(library: Library, finding: Finding) -> str:
    vocabulary = library.vocabulary
    direction = vocabulary.code("effect-direction", finding.direction).label
    outcome = vocabulary.label("outcome", finding.outcome)
    if finding.analysis == "main":
        return f"{outcome}: {direction}"
    return f"{outcome}: {direction} ({vocabulary.code('analysis', finding.analysis).label.lower()})"


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
