"""From plain data to blocks of the model, with every fault told in words a maintainer understands."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from evidence.errors import Problem
from evidence.identifiers import shorten
from evidence.yaml_text import Document, Path

BlockType = TypeVar("BlockType", bound=BaseModel)

_CLOSE_ENOUGH = 70
"""Likeness in per cent above which a misspelt field name gets a suggestion."""


def validate(kind: type[BlockType], document: Document, path: str) -> BlockType | list[Problem]:
    """Turn a document into a block, or into one problem for each fault, each with its line and field."""
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        return [_problem(kind, dict(fault), document, path) for fault in error.errors()]


def _problem(kind: type[BaseModel], fault: dict[str, Any], document: Document, path: str) -> Problem:
    place: Path = tuple(fault["loc"])
    field = dotted(place)
    name = str(place[-1]) if place else "the file"
    given = fault.get("input")
    shown = shorten(repr(given))
    message, remedy = f"{shown} does not fit: {fault['msg']}.", "Compare with a record that passes."
    match fault["type"]:
        case "extra_forbidden":
            message = f"There is no field {name!r} here."
            remedy = _suggestion(kind, place) or "Remove it, or correct its name."
        case "missing":
            message, remedy = f"The field {name!r} is missing.", "Add it."
            place = place[:-1]
        case "string_type" if isinstance(given, bool | int | float):
            message, remedy = (
                f"{shown} is read as a number or a yes/no; text is needed.",
                f'Put it in quotes: "{given}".',
            )
        case "string_type" if given is None:
            message, remedy = "The field is empty; text is needed.", "Fill it in, or remove the field."
        case "literal_error":
            expected = fault["ctx"]["expected"]
            message, remedy = f"{shown} is not one of the values allowed.", f"Use one of: {expected}."
        case "string_pattern_mismatch":
            message, remedy = f"{shown} has the wrong form.", _form(name, fault["ctx"]["pattern"])
        case "value_error":
            message, remedy = f"{shown} {fault['ctx']['error']}.", ""
        case "model_type" | "model_attributes_type" | "dict_type":
            message, remedy = (
                f"{shown} stands where a block of fields is needed.",
                "Write `name: value` lines below it.",
            )
        case "list_type":
            message, remedy = (
                f"{shown} stands where a list is needed.",
                "Write it as [one, two], or as lines with hyphens.",
            )
        case "int_type":
            message, remedy = f"{shown} is no whole number.", "Write digits without quotes, or null when not known."
    return Problem("schema", path, document.line_of(place), field, message, remedy)


def dotted(place: Path) -> str:
    """Write the place of a field as `citation.author[0].family`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def undotted(field: str) -> Path:
    """Read the place of a field back from how `dotted` wrote it; no field's name holds a dot or a bracket."""
    return tuple(int(index) if index else name for index, name in re.findall(r"\[(\d+)\]|([^.\[\]]+)", field))


def _suggestion(kind: type[BaseModel], place: Path) -> str:
    names = _field_names(kind, place[:-1])
    best = process.extractOne(str(place[-1]), names) if names else None
    return f"Did you mean {best[0]!r}?" if best and best[1] >= _CLOSE_ENOUGH else ""


def _field_names(kind: type[BaseModel], place: Path) -> list[str]:
    schema = kind.model_json_schema(by_alias=True)
    node: dict[str, Any] = schema
    for part in place:
        node = _resolved(schema, node)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return list(_resolved(schema, node).get("properties", {}))


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for choice in [node, *node.get("anyOf", [])]:
        if "$ref" in choice:
            return dict(schema["$defs"][choice["$ref"].rsplit("/", 1)[-1]])
        if "items" in choice:
            return dict(choice)
    return node


def _form(name: str, pattern: str) -> str:
    if name == "issued":
        return "Write a date as YYYY, YYYY-MM or YYYY-MM-DD, in quotes."
    if r"\d{4}-" in pattern:
        return "Write a date as YYYY-MM-DD."
    if pattern.startswith("^https"):
        return "Write a full address that starts with https:// and holds no blanks."
    return "Use letters, digits and single hyphens, as in the vocabulary."
