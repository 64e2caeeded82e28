"""A record held against what the services say: another work, a notice, an alias, and what could not be checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evidence import checks
from evidence.errors import Problem
from evidence.library import Library
from tests.online.conftest import DOI, OAKLEY, TITLE
from tests.stand_ins.server import Reply, StandIn, broken, redirect, too_many, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import article, deposit, known_to_openalex, notice, update

Look = Callable[..., list[Problem]]


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.level, problem.field) for problem in problems]


def change(base: Path, old: str, new: str, key: str = OAKLEY) -> None:
    path = base / f"references/{key}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_record_that_agrees_is_fine(look: Look) -> None:
    assert look() == []


def test_a_doi_that_nobody_registered(look: Look, shelf: Shelf) -> None:
    del shelf.crossref[DOI]
    [problem] = look()
    assert (problem.code, problem.level, problem.place) == (
        "doi-unknown", "error", "references/oakley2021connector.yaml:19",
    )  # fmt: skip
    assert DOI in problem.message
    assert problem.remedy


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Soil moisture in the uplands of nowhere: ten years of counting", "Oakley"),
        ("Correction to: a connector for 100% of practices: the Harbour & Hill randomised trial of link workers", ""),
        (
            "A connector for 100% of practices: protocol of the Harbour & Hill randomised trial of link workers",
            "Oakley",
        ),
        ("A connector for 50% of practices: the Harbour & Hill randomised trial of link workers", "Oakley"),
        ("A connection for some practices: the Rivers and Vale trial of other workers", "Bergamot"),
    ],
)
def test_a_doi_of_another_work_is_an_error(look: Look, shelf: Shelf, title: str, author: str) -> None:
    names = [{"family": author, "given": "W. T."}] if author else None
    shelf.crossref[DOI] = article(DOI, title=[title], author=names)
    [problem] = look()
    assert told([problem]) == [("doi-of-another-work", "error", "citation.DOI")]
    assert title in problem.message
    assert author in problem.message


@pytest.mark.parametrize(
    ("title", "author", "codes"),
    [
        (TITLE, "Oakley", []),
        (f"RETRACTED: {TITLE}", "Oakley", ["notice-not-in-record"]),
        ("A “Connector” for 100% of <i>Practices</i>", "Oakley", []),
        (TITLE, "Bergamot", ["doi-of-another-work"]),
        ("Link working in towns: connectors for practices of Harbour, a randomised trial", "Oakley",
         ["doi-of-another-work"]),
    ],
)  # fmt: skip
def test_another_way_of_writing_is_no_other_work(
    look: Look, shelf: Shelf, title: str, author: str, codes: list[str]
) -> None:
    shelf.crossref[DOI] = article(DOI, title=[title], author=[{"family": author, "given": "Wren"}])
    problems = look()
    assert [problem.code for problem in problems] == codes
    assert {problem.level for problem in problems if problem.code == "doi-of-another-work"} <= {"warning"}


@pytest.mark.parametrize(
    ("kind", "level"), [("retraction", "error"), ("expression-of-concern", "error"), ("erratum", "warning")]
)
def test_a_notice_that_the_record_does_not_name(look: Look, shelf: Shelf, kind: str, level: str) -> None:
    shelf.crossref[DOI]["updated-by"] = [update("10.5555/notice", kind)]
    [problem] = look()
    assert told([problem]) == [("notice-not-in-record", level, "integrity.status")]
    assert "10.5555/notice" in problem.message
    assert "the record says no-notice" in problem.message


def test_a_notice_that_only_names_the_work_is_found(look: Look, shelf: Shelf) -> None:
    shelf.crossref["10.5555/notice"] = notice("10.5555/notice", DOI)
    assert told(look()) == [("notice-not-in-record", "error", "integrity.status")]


def test_a_notice_of_an_unknown_kind_is_told(look: Look, shelf: Shelf) -> None:
    shelf.crossref[DOI]["updated-by"] = [update("10.5555/notice", "bewilderment")]
    assert told(look()) == [("notice-not-in-record", "warning", "integrity.status")]


@pytest.mark.parametrize("kind", ["retraction", "erratum", ""])
def test_a_notice_that_the_record_names_is_fine(look: Look, base: Path, shelf: Shelf, kind: str) -> None:
    change(base, "status: no-notice", "status: retracted")
    if kind:
        shelf.crossref[DOI]["updated-by"] = [update("10.5555/notice", kind)]
    assert look() == []


def test_an_alias_and_other_identifiers(look: Look, shelf: Shelf) -> None:
    registered = "10.5555/lwtest.new"
    shelf.crossref[registered] = shelf.crossref.pop(DOI) | {"DOI": registered}
    shelf.aliases[DOI] = registered
    ids = {"pmid": "https://pubmed.ncbi.nlm.nih.gov/99000009", "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/99"}
    shelf.openalex[f"doi:{registered}"] = known_to_openalex(registered, ids=ids)
    assert told(look()) == [
        ("doi-alias", "warning", "citation.DOI"),
        ("identifier-differs", "warning", "citation.PMID"),
        ("identifier-differs", "warning", "citation.PMCID"),
    ]


def test_a_doi_of_another_agency(look: Look, shelf: Shelf) -> None:
    del shelf.crossref[DOI]
    shelf.datacite[DOI] = deposit(DOI)
    assert told(look()) == [("doi-of-another-work", "error", "citation.DOI")]
    shelf.datacite[DOI] = deposit(DOI, titles=[{"title": TITLE}], creators=[{"name": "Oakley, Wren"}])
    assert look() == []


def test_a_record_without_doi_is_looked_up_by_its_pmid(look: Look, base: Path, shelf: Shelf) -> None:
    change(base, f"  DOI: {DOI}\n", "")
    assert told(look()) == [("not-checked", "notice", "citation.PMID")]
    shelf.openalex["pmid:99000001"] = known_to_openalex(DOI)
    assert look() == []
    shelf.crossref[DOI]["title"] = ["Soil moisture in the uplands"]
    assert told(look()) == [("doi-of-another-work", "error", "citation.PMID")]


def test_a_record_without_identifiers_is_not_looked_up(look: Look, server: StandIn) -> None:
    assert look("nimbus2018atlas") == []
    assert server.requests == []


FAULTS = {
    "too many": too_many("7200"),
    "server fault": broken(500),
    "slow": Reply({}, wait=30),
    "cut": Reply({"message": {}}, cut_after=4),
    "hung up": Reply(hangs_up=True),
    "a web page": web_page(),
    "empty": Reply(b""),
    "broken JSON": Reply(b'{"message": '),
    "refused": broken(403),
    "circle": redirect("/crossref/works/10.5555/lwtest.2021.101"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_service_that_fails_is_could_not_check_and_never_no(look: Look, server: StandIn, fault: Reply) -> None:
    server.fail(f"/crossref/works/{DOI}", *[fault] * 12)
    [problem] = look()
    assert told([problem]) == [("not-checked", "notice", "citation.DOI")]
    assert "Crossref" in problem.message


def test_one_that_fails_keeps_nobody_from_being_checked(look: Look, server: StandIn) -> None:
    server.fail(f"/crossref/works/{DOI}", web_page())
    found = {Path(problem.path).stem: problem.code for problem in look(OAKLEY, "marsh2023link")}
    assert found == {OAKLEY: "not-checked", "marsh2023link": "doi-unknown"}


def test_notices_that_could_not_be_asked_for_are_told_with_the_reason(look: Look, server: StandIn) -> None:
    server.fail("/crossref/works", *[broken(503)] * 4)
    [problem] = look()
    assert told([problem]) == [("not-checked", "notice", "integrity.status")]
    assert "status 503" in problem.message


def test_what_a_record_ignores_is_left_out_and_counts_as_used(look: Look, base: Path, shelf: Shelf) -> None:
    shelf.crossref[DOI]["title"] = ["Ein ganz anderer Titel in einer anderen Sprache"]
    change(base, "provenance:\n", "ignore: {doi-of-another-work: The journal gives the German title.}\nprovenance:\n")
    assert look() == []
    assert "unused-ignore" not in {problem.code for problem in checks.run(Library.load(base))}


def test_no_code_is_used_twice_and_every_one_is_described() -> None:
    assert not set(checks.ONLINE) & set(checks.CHECKS)
    for made in checks.ONLINE.values():
        assert made.description.endswith(".")
        assert made.remedy.endswith(".")
