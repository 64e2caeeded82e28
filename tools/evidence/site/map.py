"""The page of the evidence and gap map: where studies are, not what they found; every number leads to its list."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.site import addresses
from evidence.site.basis import basis_sentence
from evidence.site.downloads import Download
from evidence.site.map_data import map_data, map_filters, year_span
from evidence.site.map_files import map_csv, map_svg
from evidence.site.map_tables import FACETS, GAP_MEANINGS, GAP_WORDS, MapTable, design_labels, map_table
from evidence.site.page import Asset, Page, link
from evidence.site.render import Renderer

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
            Download("svg", "picture, SVG", "image/svg+xml", _file(table, "svg", map_svg(table, labels, basis))),
            Download("csv", "table, CSV", "text/csv", _file(table, "csv", map_csv(table, library))),
        ]
        for table in tables
    }
    yield renderer.page(
        addresses.MAP,
        "map",
        "Evidence and gap map",
        "Where studies on social prescribing are, and where none are: model, connector, activity, people by outcome.",
        layout="wide",
        scripts=("assets/js/map.js", "assets/js/map-filters.js"),
        tables=tables,
        labels=labels,
        gaps=[(gap, GAP_WORDS[gap], meaning) for gap, meaning in GAP_MEANINGS.items()],
        basis=basis,
        files=files,
        filters=map_filters(library),
        years=year_span(list(library.studies.values())),
        data=link(addresses.MAP, addresses.MAP_DATA),
    )
    yield map_data(library)
    for found in files.values():
        yield from (file.asset for file in found)


def _file(table: MapTable, ending: str, content: str) -> Asset:
    return Asset(f"{addresses.MAP}{_DOWNLOAD}-{table.facet.path}.{ending}", content)
