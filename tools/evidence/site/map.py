"""The page of the evidence and gap map: where studies are, not what they found; every number leads to its list."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.library import Library
from evidence.site import addresses, words
from evidence.site.map_files import map_csv, map_svg
from evidence.site.map_tables import FACETS, GAP_WORDS, design_labels, map_table
from evidence.site.page import Asset, Page
from evidence.site.render import Renderer
from evidence.site.study import Reference
from evidence.site.terms import collection_labels

_DOWNLOAD = "evidence-and-gap-map"


def map_page(renderer: Renderer) -> Iterator[Page | Asset]:
    """Return the page of the map, then its files."""
    library = renderer.library
    facets = library.vocabulary.facets
    tables = [map_table(library, facets[name]) for name in FACETS if name in facets]
    labels = design_labels(library)
    basis = basis_sentence(library)
    files = {
        table.facet.id: [
            Reference("svg", "picture, SVG", map_svg(table, labels, basis), _file(table.facet.path, "svg")),
            Reference("csv", "table, CSV", map_csv(table, library), _file(table.facet.path, "csv")),
        ]
        for table in tables
    }
    yield renderer.page(
        addresses.MAP,
        "map",
        "Evidence and gap map",
        "Where studies on social prescribing are, and where none are: model, connector, activity, people by outcome.",
        layout="wide",
        scripts=("assets/js/map.js",),
        tables=tables,
        labels=labels,
        gap_words=GAP_WORDS,
        basis=basis,
        files=files,
    )
    for found in files.values():
        yield from (Asset(file.file, file.content) for file in found)


def basis_sentence(library: Library) -> str:
    """Return what the map rests on, and the day of the newest record."""
    days = [one.provenance.extraction.extracted for one in library.studies.values()]
    state = f" State of the records: {words.date_in_words(max(days))}." if days else ""
    return (
        f"It rests on {words.families_and_works(library, list(library.studies.values()))}, taken from: "
        f"{words.joined(collection_labels(library))}. Nobody searched databases for it, so a gap here is a gap in "
        f"this base, and not in what is known.{state}"
    )


def _file(path: str, ending: str) -> str:
    return f"{addresses.MAP}{_DOWNLOAD}-{path}.{ending}"
