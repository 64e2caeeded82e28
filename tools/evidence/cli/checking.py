"""`check` and `schema`: what is wrong in the base, and what an editor needs to see it while typing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from evidence import checks, online
from evidence.cli.mending import fix_all
from evidence.cli.progress import Progress
from evidence.cli.services import open_addresses, open_sources, refresh_option
from evidence.errors import Problem
from evidence.files import write_text
from evidence.library import Library
from evidence.schema import SCHEMA_FILE, record_schema
from evidence.selection import select

_COLOURS = {"error": "red", "warning": "yellow", "notice": "cyan"}


@click.command("check", epilog="Example: evidence check moffatt2017link --format github")
@click.argument("keys", nargs=-1)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="text for people, github for annotations in a pull request, json for tools.",
)
@click.option("--notices", is_flag=True, help="Show notices too (text only; the other formats always have them).")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--fix", is_flag=True, help="First mend what has one right answer; all else stays byte for byte.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change, and write and check nothing.")
@click.option("--online", "asks", is_flag=True, help="Also ask services: DOIs, retractions, addresses.")
@refresh_option
@click.pass_context
def check_command(
    context: click.Context,
    keys: tuple[str, ...],
    output: str,
    *,
    notices: bool,
    strict: bool,
    fix: bool,
    dry_run: bool,
    asks: bool,
    refresh: bool,
) -> None:
    """Run every check on the base, or on KEYS only.

    A malformed file never stops the others from being checked. What could not be looked up is said, and is no error.
    Exit code 1 when there is an error, or when --dry-run shows a change.
    """
    for named, needed, flag, other in ((dry_run, fix, "--dry-run", "--fix"), (refresh, asks, "--refresh", "--online")):
        if named and not needed:
            raise click.UsageError(f"{flag} goes with {other} only.")
    if fix:
        number = fix_all(context.obj, keys, dry_run=dry_run)
        if dry_run:
            context.exit(1 if number else 0)
    library = Library.load(context.obj)
    problems = checks.run(library, keys or None)
    if asks:
        problems += _asked(library, keys, refresh=refresh)
        problems.sort(key=lambda problem: (problem.path, problem.line))
    if output == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    elif output == "github":
        for problem in problems:
            click.echo(_annotation(problem))
    else:
        for problem in problems:
            if problem.level != "notice" or notices or problem.code == online.NOT_CHECKED:
                click.echo(_line(problem))
        click.echo(_total(library, problems, keys), err=True)
    serious = {"error", "warning"} if strict else {"error"}
    context.exit(1 if any(problem.level in serious for problem in problems) else 0)


@click.command("schema", epilog="Example: evidence schema --write")
@click.option("--write", is_flag=True, help=f"Write it to {SCHEMA_FILE} instead of the screen.")
@click.pass_obj
def schema_command(root: Path, *, write: bool) -> None:
    """Print the JSON Schema of a record, with the vocabulary's terms, for editors."""
    library = Library.load(root)
    text = record_schema(library.vocabulary)
    if write:
        write_text(library.root / SCHEMA_FILE, text)
        click.echo(f"{SCHEMA_FILE} written", err=True)
    else:
        click.echo(text, nl=False)


def _asked(library: Library, keys: tuple[str, ...], *, refresh: bool) -> list[Problem]:
    """Ask the services about records, with a bar that shows how far it is."""
    # A record that cannot be read cannot be asked about; the checks of the files say so.
    known = [key for key in keys if not (library.root / library.path_of(key)).is_file() or key in library.studies]
    studies = select(library, known) if known or not keys else []
    found: list[Problem] = []
    with (
        open_sources(library.root, refresh=refresh) as sources,
        open_addresses(library.root, refresh=refresh) as addresses,
        Progress(online.steps(studies), online.OUTCOMES) as progress,
    ):
        for outcome, problems in online.run(library, studies, sources, addresses):
            found += problems
            progress.step(outcome)
            progress.show()
        counts = ", ".join(f"{progress.counts[name]} {name}" for name in online.OUTCOMES)
    click.echo(f"{progress.counts.total()} works and addresses asked for: {counts}", err=True)
    return found


def _line(problem: Problem) -> str:
    level = click.style(problem.level, fg=_COLOURS[problem.level], bold=True)
    field = f" {problem.field}:" if problem.field else ""
    return f"{problem.place}: {level} [{problem.code}]{field} {problem.message} {problem.remedy}".rstrip()


def _annotation(problem: Problem) -> str:
    """Write a problem as a workflow command; what could end the command early is escaped, as GitHub documents."""
    text = f"{problem.field + ': ' if problem.field else ''}{problem.message} {problem.remedy}".strip()
    for character, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(character, escape)
    path = problem.path
    for character, escape in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        path = path.replace(character, escape)
    return f"::{problem.level} file={path},line={problem.line},title={problem.code}::{text}"


def _total(library: Library, problems: Iterable[Problem], keys: tuple[str, ...]) -> str:
    counts = Counter(problem.level for problem in problems)
    checked = f"{len(keys)} of {len(library.studies)} records" if keys else f"{len(library.studies)} records"
    parts = [f"{counts[level]} {level}{'' if counts[level] == 1 else 's'}" for level in ("error", "warning", "notice")]
    mendable = sum(len(mended.problems) for mended in checks.mend(library, problems))
    hint = f"; {mendable} of them can be mended with --fix" if mendable else ""
    return f"{checked} checked: {', '.join(parts)}{hint}"
