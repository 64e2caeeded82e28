"""`zotero status`, `zotero pull`, `zotero push`: the base and a Zotero library kept the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from evidence.cli.reading import json_option
from evidence.library import Library

if TYPE_CHECKING:
    from evidence.zotero.steps import Side

Command = Callable[..., Any]

collection_option = click.option("--collection", metavar="NAME", help="Only this collection, by its name or key.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Print the plan, and write nothing anywhere.")
delete_option = click.option("--delete", is_flag=True, help="Carry deletions out; else they are only listed.")
prefer_option = click.option(
    "--prefer",
    type=click.Choice(["base", "zotero"]),
    help="Which side wins where both changed the same; else such fields are listed and left.",
)


@click.group("zotero", epilog="Example: evidence zotero status")
def zotero_command() -> None:
    """Keep a Zotero library and the base the same.

    Set EVIDENCE_ZOTERO_LIBRARY (groups/12345) and EVIDENCE_ZOTERO_KEY. What both sides had last is remembered in
    zotero.json, which belongs into git. Exit code 1 when something failed or waits for a person to decide.
    """


@zotero_command.command("status", epilog="Example: evidence zotero status --collection 'Reading list'")
@collection_option
@json_option
@click.pass_context
def status_command(context: click.Context, collection: str | None, *, as_json: bool) -> None:
    """Show what differs; nothing is written anywhere."""
    _run(context.obj, None, None, collection, delete=False, dry_run=True, as_json=as_json)


@zotero_command.command("pull", epilog="Example: evidence zotero pull --dry-run")
@collection_option
@prefer_option
@delete_option
@dry_run_option
@json_option
@click.pass_context
def pull_command(
    context: click.Context,
    collection: str | None,
    prefer: Side | None,
    *,
    delete: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take into the base what is new in Zotero: new works, and changes of citations and tags."""
    _run(context.obj, "base", prefer, collection, delete=delete, dry_run=dry_run, as_json=as_json)


@zotero_command.command("push", epilog="Example: evidence zotero push --prefer base")
@collection_option
@prefer_option
@delete_option
@dry_run_option
@json_option
@click.pass_context
def push_command(
    context: click.Context,
    collection: str | None,
    prefer: Side | None,
    *,
    delete: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write to Zotero what is new in the base; notes, attachments and other tags there stay as they are."""
    _run(context.obj, "zotero", prefer, collection, delete=delete, dry_run=dry_run, as_json=as_json)


def _run(
    root: Path,
    side: Side | None,
    prefer: Side | None,
    collection: str | None,
    *,
    delete: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    # Late, because pyzotero takes a while to load and no other command needs it.
    from evidence.zotero import report, sync  # noqa: PLC0415
    from evidence.zotero.client import ZoteroClient  # noqa: PLC0415
    from evidence.zotero.look import Wishes, look  # noqa: PLC0415
    from evidence.zotero.settings import ZoteroSettings  # noqa: PLC0415

    library = Library.load(root)
    wishes = Wishes(prefer, delete, collection)
    outcome = None
    with ZoteroClient(ZoteroSettings.from_environment()) as client:
        if dry_run or side is None:
            plan = look(library, client, wishes).plan
        else:
            outcome = (
                sync.pull(library, client, wishes, _tell)
                if side == "base"
                else sync.push(library, client, wishes, _tell)
            )
            plan = outcome.plan
    failed = outcome.failed if outcome else {}
    if as_json:
        click.echo(json.dumps(report.plan_data(plan, outcome), ensure_ascii=False, indent=2))
    elif outcome is None or side is None:
        lines = list(report.plan_lines(plan, side, delete=delete))
        click.echo("\n".join(lines) or "Both sides are the same.")
    else:
        for step in outcome.done:
            for line in report.step_lines(step, side, delete=delete):
                click.echo(line)
        for line in report.open_lines(plan):
            click.echo(line)
        click.echo(f"{len(outcome.done)} written, {len(failed)} failed, {len(plan.conflicts)} to be decided", err=True)
    for key, message in failed.items():
        click.echo(f"Error: {key}: {message}", err=True)
    click.get_current_context().exit(1 if failed or report.needs_a_person(plan) else 0)


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{line}", err=True, nl=False)
