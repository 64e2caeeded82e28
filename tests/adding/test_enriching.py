"""What a look-up says about a record that stands: differences, who decided, and files that keep everything else."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evidence import yaml_text
from evidence.adding.comparing import Change, differences, same, shown
from evidence.adding.enriching import Enrichment, acceptable, apply, enrich_all, field_named
from evidence.adding.sourcing import source_of, with_sources
from evidence.library import Library
from evidence.model import Access, Citation, Integrity, Study
from evidence.sources.asked import Asked
from evidence.sources.lookup import Found, Sources
from tests.adding.conftest import TODAY
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article

KEY = "fen2021link"
RECORD = f"""\
# yaml-language-server: $schema=../schema/record.json
# My own thoughts on this one.
key: {KEY}
collections: [wider-literature]
citation:
  # the title as printed
  title:   'Link Workers and the Lighthouse: an Invented Evaluation'
  type: article-journal
  author:
    - {{family: Quill, given: Ada M.}}   # she wrote to us
    - {{family: Fen, given: B., non-dropping-particle: van der}}

  container-title: "Journal of Invented care"
  issued: "2021"
  volume: "9"   # as the PDF has it
  DOI: {DOI}
  issue: "2"
access: {{status: not-checked, full-text: null}}
integrity: {{status: not-checked}}   # look again
tags:
  connector:
    - link-worker  # sure
provenance:
  citation: {{source: reading list, retrieved: "2024-05-06", unverified: [issue, title, issued]}}
  extraction: {{read: none, extracted: "2024-05-06"}}
no-summary: >-
  Nobody has
  read it.
# the end
"""


@pytest.fixture
def library(library_copy: Path) -> Library:
    (library_copy / f"references/{KEY}.yaml").write_text(RECORD, encoding="utf-8")
    return Library.load(library_copy)


def enrichment(library: Library, sources: Sources) -> Enrichment:
    return next(iter(enrich_all([library.studies[KEY]], sources)))


def found(citation: Citation, **changes: Any) -> Found:
    base = Found(Asked("doi", DOI), citation, Access(), Integrity(), "crossref", TODAY)
    return replace(base, **changes)


def by_field(changes: tuple[Change, ...]) -> dict[str, Change]:
    return {change.field: change for change in changes}


def test_gaps_changes_and_what_was_confirmed(library: Library, sources: Sources) -> None:
    told = enrichment(library, sources).differences
    changes = by_field(told.changes)
    assert set(told.confirmed) == {"title", "issue"}
    assert set(changes) == {
        "citation.author", "citation.container-title-short", "citation.issued", "citation.volume", "citation.page",
        "citation.publisher", "citation.language", "citation.PMID", "citation.PMCID", "citation.ISSN",
        "access.status", "access.licence", "access.full-text", "integrity",
    }  # fmt: skip
    assert (changes["citation.volume"].old, changes["citation.volume"].new) == ("9", "7")
    assert changes["citation.volume"].decided
    assert changes["citation.volume"].old_source == "reading list"
    assert changes["citation.volume"].new_source == "crossref, 2026-11-22"
    assert changes["citation.PMID"].new_source == "openalex, 2026-11-22"
    assert not changes["citation.issued"].decided
    assert changes["citation.issued"].old_source == "reading list, unverified"
    decided = {change.field for change in told.changes} - {change.field for change in acceptable(told.changes)}
    assert decided == {"citation.volume", "citation.author"}


def test_what_is_taken_changes_its_lines_and_no_others(library: Library, sources: Sources) -> None:
    one = enrichment(library, sources)
    path = library.save(apply(one, acceptable(one.differences.changes)))
    text = path.read_text(encoding="utf-8")
    gone = {line[2:] for line in difflib.ndiff(RECORD.splitlines(), text.splitlines()) if line.startswith("- ")}
    assert gone == {
        '  issued: "2021"',
        "access: {status: not-checked, full-text: null}",
        "integrity: {status: not-checked}   # look again",
        '  citation: {source: reading list, retrieved: "2024-05-06", unverified: [issue, title, issued]}',
    }
    for comment in (
        "# My own thoughts on this one.",
        "  # the title as printed",
        '  volume: "9"   # as the PDF has it',
    ):
        assert comment in text.splitlines()
    for comment in ("   # she wrote to us", "  # sure", "# the end"):
        assert comment in text
    study = Library.load(library.root).studies[KEY]
    assert study.citation.issued == "2021-03-02"
    assert study.citation.page == "101-110"
    assert study.integrity == Integrity(status="no-notice", checked="2026-11-22")
    assert study.provenance.citation.unverified == []
    assert source_of("page", study.provenance.citation.source) == "crossref, 2026-11-22"
    assert source_of("PMID", study.provenance.citation.source) == "openalex, 2026-11-22"
    assert source_of("volume", study.provenance.citation.source) == "reading list"
    again = enrichment(Library.load(library.root), sources)
    assert {change.field for change in again.differences.changes} == {"citation.volume", "citation.author"}
    assert apply(again, []) == study


def test_confirming_alone_drops_unverified_only(library: Library, sources: Sources) -> None:
    one = enrichment(library, sources)
    text = library.save(apply(one, [])).read_text(encoding="utf-8")
    changed = [line for line in difflib.ndiff(RECORD.splitlines(), text.splitlines()) if line[:2] in {"- ", "+ "}]
    assert len(changed) == 2
    study = Study.model_validate(yaml_text.read(text).data)
    assert study.provenance.citation.unverified == ["issued"]


@pytest.mark.parametrize(
    ("old", "new", "equal"),
    [
        ("Link Workers", "link workers.", True),
        ("A – b—c", "A - b-c", True),
        ("“It’s” H<sub>2</sub>O &amp; more", "'It's' H2O and more", True),
        ("101-110", "101–110", True),
        ("101-110", "101-111", False),
        ("Núñez", "Nunez", False),
        ("2021-03-02", "2021-03", True),
        ("2021", "2021-03", False),
        ("2021-03", "2021-04", False),
        ("12", "1", False),
        (["x"], "x", False),
        ([{"family": "Berg", "given": "Jan Peter"}], [{"family": "Berg", "given": "J. P."}], True),
        ([{"family": "Berg", "given": "JP"}], [{"family": "BERG", "given": "J.-P."}], True),
        ([{"family": "Berg", "given": "J."}], [{"family": "Berg", "given": "Jan"}], False),
        ([{"family": "Berg", "given": "Jan"}], [{"family": "Berg"}], True),
        ([{"family": "Berg", "given": "Jan"}], [{"family": "Berg", "given": "Karl"}], False),
        ([{"family": "Berg", "given": "Jan"}], [{"family": "Burg", "given": "Jan"}], False),
        ([{"family": "Berg"}], [{"family": "Berg"}, {"family": "Tal"}], False),
        (
            [{"family": "Berg", "non-dropping-particle": "van der"}], [{"family": "van der Berg"}], True,
        ),
        ([{"literal": "The Group"}], [{"literal": "the group"}], True),
    ],
)  # fmt: skip
def test_the_way_of_writing_is_no_difference(old: Any, new: Any, equal: bool) -> None:  # noqa: FBT001
    assert same(old, new) is equal


def test_an_article_number_among_the_pages_is_no_difference(miniature: Library) -> None:
    study = miniature.studies["alharbi2022corner"]
    theirs = Citation(type="article-journal", title=study.citation.title, page="e204", issn="2049-3630")
    changes = by_field(differences(study, found(theirs)).changes)
    assert "citation.page" not in changes


def test_another_issn_and_another_address_are_no_difference(miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"]
    theirs = study.citation.model_copy(update={"issn": "1234-5679", "url": "https://doi.org/10.5555/x"})
    assert differences(study, found(theirs)).changes == ()


def test_a_service_that_could_not_check_proposes_nothing(miniature: Library) -> None:
    study = miniature.studies["tamsin2020green"]
    told = differences(study, found(study.citation, integrity=Integrity(status="not-checked")))
    assert told.changes == ()


def test_a_graver_state_that_a_person_entered_is_theirs_and_a_new_one_is_taken(miniature: Library) -> None:
    retracted, sound = miniature.studies["tamsin2020green"], miniature.studies["oakley2021connector"]
    fine = Integrity(status="no-notice", checked="2026-11-22")
    (weaker,) = differences(retracted, found(retracted.citation, integrity=fine)).changes
    assert weaker.decided
    bad = Integrity(status="retracted", checked="2026-11-22", notice="10.5555/n")
    (graver,) = differences(sound, found(sound.citation, integrity=bad)).changes
    assert acceptable([graver]) == [graver]
    (today,) = differences(sound, found(sound.citation, integrity=fine)).changes
    assert (today.kind, today.decided) == ("refresh", False)


def test_access_is_the_services_only_where_the_citation_came_from_one(miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"]
    closed = found(study.citation, access=Access(status="closed"))
    assert [change.decided for change in differences(study, closed).changes] == [False]
    provenance = study.provenance.citation.model_copy(update={"source": "publisher page"})
    by_hand = study.model_copy(update={"provenance": study.provenance.model_copy(update={"citation": provenance})})
    assert [change.decided for change in differences(by_hand, closed).changes] == [True]


def test_a_record_without_identifier_or_answer_does_not_stop_the_others(
    library: Library, sources: Sources, shelf: Shelf
) -> None:
    names = ["nimbus2018atlas", "oakley2021connector", KEY]
    told = list(enrich_all([library.studies[name] for name in names], sources))
    assert [one.study.key for one in told] == names
    assert (told[0].found, told[0].failure) == (None, "")
    assert "does not exist" in told[1].failure
    assert told[2].found is not None
    assert apply(told[1], []) == library.studies["oakley2021connector"]
    assert DOI in shelf.crossref


def test_an_alias_is_proposed_and_not_taken(library: Library, sources: Sources, shelf: Shelf) -> None:
    shelf.crossref = {"10.5555/new": article("10.5555/new")}
    shelf.aliases[DOI] = "10.5555/new"
    one = enrichment(library, sources)
    change = by_field(one.differences.changes)["citation.DOI"]
    assert (change.old, change.new, change.decided) == (DOI, "10.5555/new", True)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("volume", "citation.volume"), ("citation.Volume", "citation.volume"), ("doi", "citation.DOI"),
        ("status", "access.status"), ("licence", "access.licence"), ("integrity", "integrity"),
        ("container-title", "citation.container-title"), ("findings", None), ("", None), ("key", None),
    ],
)  # fmt: skip
def test_a_field_is_known_by_its_short_name(typed: str, field: str | None) -> None:
    assert field_named(typed) == field


def test_sources_are_added_and_read_back() -> None:
    line = with_sources("reading list; publisher page", "crossref", TODAY, ["volume", "PMID"])
    assert line == (
        "reading list; publisher page; crossref, 2026-11-22 (volume); openalex, 2026-11-22 (PMID)"
    )  # fmt: skip
    longer = with_sources(line, "crossref", TODAY.replace(day=23), ["issue", "volume"])
    assert longer.endswith("; openalex, 2026-11-22 (PMID); crossref, 2026-11-23 (volume, issue)")
    assert source_of("issue", longer) == "crossref, 2026-11-23"
    assert source_of("title", longer) == "reading list; publisher page"


def test_values_are_shown_as_people_say_them() -> None:
    names = [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}, {"literal": "Group"}]
    assert shown(names) == "Jan van der Berg; Group"
    assert shown("7") == '"7"'
    assert shown({"status": "retracted", "notice": "10.5555/n"}) == "status: retracted, notice: 10.5555/n"
