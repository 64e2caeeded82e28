"""`build` and `serve`: the site."""

from __future__ import annotations

import os
from pathlib import Path

import click

from evidence.errors import EvidenceError
from evidence.files import write_bytes
from evidence.library import Library


class BuildError(EvidenceError):
    """The site cannot be built."""


@click.command("build", epilog="Example: evidence build")
@click.option(
    "--pages-only",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the generated pages as plain files into DIR, for any site generator, instead of building the site.",
)
@click.pass_obj
def build_command(root: Path, pages_only: Path | None) -> None:
    """Build the site into site/public, the same as `mkdocs build`."""
    if pages_only is not None:
        _write_pages(root, pages_only)
        return
    _mkdocs(root, ["build", "--strict", "--clean"])


@click.command("serve", epilog="Example: evidence serve --address 127.0.0.1:8001")
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the site answers.")
@click.pass_obj
def serve_command(root: Path, address: str) -> None:
    """Build the site and show it on this machine; it reloads when a record, summary, term or template changes."""
    _mkdocs(root, ["serve", "--dev-addr", address])


def _mkdocs(root: Path, arguments: list[str]) -> None:
    from mkdocs.__main__ import cli  # noqa: PLC0415 (costs half a second that other commands need not pay)

    configuration = root / "mkdocs.yml"
    if not configuration.exists():
        raise BuildError(f"There is no mkdocs.yml in {root.resolve()}: go to the library's folder or give --library.")
    # Material prints a notice about a version that this project never uses (mkdocs<2 is pinned).
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    cli.main([*arguments, "--config-file", str(configuration)], prog_name="mkdocs", standalone_mode=False)


def _write_pages(root: Path, folder: Path) -> None:
    from evidence.settings import read_settings  # noqa: PLC0415
    from evidence.site.assemble import assemble  # noqa: PLC0415
    from evidence.site.plain_files import as_file  # noqa: PLC0415

    library = Library.load(root)
    count = 0
    for made in assemble(library, read_settings(root)):
        path, data = as_file(made)
        write_bytes(folder / path, data)
        count += 1
    click.echo(f"{folder}: {count} files", err=True)
