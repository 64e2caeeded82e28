"""`cite` and `export`: taking references and data away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from evidence.citations import STYLES, Output, format_references
from evidence.cli.reading import filter_option
from evidence.files import write_text
from evidence.formats import FORMATS
from evidence.library import Library
from evidence.selection import select
from evidence.settings import CITATION_CACHE, read_settings


@click.command("cite", epilog="Example: evidence cite moffatt2017link --style apa")
@click.argument("keys", nargs=-1)
@filter_option
@click.option("--style", type=click.Choice(list(STYLES)), default="apa", show_default=True, help="Style of citation.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "html", "markdown"]),
    default="text",
    show_default=True,
    help="What to print.",
)
@click.pass_obj
def cite_command(root: Path, keys: tuple[str, ...], filters: tuple[str, ...], style: str, output: Output) -> None:
    """Print formatted references of KEYS, or of all records that pass the filters."""
    library = Library.load(root)
    studies = select(library, keys, filters)
    references = format_references(studies, style, output, library.root / CITATION_CACHE)
    for study in studies:
        click.echo(references[study.key])


@click.command("export", epilog="Example: evidence export --format ris --filter outcome=loneliness -o loneliness.ris")
@click.argument("keys", nargs=-1)
@filter_option
@click.option("--format", "format_id", type=click.Choice(list(FORMATS)), required=True, help="Format to write.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File; without it, to the screen."
)
@click.pass_obj
def export_command(
    root: Path, keys: tuple[str, ...], filters: tuple[str, ...], format_id: str, output: Path | None
) -> None:
    """Export KEYS, or all records that pass the filters, for reference managers and spreadsheets."""
    library = Library.load(root)
    studies = select(library, keys, filters)
    text = FORMATS[format_id].write(studies, library, read_settings(root).address)
    if output is None:
        # Bytes, so that no terminal or system changes the line ends that a format asks for.
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    write_text(output, text)
    click.echo(
        f"{output}: {len(studies)} {'record' if len(studies) == 1 else 'records'} as {FORMATS[format_id].label}",
        err=True,
    )
