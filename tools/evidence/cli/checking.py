"""`check` and `schema`: what is wrong in the base, and what an editor needs to see it while typing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from evidence import checks
from evidence.errors import Problem
from evidence.files import write_text
from evidence.library import Library
from evidence.schema import SCHEMA_FILE, record_schema

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
@click.pass_context
def check_command(context: click.Context, keys: tuple[str, ...], output: str, *, notices: bool, strict: bool) -> None:
    """Run every check on the base, or on KEYS only.

    A malformed file never stops the others from being checked. Exit code 1 when there is an error.
    """
    library = Library.load(context.obj)
    problems = checks.run(library, keys or None)
    if output == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    elif output == "github":
        for problem in problems:
            click.echo(_annotation(problem))
    else:
        for problem in problems:
            if problem.level != "notice" or notices:
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
    return f"{checked} checked: {', '.join(parts)}"
