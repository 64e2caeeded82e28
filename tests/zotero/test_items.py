"""A record becomes an item and an item a record, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.library import Library
from evidence.model import Citation, Name, Study, to_plain
from evidence.zotero.extra import Extra
from evidence.zotero.fields import ITEM_TYPES, Fields
from evidence.zotero.items import item_changes, item_key, new_item
from evidence.zotero.records import changed_record, key_for, new_record
from evidence.zotero.schema import read_schema
from evidence.zotero.views import item_view, record_view
from tests.formats.awkward import TITLES, study_with
from tests.stand_ins.zotero_schema import schema

SCHEMAS = {"new": read_schema(schema()), "old": read_schema(schema(old=True))}

WORDS = (
    st.text(st.sampled_from("abcXYZéß日ك'’&<>%-:;.| 7"), min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
NAME_WORDS = st.text(st.sampled_from("abcdeXYZéß日ك'’-"), min_size=1, max_size=8)
PEOPLE = st.builds(
    lambda family, given, particle, dropping, suffix: {
        name: value
        for name, value in (
            ("family", family), ("given", given), ("non-dropping-particle", particle),
            ("dropping-particle", dropping if given else None), ("suffix", suffix),
        )
        if value
    },
    NAME_WORDS, st.none() | NAME_WORDS, st.none() | st.sampled_from(["van der", "de"]),
    st.none() | st.just("de'"), st.none() | st.sampled_from(["Jr.", "III"]),
)  # fmt: skip
GROUPS = st.builds(lambda name: {"literal": name}, WORDS.filter(lambda text: "|" not in text))
DATES = st.sampled_from(["2019", "2019-02", "2019-02-28"])
TEXTS = (
    "title-short", "container-title", "container-title-short", "collection-title", "event-title", "volume", "issue",
    "page", "number", "edition", "genre", "publisher", "publisher-place", "language", "ISSN",
)  # fmt: skip


@st.composite
def citations(draw: st.DrawFn) -> dict[str, Any]:
    cited: dict[str, Any] = {"type": draw(st.sampled_from(sorted(ITEM_TYPES))), "title": draw(WORDS)}
    cited |= {name: draw(WORDS) for name in TEXTS if draw(st.booleans())}
    optional = {
        "author": st.lists(PEOPLE | GROUPS, min_size=1, max_size=3),
        "editor": st.lists(PEOPLE | GROUPS, min_size=1, max_size=2),
        "issued": DATES,
        "DOI": st.sampled_from(["10.5555/abc.1", "10.5555/x<y>z;2-a"]),
        "PMID": st.just("99000001"),
        "PMCID": st.just("PMC99000001"),
        "ISBN": st.just("9780306406157"),
        "URL": st.just("https://example.org/a?b=c#d"),
        "accessed": st.just("2024-05-06"),
    }
    return cited | {name: draw(values) for name, values in optional.items() if draw(st.booleans())}


def as_item(study: Study, library: Library, age: str) -> dict[str, Any]:
    made = new_item(record_view(study, library.vocabulary), SCHEMAS[age], library.vocabulary)
    shape = SCHEMAS[age][made["itemType"]]
    standing = {"itemType", "creators", "tags", "collections", "relations"}
    assert set(made) <= shape.fields | standing
    assert {creator["creatorType"] for creator in made["creators"]} <= set(shape.creators)
    return {"data": made}


def study_of(library: Library, cited: dict[str, Any]) -> Study:
    return library.studies["oakley2021connector"].model_copy(update={"citation": Citation.model_validate(cited)})


@settings(max_examples=150, deadline=None)
@given(cited=citations(), age=st.sampled_from(["new", "old"]))
def test_an_item_says_what_its_record_says(miniature: Library, cited: dict[str, Any], age: str) -> None:
    study = study_of(miniature, cited)
    item = as_item(study, miniature, age)
    view = item_view(item, miniature.vocabulary)
    assert view.fields == record_view(study, miniature.vocabulary)
    assert view.unreadable == {}
    taken = new_record(study.key, view.fields, miniature.vocabulary, "2024-05-06")
    says = record_view(taken, miniature.vocabulary)
    assert {**says, "outcome": view.fields["outcome"]} == view.fields


@settings(max_examples=150, deadline=None)
@given(one=citations(), other=citations(), age=st.sampled_from(["new", "old"]))
def test_a_change_makes_either_side_say_the_other(
    miniature: Library, one: dict[str, Any], other: dict[str, Any], age: str
) -> None:
    old, new = study_of(miniature, one), study_of(miniature, other)
    before, after = record_view(old, miniature.vocabulary), record_view(new, miniature.vocabulary)
    changes = {name: after.get(name) for name in {*before, *after} if before.get(name) != after.get(name)}
    assert record_view(changed_record(old, changes, miniature.vocabulary), miniature.vocabulary) == after
    data = as_item(old, miniature, age)["data"]
    changed = item_changes(data, changes, SCHEMAS[age], miniature.vocabulary)
    kind = changed.get("itemType", data["itemType"])
    allowed = SCHEMAS[age][kind].fields | {"itemType", "creators", "tags", "collections", "relations"}
    assert set(changed) <= allowed
    now = {name: value for name, value in {**data, **changed}.items() if name in allowed}
    assert item_view({"data": now}, miniature.vocabulary).fields == after
    assert item_changes(now, changes, SCHEMAS[age], miniature.vocabulary) == {}


def tagged(*texts: str) -> dict[str, Any]:
    return {"tags": [{"tag": text} for text in texts]}


BOTH_DESIGNS = ["Protocol", "Randomised trial"]
LOSSES = {
    "particles and suffixes that no rule can tell from the name itself",
    "whether the only number of an article is its page or its number",
}
"""What an item cannot carry, so that a record made of it alone is another than the one it came from."""


@pytest.mark.library
def test_the_real_records_come_back_from_zotero_whole(real_library: Library) -> None:
    for study in real_library.studies.values():
        item = as_item(study, real_library, "new")
        view = item_view(item, real_library.vocabulary)
        back = new_record(study.key, view.fields, real_library.vocabulary, "2024-05-06")
        before = {name: value for name, value in to_plain(study.citation).items() if value not in (None, [])}
        after = to_plain(back.citation)
        if "number" in before and "page" in after:
            after["number"] = after.pop("page")
        assert after == before, study.key
        assert {facet: sorted(study.terms(facet)) for facet in ("model", "population", "design")} == {
            facet: sorted(back.terms(facet)) for facet in ("model", "population", "design")
        }
    assert len(LOSSES) == 2


@pytest.mark.parametrize("title", TITLES)
def test_awkward_titles(miniature: Library, title: str) -> None:
    study = study_with(miniature, title=title)
    assert item_view(as_item(study, miniature, "new"), miniature.vocabulary).fields["title"] == " ".join(title.split())


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"firstName": "J", "lastName": "de Berg"}, {"family": "Berg", "given": "J", "non-dropping-particle": "de"}),
        ({"firstName": "Rowan, Jr.", "lastName": "Pine"}, {"family": "Pine", "given": "Rowan", "suffix": "Jr."}),
        ({"firstName": "Al de'", "lastName": "Rossi"}, {"family": "Rossi", "given": "Al", "dropping-particle": "de'"}),
        ({"firstName": "", "lastName": "Đặng Thị"}, {"family": "Đặng Thị"}),
        ({"firstName": "bell", "lastName": "hooks"}, {"family": "hooks", "given": "bell"}),
        ({"name": "World of  Links, Ltd."}, {"literal": "World of Links, Ltd."}),
    ],
)  # fmt: skip
def test_names_are_taken_apart_as_zotero_does(
    miniature: Library, creator: dict[str, str], name: dict[str, str]
) -> None:
    data = {"itemType": "book", "title": "T", "creators": [{"creatorType": "author", **creator}]}
    view = item_view({"data": data}, miniature.vocabulary)
    assert to_plain(new_record("a2000b", view.fields, miniature.vocabulary, "2024-05-06").citation)["author"] == [name]


def test_a_name_that_a_person_split_stays_split(miniature: Library) -> None:
    people = [Name(family="la Fontaine", given="Jean de"), Name(literal="A group")]
    study = study_with(miniature, author=people)
    view = record_view(study, miniature.vocabulary)
    changed = changed_record(study, {"author": [*view["author"], "New || Ann"]}, miniature.vocabulary)
    assert changed.citation.author == [*people, Name(family="New", given="Ann")]


@pytest.mark.parametrize(
    ("field", "data", "value", "readable"),
    [
        ("issued", {"date": "2021-03-09"}, "2021-03-09", True),
        ("issued", {"date": "Spring 2021", "parsed": "2021"}, "2021", True),
        ("issued", {"date": "in press"}, "in press", False),
        ("issued", {"date": "2021-02-31"}, "2021-02-31", False),
        ("DOI", {"DOI": "https://doi.org/10.5555/ABC"}, "10.5555/abc", True),
        ("DOI", {"extra": "Note: x\ndoi: 10.5555/ABC"}, "10.5555/abc", True),
        ("ISBN", {"ISBN": "978-0-306-40615-7 0306406152"}, "9780306406157", True),
        ("PMID", {"extra": "PMID:  99000001"}, "99000001", True),
        ("accessed", {"accessDate": "2024-05-06T12:30:00Z"}, "2024-05-06", True),
        ("URL", {"url": "www.example.org"}, "www.example.org", False),
        ("title", {"title": "Two\nlines  here"}, "Two lines here", True),
        ("title", {"title": ""}, None, False),
        ("type", {"itemType": "film"}, "film", False),
        ("type", {"itemType": "journalArticle", "extra": "Type: review-book"}, "review-book", True),
        ("type", {"itemType": "book", "extra": "Type: review-book"}, "book", True),
        ("author", {"creators": [{"creatorType": "author", "firstName": "Ann", "lastName": ""}]}, ["|| Ann"], False),
        ("tags.design", tagged("design: Protocol", "design: Randomised trial"), BOTH_DESIGNS, False),
        ("tags.referral-route", tagged("Referral-Route: general practitioner"), ["General practitioner"], True),
    ],
)  # fmt: skip
def test_what_people_write_in_zotero(
    miniature: Library, field: str, data: dict[str, Any], value: Any, *, readable: bool
) -> None:
    whole = {"itemType": "book", "title": "T", **data}
    view = item_view({"data": whole, "meta": {"parsedDate": data.get("parsed", "")}}, miniature.vocabulary)
    assert view.fields.get(field) == value
    assert (field not in view.unreadable) == readable


def test_lines_of_extra_stay_in_their_places() -> None:
    extra = Extra("tex.x: 1\nPMID: 1\nfree text: with colon\n\nDOI: 10.1/a")
    extra.put("PMID", ["2"])
    extra.put("DOI", [])
    extra.put("container-title-short", ["J"])
    assert str(extra) == "tex.x: 1\nPMID: 2\nfree text: with colon\n\nContainer Title Short: J"
    assert extra.get("container-title-short") == ["J"]


def test_item_keys_follow_from_record_keys_and_fit_zotero() -> None:
    keys = {item_key(f"key{number}2020word") for number in range(5000)}
    assert len(keys) == 5000
    assert all(len(key) == 8 and set(key) <= set("23456789ABCDEFGHIJKLMNPQRSTUVWXYZ") for key in keys)
    assert item_key("moffatt2017link") == item_key("moffatt2017link")


def test_a_key_that_is_taken_gets_a_letter() -> None:
    fields: Fields = {"type": "book", "title": "The Links", "author": ["Quill || Ada"], "issued": "2019"}
    assert key_for(fields, {}) == "quill2019links"
    assert key_for(fields, {"quill2019links", "quill2019linksb"}) == "quill2019linksc"


def test_terms_keep_the_order_of_the_file_and_what_the_vocabulary_lacks(miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"]
    tags = study.tags.model_copy(update={"population": ["long-term-conditions", "no-such-term", "adults-general"]})
    study = Study.model_validate({**to_plain(study), "tags": to_plain(tags)})
    labels = [
        miniature.vocabulary.label("population", term)
        for term in ("adults-general", "long-term-conditions", "older-people")
    ]
    changed = changed_record(study, {"tags.population": labels}, miniature.vocabulary)
    assert changed.tags.population == ["long-term-conditions", "no-such-term", "adults-general", "older-people"]


def test_a_value_goes_from_every_field_that_could_hold_it(miniature: Library) -> None:
    data = {
        "itemType": "journalArticle",
        "title": "T",
        "seriesTitle": "A series",
        "extra": "Collection Title: A series",
    }
    changed = item_changes(data, {"collection-title": None}, SCHEMAS["new"], miniature.vocabulary)
    assert changed == {"seriesTitle": "", "extra": ""}
    moved = item_changes(data, {"collection-title": "Another"}, SCHEMAS["new"], miniature.vocabulary)
    assert moved == {"series": "Another", "seriesTitle": "", "extra": ""}
