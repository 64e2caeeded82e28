from __future__ import annotations

from typing import Any

import pytest

from evidence.model import Name, to_plain
from evidence.sources import datacite, negotiation, openalex
from evidence.sources.datacite import DataCite
from evidence.sources.errors import BadAnswerError, NotKnownError
from evidence.sources.http import Web
from evidence.sources.negotiation import Doi
from evidence.sources.openalex import OpenAlex
from tests.stand_ins.server import Reply, StandIn
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, deposit, known_to_openalex

ITEM = {
    "type": "article-journal",
    "DOI": "10.5555/m.1",
    "title": "Il <i>faro</i>",
    "author": [{"family": "Penna", "given": "Ada"}, {"literal": "Gruppo Inventato"}],
    "editor": [{"family": "Capo", "given": "Edo"}],
    "container-title": ["Rivista Inventata"],
    "issued": {"date-parts": [["2019", "3"]]},
    "page": "1–9",
    "volume": 4,
    "URL": "https://doi.org/10.5555/m.1",
}


def test_a_report_of_a_repository(web: Web, shelf: Shelf) -> None:
    shelf.datacite["10.5555/repo.42"] = deposit()
    found = datacite.describe(DataCite(web).work("10.5555/repo.42"), asked="10.5555/repo.42")
    assert to_plain(found.citation) == {
        "type": "report",
        "title": "A year of link work: what nobody saw",
        "author": [{"family": "Quill", "given": "Ada"}, {"literal": "Centre for Invented Care"}],
        "editor": [{"family": "Ink", "given": "Eve"}],
        "issued": "2020-06-30",
        "genre": "Evaluation report",
        "publisher": "University of Nowhere",
        "language": "en",
        "DOI": "10.5555/repo.42",
        "URL": "https://repository.nowhere.example/42",
    }
    assert found.access.licence == "CC-BY-4.0"
    assert found.abstract == "Nothing happened."
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("general", "words", "ours"),
    [
        ("Dissertation", "", "thesis"), ("Preprint", "", "article"), ("JournalArticle", "", "article-journal"),
        ("Dataset", "", "dataset"), ("BookChapter", "", "chapter"), ("ConferencePaper", "", "paper-conference"),
        ("Report", "", "report"), ("Text", "Doctoral thesis", "thesis"), ("Text", "Journal article", "article-journal"),
        ("Other", "Working Paper", "article"), ("Text", "", "document"), ("Software", "", "document"),
    ],
)  # fmt: skip
def test_types_of_datacite(general: str, words: str, ours: str) -> None:
    types = {"resourceTypeGeneral": general, "resourceType": words}
    assert datacite.describe(deposit(types=types)).citation.type == ours


@pytest.mark.parametrize(
    ("creator", "name"),
    [
        ({"name": "van der Fen, Bo"}, Name(family="Fen", given="Bo", non_dropping_particle="van der")),
        ({"name": "Fen, Bo", "nameType": "Personal"}, Name(family="Fen", given="Bo")),
        ({"name": "Department of Lamps, North"}, Name(literal="Department of Lamps, North")),
        ({"name": "Lamps, Wicks, and Oil"}, Name(literal="Lamps, Wicks, and Oil")),
        ({"name": "Lamp Keepers"}, Name(literal="Lamp Keepers")),
    ],
)
def test_names_of_datacite(creator: dict[str, str], name: Name) -> None:
    assert datacite.describe(deposit(creators=[creator])).citation.author == [name]


def test_a_journal_article_at_datacite() -> None:
    container = {"title": "Invented Letters", "volume": "3", "issue": "1", "firstPage": "5", "lastPage": "9"}
    found = datacite.describe(
        deposit(
            container=container, publisher={"name": "Press of Nowhere"}, dates=[{"date": "2018", "dateType": "Issued"}]
        )
    ).citation
    assert (found.container_title, found.volume, found.issue, found.page) == ("Invented Letters", "3", "1", "5-9")
    assert (found.publisher, found.issued) == ("Press of Nowhere", "2020")


@pytest.mark.parametrize(
    "answer", [[], {"data": None}, {"data": {"attributes": {}}}, {"data": {"attributes": {"doi": "x"}}}]
)
def test_datacite_in_another_shape(answer: Any, web: Web, stand_in: StandIn) -> None:
    stand_in.fail("/datacite/dois/10.5555/x", Reply(answer))
    with pytest.raises(BadAnswerError, match="another shape"):
        DataCite(web).work("10.5555/x")


def test_the_agency_and_the_item_of_any_doi(web: Web, shelf: Shelf) -> None:
    shelf.agencies["10.5555/m.1"] = "mEDRA"
    shelf.negotiated["10.5555/m.1"] = ITEM
    assert Doi(web).agency("10.5555/m.1") == "mEDRA"
    found = negotiation.describe(Doi(web).item("10.5555/m.1"), asked="10.5555/m.1")
    assert to_plain(found.citation) == {
        "type": "article-journal",
        "title": "Il faro",
        "author": [{"family": "Penna", "given": "Ada"}, {"literal": "Gruppo Inventato"}],
        "container-title": "Rivista Inventata",
        "issued": "2019-03",
        "volume": "4",
        "page": "1-9",
        "DOI": "10.5555/m.1",
    }
    with pytest.raises(NotKnownError, match="DOI does not exist"):
        Doi(web).agency("10.5555/none")


@pytest.mark.parametrize(
    ("issued", "date"),
    [({"raw": "2019-03-01T00:00"}, "2019-03-01"), ({"literal": "spring 2019"}, None), ("2018", "2018"), (None, None)],
)
def test_dates_of_csl(issued: Any, date: str | None) -> None:
    assert negotiation.describe(ITEM | {"issued": issued}).citation.issued == date


def test_an_article_instead_of_its_data(web: Web, stand_in: StandIn) -> None:
    stand_in.fail("/doi/10.5555/m.1", Reply(b"<html>The article", headers={"Content-Type": "text/html"}))
    with pytest.raises(BadAnswerError, match="web page"):
        Doi(web).item("10.5555/m.1")
    stand_in.fail("/doi/10.5555/m.1", Reply({"error": "no"}))
    with pytest.raises(BadAnswerError, match="another shape"):
        Doi(web).item("10.5555/m.1")
    for answer in ({"unexpected": 1}, [{"DOI": "10.5555/m.1", "status": "Unknown"}]):
        stand_in.fail("/doi/ra/10.5555/m.1", Reply(answer))
        with pytest.raises(BadAnswerError, match="another shape"):
            Doi(web).agency("10.5555/m.1")


def test_openalex_says_how_free_a_work_is(web: Web, shelf: Shelf) -> None:
    work = known_to_openalex()
    shelf.openalex = {f"doi:{DOI}": work, "pmid:99000007": work, "pmcid:PMC9900007": work}
    client = OpenAlex(web)
    standing = client.standing("doi", DOI)
    assert to_plain(standing.access) == {
        "status": "gold", "licence": "CC-BY", "full-text": "https://imaginary.example/7.pdf",
    }  # fmt: skip
    assert (standing.doi, standing.pmid, standing.pmcid, standing.retracted) == (DOI, "99000007", "PMC9900007", False)
    assert client.standing("pmid", "99000007") == client.standing("pmcid", "PMC9900007") == standing
    with pytest.raises(NotKnownError):
        client.standing("pmid", "1")


@pytest.mark.parametrize("status", ["diamond", "gold", "hybrid", "bronze", "green", "closed"])
def test_states_of_access(status: str) -> None:
    work = known_to_openalex(open_access={"oa_status": status}, best_oa_location=None)
    assert to_plain(openalex.describe(work).access) == {"status": status}


def test_access_that_is_not_said_is_not_checked() -> None:
    for odd in (None, "purple", {"oa_status": None}):
        assert openalex.describe(known_to_openalex(open_access=odd)).access.status == "not-checked"
    best = {
        "pdf_url": "javascript:alert(1)",
        "landing_page_url": "https://x.example/a b",
        "license": "publisher-specific",
    }
    work = known_to_openalex(
        best_oa_location=best, open_access={"oa_status": "bronze", "oa_url": "https://ok.example/"}
    )
    assert to_plain(openalex.describe(work).access) == {"status": "bronze", "full-text": "https://ok.example/"}


def test_openalex_in_another_shape(web: Web, stand_in: StandIn) -> None:
    stand_in.fail(f"/openalex/works/doi:{DOI}", Reply({"results": []}))
    with pytest.raises(BadAnswerError, match="another shape"):
        OpenAlex(web).standing("doi", DOI)
