"""Where everything stands on the site: addresses below its root, a slash at the end of each page."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from evidence.vocabulary import Facet

HOME = ""
EVIDENCE = "evidence/"
QUESTIONS = "questions/"
BIBLIOGRAPHY = "bibliography/"
GLOSSARY = "glossary/"
MEASURES = "measures/"
METHODS = "methods/"
ABOUT = "about/"
CONTRIBUTE = "contribute/"
MAP = "map/"
PICTURE = "picture/"
DOWNLOADS = "downloads/"
DATA = "data/"
BROWSE_DATA = f"{DATA}browse.json"
MAP_DATA = f"{DATA}map.json"
SEARCH_DATA = f"{DATA}search.json"


def study(key: str) -> str:
    """Return the address of a study's page."""
    return f"studies/{key}/"


def question(slug: str) -> str:
    """Return the address of a question's page."""
    return f"{QUESTIONS}{slug}/"


def easy_read(slug: str) -> str:
    """Return the address of the easy-read version of a question's answer."""
    return f"{question(slug)}easy-read/"


def facet(facet: Facet) -> str:
    """Return the address of the list of a facet's terms."""
    return f"{facet.path}/"


def term(facet: Facet, term_id: str) -> str:
    """Return the address of a term's page."""
    return f"{facet.path}/{term_id.lower()}/"


def map_rows(facet: Facet) -> str:
    """Return where the map has the terms of a facet as rows."""
    return f"{MAP}#rows-{facet.id}"


def map_row(facet: Facet, term_id: str) -> str:
    """Return the row of a term on the map; terms without a study have none."""
    return f"{MAP}#row-{facet.id}-{term_id}"


def map_group(facet: Facet, group_id: str) -> str:
    """Return where the map has a group of outcomes opened, with the terms of a facet as rows."""
    return f"{MAP}#{facet.id}-{group_id}"


def collection(collection_id: str) -> str:
    """Return the address of a collection's page."""
    return f"collections/{collection_id}/"


def measure(measure_id: str) -> str:
    """Return the address of a measure in the table of measures."""
    return f"{MEASURES}#{measure_id}"


def browse(**filters: str) -> str:
    """Return the address of the browse page with some filters set; `_` in a name stands for a hyphen."""
    if not filters:
        return EVIDENCE
    return f"{EVIDENCE}?{urlencode({name.replace('_', '-'): value for name, value in filters.items()}, safe=',')}"


def export_data(format_id: str) -> str:
    """Return the address of what the browser makes exports of one format from."""
    return f"{DATA}exports/{format_id}.json"


def correction(repository: str, key: str) -> str:
    """Return the address of a new issue about a record, at a forge that takes `issues/new?title=`."""
    return f"{repository.rstrip('/')}/issues/new?title={quote(f'Correction: {key}')}"
