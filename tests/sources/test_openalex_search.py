"""Looking for new works at OpenAlex."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.sources.errors import BadAnswerError, NotAnsweredError
from evidence.sources.http import Web
from evidence.sources.openalex_search import describe, new_works
from tests.stand_ins.server import Reply, StandIn, broken
from tests.stand_ins.services import Shelf

SINCE = date(2024, 1, 1)


def work(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.5555/NEW.{number}",
        "title": f"Social prescribing in the invented town {number}",
        "type": "article",
        "publication_date": "2025-03-09",
        "language": "en",
        "authorships": [{"author": {"display_name": "Wren T. Oakley"}}, {"author": {"display_name": "Harbour"}}],
        "primary_location": {"source": {"display_name": "Journal of Invented Studies"}},
        "biblio": {"volume": "3", "issue": "1", "first_page": "5", "last_page": "9"},
        "abstract_inverted_index": {"People": [0], "felt": [1, 3], "and": [2]},
    } | changes


def test_a_work_is_read_as_far_as_screening_needs() -> None:
    found = describe(work(1))
    cited = found.citation
    assert (cited.type, cited.doi, cited.issued, cited.page) == (
        "article-journal",
        "10.5555/new.1",
        "2025-03-09",
        "5-9",
    )
    assert [name.inverted for name in cited.author] == ["Oakley, Wren T.", "Harbour"]
    assert cited.container_title == "Journal of Invented Studies"
    assert found.abstract == "People felt and felt"


def test_pages_are_asked_for_until_there_are_no_more(
    make_web: Callable[..., Web], shelf: Shelf, stand_in: StandIn
) -> None:
    shelf.openalex = {f"W{number}": work(number) for number in range(230)}
    shelf.openalex["old"] = work(900, publication_date="2019-01-01")
    found = list(new_works(make_web(), "social prescribing", SINCE))
    assert len(found) == 230
    asked = [request.query for request in stand_in.requests]
    assert [query["page"] for query in asked] == ["1", "2", "3"]
    assert all("cursor" not in query for query in asked)
    assert asked[0]["search"] == '"social prescribing"'


@pytest.mark.parametrize(("at_most", "pages"), [(5, 1), (100, 1), (150, 2)])
def test_no_more_than_asked_for(
    make_web: Callable[..., Web], shelf: Shelf, stand_in: StandIn, at_most: int, pages: int
) -> None:
    shelf.openalex = {f"W{number}": work(number) for number in range(230)}
    assert len(list(new_works(make_web(), "social prescribing", SINCE, at_most))) == at_most
    assert len(stand_in.requests) == pages


def test_an_answer_of_another_shape_is_no_empty_one(make_web: Callable[..., Web], stand_in: StandIn) -> None:
    stand_in.fail("/openalex/works", Reply({"results": None}))
    with pytest.raises(BadAnswerError, match="another shape"):
        list(new_works(make_web(), "social prescribing", SINCE))


def test_could_not_check_is_said(make_web: Callable[..., Web], stand_in: StandIn) -> None:
    stand_in.fail("/openalex/works", *[broken(503)] * 9)
    with pytest.raises(NotAnsweredError):
        list(new_works(make_web(), "social prescribing", SINCE))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(work(1))), VALUES))
def test_whatever_comes_is_read_without_a_fault(odd: dict[str, Any]) -> None:
    assert describe(odd).citation.title
