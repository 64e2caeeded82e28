"""Browsing: facets whose numbers are what one finds behind them, and the data the script works on."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evidence.library import Library
from evidence.selection import select
from evidence.site import addresses
from evidence.site.browse import browse_data, browse_facets, facet_values, people
from evidence.site.page import Page
from tests.site.building import build, page

BOTH = ["miniature", pytest.param("real_library", marks=pytest.mark.library)]


@pytest.fixture(scope="module")
def works(miniature: Library) -> dict[str, dict[str, Any]]:
    return works_of(miniature)


def works_of(library: Library) -> dict[str, dict[str, Any]]:
    data = json.loads(browse_data(library).content)
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


def test_the_cards_stand_on_the_page_and_nowhere_else(works: dict[str, dict[str, Any]], miniature: Library) -> None:
    """The script takes them from there, so each work is sent once."""
    body = page(build(miniature), "evidence/").body
    assert body.count('<article class="entry">') == len(works)
    for key, work in works.items():
        assert f'data-keep="{key}"' in body
        assert miniature.studies[key].citation.title not in json.dumps(work, ensure_ascii=False)
    assert "<script>" not in body


def test_only_people_are_counted_as_people(works: dict[str, dict[str, Any]], miniature: Library) -> None:
    assert people(miniature.studies["oakley2021connector"]) == 400
    assert people(miniature.studies["marsh2023link"]) is None, "two studies are no people"
    assert people(miniature.studies["harbour2019year"]) is None, "referrals are no people"
    assert works["marsh2023link"]["size"] == "2 studies"
    assert works["harbour2019year"]["size"] == "1,250 referrals"
    assert works["reed2021counting"]["size"] == ""


@pytest.mark.parametrize("which", BOTH)
def test_numbers_of_a_facet_are_the_works_one_finds_behind_them(which: str, request: pytest.FixtureRequest) -> None:
    """Three ways to the same number: the facet, the choice made by the script, and `evidence list --filter`."""
    library: Library = request.getfixturevalue(which)
    works = works_of(library)
    facets = {facet.id: facet for facet in browse_facets(library)}
    assert set(facets) >= {
        "outcome", "model", "population", "activity", "connector", "design", "country",
        "direction", "access", "read", "collection",
    }  # fmt: skip
    for facet in facets.values():
        for _, choices in facet.groups:
            for choice in choices:
                chosen = {key for key, work in works.items() if choice.id in work["terms"].get(facet.id, [])}
                listed = {study.key for study in select(library, filters=[f"{facet.id}={choice.id}"])}
                assert chosen == listed, (facet.id, choice.id)
                assert choice.works == len(listed) > 0, (facet.id, choice.id)
    for year in {work["year"] for work in works.values() if work["year"]}:
        chosen = {key for key, work in works.items() if work["year"] == year}
        assert chosen == {study.key for study in select(library, filters=[f"year={year}"])}


@pytest.mark.parametrize("which", BOTH)
def test_the_link_of_a_choice_leads_to_as_many_works_as_it_promises(which: str, request: pytest.FixtureRequest) -> None:
    """What holds without script."""
    library: Library = request.getfixturevalue(which)
    made = build(library)
    followed = 0
    for facet in browse_facets(library):
        assert facet.address.startswith(addresses.METHODS) or isinstance(made[facet.address], Page)
        for _, choices in facet.groups:
            for choice in choices:
                if choice.address:
                    cards = page(made, choice.address).body.count('<article class="entry">')
                    assert cards == choice.works, (facet.id, choice.id)
                    followed += 1
    assert followed


def test_free_to_read_gathers_every_way_of_being_free(miniature: Library) -> None:
    [facet] = [one for one in browse_facets(miniature) if one.id == "access"]
    [(_, choices)] = facet.groups
    assert choices[0].id == "free"
    assert choices[0].works == sum(choice.works for choice in choices if choice.depth == 1)
    closed = {choice.id for choice in choices if choice.depth == 0} - {"free"}
    assert closed <= {"closed", "not-checked"}
