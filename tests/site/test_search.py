"""What the search of every page knows: everything by its name, small, and with addresses that are there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evidence.library import Library
from evidence.site.page import Asset, Page
from evidence.site.search import GUIDES, Entry, search_data
from tests.site.building import build

Made = dict[str, Page | Asset]


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


@pytest.fixture(scope="module")
def entries(made: Made) -> dict[str, dict[str, Any]]:
    file = made["data/search.json"]
    assert isinstance(file, Asset)
    found = json.loads(file.data)["entries"]
    assert len({entry["address"] for entry in found}) == len(found), "the browser's index knows each address once"
    return {entry["address"]: entry for entry in found}


def test_everything_a_reader_may_look_for_is_there(
    entries: dict[str, dict[str, Any]], made: Made, miniature: Library
) -> None:
    kinds = {path: one.kind for path, one in made.items() if isinstance(one, Page)}
    pages = set(kinds)
    left_out = {kinds[path] for path in pages - set(entries)}
    assert left_out <= {"home", "easy-read"}, (
        "every page but home can be found; the easy words lie behind their question"
    )
    guides = {guide.address for guide in GUIDES}
    measures = {f"measures/#{one}" for one in miniature.vocabulary.measures}
    assert set(entries) - pages == guides | measures


def test_a_study_has_year_and_first_author_and_leads_to_its_terms(entries: dict[str, dict[str, Any]]) -> None:
    study = entries["studies/oakley2021connector/"]
    assert study["kind"] == "study"
    assert study["note"].endswith("2021")
    assert "Oakley" in study["words"]
    assert "connectors/link-worker/" in study["terms"]
    assert all(entries[term]["kind"] == "term" for one in entries.values() for term in one.get("terms", []))


def test_a_broader_term_stands_with_the_narrower_one(entries: dict[str, dict[str, Any]], miniature: Library) -> None:
    broader = miniature.vocabulary.facet("activity").term("gardening-and-conservation").broader
    terms = entries["studies/alharbi2022corner/"]["terms"]
    assert {"activities/gardening-and-conservation/", f"activities/{broader}/"} <= set(terms)


def test_a_term_is_known_by_its_synonyms(entries: dict[str, dict[str, Any]], miniature: Library) -> None:
    term = miniature.vocabulary.facet("connector").term("link-worker")
    assert entries["connectors/link-worker/"]["synonyms"] == term.synonyms
    assert "social prescriber" in term.synonyms


def test_synonyms_stand_once_and_not_again_with_each_study(made: Made, entries: dict[str, dict[str, Any]]) -> None:
    file = made["data/search.json"]
    assert isinstance(file, Asset)
    assert sum("connectors/link-worker/" in one.get("terms", []) for one in entries.values()) > 1
    assert file.data.decode().count("community links practitioner") == 1


def test_any_iterable_of_entries_makes_the_file() -> None:
    file = search_data(Entry("question", "Does it help?", f"questions/{name}/", "plain words") for name in "ab")
    assert json.loads(file.data)["entries"] == [
        {"kind": "question", "title": "Does it help?", "address": f"questions/{name}/", "words": "plain words"}
        for name in "ab"
    ]
