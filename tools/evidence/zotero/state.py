"""What both sides had when they were last the same: zotero.json beside references/, kept in git with the records.

Without it nobody could tell which side changed a field. It is rewritten whole after each batch, so that a run which
was cut off can be taken up; a lost file costs no data, only the knowledge of who changed what.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence.files import read_text, write_text
from evidence.zotero.errors import StateError
from evidence.zotero.fields import Value

STATE_FILE = "zotero.json"


@dataclass(frozen=True)
class Pair:
    """A record and its item.

    Attributes:
        item: Key of the item.
        version: Version of the item at which it said what `fields` hold, or 0 when it has to be looked at again.
        fields: What both sides had.
    """

    item: str
    version: int
    fields: Mapping[str, Value]


@dataclass(frozen=True)
class State:
    """All pairs, by the key of the record.

    Attributes:
        library: The Zotero library, such as `groups/12345`.
        collection: Key of the collection within it, if only that is kept the same.
        pairs: Pairs by the key of the record.
    """

    library: str
    collection: str | None = None
    pairs: Mapping[str, Pair] = field(default_factory=dict)

    def with_pairs(self, pairs: Mapping[str, Pair | None]) -> State:
        """Return a state with other pairs; None takes one away."""
        merged: dict[str, Pair | None] = {**self.pairs, **pairs}
        return State(self.library, self.collection, {key: pair for key, pair in merged.items() if pair is not None})


def read_state(root: Path, library: str, collection: str | None) -> State:
    """Read the state of a library's folder; without a file nothing was ever the same.

    Raises:
        StateError: The file is broken, or belongs to another Zotero library or collection.
        FileError: The file cannot be read.
    """
    path = root / STATE_FILE
    if not path.exists():
        return State(library, collection)
    try:
        data: Any = json.loads(read_text(path))
        state = State(
            str(data["library"]),
            data["collection"],
            {
                key: Pair(str(one["item"]), int(one["version"]), dict(one["fields"]))
                for key, one in data["pairs"].items()
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateError(
            f"{STATE_FILE} is broken ({error}): take it back from git, or delete it; without it every difference is "
            "shown as a conflict."
        ) from error
    if (state.library, state.collection) != (library, collection):
        has = f"{state.library}, collection {state.collection}" if state.collection else state.library
        raise StateError(
            f"{STATE_FILE} belongs to {has}, not to {library}{f', collection {collection}' if collection else ''}: "
            "ask for that one, or delete the file to start anew."
        )
    return state


def write_state(root: Path, state: State) -> None:
    """Write the state, one field a line, so that git shows what was agreed.

    Raises:
        FileError: The file cannot be written; the old one is still there.
    """
    pairs = {
        key: {"item": pair.item, "version": pair.version, "fields": dict(sorted(pair.fields.items()))}
        for key, pair in sorted(state.pairs.items())
    }
    data = {"library": state.library, "collection": state.collection, "pairs": pairs}
    write_text(root / STATE_FILE, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
