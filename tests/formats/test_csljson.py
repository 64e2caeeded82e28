"""CSL-JSON against the schema of the CSL project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evidence.formats import csljson
from evidence.library import Library
from tests.formats.awkward import TITLES, study_with

SCHEMA: dict[str, Any] = json.loads((Path(__file__).parent / "csl-data.json").read_text(encoding="utf-8"))
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str, "number": (int, float), "boolean": bool, "object": dict, "array": list,
}  # fmt: skip
SAYS_NOTHING = {"$schema", "$id", "description", "title", "examples", "definitions"}


def faults(value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:  # noqa: C901, PLR0912 (one branch a keyword)
    """Where a value breaks the schema; knows the keywords that csl-data.json uses, and refuses others."""
    found: list[str] = []
    for keyword, rule in schema.items():
        match keyword:
            case _ if keyword in SAYS_NOTHING:
                continue
            case "$ref":
                found += faults(value, SCHEMA["definitions"][rule.rsplit("/", 1)[1]], place)
            case "type":
                kinds = rule if isinstance(rule, list) else [rule]
                if not any(isinstance(value, KINDS[kind]) for kind in kinds):
                    found.append(f"{place}: not {rule}")
            case "enum":
                found += [] if value in rule else [f"{place}: {value!r} is not allowed"]
            case "required":
                found += [f"{place}: {name} is missing" for name in rule if name not in value]
            case "properties":
                for name in rule.keys() & value.keys():
                    found += faults(value[name], rule[name], f"{place}.{name}")
            case "additionalProperties":
                found += [f"{place}: {name} is unknown" for name in value.keys() - schema["properties"].keys()]
            case "items":
                for place_in_list, part in enumerate(value):
                    found += faults(part, rule, f"{place}[{place_in_list}]")
            case "minItems" | "maxItems":
                found += (
                    []
                    if (len(value) >= rule if keyword == "minItems" else len(value) <= rule)
                    else [f"{place}: length"]
                )
            case "anyOf":
                branches = [(len(found_here := faults(value, branch, place)), found_here) for branch in rule]
                found += min(branches)[1]
            case _:
                raise AssertionError(f"the test does not know the keyword {keyword}")
    return found


def written(library: Library) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(csljson.write(library.studies.values(), library, "https://example.org/"))
    return items


def test_the_little_validator_sees_what_is_wrong() -> None:
    wrong = [
        {"id": "a", "type": "novel", "author": [{"name": "x"}], "issued": {"date-parts": [[]]}, "own": 1, "title": 3}
    ]
    assert len(faults(wrong, SCHEMA)) == 5
    assert faults([{"type": "book"}], SCHEMA) == ["$[0]: id is missing"]


def test_the_miniature_library_is_valid(miniature: Library) -> None:
    assert faults(written(miniature), SCHEMA) == []


@pytest.mark.library
def test_the_whole_base_is_valid(real_library: Library) -> None:
    items = written(real_library)
    assert faults(items, SCHEMA) == []
    assert [item["title"] for item in items] == [study.citation.title for study in real_library.studies.values()]
    assert [item.get("DOI") for item in items] == [study.citation.doi for study in real_library.studies.values()]


def test_an_item_bears_exactly_what_the_record_bears(miniature: Library) -> None:
    assert csljson.to_csl(miniature.studies["alharbi2022corner"]) == {
        "id": "alharbi2022corner",
        "type": "article-journal",
        "title": "“Somebody in my corner”: people’s accounts of the Harbour & Hill link workers – an interview study",
        "author": [
            {"family": "الحربي", "given": "نورة"},
            {"family": "Núñez-Ångström", "given": "Zoë"},
            {"family": "Rossi", "given": "Anna Maria", "dropping-particle": "de'"},
            {"family": "Silva", "given": "João", "non-dropping-particle": "da", "suffix": "Neto"},
            {"family": "Đặng", "given": "Thị Mỹ"},
        ],
        "container-title": "Made-up Research & Practice",
        "issued": {"date-parts": [[2022, 11]]},
        "volume": "7",
        "number": "e204",
        "DOI": "10.5555/lwtest(2022)7:e204<corner>2.0.co;2-a",
        "PMID": "99000002",
    }


def test_every_variable_that_a_record_can_bear_is_one_of_csl(miniature: Library) -> None:
    full = study_with(
        miniature, title_short="x", editor=[{"family": "x"}], container_title="x", container_title_short="x",
        collection_title="x", event_title="x", issued="2020-01-02", volume="1", issue="1", page="1", number="1",
        edition="1", genre="x", publisher="x", publisher_place="x", language="en", doi="x", pmid="1", pmcid="PMC1",
        isbn="1", issn="1", url="https://example.org", accessed="2020-02-03",
    )  # fmt: skip
    item = csljson.to_csl(full)
    assert len(item) == len(type(full.citation).model_fields) + 1
    assert faults([item], SCHEMA) == []
    assert item["accessed"] == {"date-parts": [[2020, 2, 3]]}


@pytest.mark.parametrize("title", TITLES)
def test_any_title_stands_as_it_is(title: str, miniature: Library) -> None:
    text = csljson.write([study_with(miniature, title=title)], miniature, None)
    assert json.loads(text)[0]["title"] == title


def test_own_data_stand_under_custom(miniature: Library) -> None:
    item = next(item for item in written(miniature) if item["id"] == "tamsin2020green")
    assert item["custom"]["outcome"] == ["mental-wellbeing"]
    assert item["custom"]["integrity"] == "retracted"
    assert item["custom"]["record"] == "https://example.org/studies/tamsin2020green/"
    assert "Nature-based activity" in item["keyword"].split("; ")
