"""The data that browsing works on: terms with their broader ones, words with their synonyms, ready cards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evidence.library import Library
from evidence.settings import Settings
from evidence.site.browse import browse_data, browse_facets, facet_values
from evidence.site.render import Renderer


@pytest.fixture(scope="module")
def works(miniature: Library) -> dict[str, dict[str, Any]]:
    data = json.loads(browse_data(Renderer(miniature, Settings())).content)
    return {work["key"]: work for work in data["works"]}


def test_every_work_is_there_newest_first(works: dict[str, dict[str, Any]], miniature: Library) -> None:
    assert set(works) == set(miniature.studies)
    years = [work["year"] for work in works.values()]
    assert years == sorted(years, reverse=True)


def test_a_narrower_term_brings_its_broader_ones(miniature: Library) -> None:
    values = facet_values(miniature, miniature.studies["alharbi2022corner"])
    broader = miniature.vocabulary.facet("activity").term("gardening-and-conservation").broader
    assert values["activity"] == ["gardening-and-conservation", broader]
    assert values["direction"] == ["favours-social-prescribing", "descriptive"]
    assert values["read"] == ["abstract"]
    assert values["collection"] == ["reading-list"]


def test_papers_on_one_study_share_a_family_and_a_retracted_work_has_none(works: dict[str, dict[str, Any]]) -> None:
    assert works["oakley2021connector"]["family"] == works["alharbi2022corner"]["family"] != ""
    assert works["tamsin2020green"]["family"] == ""
    assert works["marsh2023link"]["family"] == "marsh2023link"


def test_words_hold_the_synonyms_of_the_terms(works: dict[str, dict[str, Any]], miniature: Library) -> None:
    synonyms = miniature.vocabulary.facet("connector").term("link-worker").synonyms
    assert synonyms
    assert all(synonym in works["oakley2021connector"]["words"]["tags"] for synonym in synonyms)


def test_cards_are_ready_and_escaped(works: dict[str, dict[str, Any]]) -> None:
    card = works["reed2021counting"]["card"]
    assert card.startswith('<article class="entry">')
    assert 'href="../studies/reed2021counting/"' in card
    assert "<script>" not in card
    assert "Retracted" in works["tamsin2020green"]["card"]


def test_numbers_of_a_facet_are_the_works_one_finds_behind_them(
    works: dict[str, dict[str, Any]], miniature: Library
) -> None:
    facets = browse_facets(miniature)
    assert {"outcome", "model", "direction", "read", "collection"} <= {facet.id for facet in facets}
    for facet in facets:
        for _, choices in facet.groups:
            for choice in choices:
                found = [work for work in works.values() if choice.id in work["terms"].get(facet.id, [])]
                assert choice.works == len(found) > 0, (facet.id, choice.id)
