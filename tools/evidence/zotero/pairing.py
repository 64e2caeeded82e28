"""Which record and which item are the same work, when no earlier sync has told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from evidence.zotero.fields import Fields

_IDENTIFIERS = ("DOI", "PMID", "PMCID", "ISBN")
_PARTS = frozenset({"chapter", "entry-encyclopedia", "paper-conference"})
"""Works that share the ISBN of the book they stand in."""


class Works:
    """Works by what tells them: an identifier, or title, first author and year."""

    def __init__(self, works: Mapping[str, Fields]) -> None:
        self._works: dict[str, Fields] = {}
        self._index: dict[tuple[str, ...], list[str]] = {}
        for key in sorted(works):
            self.add(key, works[key])

    def add(self, key: str, fields: Fields) -> None:
        """Add a work."""
        self._works[key] = fields
        for mark in _marks(fields):
            self._index.setdefault(mark, []).append(key)

    def same_as(self, fields: Fields) -> str | None:
        """Return the first work that is the same as what is described, if there is one."""
        for mark in _marks(fields):
            for key in self._index.get(mark, []):
                if not _contradict(fields, self._works[key]):
                    return key
        return None


def _marks(fields: Fields) -> Iterable[tuple[str, ...]]:
    for name in _IDENTIFIERS:
        if name in fields and not (name == "ISBN" and fields["type"] in _PARTS):
            yield name, str(fields[name]).lower()
    people = fields.get("author") or fields.get("editor") or [""]
    title = _letters(str(fields.get("title", "")))
    if title:
        yield "title", title, _letters(people[0].partition(" ||")[0]), str(fields.get("issued", ""))[:4]


def _contradict(one: Fields, other: Fields) -> bool:
    """Tell whether two works bear different identifiers: a preprint is not its article, nor a book its next edition."""
    return any(
        name in one and name in other and str(one[name]).lower() != str(other[name]).lower() for name in _IDENTIFIERS
    )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
