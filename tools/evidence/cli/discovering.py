"""`discover`: works that are new since the last look, into the screening list."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from evidence.cli.screening import counted, loaded, print_works
from evidence.cli.services import open_sources
from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.model import to_plain
from evidence.screening import Screening
from evidence.screening.discovering import Ask, Found, asked_sources, first_day, look, moved
from evidence.screening.files import WORKLIST_FILE, save_strategy, save_worklist
from evidence.screening.sifting import sift, summary
from evidence.screening.strategy import SourceId, Strategy
from evidence.screening.worklist import ListedWork, Search
from evidence.sources import crossref_mapping, openalex_search
from evidence.sources.lookup import Sources

_SHOWN = 20
"""New works that `discover` shows; `screen --list` shows all."""


@click.command("discover", epilog="Example: evidence discover --since 2024-01-01 --dry-run")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day on which works came to the source. Default: the day of the last look.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most so many works with each term.")
@click.option("--dry-run", is_flag=True, help="Ask and show, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_context
def discover_command(
    context: click.Context, since: datetime | None, limit: int | None, *, dry_run: bool, as_json: bool
) -> None:
    """Look for new works with the search strategy, and list those the base does not hold.

    The strategy stands in references/search.yaml, the list in references/screening.yaml. The date of the last look
    moves only when a search was whole. Exit code 1 when a source could not be asked to the end.
    """
    root: Path = context.obj
    library, screening = Library.load(root), loaded(root)
    told: list[Search] = []
    new: list[ListedWork] = []
    faults: list[EvidenceError] = []
    with open_sources(root, refresh=False) as sources:
        ways = _ways(sources)
        for source in asked_sources(screening.strategy, set(ways)):
            start = since.date() if since else first_day(source, screening.strategy)
            _progress(f"{source.name}: works that came since {start}")
            looked = look(
                source.id,
                screening.strategy,
                start,
                ways[source.id],
                limit=limit,
                told=lambda term, number: _progress(f"  {term}: {number:,}"),
            )
            if looked.fault:
                faults.append(looked.fault)
                if not looked.found:
                    continue
            if not dry_run:
                screening = loaded(root)  # anew: asking takes long, and somebody may have decided meanwhile
            search, listed = sift(looked, screening, library, sources.today)
            screening = _noted(root, screening, search, listed, write=not dry_run)
            told.append(search)
            new += listed
    if as_json:
        data = {"searches": [to_plain(one) for one in told], "works": [to_plain(one) for one in new]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for search in told:
            _print_search(search, screening.strategy)
        if told:
            _print_new(new, dry_run=dry_run)
    for fault in faults:
        click.echo(f"Error: {fault} The date of the last look stays, so that the next run asks again.", err=True)
    context.exit(1 if faults else 0)


def _ways(sources: Sources) -> dict[SourceId, Ask]:
    """Return how each source that can be searched is asked."""

    def ask_crossref(words: str, since: date, at_most: int) -> Iterator[Found]:
        for message in sources.crossref.new_works(words, since, at_most=at_most):
            described = crossref_mapping.describe(message, today=sources.today)
            yield Found(described.citation, described.abstract)

    def ask_openalex(words: str, since: date, at_most: int) -> Iterator[Found]:
        for work in openalex_search.new_works(sources.openalex.web, words, since, at_most):
            described = openalex_search.describe(work)
            yield Found(described.citation, described.abstract)

    return {"crossref": ask_crossref, "openalex": ask_openalex}


def _noted(root: Path, screening: Screening, search: Search, listed: Iterable[ListedWork], *, write: bool) -> Screening:
    """Note a search. The list goes first: should the second file fail, the next run asks for the same works again."""
    worklist = screening.worklist.with_search(search, listed)
    strategy = moved(screening.strategy, search)
    if write:
        save_worklist(root, worklist)
        save_strategy(root, strategy)
    return Screening(strategy, worklist)


def _print_search(search: Search, strategy: Strategy) -> None:
    source = strategy.source(search.source)
    click.echo(f"{source.name if source else search.source}, works that came since {search.since}")
    for words, number in summary(search):
        click.echo(f"  {words:<34}{number:>8,}")
    if search.terms_cut:
        click.echo(f"  More than were asked for came with: {', '.join(search.terms_cut)}.")
    if source and search.whole and source.last_looked != search.on:
        click.echo(f"  The days before {search.since} were left out, so the date of the last look stays.")
    elif not search.whole:
        click.echo("  The search was not whole, so the date of the last look stays.")


def _print_new(new: Sequence[ListedWork], *, dry_run: bool) -> None:
    shown = new if dry_run else new[:_SHOWN]
    if shown:
        click.echo("")
        print_works(shown)
    if dry_run:
        click.echo("Nothing was written (--dry-run).", err=True)
    elif new:
        more = f" {len(new) - _SHOWN:,} more stand there." if len(new) > _SHOWN else ""
        click.echo(
            f"{counted(len(new), 'new work')} in {WORKLIST_FILE}.{more} Decide with `evidence screen`.", err=True
        )
    else:
        click.echo("No new work.", err=True)


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        click.echo(text, err=True)
