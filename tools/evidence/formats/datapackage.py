"""The data package: every table as CSV with its schema, licence and version, in one zip (Frictionless Data Package 1).

The same records always give the same bytes: no time of making is written anywhere.
Source of the rules: https://specs.frictionlessdata.io/data-package/ and .../table-schema/.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from evidence.formats.table import BETWEEN, Column, Kind, write_rows
from evidence.formats.tables import TABLES, Table
from evidence.library import Library
from evidence.model import Study
from evidence.settings import Release

NAME = "link-worker-evidence-base"
LABEL = "Frictionless data package"
EXTENSION = ".zip"
MEDIA_TYPE = "application/zip"
DESCRIPTOR = "datapackage.json"

_LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"
    ),
}  # fmt: skip
_CONTENT_LICENCE = "CC-BY-4.0"
_TYPES: dict[Kind, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    "date": {"type": "date"},
    "year": {"type": "year"},
    "list": {"type": "string"},
}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can name: files of a package bear no time."""


def write(studies: Iterable[Study], library: Library, address: str | None, release: Release) -> bytes:
    """Write records, and the vocabulary that they are coded by, as one zip.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
        release: Version, licence and authors.
    """
    chosen = list(studies)
    files = {
        f"{table.name}.csv": write_rows(table.columns, table.rows(library, chosen), library, address)
        for table in TABLES
    }
    described = descriptor(library, address, release, files)
    files[DESCRIPTOR] = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    files["README.md"] = _readme(release, address)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].encode())
    return stream.getvalue()


def descriptor(library: Library, address: str | None, release: Release, files: dict[str, str]) -> dict[str, Any]:
    """Return the content of datapackage.json."""
    title, path = _LICENCES[_CONTENT_LICENCE]
    known = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": release.title,
        "description": release.abstract,
        "homepage": address or "",
        "version": release.version,
        "created": f"{release.date}T00:00:00Z" if release.date else "",
        "keywords": list(release.keywords),
        "contributors": [{"title": author, "role": "author"} for author in release.authors],
        "licenses": [{"name": _CONTENT_LICENCE, "title": title, "path": path}],
        "citation": how_to_cite(release, address),
        "resources": [_resource(table, library, files[f"{table.name}.csv"]) for table in TABLES],
    }
    return {name: value for name, value in known.items() if value not in ("", [])}


def how_to_cite(release: Release, address: str | None) -> str:
    """Return the reference of the base itself, in one line; what is not known is left out."""
    version = f" (version {release.version})" if release.version else ""
    where = f"https://doi.org/{release.doi}" if release.doi else address or ""
    named = "; ".join(release.authors)
    year = f" ({release.year})" if release.year else ""
    parts = [f"{named}{year}" if named else "", f"{release.title}{version} [Data set]"]
    return " ".join(part for part in [*(f"{part}." for part in parts if part), where] if part)


def schema(table: Table, library: Library) -> dict[str, Any]:
    """Return the table schema: fields with their types and limits, key, and what it points to."""
    described: dict[str, Any] = {
        "fields": [_field(column, library) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.links:
        described["foreignKeys"] = [
            {"fields": list(link.columns), "reference": {"resource": link.table, "fields": list(link.target)}}
            for link in table.links
        ]
    return described


def _resource(table: Table, library: Library, text: str) -> dict[str, Any]:
    data = text.encode()
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema(table, library),
    }


def _field(column: Column[Any], library: Library) -> dict[str, Any]:
    apart = f" Several stand in one cell, with “{BETWEEN}” between them." if column.kind == "list" else ""
    field = {"name": column.name, **_TYPES[column.kind], "description": f"{column.description}.{apart}"}
    limits: dict[str, Any] = {"required": True} if column.required else {}
    values = column.values(library) if column.values and column.kind != "list" else ()
    if values:
        limits["enum"] = list(values)
    return field | ({"constraints": limits} if limits else {})


def _readme(release: Release, address: str | None) -> str:
    where = f"\nThe pages: {address}\n" if address else ""
    tables = "\n".join(f"- `{table.name}.csv`: {table.title.lower()}" for table in TABLES)
    return (
        f"# {release.title}\n\n{release.abstract}\n\n"
        f"Version {release.version or 'not stated'}. Licence: {_LICENCES[_CONTENT_LICENCE][0]}.\n"
        f"Cite as: {how_to_cite(release, address)}\n{where}\n"
        f"What each column holds, and which values it may hold, stands in `{DESCRIPTOR}`.\n\n{tables}\n\n"
        "Several papers on the same people share a `family_id`: count by it. Findings of different panels rest on\n"
        "different ground and are not to be added up. A cell that nobody saw in a source is empty.\n"
    )
