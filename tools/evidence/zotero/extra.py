"""Extra: the field of an item in which lines like `PMID: 123` hold what its type has no field for.

Zotero itself reads such lines: https://www.zotero.org/support/kb/item_types_and_fields#citing_fields_from_extra.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z -]*?)\s*:\s*(\S.*?)\s*")
_UNCHANGED = frozenset({"doi", "pmid", "pmcid", "isbn", "issn", "url"})


class Extra:
    """The lines of an Extra field; those that nobody asks about stay as they are."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n") if text else []

    def __str__(self) -> str:
        """Return the whole field."""
        return "\n".join(self._lines)

    def get(self, variable: str) -> list[str]:
        """Return the values of a CSL variable, one a line."""
        return [self._lines[place].partition(":")[2].strip() for place in self._places(variable)]

    def put(self, variable: str, values: Sequence[str]) -> None:
        """Write a CSL variable in the place where it stood, else at the end; no values take its lines away."""
        places = self._places(variable)
        at = places[0] if places else len(self._lines)
        for place in reversed(places):
            del self._lines[place]
        self._lines[at:at] = [f"{_label(variable)}: {value}" for value in values]

    def _places(self, variable: str) -> list[int]:
        found = ((place, _LINE.fullmatch(line)) for place, line in enumerate(self._lines))
        return [place for place, line in found if line and _name(line[1]) == variable.lower()]


def _name(label: str) -> str:
    return re.sub(r"[\s-]+", "-", label.strip().lower())


def _label(variable: str) -> str:
    return variable.upper() if variable.lower() in _UNCHANGED else variable.replace("-", " ").title()
