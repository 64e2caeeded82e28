"""CSL-JSON: the one mapping from a record to a CSL item, and the file that reference managers read.

Source of the rules: the CSL 1.0.2 data schema, schemas/input/csl-data.json in citation-style-language/schema:
no property that it does not name, own data under `custom`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from evidence.formats.csljson_reader import read
from evidence.formats.curated import coding, keywords, note, record_address
from evidence.library import Library
from evidence.model import Citation, Study, to_plain

__all__ = ["read", "to_csl", "write"]

_DATES = ("issued", "accessed")


def to_csl(study: Study) -> dict[str, Any]:
    """Return the bibliographic description of a record as a CSL item; `id` is the key of the record."""
    return {"id": study.key, **_variables(study.citation)}


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as a CSL-JSON array, with their coding as keywords, as a note and, by facet, under `custom`.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    items = [to_csl(study) | _curated(study, library, address) for study in studies]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _variables(citation: Citation) -> dict[str, Any]:
    known = {name: value for name, value in to_plain(citation).items() if value not in (None, [])}
    for name in _DATES:
        if name in known:
            known[name] = {"date-parts": [[int(part) for part in known[name].split("-")]]}
    for role in ("author", "editor"):
        if role in known:
            known[role] = [{part: value for part, value in name.items() if value} for name in known[role]]
    return known


def _curated(study: Study, library: Library, address: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if labels := keywords(study, library.vocabulary):
        # Some labels hold a comma.
        found["keyword"] = "; ".join(labels)
    found["note"] = note(study, library.vocabulary, address)
    custom: dict[str, Any] = {"integrity": study.integrity.status, **coding(study)}
    if address:
        custom["record"] = record_address(study, address)
    found["custom"] = custom
    return found
