"""Reading both sides, and planning: nothing in here writes anything anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.library import Library
from evidence.zotero.client import ZoteroClient
from evidence.zotero.errors import MovedError
from evidence.zotero.fields import Fields
from evidence.zotero.items import is_work, item_key
from evidence.zotero.plan import make_plan
from evidence.zotero.records import key_for
from evidence.zotero.state import State, read_state
from evidence.zotero.steps import Item, Plan, Side
from evidence.zotero.views import View, item_view, record_view

ROUNDS = 5
"""Times that a library may move before a round has written anything."""


@dataclass(frozen=True)
class Wishes:
    """What a person asked for.

    Attributes:
        prefer: Which side wins conflicts; None leaves them to be decided.
        delete: Whether deletions are carried out.
        collection: Key or name of the collection that is kept the same; None is the whole library.
    """

    prefer: Side | None = None
    delete: bool = False
    collection: str | None = None


@dataclass(frozen=True)
class Both:
    """Both sides as they were read.

    Attributes:
        records: What the base says, by key.
        items: What Zotero says, by item key.
        data: Items in full, as far as they were asked for.
        state: What both had.
        plan: What is to be done.
    """

    records: Mapping[str, Fields]
    items: Mapping[str, Item]
    data: Mapping[str, Mapping[str, Any]]
    state: State
    plan: Plan


def look(library: Library, client: ZoteroClient, wishes: Wishes) -> Both:
    """Read both sides and plan; nothing is written.

    Raises:
        ZoteroError: Zotero cannot be read.
    """
    collection = client.collection_key(wishes.collection) if wishes.collection else None
    state = read_state(library.root, client.library, collection)
    for _ in range(ROUNDS):
        try:
            return _look(library, client, state, wishes)
        except MovedError as error:
            moved = error
    raise moved


def _look(library: Library, client: ZoteroClient, state: State, wishes: Wishes) -> Both:
    records = {key: record_view(study, library.vocabulary) for key, study in library.studies.items()}
    versions = client.versions(state.collection)
    pairs = {pair.item: (key, pair) for key, pair in state.pairs.items()}
    unchanged = {
        name for name, (key, pair) in pairs.items()
        if pair.version and versions.get(name) == pair.version and _same(records.get(key), pair.fields)
    }  # fmt: skip
    wanted = [name for name in versions if name not in unchanged]
    if state.collection:
        # What was taken out of the collection is still in the library.
        own = {item_key(key) for key in records if key not in state.pairs}
        wanted += sorted((pairs.keys() | own) - versions.keys())
    data = {str(item["key"]): item for item in client.items(wanted) if is_work(item["data"])}
    items = {name: item_of(item, library, state.collection) for name, item in data.items()}
    items |= {name: Item(View(pairs[name][1].fields), versions[name]) for name in unchanged}
    files = {path.stem for path in (library.root / "references").glob("*.yaml")}
    plan = make_plan(
        records,
        items,
        state.pairs,
        item_key=item_key,
        new_key=key_for,
        prefer=wishes.prefer,
        reserved=files - records.keys(),
        taken=files,
    )
    return Both(records, items, data, state, plan)


def item_of(item: Mapping[str, Any], library: Library, collection: str | None) -> Item:
    """Return what an item says, and whether it is gone."""
    outside = collection is not None and collection not in (item["data"].get("collections") or [])
    gone = bool(item["data"].get("deleted")) or outside
    return Item(item_view(item, library.vocabulary), int(item["version"]), gone)


def _same(record: Fields | None, fields: Fields) -> bool:
    return record is not None and dict(record) == dict(fields)
