"""JSON Schema of a record, so that an editor completes and checks while a person types (draft 2020-12)."""

from __future__ import annotations

import json
from typing import Any

from evidence.model import Study, hyphenated
from evidence.vocabulary import Facet, Vocabulary

SCHEMA_FILE = "schema/record.json"


def record_schema(vocabulary: Vocabulary) -> str:
    """Return the JSON Schema of a record, with the terms of the vocabulary as the values allowed, as JSON text."""
    schema = Study.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    tags = definitions["Tags"]["properties"]
    for facet in vocabulary.facets.values():
        if facet.id in tags:
            tags[facet.id] = _several(facet) if facet.described.multiple else _one(facet, or_null=True)
    if "outcome" in vocabulary.facets:
        definitions["Finding"]["properties"]["outcome"] = _one(vocabulary.facet("outcome"))
    measures = {"enum": sorted(vocabulary.measures)}
    definitions["Conduct"]["properties"]["measures"] = {"type": "array", "items": measures, "default": []}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of the link worker evidence base",
    } | {name: part for name, part in schema.items() if name != "title"}
    return json.dumps(_without_titles(schema), indent=2, ensure_ascii=False) + "\n"


def _one(facet: Facet, *, or_null: bool = False) -> dict[str, Any]:
    terms: list[dict[str, Any]] = [
        {"const": term.id, "title": term.label, "description": term.definition} for term in facet
    ]
    # A study design may be null: not every work is a study of a listed kind.
    return {"oneOf": [*terms, {"type": "null"}] if or_null else terms, "description": facet.described.question}


def _several(facet: Facet) -> dict[str, Any]:
    one = _one(facet)
    return {"type": "array", "items": {"oneOf": one["oneOf"]}, "default": [], "description": one["description"]}


def _without_titles(node: Any) -> Any:
    """Drop the titles that pydantic makes from field names: an editor shows them where a description belongs."""
    if isinstance(node, dict):
        made = {hyphenated(name).replace("-", " ").lower() for name in node.get("properties", {})}
        cleaned = {}
        for name, part in node.items():
            keep = _without_titles(part)
            if name == "properties" and isinstance(keep, dict):
                keep = {
                    key: {k: v for k, v in value.items() if k != "title" or str(v).lower() not in made | {key.lower()}}
                    if isinstance(value, dict)
                    else value
                    for key, value in keep.items()
                }
            cleaned[name] = keep
        return cleaned
    return [_without_titles(part) for part in node] if isinstance(node, list) else node
