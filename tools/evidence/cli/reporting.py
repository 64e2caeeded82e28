"""What became of works that were to come in, told in the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from evidence import checks
from evidence.adding import Intake, Outcome
from evidence.cli.progress import Progress
from evidence.identifiers import shorten
from evidence.library import Library
from evidence.model import Integrity, to_plain

_COLOURS = {"added": "green", "there": "cyan", "unsure": "yellow", "failed": "red"}
_NAMES = tuple(_COLOURS)
_GRAVE = {"retracted": "RETRACTED", "expression-of-concern": "EXPRESSION OF CONCERN", "corrected": "corrected"}


def report(outcomes: Iterable[Outcome], total: int, *, dry_run: bool, as_json: bool) -> list[Outcome]:
    """Print each outcome as it comes, below it the progress; in a dry run only the files go to standard output."""
    seen: list[Outcome] = []
    with Progress(total, _NAMES) as progress:
        for outcome in outcomes:
            seen.append(outcome)
            progress.step(outcome.status)
            if as_json:
                click.echo(json.dumps(_plain(outcome), ensure_ascii=False))
            else:
                for line in _lines(outcome):
                    click.echo(line, err=dry_run or outcome.status in {"unsure", "failed"})
                if dry_run and outcome.text:
                    click.echo(outcome.text)
            progress.show()
    return seen


def _lines(outcome: Outcome) -> Iterator[str]:
    status = click.style(outcome.status, fg=_COLOURS[outcome.status], bold=True)
    yield f"{status}  {shorten(outcome.asked, 100)}: {outcome.message}"
    if mark := _mark(outcome.integrity):
        yield f"  {mark}"
    for remark in outcome.remarks:
        yield f"  {remark}"
    for candidate in outcome.candidates:
        yield f"  ? {candidate.name}  {candidate.described}"
        if candidate.reasons:
            yield f"      {' '.join(candidate.reasons)}"


def _mark(integrity: Integrity) -> str:
    grave = _GRAVE.get(integrity.status)
    if grave is None:
        return ""
    notice = f" Notice: {integrity.notice}." if integrity.notice else ""
    colour = "yellow" if integrity.status == "corrected" else "red"
    return click.style(f"!! This work is marked: {grave} !!", fg=colour, bold=True) + notice


def _plain(outcome: Outcome) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(outcome).items() if name != "integrity"}
    return plain | {"integrity": to_plain(outcome.integrity)}


def finish(context: click.Context, root: Path, outcomes: list[Outcome], intake: Intake, *, dry_run: bool) -> None:
    """Count, say what the checks think of the new records, and leave with the exit code."""
    counts = ", ".join(f"{sum(one.status == name for one in outcomes)} {name}" for name in _NAMES)
    keys = [outcome.key for outcome in outcomes if outcome.key]
    works = len(set(keys))
    again = f"; those added or there are {works} work{'' if works == 1 else 's'}" if works < len(keys) else ""
    click.echo(counts + again + (" (dry run: nothing was written)" if dry_run else ""), err=True)
    if intake.added and not dry_run:
        for problem in checks.run(Library.load(root), intake.added):
            if problem.level == "error":
                click.echo(str(problem), err=True)
        click.echo(
            "Next: look at the tags suggested, and read the works; `evidence check` says what is missing.", err=True
        )
    context.exit(1 if any(outcome.status in {"unsure", "failed"} for outcome in outcomes) else 0)
