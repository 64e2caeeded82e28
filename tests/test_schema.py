"""The JSON Schema offers an editor what the program accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.library import Library
from evidence.schema import SCHEMA_FILE, record_schema


def test_terms_of_the_vocabulary_are_the_values_allowed(miniature: Library) -> None:
    schema = json.loads(record_schema(miniature.vocabulary))
    tags = schema["$defs"]["Tags"]["properties"]
    assert [one["const"] for one in tags["connector"]["items"]["oneOf"]] == ["link-worker", "peer-or-volunteer"]
    assert {"type": "null"} in tags["design"]["oneOf"]
    outcomes = [one["const"] for one in schema["$defs"]["Finding"]["properties"]["outcome"]["oneOf"]]
    assert outcomes == list(miniature.vocabulary.facet("outcome").terms)


def test_unknown_fields_are_refused_everywhere(miniature: Library) -> None:
    schema = json.loads(record_schema(miniature.vocabulary))
    blocks = [schema, *schema["$defs"].values()]
    assert all(block["additionalProperties"] is False for block in blocks if block.get("type") == "object")


def test_fields_bear_their_names_in_files(miniature: Library) -> None:
    schema = json.loads(record_schema(miniature.vocabulary))
    assert {"container-title", "DOI", "publisher-place"} <= set(schema["$defs"]["Citation"]["properties"])
    assert {"no-summary", "provenance"} <= set(schema["properties"])


@pytest.mark.library
def test_the_schema_in_the_repository_is_current(real_library: Library, real_path: Path) -> None:
    written = (real_path / SCHEMA_FILE).read_text(encoding="utf-8")
    assert written == record_schema(real_library.vocabulary)
