"""`screen`: a person's decision on each work of the screening list."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from evidence.errors import EvidenceError, NotFoundError
from evidence.identifiers import doi_url, parse_doi, shorten
from evidence.model import to_plain
from evidence.screening import Screening, load
from evidence.screening.files import STRATEGY_FILE, save_worklist
from evidence.screening.strategy import Strategy
from evidence.screening.worklist import Decision, ListedWork, Stage, Verdict

_NARROW, _WIDE = 60, 100
_VERDICTS: dict[str, Verdict] = {"i": "include", "e": "exclude", "l": "later"}
_KEYS = "[i]nclude  [e]xclude  [l]ater  [s]kip  [q]uit"


@click.command("screen", epilog='Example: evidence screen --by "A. Maintainer"')
@click.argument("dois", nargs=-1, metavar="[DOI]...")
@click.option(
    "--by", envvar="EVIDENCE_REVIEWER", help="Who decides; asked for when neither this nor EVIDENCE_REVIEWER is set."
)
@click.option("--later", is_flag=True, help="Go through the works that were put off, too.")
@click.option("--list", "as_list", is_flag=True, help="List the works without a decision, best first, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole list with its decisions as JSON, and stop.")
@click.pass_context
def screen_command(
    context: click.Context, dois: tuple[str, ...], by: str | None, *, later: bool, as_list: bool, as_json: bool
) -> None:
    """Decide on the works that `discover` found, best first, one key each.

    Each decision is written at once. What is included is handed to `evidence add`. Works named by DOI are shown
    whether or not somebody has decided on them: so a decision is changed, or a work excluded after it was read.
    """
    root: Path = context.obj
    screening = loaded(root)
    worklist = screening.worklist
    if as_json:
        works = [to_plain(work) for work in worklist.ranked()]
        click.echo(json.dumps(works, ensure_ascii=False, indent=2))
        return
    chosen = [worklist.work(parse_doi(doi)) for doi in dois] or worklist.undecided(later=later or as_list)
    if as_list:
        print_works(chosen)
        click.echo(f"{counted(len(chosen), 'work')} without a decision, {len(worklist.works):,} in the list", err=True)
        return
    if not chosen:
        click.echo("No work waits for a decision. `evidence discover` looks for new ones.", err=True)
        return
    failed = _walk(context, root, screening.strategy, chosen, by)
    context.exit(1 if failed else 0)


def _walk(context: click.Context, root: Path, strategy: Strategy, works: Sequence[ListedWork], by: str | None) -> int:
    """Show each work and take down the decision; return how many could not be brought in."""
    decided = failed = 0
    for number, work in enumerate(works, start=1):
        click.echo("\n".join(_card(work, f"{number} of {len(works)}")))
        decision = None
        while decision is None:
            key = _key(_KEYS)
            if key in {"s", "q"}:
                break
            if key in _VERDICTS:
                by = by or _line("Who decides (your name or initials)")
                decision = _decision(_VERDICTS[key], work, strategy, by)
        if decision:
            _save(root, work.doi, decision)
            decided += 1
            click.echo(f"{decision.verdict}: written")
            if decision.verdict == "include" and not _bring_in(context, work.doi):
                failed += 1
        elif key == "q":
            break
        click.echo("")
    click.echo(f"{counted(decided, 'decision')} written, {len(works) - decided:,} to go", err=True)
    return failed


def _decision(verdict: Verdict, work: ListedWork, strategy: Strategy, by: str) -> Decision | None:
    """Make a decision; None when a reason or a name was needed and none was given."""
    reason = note = None
    stage: Stage = "title"
    if not by:
        return None
    if verdict == "exclude":
        for place, one in enumerate(strategy.reasons, start=1):
            click.echo(f"  {place}  {one.label}")
        key = _key("Why? Its number; any other key goes back")
        if not key.isdigit() or not 1 <= int(key) <= len(strategy.reasons):
            return None
        chosen = strategy.reasons[int(key) - 1]
        reason = chosen.id
        if chosen.needs_note:
            note = _line("The reason, in a few words")
            if not note:
                return None
        if work.decision and work.decision.verdict == "include":
            stage = "report" if _key("After somebody read the work itself? [y/n]") == "y" else "title"
    today = datetime.now(UTC).date().isoformat()
    return Decision(verdict=verdict, reason=reason, note=note, stage=stage, by=by, on=today)


def _save(root: Path, doi: str, decision: Decision) -> None:
    # Read anew, so that what another program or person wrote meanwhile is kept.
    save_worklist(root, loaded(root).worklist.decided(doi, decision))


def _bring_in(context: click.Context, doi: str) -> bool:
    """Hand a work to `evidence add`; a failure there does not undo the decision."""
    group = context.parent.command if context.parent else None
    add = group.get_command(context, "add") if isinstance(group, click.Group) else None
    if add is None:
        click.echo(f"To bring it in: evidence add {doi}")
        return True
    try:
        with add.make_context("add", [doi], parent=context.parent) as inner:
            add.invoke(inner)
    except click.exceptions.Exit as end:
        if end.exit_code == 0:
            return True
    except (EvidenceError, click.ClickException) as error:
        click.echo(f"Error: {error}", err=True)
    else:
        return True
    click.echo(f"The decision is kept. To bring the work in later: evidence add {doi}", err=True)
    return False


def _card(work: ListedWork, place: str) -> list[str]:
    width = min(shutil.get_terminal_size((_WIDE, 24)).columns, _WIDE)
    where = ". ".join(part for part in (work.authors, work.container, work.issued) if part)
    lines = [f"{place}, rank {work.rank}", click.style(textwrap.fill(work.title, width), bold=True)]
    lines += [textwrap.fill(where, width)] if where else []
    lines += [doi_url(work.doi), f"found on {work.found.on} at {work.found.source} with “{work.found.term}”"]
    lines += [textwrap.fill(why, width, initial_indent="  · ", subsequent_indent="    ") for why in work.why]
    if work.decision:
        because = f" ({work.decision.reason})" if work.decision.reason else ""
        lines.append(f"decided before: {work.decision.verdict}{because}, {work.decision.by}, {work.decision.on}")
    return lines


def _key(prompt: str) -> str:
    """Take one key from a terminal, or the first letter of a line from a pipe; the end of the pipe quits."""
    click.echo(f"{prompt} ", nl=False)
    if sys.stdin.isatty():
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        return key.lower()
    line = sys.stdin.readline()
    click.echo(line.strip())
    return line.strip()[:1].lower() if line else "q"


def _line(prompt: str) -> str:
    given: str = click.prompt(prompt, default="", show_default=False)
    return " ".join(given.split())


def loaded(root: Path) -> Screening:
    """Read both files.

    Raises:
        NotFoundError: The library has no search strategy.
        ScreeningError: One of the files is malformed.
    """
    screening = load(root)
    if screening is None:
        raise NotFoundError(
            f"{root / STRATEGY_FILE} is missing: it says with which words and where new works are looked for. "
            "Write one after the model of this project's own."
        )
    return screening


def print_works(works: Iterable[ListedWork]) -> None:
    """Print works, one a line: rank, year, DOI, title; cut to the width of a terminal."""
    width = max(shutil.get_terminal_size((_WIDE, 24)).columns, _NARROW)
    for work in works:
        later = " (put off)" if work.decision else ""
        line = f"{work.rank:>3}  {work.issued or 'n.d.'}  {work.doi}{later}  {work.title}"
        click.echo(shorten(line, width) if sys.stdout.isatty() else line)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
