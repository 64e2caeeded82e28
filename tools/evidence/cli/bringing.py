"""`add`, `import`, `duplicates`: works come in, and none of them twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from evidence.adding import COLLECTION, Intake, Outcome, add_all
from evidence.adding.importing import import_all
from evidence.adding.items import FORMAT_IDS, Contents, read_file
from evidence.cli.reading import json_option
from evidence.cli.reporting import finish, report
from evidence.cli.services import open_sources, refresh_option
from evidence.duplicates import pairs
from evidence.errors import EvidenceError, NotFoundError
from evidence.library import Library
from evidence.sources.lookup import Sources

_collection_option = click.option(
    "--collection", default=COLLECTION, show_default=True, help="Collection of the new records."
)
_draft_option = click.option(
    "--no-draft", is_flag=True, help="Write no draft of a summary (summaries/<key>.md.draft) beside each record."
)


@click.command("add", epilog="Example: evidence add 10.1186/s12913-018-3437-7")
@click.argument("identifiers", nargs=-1, required=True)
@_collection_option
@click.option("--dry-run", is_flag=True, help="Print the new files and write nothing.")
@click.option("--force", is_flag=True, help="Add also what may be there already (but not what surely is).")
@click.option("--open", "open_editor", is_flag=True, help="Open the new records in the editor ($VISUAL or $EDITOR).")
@_draft_option
@refresh_option
@json_option
@click.pass_context
def add_command(
    context: click.Context,
    identifiers: tuple[str, ...],
    collection: str,
    *,
    dry_run: bool,
    force: bool,
    open_editor: bool,
    no_draft: bool,
    refresh: bool,
    as_json: bool,
) -> None:
    """Add works by their IDENTIFIERS: DOI, PMID, PMCID or ISBN, in whatever form they were pasted.

    Each is looked up, compared with the base, and written to references/<key>.yaml with everything known and with
    tags suggested; a tag is confirmed by keeping it. Exit code 1 when one is unsure or failed.
    """
    library = _library(context.obj, collection)
    intake = Intake(library, collection=collection, dry_run=dry_run, force=force, summary_drafts=not no_draft)
    given = _joined(identifiers)
    with open_sources(library.root, refresh=refresh) as sources:
        outcomes = report(add_all(given, intake, sources), len(given), dry_run=dry_run, as_json=as_json)
    if open_editor and intake.added and not dry_run:
        click.edit(filename=[str(library.root / library.path_of(key)) for key in intake.added])
    finish(context, library.root, outcomes, intake, dry_run=dry_run)


@click.command("import", epilog="Example: evidence import zotero-export.ris --dry-run")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--format", "format_id", type=click.Choice(FORMAT_IDS), help="Format; without it, told by look and name.")
@_collection_option
@click.option("--dry-run", is_flag=True, help="Print the new files and write nothing.")
@click.option("--offline", is_flag=True, help="Ask nobody: take the file's own values, marked unverified.")
@_draft_option
@refresh_option
@json_option
@click.pass_context
def import_command(
    context: click.Context,
    files: tuple[Path, ...],
    format_id: str | None,
    collection: str,
    *,
    dry_run: bool,
    offline: bool,
    no_draft: bool,
    refresh: bool,
    as_json: bool,
) -> None:
    """Import the references of FILES: BibTeX, RIS, PubMed (nbib), CSL-JSON, or a pasted reference list (txt).

    Every reference is reported: added, there already, unsure (with what it may be), or failed (with its line). Those
    without an identifier are searched for by their words. Exit code 1 when one is unsure or failed.
    """
    library = _library(context.obj, collection)
    intake = Intake(library, collection=collection, dry_run=dry_run, summary_drafts=not no_draft)
    outcomes: list[Outcome] = []
    for path in files:
        contents, failure = _read(path, format_id)
        if contents is None:
            outcomes += report([Outcome("failed", str(path), failure)], 1, dry_run=dry_run, as_json=as_json)
            continue
        click.echo(f"{path} ({contents.format_id}): {len(contents.items)} references", err=True)
        for remark in contents.remarks:
            click.echo(f"  {remark}", err=True)
        if offline:
            outcomes += _report_file(contents, intake, None, dry_run=dry_run, as_json=as_json)
        else:
            with open_sources(library.root, refresh=refresh) as sources:
                outcomes += _report_file(contents, intake, sources, dry_run=dry_run, as_json=as_json)
    finish(context, library.root, outcomes, intake, dry_run=dry_run)


@click.command("duplicates", epilog="Example: evidence duplicates --json")
@click.option("--all", "with_ignored", is_flag=True, help="Also pairs that a record's `ignore` calls different.")
@json_option
@click.pass_context
def duplicates_command(context: click.Context, *, with_ignored: bool, as_json: bool) -> None:
    """List pairs of records that may be one work, with the reasons. Exit code 1 when there are any."""
    library = Library.load(context.obj)
    found = pairs(library, with_ignored=with_ignored)
    if as_json:
        click.echo(json.dumps([asdict(pair) for pair in found], ensure_ascii=False, indent=2))
    else:
        for pair in found:
            click.echo(f"{click.style(pair.comparison.verdict, bold=True)}  {pair.one}  {pair.other}")
            click.echo(f"  {' '.join(pair.comparison.reasons)}")
            if pair.ignored_by:
                click.echo(f"  {pair.ignored_by} says: {library.studies[pair.ignored_by].ignore['duplicate-work']}")
        remedy = ". Keep one of each, tie them with a relation, or say under `ignore: duplicate-work` why they differ."
        counted = f"{len(found)} pair{'' if len(found) == 1 else 's'} of {len(library.studies)} records"
        click.echo(counted + (remedy if found else ""), err=True)
    context.exit(1 if any(pair.ignored_by is None for pair in found) else 0)


def _library(root: Path, collection: str) -> Library:
    library = Library.load(root)
    listed = library.vocabulary.codes.get("collection")
    if listed and collection not in {code.id for code in listed.values}:
        known = ", ".join(code.id for code in listed.values)
        raise NotFoundError(f"There is no collection {collection!r} in vocabulary/codes.yaml; there are: {known}.")
    unread = sorted({problem.path for problem in library.problems if problem.path.startswith("references/")})
    if unread:
        click.echo(f"Not compared with, because they cannot be read (evidence check): {', '.join(unread)}", err=True)
    return library


def _joined(arguments: Iterable[str]) -> list[str]:
    """Join what the shell parted: `DOI: 10.1136/x` and `PMID 123` arrive as two arguments."""
    joined: list[str] = []
    label = ""
    for argument in arguments:
        if re.fullmatch(r"(?i)(?:doi|pmid|pmcid|isbn(?:-1[03])?)\s*:?", argument.strip()):
            label = argument
        elif argument.strip():
            joined.append(f"{label} {argument}".strip())
            label = ""
    return [*joined, label] if label else joined


def _read(path: Path, format_id: str | None) -> tuple[Contents | None, str]:
    try:
        return read_file(path, format_id), ""
    except EvidenceError as error:
        return None, str(error)


def _report_file(
    contents: Contents, intake: Intake, sources: Sources | None, *, dry_run: bool, as_json: bool
) -> list[Outcome]:
    total = len(contents.items) + len(contents.failures) + len(contents.captions)
    brought = import_all(contents, intake, sources, datetime.now(UTC).date())
    return report(brought, total, dry_run=dry_run, as_json=as_json)
