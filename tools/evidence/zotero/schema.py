"""What Zotero allows in an item of each type: asked of the server, whose schema grows from year to year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shape:
    """One item type.

    Attributes:
        fields: Names of its fields.
        creators: Its kinds of creators, the primary one first.
    """

    fields: frozenset[str]
    creators: tuple[str, ...]


Schema = Mapping[str, Shape]
"""Shapes by item type."""


def read_schema(data: Mapping[str, Any]) -> Schema:
    """Read the answer of `/schema` (zotero/zotero-schema, schema.json).

    Raises:
        KeyError, TypeError: It has another form.
    """
    return {
        kind["itemType"]: Shape(
            frozenset(field["field"] for field in kind["fields"]),
            tuple(
                one["creatorType"]
                for one in sorted(kind["creatorTypes"], key=lambda one: not one.get("primary", False))
            ),
        )
        for kind in data["itemTypes"]
    }
