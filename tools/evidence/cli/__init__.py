"""The command line: each command parses, calls and prints; whatever thinks lives elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from evidence.cli.bringing import add_command, duplicates_command, import_command
from evidence.cli.building import build_command, serve_command
from evidence.cli.checking import check_command, schema_command
from evidence.cli.discovering import discover_command
from evidence.cli.enriching import enrich_command
from evidence.cli.reading import list_command, search_command, show_command
from evidence.cli.screening import screen_command
from evidence.cli.syncing import zotero_command
from evidence.cli.taking import cite_command, export_command
from evidence.errors import EvidenceError

_INTERRUPTED = 130
"""Exit code of a program that Ctrl-C ended, by the habit of shells."""


class _Commands(click.Group):
    """Shows every error of this program as one line on stderr, never as a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except EvidenceError as error:
            click.echo(f"Error: {error}", err=True)
            context.exit(1)
        except BrokenPipeError:
            # The reader (`| head`) has seen enough; Python must not complain when it flushes at its end.
            sys.stdout = None
            context.exit(0)
        except KeyboardInterrupt:
            click.echo("Stopped. Files are written whole or not at all, so nothing is half done.", err=True)
            context.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="link-worker-evidence-base", prog_name="evidence")
@click.option(
    "--library",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder that holds references/, summaries/ and vocabulary/. Default: the current one.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Keep, check, search and publish the link worker evidence base.

    Exit codes: 0 fine, 1 findings or failures, 2 wrong usage.
    """
    context.obj = root


for command in (
    list_command,
    show_command,
    search_command,
    cite_command,
    export_command,
    add_command,
    import_command,
    enrich_command,
    duplicates_command,
    check_command,
    schema_command,
    discover_command,
    screen_command,
    zotero_command,
    build_command,
    serve_command,
):
    main.add_command(command)
