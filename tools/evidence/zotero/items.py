"""From fields of the base to a Zotero item: only what changes is written, and all else in the item stays.

Notes, attachments, relations, other collections, tags of no facet, creators in other roles, lines of Extra and
fields that the base does not know are never part of a change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from evidence.vocabulary import Vocabulary
from evidence.zotero import names
from evidence.zotero.extra import Extra
from evidence.zotero.fields import CHILDREN, ITEM_TYPES, ROLES, VARIABLES, WORK_TYPES, Value, field_for, kind_for
from evidence.zotero.schema import Schema, Shape
from evidence.zotero.tags import facet_of, tag_text, tags_by_facet
from evidence.zotero.views import item_view

_LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""What keys of Zotero are made of: no 0, 1 and O, which are hard to tell apart."""
_KEY_LENGTH = 8

Changes = Mapping[str, Value | None]
"""New values by field; None takes a field away."""


def item_key(record_key: str) -> str:
    """Return the key that the item of a record gets.

    It follows from the record's key: a write that is repeated after a cut, and the same record pushed from two
    computers, meet the item that is there instead of making a second one.
    """
    number = int.from_bytes(hashlib.sha256(f"evidence:{record_key}".encode()).digest())
    letters = ""
    for _ in range(_KEY_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return letters


def is_work(data: Mapping[str, Any]) -> bool:
    """Tell whether an item is a work, and no note, attachment or annotation."""
    return data.get("itemType") not in CHILDREN and not data.get("parentItem")


def new_item(fields: Mapping[str, Value], schema: Schema, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the properties of a new item."""
    kind = ITEM_TYPES[str(fields["type"])]
    start: dict[str, Any] = {"itemType": kind, "creators": [], "tags": [], "collections": [], "relations": {}}
    return start | item_changes({"itemType": kind}, fields, schema, vocabulary)


def item_changes(data: Mapping[str, Any], changes: Changes, schema: Schema, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the properties of an item that must be written for it to say something else.

    Args:
        data: The item as it is.
        changes: What it shall say.
        schema: What the server allows.
        vocabulary: Terms, to recognise tags of the base.
    """
    new_type = changes.get("type")
    kind = ITEM_TYPES[str(new_type)] if new_type else str(data["itemType"])
    if kind != data["itemType"]:
        # Fields of the old type may not exist in the new one: everything that the base knows is placed anew.
        changes = {**item_view({"data": data}, vocabulary).fields, **changes}
    shape = schema[kind]
    extra = Extra(str(data.get("extra") or ""))
    written: dict[str, Any] = {"itemType": kind} if kind != data["itemType"] else {}
    if new_type:
        extra.put("type", [str(new_type)] if WORK_TYPES[kind] != new_type else [])
    for variable, value in changes.items():
        if variable in VARIABLES:
            written |= _variable(data, variable, str(value or ""), shape, extra)
    if any(role in changes for role in ROLES):
        written["creators"] = _creators(data, changes, shape, extra)
    if any(facet_of(name) for name in changes):
        written["tags"] = _tags(data, changes, vocabulary)
    if str(extra) != (data.get("extra") or ""):
        written["extra"] = str(extra)
    return {name: value for name, value in written.items() if value != data.get(name, "")}


def _variable(data: Mapping[str, Any], variable: str, value: str, shape: Shape, extra: Extra) -> dict[str, str]:
    at = field_for(variable, shape)
    extra.put(variable, [] if at or not value else [value])
    # A value in another field that can hold the same would be read instead.
    others = {name: "" for name in VARIABLES[variable] if data.get(name) and name in shape.fields}
    return others | ({at: value} if at else {})


def _creators(data: Mapping[str, Any], changes: Changes, shape: Shape, extra: Extra) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = [dict(one) for one in data.get("creators") or []]
    mine = {role: [one for one in kept if one.get("creatorType") in kinds] for role, kinds in ROLES.items()}
    others = [one for one in kept if not any(one in people for people in mine.values())]
    for role in ROLES:
        if role not in changes:
            continue
        people = list(changes[role] or [])
        kind = kind_for(role, shape)
        extra.put(role, [] if kind else people)
        mine[role] = [names.to_creator(name, kind) for name in people] if kind else []
    return [*mine["author"], *mine["editor"], *(one for one in others if one.get("creatorType") in shape.creators)]


def _tags(data: Mapping[str, Any], changes: Changes, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    facets = {facet: value for name, value in changes.items() if (facet := facet_of(name))}
    kept = [
        dict(tag)
        for tag in data.get("tags") or []
        if not facets.keys() & tags_by_facet([str(tag.get("tag", ""))], vocabulary).keys()
    ]
    return kept + [{"tag": tag_text(facet, label)} for facet, labels in facets.items() for label in labels or []]
