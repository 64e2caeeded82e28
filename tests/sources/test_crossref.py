from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from evidence.sources.crossref import Crossref
from evidence.sources.errors import BadAnswerError, NotAnsweredError, NotKnownError
from evidence.sources.http import Web
from tests.stand_ins.server import Reply, StandIn, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article, notice, update


@pytest.fixture
def crossref(web: Web) -> Crossref:
    return Crossref(web)


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
        "10.5555/a#b?c=d&e",
        "10.5555/a b%20c+d,e",
        "10.5555//double",
        "10.5555/../members",
        "10.5555/a/./b",
        "10.5555/schön",
    ],
)
def test_every_doi_arrives_as_it_is(doi: str, crossref: Crossref, shelf: Shelf) -> None:
    shelf.crossref[doi] = article(doi)
    assert crossref.work(doi)["DOI"] == doi


def test_each_is_asked_once_and_comes_in_order_with_its_error(
    crossref: Crossref, shelf: Shelf, stand_in: StandIn
) -> None:
    shelf.crossref |= {doi: article(doi) for doi in ("10.5555/a", "10.5555/b")}
    stand_in.fail("/crossref/works/10.5555/web", web_page())
    stand_in.fail("/crossref/works/10.5555/a", Reply({"message": article("10.5555/a")}, wait=0.1))
    asked = ["10.5555/a", "10.5555/none", "10.5555/b", "10.5555/a", "10.5555/web"]
    got = list(crossref.works(asked))
    assert [doi for doi, _ in got] == ["10.5555/a", "10.5555/none", "10.5555/b", "10.5555/web"]
    assert [type(answer) for _, answer in got] == [dict, NotKnownError, dict, BadAnswerError]
    assert len(stand_in.requests) == 4


@pytest.mark.parametrize(
    "answer", [[], 1, None, {}, {"message": []}, {"message": {}}, {"message": {"DOI": 5}}, {"message": "Not found"}]
)
def test_json_of_another_shape_is_a_bad_answer(answer: object, crossref: Crossref, stand_in: StandIn) -> None:
    stand_in.fail(f"/crossref/works/{DOI}", Reply(answer))
    with pytest.raises(BadAnswerError, match="another shape"):
        crossref.work(DOI)
    stand_in.fail("/crossref/works", Reply(answer))
    with pytest.raises(BadAnswerError, match="another shape"):
        crossref.search("anything")


def test_search_sends_a_bibliographic_query(crossref: Crossref, shelf: Shelf, stand_in: StandIn) -> None:
    shelf.crossref |= {doi: article(doi) for doi in ("10.5555/a", "10.5555/b", "10.5555/c")}
    found = crossref.search("Quill A. Link workers & the lighthouse, 2021", rows=2)
    assert [message["DOI"] for message in found] == ["10.5555/a", "10.5555/b"]
    assert "reference" not in found[0]
    query = stand_in.requests[0].query
    assert query["query.bibliographic"] == "Quill A. Link workers & the lighthouse, 2021"
    assert query["rows"] == "2"
    assert {"DOI", "title", "author", "updated-by", "score"} <= set(query["select"].split(","))


def test_notices_are_read_from_the_other_side(crossref: Crossref, shelf: Shelf, stand_in: StandIn) -> None:
    shelf.crossref[DOI] = article()
    shelf.crossref["10.5555/r"] = notice("10.5555/r", DOI)
    shelf.crossref["10.5555/elsewhere"] = notice("10.5555/elsewhere", "10.5555/other")
    (found,) = crossref.updates_of(DOI)
    assert (found.doi, found.kind, found.date) == ("10.5555/r", "retraction", "2022-05-06")
    assert stand_in.requests[0].query["filter"] == f"updates:{DOI}"
    both = crossref.updates_of_each([DOI, "10.5555/other", "10.5555/none"])
    assert {doi: [one.doi for one in notices] for doi, notices in both.items()} == {
        DOI: ["10.5555/r"],
        "10.5555/other": ["10.5555/elsewhere"],
        "10.5555/none": [],
    }
    assert len(stand_in.requests) == 2


def test_notices_about_a_doi_with_a_comma_cannot_be_checked(crossref: Crossref, stand_in: StandIn) -> None:
    with pytest.raises(NotAnsweredError, match="comma"):
        crossref.updates_of("10.5555/a,b")
    assert not stand_in.requests


def test_books_leave_out_their_chapters(crossref: Crossref, shelf: Shelf) -> None:
    isbn = ["9780000000002"]
    shelf.crossref["10.5555/book"] = article("10.5555/book", type="monograph", ISBN=isbn)
    shelf.crossref["10.5555/book.1"] = article("10.5555/book.1", type="book-chapter", ISBN=isbn)
    assert [book["DOI"] for book in crossref.books(isbn[0])] == ["10.5555/book"]


def test_new_works_come_page_by_page(crossref: Crossref, shelf: Shelf, stand_in: StandIn) -> None:
    dois = [f"10.5555/n.{place}" for place in range(7)]
    shelf.crossref |= {doi: article(doi) for doi in dois}
    shelf.crossref["10.5555/old"] = article("10.5555/old", created={"date-time": "2020-01-01T00:00:00Z"})
    assert [one["DOI"] for one in crossref.new_works("link workers", date(2021, 1, 1), rows=3)] == dois
    assert [request.query["cursor"] for request in stand_in.requests] == ["*", "mark+/=/3", "mark+/=/6", "mark+/=/9"][
        : len(stand_in.requests)
    ]
    assert stand_in.requests[0].query["filter"] == "from-created-date:2021-01-01"
    stand_in.requests.clear()
    assert [one["DOI"] for one in crossref.new_works("link", date(2021, 1, 1), rows=3, at_most=4)] == dois[:4]
    assert [request.query["rows"] for request in stand_in.requests] == ["3", "1"]


def test_pages_of_a_search_for_new_works_are_not_kept(
    make_web: Callable[..., Web], shelf: Shelf, stand_in: StandIn, tmp_path: Path
) -> None:
    shelf.crossref[DOI] = article()
    for _ in range(2):
        web = make_web(tmp_path)
        assert next(Crossref(web).new_works("link", date(2021, 1, 1)))["DOI"] == DOI
        assert Crossref(web).search("link")[0]["DOI"] == DOI
    assert ["cursor" in request.query for request in stand_in.requests] == [True, False, True]


def test_the_agency_of_a_doi_that_is_not_crossrefs(crossref: Crossref, shelf: Shelf) -> None:
    shelf.agencies["10.5555/m"] = "mEDRA"
    assert crossref.agency("10.5555/m") == "medra"
    with pytest.raises(NotKnownError):
        crossref.agency("10.5555/none")


def test_a_mark_in_place_is_found_by_the_query_too(crossref: Crossref, shelf: Shelf) -> None:
    shelf.crossref[DOI] = article(update_to=[update(DOI, "removal")])
    assert [(one.doi, one.meaning) for one in crossref.updates_of(DOI)] == [(DOI, "retracted")]
