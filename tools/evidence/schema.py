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
            tags[facet.id] = _choice(facet, several=facet.described.multiple)
    if "outcome" in vocabulary.facets:
        definitions["Finding"]["properties"]["outcome"] = _choice(vocabulary.facet("outcome"), several=False)
    measures = {"enum": sorted(vocabulary.measures)}
    definitions["Conduct"]["properties"]["measures"] = {"type": "array", "items": measures, "default": []}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of the link worker evidence base",
    } | {name: part for name, part in schema.items() if name != "title"}
    return json.dumps(_without_titles(schema), indent=2, ensure_ascii=False) + "\n"


def _choice(facet: Facet, *, several: bool) -> dict[str, Any]:
    terms = [{"const": term.id, "title": term.label, "description": term.definition} for term in facet]
    one: dict[str, Any] = {"oneOf": terms}
    if several:
        return {"type": "array", "items": one, "default": [], "description": facet.described.question}
    # A study design may be null: not every work is a study of a listed kind.
    return {"oneOf": [*terms, {"type": "null"}], "description": facet.described.question}


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
