"""Filters and words find the records a person means."""

from __future__ import annotations

import pytest

from evidence.errors import NotFoundError
from evidence.library import Library
from evidence.selection import FilterError, find_terms, search, select


def keys(library: Library, *filters: str) -> set[str]:
    return {study.key for study in select(library, filters=filters)}


def test_without_filters_all_records_in_the_order_of_their_keys(miniature: Library) -> None:
    assert [study.key for study in select(miniature)] == sorted(miniature.studies)


def test_a_filter_is_or_inside_and_and_between(miniature: Library) -> None:
    assert keys(miniature, "design=rct,qualitative") == {"oakley2021connector", "alharbi2022corner"}
    assert keys(miniature, "design=rct,qualitative", "outcome=gp-contacts") == {"oakley2021connector"}


def test_a_broader_term_includes_its_narrower_ones(miniature: Library) -> None:
    assert "oakley2021connector" in keys(miniature, "country=GB")
    assert keys(miniature, "activity=nature-based") == {"tamsin2020green", "alharbi2022corner"}
    assert keys(miniature, "activity=gardening-and-conservation") == {"alharbi2022corner"}


def test_outcomes_come_from_the_findings(miniature: Library) -> None:
    assert keys(miniature, "outcome=loneliness") == {"oakley2021connector", "alharbi2022corner"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("year=2021", {"oakley2021connector", "reed2021counting"}),
        ("year=2018-2019", {"nimbus2018atlas", "harbour2019year"}),
        ("read=none", {"nimbus2018atlas"}),
        ("type=report", {"harbour2019year"}),
        ("collection=wider-literature", {"nimbus2018atlas", "reed2021counting", "tamsin2020green"}),
        ("direction=favours-comparison", {"oakley2021connector"}),
        ("certainty=low", {"marsh2023link"}),
        ("access=free", {"alharbi2022corner", "harbour2019year", "marsh2023link", "oakley2021connector"}),
        ("access=closed", {"tamsin2020green"}),
    ],
)
def test_more_than_facets_can_be_filtered(miniature: Library, text: str, found: set[str]) -> None:
    assert keys(miniature, text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("population=older", "Did you mean 'older-people'?"),
        ("populaton=older-people", "filter by one of: model, connector"),
        ("loneliness", "form facet=term"),
        ("outcome=", "form facet=term"),
        ("year=recent", "needs a year such as 2019"),
        ("read=half", "There is no read 'half'."),
    ],
)
def test_a_wrong_filter_says_what_is_right(miniature: Library, text: str, said: str) -> None:
    with pytest.raises(FilterError) as caught:
        select(miniature, filters=[text])
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["oakley2021connector", "10.5555/LWTEST.2021.101", "PMID: 99000001", "pmc99000001"])
def test_a_record_is_found_by_key_or_identifier(miniature: Library, name: str) -> None:
    assert [study.key for study in select(miniature, [name])] == ["oakley2021connector"]


def test_an_unknown_key_is_an_error_that_says_where_the_keys_are(miniature: Library) -> None:
    with pytest.raises(NotFoundError, match="evidence list"):
        select(miniature, ["nobody2020nothing"])


def test_words_are_found_in_titles_names_and_terms(miniature: Library) -> None:
    assert [hit.study.key for hit in search(miniature, "Øvergård")] == ["tamsin2020green"]
    assert [hit.study.key for hit in search(miniature, "overgard retract counting")] == []
    assert search(miniature, "counting")[0].study.key == "reed2021counting"
    assert search(miniature, "الحربي")[0].study.key == "alharbi2022corner"


def test_every_word_must_be_met(miniature: Library) -> None:
    both = {hit.study.key for hit in search(miniature, "lonely garden")}
    assert both == {"alharbi2022corner"}


def test_a_slip_of_the_pen_is_forgiven(miniature: Library) -> None:
    assert {hit.study.key for hit in search(miniature, "lonelyness")} == {"oakley2021connector", "alharbi2022corner"}


def test_synonyms_find_what_the_vocabulary_calls_otherwise(miniature: Library) -> None:
    facet = miniature.vocabulary.facet("connector")
    synonym = facet.term("link-worker").synonyms[0]
    found = {hit.study.key for hit in search(miniature, synonym)}
    assert {"oakley2021connector", "alharbi2022corner"} <= found
    assert (facet, facet.term("link-worker")) in find_terms(miniature, synonym)


def test_a_word_in_the_title_outweighs_one_in_the_text(miniature: Library) -> None:
    hits = search(miniature, "link")
    assert hits[0].study.key in {"marsh2023link", "harbour2019year", "oakley2021connector"}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("words", ["", "   ", "!!!", "xyzzyplugh"])
def test_nothing_asked_or_nothing_there_is_no_error(miniature: Library, words: str) -> None:
    assert search(miniature, words) == []


@pytest.mark.library
def test_the_words_of_readers_find_link_worker_records(real_library: Library) -> None:
    for words in ("social prescriber", "navigator", "lonelyness", "obrien", "O'Brien"):
        assert search(real_library, words), words
