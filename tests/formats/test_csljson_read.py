"""CSL-JSON as people have it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evidence.formats import csljson
from evidence.formats.reading import Entry
from evidence.model import Citation, Name


def one(**item: Any) -> Entry:
    result = csljson.read(json.dumps([{"id": "a", "type": "article-journal", "title": "A title", **item}]))
    assert not result.failures
    return result.entries[0]


def cited(**item: Any) -> Citation:
    citation = one(**item).citation
    assert citation is not None
    return citation


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ({"date-parts": [[2019, 7, 16]]}, "2019-07-16"),
        ({"date-parts": [["2019", "7"]]}, "2019-07"),
        ({"date-parts": [["2019", 7, ""]]}, "2019-07"),
        ({"date-parts": [[2019], [2020]]}, "2019"),
        ({"literal": "16 July 2019"}, "2019-07-16"),
        ({"literal": "Summer 2019"}, "2019"),
        ({"raw": "2019-07"}, "2019-07"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ({"date-parts": None, "season": "1"}, None),
        ("2019-07", "2019-07"),
        (2019, "2019"),
        ({"date-parts": [[2019, 13, 1]]}, "2019"),
    ],
)
def test_dates(issued: Any, expected: str | None) -> None:
    assert cited(issued=issued).issued == expected


def test_zoteros_habits() -> None:
    entry = one(
        **{
            "id": "http://zotero.org/users/1/items/ABCD", "citation-key": "reed2021counting", "event": "The Meeting",
            "note": "PMID: 28713072\nPMCID: PMC5724223\ntex.ids: x", "volume": 12, "issue": "3", "page": "101–110",
            "journalAbbreviation": "J Invent Stud", "source": "PubMed", "abstract": "Dropped",
            "ISSN": "2049-3630, 2049-3622",
            "URL": "https://example.org/a", "accessed": {"date-parts": [["2020", 1, 2]]}, "shortTitle": "Title",
        }
    )  # fmt: skip
    assert entry.citation == Citation.model_validate(
        {
            "type": "article-journal", "title": "A title", "title-short": "Title", "event-title": "The Meeting",
            "container-title-short": "J Invent Stud", "volume": "12", "issue": "3", "page": "101-110",
            "PMID": "28713072", "PMCID": "PMC5724223", "ISSN": "2049-3630", "URL": "https://example.org/a",
            "accessed": "2020-01-02",
        }
    )  # fmt: skip
    assert (entry.notes, entry.remarks) == (("tex.ids: x",), ())
    assert "Dropped" not in repr((entry.citation, entry.notes))


def test_names() -> None:
    assert cited(
        author=[
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "parse-names": True},
            {"literal": "World Health Organization"},
            {"family": "van Family", "suffix": "Jr."},
            {"given": "Plato"},
            "Written as text",
            {},
        ]
    ).author == [
        Name(family="Berg", given="Jan", non_dropping_particle="van der"),
        Name(literal="World Health Organization"),
        Name(family="van Family", suffix="Jr."),
        Name(literal="Plato"),
        Name(literal="Written as text"),
    ]


def test_rich_text_and_lists_in_the_place_of_text() -> None:
    entry = one(title="H<sub>2</sub>O in <i>vivo</i> & a < b", **{"container-title": ["One", "Two"]})
    assert entry.citation is not None
    assert (entry.citation.title, entry.citation.container_title) == ("H2O in vivo & a < b", "One")
    assert entry.remarks == ("container-title holds 2 values, of which the first was taken.",)


def test_nonsense_in_a_field_is_told() -> None:
    entry = one(volume={"a": 1}, author=["", 3], DOI="none", type="novel", issn=1, translator=[{"family": "x"}])
    assert len(entry.remarks) == 5
    assert "A record has no place for: issn, translator." in entry.remarks


def test_an_object_with_items_and_one_item_alone() -> None:
    item = '{"id": 7, "type": "book", "title": "T"}'
    for text in (f'{{"items": [{item}]}}', item, f"[{item}]", f"\n [ {item} ]\n"):
        result = csljson.read(text)
        assert [entry.label for entry in result.entries] == ["7"]
        assert result.failures == ()


def test_an_item_knows_its_line() -> None:
    text = '[\n{"id": 1, "title": "A"},\n\n{"id": 2,\n "title": "B"}\n]'
    assert [entry.line for entry in csljson.read(text).entries] == [2, 4]


def test_a_list_that_breaks_off_keeps_what_stood_before() -> None:
    result = csljson.read('[{"id": 1, "title": "A"},\n{"id": 2, "title": "B"},\n{"id": 3, "tit')
    assert [entry.label for entry in result.entries] == ["1", "2"]
    assert [(failure.line, failure.raw) for failure in result.failures] == [(3, '{"id": 3, "tit')]
    whole = csljson.read('[{"id": 1, "title": "A"},')
    assert (len(whole.entries), len(whole.failures)) == (1, 1)


def test_items_that_are_none() -> None:
    result = csljson.read('[1, {"id": "x"}, {"id": "y", "DOI": "10.5555/y"}]')
    assert [failure.raw for failure in result.failures] == ["1", '{"id": "x"}']
    assert result.entries[0].identifiers == {"DOI": "10.5555/y"}


def test_a_name_given_twice_is_told() -> None:
    entry = csljson.read('[{"id": 1, "type": "book", "title": "A", "title": "B"}]').entries[0]
    assert entry.citation is not None
    assert entry.citation.title == "A"
    assert entry.remarks == ("title is given twice; the first was taken.",)


@pytest.mark.parametrize(
    "text", ["[" * 50_000, '[{"title": ' * 2000, f'[{{"title": "T", "volume": {"9" * 5000}}}]', "[]", "null"]
)
def test_json_that_is_a_trap(text: str) -> None:
    result = csljson.read(text)
    assert result.entries == ()
    assert len(result.failures) == 1


def test_text_behind_the_list_is_told() -> None:
    assert len(csljson.read('[{"id": 1, "title": "A"}] and more').failures) == 1
