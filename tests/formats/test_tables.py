"""The table of findings and the data package, read back by what stands in Python itself."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest

from evidence.formats import datapackage, findings_csv
from evidence.formats.tables import TABLES
from evidence.library import Library
from evidence.model import Study
from evidence.settings import Release, read_release
from evidence.synthesis import panel_of

RELEASE = Release("A base", "1.2.0", "2024-05-06", ("Reed, Ada", "A group"), ("CC-BY-4.0",), "What it is.", ("x",))
ADDRESS = "https://example.org/base/"
TYPES: dict[str, Callable[[str, dict[str, Any]], object]] = {
    "string": lambda _cell, _field: True,
    "integer": lambda cell, _field: re.fullmatch(r"-?\d+", cell),
    "year": lambda cell, _field: re.fullmatch(r"\d{4}", cell),
    "date": lambda cell, _field: date.fromisoformat(cell),
    "boolean": lambda cell, field: cell in field["trueValues"] + field["falseValues"],
}
Rows = list[dict[str, str]]


def rows(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def opened(data: bytes) -> tuple[dict[str, Any], dict[str, Rows], dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(files["datapackage.json"])
    return described, {one["name"]: rows(files[one["path"]].decode()) for one in described["resources"]}, files


def faults(described: dict[str, Any], tables: dict[str, Rows]) -> list[str]:
    """Where a package breaks its own schema: types, limits, keys, and what they point to."""
    found = []
    for resource in described["resources"]:
        name, schema, table = resource["name"], resource["schema"], tables[resource["name"]]
        fields = {field["name"]: field for field in schema["fields"]}
        for place, row in enumerate(table, start=2):
            if list(row) != list(fields):
                found.append(f"{name}:{place}: columns")
            for column, cell in row.items():
                field = fields[column]
                limits = field.get("constraints", {})
                if not cell:
                    found += [f"{name}:{place}: {column} is empty"] if limits.get("required") else []
                elif not TYPES[field["type"]](cell, field):
                    found.append(f"{name}:{place}: {column} {cell!r} is no {field['type']}")
                elif "enum" in limits and cell not in limits["enum"]:
                    found.append(f"{name}:{place}: {column} {cell!r} is not allowed")
        keys = [tuple(row[part] for part in schema["primaryKey"]) for row in table]
        found += [f"{name}: key {key} stands twice" for key in set(keys) if keys.count(key) > 1]
        for link in schema.get("foreignKeys", []):
            target = tables[link["reference"]["resource"]]
            there = {tuple(row[part] for part in link["reference"]["fields"]) for row in target}
            named = {tuple(row[part] for part in link["fields"]) for row in table}
            found += [f"{name}: {key} is nowhere" for key in named - there if all(key)]
    return found


def package(library: Library, studies: Iterable[Study] | None = None, address: str | None = ADDRESS) -> bytes:
    return datapackage.write(library.studies.values() if studies is None else studies, library, address, RELEASE)


def test_one_row_a_finding_with_its_panel_and_family(miniature: Library) -> None:
    found = rows(findings_csv.write(miniature.studies.values(), miniature, ADDRESS))
    findings = [(study, one) for study in miniature.studies.values() for one in study.findings]
    assert [(row["key"], row["finding"]) for row in found] == [(study.key, one.finding) for study, one in findings]
    assert [row["panel"] for row in found] == [panel_of(study, one) for study, one in findings]
    trial = [row for row in found if row["key"] == "oakley2021connector"]
    assert [row["number"] for row in trial] == ["1", "2", "3", "4"]
    assert {row["family_id"] for row in trial} == {"alharbi2022corner"}
    assert [row["panel"] for row in trial] == ["compared"] * 3 + ["part-of-the-people"]
    first = {
        "year": "2021", "design": "rct", "comparison": "usual-care", "outcome": "mental-wellbeing",
        "outcome_label": "Mental wellbeing", "direction": "no-clear-direction", "basis": "quantitative",
        "measure": "wemwbs", "participants_n": "400", "read": "full-text", "double_checked": "yes", "retracted": "no",
        "figures": "mean difference 0.4 (95% CI -0.9 to 1.7)", "certainty": "",
    }  # fmt: skip
    assert {name: trial[0][name] for name in first} == first
    # A result in part of the people inherits no comparison.
    assert trial[3]["comparison"] == ""
    assert {row["retracted"] for row in found if row["key"] == "tamsin2020green"} == {"yes"}


def test_certainty_names_who_judged_it(miniature: Library) -> None:
    judged = [row for row in rows(findings_csv.write(miniature.studies.values(), miniature, None)) if row["certainty"]]
    assert judged
    assert all(row["certainty_judged_by"] in miniature.studies for row in judged)


def test_every_column_is_described_once() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names), table.name
        assert all(column.description and not column.description.endswith(".") for column in table.columns)
        assert set(table.key) <= set(names)


def test_the_package_keeps_its_own_schema(miniature: Library) -> None:
    described, tables, _ = opened(package(miniature))
    assert faults(described, tables) == []
    assert [row["key"] for row in tables["studies"]] == list(miniature.studies)
    assert len(tables["summaries"]) == len(miniature.summaries)


@pytest.mark.library
def test_the_package_of_the_whole_base_keeps_its_own_schema(real_library: Library) -> None:
    described, tables, _ = opened(package(real_library))
    assert faults(described, tables) == []
    assert len(tables["findings"]) == sum(len(study.findings) for study in real_library.studies.values())


def test_the_little_validator_sees_what_is_wrong(miniature: Library) -> None:
    described, tables, _ = opened(package(miniature))
    tables["findings"][0] |= {"direction": "up", "number": "one", "key": "nobody"}
    tables["studies"][0] |= {"title": ""}
    tables["codes"].append(dict(tables["codes"][0]))
    assert len(faults(described, tables)) == 5


def test_a_package_of_a_few_records_is_whole_in_itself(miniature: Library) -> None:
    for study in miniature.studies.values():
        described, tables, _ = opened(package(miniature, [study]))
        assert faults(described, tables) == []
        assert {row["key"] for row in tables["tags"]} <= {study.key}


def test_the_descriptor_says_version_licence_size_and_hash(miniature: Library) -> None:
    described, _, files = opened(package(miniature))
    assert described["version"] == "1.2.0"
    assert described["created"] == "2024-05-06T00:00:00Z"
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["citation"] == f"Reed, Ada; A group (2024). A base (version 1.2.0) [Data set]. {ADDRESS}"
    assert re.fullmatch(r"[a-z0-9._/-]+", described["name"])
    for resource in described["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert set(files) == {one["path"] for one in described["resources"]} | {"datapackage.json", "README.md"}


def test_the_same_records_give_the_same_bytes(miniature: Library, miniature_path: Any) -> None:
    data = package(miniature)
    assert data == package(Library.load(miniature_path))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_unset_is_left_out(miniature: Library) -> None:
    described, _, files = opened(datapackage.write(miniature.studies.values(), miniature, None, Release()))
    assert not {"version", "created", "homepage", "contributors", "keywords"} & set(described)
    assert described["citation"] == "The link worker evidence base [Data set]."
    assert "None" not in files["README.md"].decode()


def test_the_release_is_read_from_the_citation_file(tmp_path: Any) -> None:
    assert read_release(tmp_path) == Release()
    (tmp_path / "CITATION.cff").write_text(
        'cff-version: 1.2.0\ntitle: A base\nversion: 2.0.0\ndate-released: "2025-01-02"\nlicense: CC-BY-4.0\n'
        "authors:\n  - name: A group\n  - {family-names: Berg, given-names: Jan, name-particle: van der}\n"
        "abstract: >-\n  Two\n  lines.\nkeywords: [a, b]\ndoi: 10.5555/x\n",
        encoding="utf-8",
    )
    assert read_release(tmp_path) == Release(
        "A base", "2.0.0", "2025-01-02", ("A group", "van der Berg, Jan"), ("CC-BY-4.0",), "Two lines.", ("a", "b"),
        "10.5555/x",
    )  # fmt: skip
    assert datapackage.how_to_cite(read_release(tmp_path), ADDRESS).endswith("https://doi.org/10.5555/x")


@pytest.mark.library
def test_the_base_says_how_to_cite_it(real_path: Any) -> None:
    release = read_release(real_path)
    assert release.version
    assert release.authors
    assert release.licences[0] == "CC-BY-4.0"
