from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from evidence.errors import EvidenceError
from evidence.identifiers import IdentifierError
from evidence.model import to_plain
from evidence.sources.asked import Asked, identify
from evidence.sources.errors import BadAnswerError, NotAnsweredError, NotKnownError
from evidence.sources.http import Web
from evidence.sources.lookup import Found, Sources, look_up, look_up_all
from tests.sources.conftest import TODAY
from tests.stand_ins.server import StandIn, broken, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article, deposit, known_to_openalex, notice, update


@pytest.fixture(autouse=True)
def _filled(shelf: Shelf) -> None:
    shelf.crossref[DOI] = article()
    shelf.openalex[f"doi:{DOI}"] = known_to_openalex()


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (f"https://dx.doi.org/{DOI.upper()}.", Asked("doi", DOI)),
        ("https://pubmed.ncbi.nlm.nih.gov/99000007/", Asked("pmid", "99000007")),
        ("PMID: 99000007", Asked("pmid", "99000007")),
        ("pmc9900007", Asked("pmcid", "PMC9900007")),
        ("ISBN 0-306-40615-2", Asked("isbn", "9780306406157")),
    ],
)
def test_whatever_is_pasted_is_recognised(pasted: str, asked: Asked) -> None:
    assert identify(pasted) == asked


@pytest.mark.parametrize("pasted", ["", "hello", "0-306-40615-3", "10.5555/", "12345678901234"])
def test_what_is_no_identifier_is_said(pasted: str, sources: Sources) -> None:
    with pytest.raises(IdentifierError, match="No DOI, PMID, PMCID or ISBN"):
        look_up(pasted, sources)


def test_a_doi_brings_all_that_is_known(sources: Sources) -> None:
    found = look_up(f"doi:{DOI}", sources)
    assert found.asked == Asked("doi", DOI)
    assert found.citation.title.startswith("Link workers and the lighthouse")
    assert (found.citation.pmid, found.citation.pmcid) == ("99000007", "PMC9900007")
    assert to_plain(found.citation)["PMID"] == "99000007"
    assert to_plain(found.access) == {
        "status": "gold", "licence": "CC-BY-4.0", "full-text": "https://imaginary.example/7.pdf",
    }  # fmt: skip
    assert to_plain(found.integrity) == {"status": "no-notice", "checked": "2026-11-22"}
    assert (found.source, found.retrieved) == ("crossref", TODAY)
    assert found.abstract is not None
    assert found.remarks == ()


def test_pmid_pmcid_and_isbn_lead_to_the_same_work(sources: Sources, shelf: Shelf) -> None:
    work = known_to_openalex()
    shelf.openalex |= {"pmid:99000007": work, "pmcid:PMC9900007": work}
    shelf.crossref["10.5555/book"] = article("10.5555/book", type="book", ISBN=["9780306406157"])
    assert look_up("PMID 99000007", sources).citation == look_up(DOI, sources).citation
    assert look_up("PMC9900007", sources).citation.doi == DOI
    book = look_up("978-0-306-40615-7", sources)
    assert (book.citation.doi, book.citation.isbn, book.citation.type) == ("10.5555/book", "9780306406157", "book")


def test_what_leads_nowhere_says_so(sources: Sources, shelf: Shelf) -> None:
    shelf.openalex["pmid:5"] = known_to_openalex(None, ids={"pmid": "5"})
    with pytest.raises(NotKnownError, match="knows PMID 5 but no DOI"):
        look_up("PMID 5", sources)
    with pytest.raises(NotKnownError, match="no book with ISBN 9780306406157"):
        look_up("9780306406157", sources)
    for doi in ("10.5555/one", "10.5555/two"):
        shelf.crossref[doi] = article(doi, type="book", ISBN=["9780306406157"])
    with pytest.raises(NotKnownError, match=r"several works.*10\.5555/one or 10\.5555/two"):
        look_up("9780306406157", sources)
    with pytest.raises(NotKnownError, match=r"doi\.org says of 10\.5555/none: DOI does not exist"):
        look_up("10.5555/none", sources)


def test_other_agencies_are_asked_where_they_registered(sources: Sources, shelf: Shelf, stand_in: StandIn) -> None:
    shelf.datacite["10.5555/repo.42"] = deposit()
    shelf.agencies["10.5555/m"] = "mEDRA"
    shelf.negotiated["10.5555/m"] = {"type": "book", "title": "Il faro", "DOI": "10.5555/m"}
    report = look_up("10.5555/repo.42", sources)
    assert (report.source, report.citation.type) == ("datacite", "report")
    assert report.access.licence == "CC-BY-4.0"
    assert report.access.status == "not-checked"
    assert report.integrity.status == "not-checked"
    assert any("OpenAlex does not have DOI 10.5555/repo.42" in remark for remark in report.remarks)
    assert look_up("10.5555/m", sources).source == "medra"
    assert not [request for request in stand_in.requests if request.path.startswith("/crossref")]


def test_openalex_can_say_that_a_report_stands(sources: Sources, shelf: Shelf) -> None:
    shelf.datacite["10.5555/repo.42"] = deposit()
    shelf.openalex["doi:10.5555/repo.42"] = known_to_openalex("10.5555/repo.42")
    assert look_up("10.5555/repo.42", sources).integrity.status == "no-notice"


def test_an_alias_is_reported_and_followed(sources: Sources, shelf: Shelf) -> None:
    shelf.aliases["10.5555/old"] = DOI
    shelf.crossref["10.5555/r"] = notice("10.5555/r", DOI)
    found = look_up("10.5555/old", sources)
    assert found.citation.doi == DOI
    assert any("alias" in remark for remark in found.remarks)
    assert found.integrity.status == "retracted"


@pytest.mark.parametrize("side", ["work", "notice", "openalex"])
def test_a_retraction_is_seen_from_every_side(side: str, sources: Sources, shelf: Shelf) -> None:
    if side == "work":
        shelf.crossref[DOI] = article(updated_by=[update("10.5555/r", "retraction")])
    elif side == "notice":
        shelf.crossref["10.5555/r"] = notice("10.5555/r", DOI)
    else:
        shelf.openalex[f"doi:{DOI}"] = known_to_openalex(is_retracted=True)
    found = look_up(DOI, sources)
    assert found.integrity.status == "retracted"
    assert found.integrity.notice == (None if side == "openalex" else "10.5555/r")
    assert any("Only OpenAlex" in remark for remark in found.remarks) is (side == "openalex")


def test_a_notice_that_openalex_marks_by_mistake_stands(sources: Sources, shelf: Shelf) -> None:
    shelf.crossref["10.5555/r"] = notice("10.5555/r", DOI)
    shelf.openalex["doi:10.5555/r"] = known_to_openalex("10.5555/r", is_retracted=True)
    assert look_up("10.5555/r", sources).integrity.status == "no-notice"


def test_a_notice_of_an_unknown_kind_is_told(sources: Sources, shelf: Shelf) -> None:
    shelf.crossref[DOI] = article(updated_by=[update("10.5555/x", "reinstatement")])
    assert any("not known here (reinstatement)" in remark for remark in look_up(DOI, sources).remarks)


def test_notices_that_cannot_be_asked_for_are_not_a_no(sources: Sources, stand_in: StandIn, shelf: Shelf) -> None:
    stand_in.fail("/crossref/works", *[broken()] * 4)
    found = look_up(DOI, sources)
    assert to_plain(found.integrity) == {}
    assert found.integrity.status == "not-checked"
    assert any("Could not check notices" in remark for remark in found.remarks)
    shelf.crossref[DOI] = article(updated_by=[update("10.5555/r", "retraction")])
    stand_in.fail("/crossref/works", web_page())
    assert look_up(DOI, sources).integrity.status == "retracted"


def test_a_doi_with_a_comma_is_looked_up_without_its_notices(sources: Sources, shelf: Shelf) -> None:
    shelf.crossref["10.5555/a,b"] = article("10.5555/a,b")
    found = look_up("10.5555/a,b", sources)
    assert found.integrity.status == "not-checked"
    assert any("comma" in remark for remark in found.remarks)


def test_access_that_cannot_be_asked_for_is_not_closed(sources: Sources, stand_in: StandIn) -> None:
    stand_in.fail(f"/openalex/works/doi:{DOI}", *[broken(503)] * 4)
    found = look_up(DOI, sources)
    assert to_plain(found.access) == {"licence": "CC-BY-4.0"}
    assert found.access.status == "not-checked"
    assert found.integrity.status == "no-notice"
    assert found.citation.pmid is None
    assert any("Could not check DOI" in remark and "OpenAlex" in remark for remark in found.remarks)


def test_when_doi_org_is_down_crossref_names_the_agency(sources: Sources, stand_in: StandIn, shelf: Shelf) -> None:
    shelf.datacite["10.5555/repo.42"] = deposit()
    for doi in (DOI, "10.5555/repo.42"):
        stand_in.fail(f"/doi/ra/{doi}", web_page())
    assert look_up(DOI, sources).source == "crossref"
    assert look_up("10.5555/repo.42", sources).source == "datacite"


def test_without_its_agency_there_is_no_citation(sources: Sources, stand_in: StandIn) -> None:
    stand_in.fail(f"/crossref/works/{DOI}", *[broken()] * 4)
    with pytest.raises(NotAnsweredError, match="Could not check"):
        look_up(DOI, sources)


def test_many_come_in_order_each_looked_up_once(make_web: Callable[..., Web], shelf: Shelf, stand_in: StandIn) -> None:
    dois = [f"10.5555/lw.{place}" for place in range(45)]
    shelf.crossref |= {doi: article(doi) for doi in dois}
    shelf.openalex |= {f"doi:{doi}": known_to_openalex(doi) for doi in dois}
    shelf.crossref["10.5555/r"] = notice("10.5555/r", dois[30])
    stand_in.fail(f"/crossref/works/{dois[7]}", web_page())
    given = [*dois, "rubbish", f"https://doi.org/{dois[3]}", "10.5555/none", dois[7]]
    with make_web() as web:
        got = list(look_up_all(given, Sources(web, TODAY)))
    assert [text for text, _ in got] == given
    answers = [answer for _, answer in got]
    assert [place for place, answer in enumerate(answers) if isinstance(answer, EvidenceError)] == [7, 45, 47, 48]
    assert isinstance(answers[7], BadAnswerError)
    assert answers[48] is answers[7]
    assert isinstance(answers[45], IdentifierError)
    assert isinstance(answers[47], NotKnownError)
    assert answers[46] is answers[3]
    retracted = [a.asked.value for a in answers if isinstance(a, Found) and a.integrity.status == "retracted"]
    assert retracted == [dois[30]]
    assert {a.integrity.status for a in answers if isinstance(a, Found)} == {"no-notice", "retracted"}
    asked = Counter(request.path for request in stand_in.requests)
    # 46 DOIs in groups of 20: three questions about notices for all of them.
    assert asked.pop("/crossref/works") == 3
    assert set(asked.values()) == {1}


def test_a_group_that_fails_spares_the_others(make_web: Callable[..., Web], shelf: Shelf, stand_in: StandIn) -> None:
    dois = [f"10.5555/lw.{place}" for place in range(25)]
    shelf.crossref |= {doi: article(doi) for doi in dois}
    stand_in.fail("/crossref/works", web_page())
    with make_web() as web:
        states = Counter(
            answer.integrity.status for _, answer in look_up_all(dois, Sources(web, TODAY)) if isinstance(answer, Found)
        )
    assert states in ({"not-checked": 20, "no-notice": 5}, {"not-checked": 5, "no-notice": 20})
