"""`enrich`: what the services know by now, field by field, for a person to take or leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import click

from evidence.adding.comparing import Change, shown
from evidence.adding.enriching import FIELDS, Enrichment, apply, enrich_all, field_named
from evidence.cli.progress import Progress
from evidence.cli.services import open_sources, refresh_option
from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.selection import select

_ALL = "all"


class _Stopped(Exception):  # noqa: N818 (a person's wish, no error)
    """A person has had enough questions."""


@dataclass
class _Run:
    """One run of the command: how it decides, and what came of it.

    Attributes:
        library: The base.
        wants: Whether to take a change; it may ask the person.
        writes: Whether to write what is taken.
        hint: Whether to say how a change that a person decided can be taken.
    """

    library: Library
    wants: Callable[[Change], bool]
    writes: bool
    hint: bool
    taken: int = 0
    free: int = 0
    decided: int = 0
    failed: list[str] = field(default_factory=list)

    def go_through(self, enrichment: Enrichment) -> None:
        """Show what differs in one record, and write what is taken of it."""
        differences, found = enrichment.differences, enrichment.found
        if found is None:
            why = enrichment.failure or "it has no DOI, PMID or PMCID to look it up by"
            click.echo(f"{enrichment.study.key}: {why}", err=True)
            self.failed += [enrichment.study.key] if enrichment.failure else []
            return
        if not differences.changes and not differences.confirmed:
            return
        click.echo(f"{click.style(enrichment.study.key, bold=True)}  {enrichment.study.citation.short}")
        for remark in found.remarks:
            click.echo(f"  {remark}", err=True)
        for name in differences.confirmed:
            click.echo(f"  = citation.{name}: confirmed ({found.source}, {found.retrieved.isoformat()})")
        accepted: list[Change] = []
        try:
            for change in differences.changes:
                _show(change, hint=self.hint)
                if self.wants(change):
                    accepted.append(change)
                elif change.decided:
                    self.decided += 1
                else:
                    self.free += 1
        finally:
            self._save(enrichment, accepted)

    def _save(self, enrichment: Enrichment, accepted: list[Change]) -> None:
        try:
            if self.writes and (accepted or enrichment.differences.confirmed):
                self.library.save(apply(enrichment, accepted))
        except EvidenceError as error:
            click.echo(f"{enrichment.study.key}: {error}", err=True)
            self.failed.append(enrichment.study.key)
        else:
            self.taken += len(accepted)


@click.command("enrich", epilog="Example: evidence enrich moffatt2017link --accept volume,issue")
@click.argument("keys", nargs=-1)
@click.option(
    "--accept",
    is_flag=False,
    flag_value=_ALL,
    metavar="[FIELD,...]",
    help="Take all gaps and changes that no person decided; or exactly the fields named.",
)
@click.option("--dry-run", is_flag=True, help="Show the differences and write nothing.")
@refresh_option
@click.pass_context
def enrich_command(
    context: click.Context, keys: tuple[str, ...], accept: str | None, *, dry_run: bool, refresh: bool
) -> None:
    """Look KEYS up again, or all records, and show what differs in citation, access and integrity.

    On a terminal each difference is asked for: y takes it, n leaves it, q ends. What a person decided changes only
    when it is named or taken. Everything else in the file stays byte for byte. Exit code 1 when a look-up failed.
    """
    library = Library.load(context.obj)
    wanted, fields = _wanted(accept, keys)
    studies = select(library, wanted)
    asking = accept is None and not dry_run and sys.stdin.isatty() and sys.stdout.isatty()
    run = _Run(library, _how(accept, fields, asking=asking), writes=not dry_run and (asking or accept is not None),
               hint=accept is not None and fields is None)  # fmt: skip
    with open_sources(library.root, refresh=refresh) as sources, Progress(len(studies), ("done", "failed")) as progress:
        try:
            for enrichment in enrich_all(studies, sources):
                progress.step("failed" if enrichment.failure else "done")
                run.go_through(enrichment)
                progress.show()
        except _Stopped:
            click.echo("Stopped; what was taken before is written.", err=True)
    _total(run, len(studies), dry_run=dry_run)
    context.exit(1 if run.failed else 0)


def _wanted(accept: str | None, keys: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str] | None]:
    """Tell the fields to accept from the keys: `--accept moffatt2017link` means all of that record."""
    if accept is None or accept == _ALL:
        return keys, None
    parts = [part for part in accept.split(",") if part.strip()]
    named = [field_named(part) for part in parts]
    if named and all(named):
        return keys, frozenset(name for name in named if name)
    if any(named) or len(parts) != 1:
        unknown = ", ".join(repr(part) for part in parts if field_named(part) is None)
        message = f"there is no field {unknown}; there are {', '.join(sorted(FIELDS))}."
        raise click.BadParameter(message, param_hint="--accept")
    return (accept, *keys), None


def _how(accept: str | None, fields: frozenset[str] | None, *, asking: bool) -> Callable[[Change], bool]:
    if fields is not None:
        return lambda change: change.field in fields
    if accept is not None:
        return lambda change: not change.decided
    return _ask if asking else lambda _: False


def _ask(change: Change) -> bool:
    answer = click.prompt(f"  Take {change.field}?", type=click.Choice(["y", "n", "q"]), default="n")
    if answer == "q":
        raise _Stopped
    return bool(answer == "y")


def _show(change: Change, *, hint: bool) -> None:
    if change.old is not None:
        click.echo(click.style(f"  - {change.field}: {shown(change.old)}", fg="red") + f"  ({change.old_source})")
    click.echo(click.style(f"  + {change.field}: {shown(change.new)}", fg="green") + f"  ({change.new_source})")
    if change.field == "integrity" and change.new.get("status") == "retracted":
        click.echo(click.style("  !! This work is marked: RETRACTED !!", fg="red", bold=True))
    if hint and change.decided:
        click.echo(f"    left as it is, because a person decided it; --accept {change.field} takes it")


def _total(run: _Run, records: int, *, dry_run: bool) -> None:
    parts = [f"{records} record{'' if records == 1 else 's'} looked up"]
    parts.append(f"{run.taken} difference{'' if run.taken == 1 else 's'} {'would be taken' if dry_run else 'taken'}")
    if run.free:
        parts.append(f"{run.free} left that --accept takes")
    if run.decided:
        parts.append(f"{run.decided} left that a person decided (--accept FIELD takes them)")
    parts.append(f"{len(run.failed)} failed")
    click.echo(", ".join(parts), err=True)
