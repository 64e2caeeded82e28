"""`cite` and `export`: taking references and data away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from evidence.citations import STYLES, Output, format_references
from evidence.cli.reading import filter_option
from evidence.files import write_bytes
from evidence.formats import FORMATS, datapackage
from evidence.library import Library
from evidence.selection import select
from evidence.settings import CITATION_CACHE, read_release, read_settings

DATA_PACKAGE = "datapackage"


class StyleChoice(click.ParamType[str | Path]):
    """A style by its name, or the path of any CSL file."""

    name = "style"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        """Return the name as it is, or the path."""
        if isinstance(value, Path) or value in STYLES:
            return value
        if value.endswith(".csl") or Path(value).exists():
            return Path(value)
        known = ", ".join(STYLES)
        return self.fail(
            f"{value!r} is none of {known}. For another style give the path of its CSL file, from "
            "https://www.zotero.org/styles.",
            param,
            ctx,
        )

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 (click asks so)
        """Show the names in the help."""
        return f"[{'|'.join(STYLES)}|FILE.csl]"


@click.command("cite", epilog="Example: evidence cite moffatt2017link --style apa")
@click.argument("keys", nargs=-1)
@filter_option
@click.option(
    "--style", type=StyleChoice(), default="apa", show_default=True, help="Style of citation; any CSL file will do."
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "html", "markdown"]),
    default="text",
    show_default=True,
    help="What to print.",
)
@click.pass_obj
def cite_command(
    root: Path, keys: tuple[str, ...], filters: tuple[str, ...], style: str | Path, output: Output
) -> None:
    """Print formatted references of KEYS, or of all records that pass the filters."""
    library = Library.load(root)
    studies = select(library, keys, filters)
    references = format_references(studies, style, output, library.root / CITATION_CACHE)
    for study in studies:
        click.echo(references[study.key])


@click.command("export", epilog="Example: evidence export --format ris --filter outcome=loneliness -o loneliness.ris")
@click.argument("keys", nargs=-1)
@filter_option
@click.option("--format", "format_id", type=click.Choice([*FORMATS, DATA_PACKAGE]), required=True, help="Format.")
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
    address = read_settings(root).address
    if format_id == DATA_PACKAGE:
        if output is None:
            raise click.UsageError("A data package is a zip file: say where to write it, with -o FILE.zip.")
        data, label = datapackage.write(studies, library, address, read_release(root)), datapackage.LABEL
    else:
        data, label = FORMATS[format_id].write(studies, library, address).encode(), FORMATS[format_id].label
    if output is None:
        # Bytes, so that no terminal or system changes the line ends that a format asks for.
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_bytes(output, data)
    click.echo(f"{output}: {len(studies)} {'record' if len(studies) == 1 else 'records'} as {label}", err=True)
