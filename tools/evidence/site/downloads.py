"""Files to take away: references beside each list, the whole base on /downloads/, pieces for the browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bibtexparser.model import Entry, Field

from evidence.formats import FORMATS, datapackage, tex
from evidence.formats.losses import LOSSES
from evidence.formats.pieces import Pieces, pieces
from evidence.formats.tables import TABLES
from evidence.library import Library
from evidence.schema import SCHEMA_FILE, record_schema
from evidence.settings import Release, Settings
from evidence.site import addresses, feeds, linked_data
from evidence.site.page import Asset, Page
from evidence.site.render import Renderer

LIST_FORMATS = ("bibtex", "ris", "csl-json")
"""Formats that lie beside every list; the others are for the whole base and for selections in the browser."""

CHECKSUMS = f"{addresses.DATA}checksums.txt"
PACKAGE = f"{addresses.DOWNLOADS}{datapackage.NAME}{datapackage.EXTENSION}"
SCHEMA_MEDIA_TYPE = "application/schema+json"
_USES = {
    "bibtex": "LaTeX with BibTeX, JabRef",
    "biblatex": "LaTeX with biblatex and biber, Zotero",
    "ris": "Zotero, EndNote, Mendeley",
    "csl-json": "Zotero, pandoc, Quarto",
    "csv": "a spreadsheet or R, one row a work",
    "findings-csv": "R or a spreadsheet, one row a finding",
}


@dataclass(frozen=True)
class Download:
    """A file that a page offers.

    Attributes:
        id: Key of `FORMATS`, or another short name.
        label: Name of the format as a reader knows it.
        media_type: Media type, by which a browser or reference manager knows what to do with it.
        asset: The file.
        use: Whom it is for.
    """

    id: str
    label: str
    media_type: str
    asset: Asset
    use: str = ""


def all_pieces(library: Library, settings: Settings) -> dict[str, Pieces]:
    """Write every record in every format once; all files are put together from these."""
    return {name: pieces(name, library, settings.address) for name in FORMATS}


def downloads_of(
    made: Mapping[str, Pieces], keys: Iterable[str], stem: str, formats: Iterable[str] = LIST_FORMATS
) -> list[Download]:
    """Return the files of some works; `stem` is their address without its ending."""
    chosen = list(keys)
    return [
        Download(
            name, FORMATS[name].label, FORMATS[name].media_type,
            Asset(stem + FORMATS[name].extension, made[name].file(chosen)), _USES[name],
        )
        for name in formats
    ] if chosen else []  # fmt: skip


def export_data(made: Mapping[str, Pieces]) -> Iterator[Asset]:
    """Return what the browser puts selections together from: one file a format."""
    for name, parts in made.items():
        known = FORMATS[name]
        data = {
            "label": known.label, "extension": known.extension, "mediaType": known.media_type,
            "head": parts.frame.head, "between": parts.frame.between, "tail": parts.frame.tail, "records": parts.texts,
        }  # fmt: skip
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        yield Asset(addresses.export_data(name), text + "\n")


def whole_base(library: Library, settings: Settings, release: Release) -> list[Download]:
    """Return what only the whole base has: the data package and the schema of a record."""
    package = datapackage.write(library.studies.values(), library, settings.address, release)
    return [
        Download(
            "datapackage", datapackage.LABEL, datapackage.MEDIA_TYPE, Asset(PACKAGE, package),
            "all tables with their schema, in one zip",
        ),
        Download(
            "schema", "JSON Schema of a record", SCHEMA_MEDIA_TYPE,
            Asset(SCHEMA_FILE, record_schema(library.vocabulary)), "editors, and whoever checks the JSON",
        ),
    ]  # fmt: skip


def checksums(files: Iterable[Download]) -> Asset:
    """Return the SHA-256 of files, as `sha256sum --check` reads it in a folder that holds them side by side."""
    lines = [f"{hashlib.sha256(one.asset.data).hexdigest()}  {one.asset.name}" for one in files]
    return Asset(CHECKSUMS, "\n".join(lines) + "\n")


def downloads_page(renderer: Renderer, release: Release, files: Sequence[Download], sums: Asset) -> Page:
    """Return the page of the whole base: every format, the tables and their columns, losses, versions, citation."""
    settings = renderer.settings
    return renderer.page(
        addresses.DOWNLOADS,
        "downloads",
        "Downloads",
        "The whole base to take away: references for every program, tables for R and spreadsheets, with the meaning of "
        "every column, checksums, and how to cite the base.",
        head=linked_data.script(linked_data.dataset(settings, release, [(one.asset, one.media_type) for one in files])),
        files=files,
        tables=TABLES,
        losses={FORMATS[name].label: losses for name, losses in LOSSES.items()},
        release=release,
        cite=datapackage.how_to_cite(release, settings.address),
        bibtex=base_as_bibtex(release, settings.address),
        checksums=sums,
        feed=feeds.feed_of(addresses.HOME) if settings.address and renderer.library.studies else "",
    )


def base_as_bibtex(release: Release, address: str | None) -> str:
    """Return the reference of the base itself as BibTeX."""
    authors = " and ".join(
        tex.text(author) if "," in author else f"{{{tex.text(author)}}}" for author in release.authors
    )
    known = {
        "author": authors,
        "title": tex.title(release.title),
        "howpublished": f"Data set, version {release.version}" if release.version else "Data set",
        "year": release.year,
        "doi": release.doi,
        "url": address or "",
    }
    fields = [Field(name, f"{{{value}}}") for name, value in known.items() if value]
    return tex.file([Entry("misc", datapackage.NAME, fields)])
