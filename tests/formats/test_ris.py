"""RIS: the lines themselves, and rispy reading them back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

import pytest
import rispy

from evidence.formats import ris
from evidence.formats.curated import keywords, note
from evidence.library import Library
from evidence.model import Name, Study, WorkType
from tests.formats.awkward import TITLES, group, study_with

LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def lines(studies: Iterable[Study], library: Library) -> list[str]:
    written = ris.write(studies, library, "https://example.org/")
    assert "\n" not in written.replace("\r\n", "")
    assert written.endswith("\r\n")
    return written.split("\r\n")


def read(studies: Iterable[Study], library: Library) -> list[dict[str, Any]]:
    written = ris.write(studies, library, "https://example.org/")
    found: list[dict[str, Any]] = rispy.loads(written, mapping=ris.FIELDS, list_tags=ris.LISTS)
    # rispy drops a last record without ER and says nothing.
    assert len(found) == len(re.findall(r"^TY  - ", written, re.MULTILINE))
    return found


def values(study: Study, library: Library, tag: str) -> list[str]:
    return [line[6:] for line in lines([study], library) if line.startswith(f"{tag}  - ")]


def assert_well_formed(studies: list[Study], library: Library) -> None:
    written = lines(studies, library)
    assert [line for line in written if line and not LINE.fullmatch(line)] == []
    starts = [place for place, line in enumerate(written) if line.startswith("TY  - ")]
    ends = [place for place, line in enumerate(written) if line == "ER  - "]
    assert len(starts) == len(ends) == len(studies)
    for start, end in zip(starts, ends, strict=True):
        assert start == 0 or written[start - 1] == ""
        assert not any(line == "" or line.startswith("TY") for line in written[start + 1 : end])


def assert_every_field_equal(studies: list[Study], library: Library) -> None:
    for study, found in zip(studies, read(studies, library), strict=True):
        cited = study.citation
        assert found["id"] == study.key
        assert found["title"] == cited.title
        assert found.get("authors", []) == [name.inverted for name in cited.author]
        assert found.get("editors", []) == [name.inverted for name in cited.editor]
        assert found.get("secondary_title") == cited.container_title
        assert found.get("alternate_title1") == cited.container_title_short
        assert found.get("year") == cited.year
        assert found.get("date", found.get("year")) == (cited.issued or "").replace("-", "/") or not cited.issued
        assert found.get("volume") == cited.volume
        assert found.get("number") == cited.issue
        first, last = found.get("start_page"), found.get("end_page")
        assert "-".join(page for page in (first, last) if page) == (cited.page or cited.number or "").replace("–", "-")
        assert found.get("issn") == (cited.isbn or cited.issn)
        assert found.get("doi") == cited.doi
        assert found.get("accession_number") == cited.pmid
        assert found.get("urls", []) == ([cited.url] if cited.url else [])
        assert found.get("publisher") == cited.publisher
        assert found.get("place_published") == cited.publisher_place
        assert found.get("edition") == cited.edition
        assert found.get("language") == cited.language
        assert found.get("keywords", []) == keywords(study, library.vocabulary)
        assert found["notes"] == [note(study, library.vocabulary, "https://example.org/")]


def test_the_lines_keep_the_rules_of_the_format(miniature: Library) -> None:
    assert_well_formed(list(miniature.studies.values()), miniature)


def test_rispy_reads_every_field_back(miniature: Library) -> None:
    assert_every_field_equal(list(miniature.studies.values()), miniature)


@pytest.mark.library
def test_the_whole_base_keeps_the_rules_and_is_read_back(real_library: Library) -> None:
    studies = list(real_library.studies.values())
    assert_well_formed(studies, real_library)
    assert_every_field_equal(studies, real_library)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_survives(title: str, miniature: Library) -> None:
    studies = [study_with(miniature, title=title), miniature.studies["reed2021counting"]]
    assert_well_formed(studies, miniature)
    assert [entry["title"] for entry in read(studies, miniature)] == [study.citation.title for study in studies]


def test_a_line_end_inside_a_value_cannot_break_the_record(miniature: Library) -> None:
    study = study_with(miniature, title="A title\rER  - \u2028TY  - JOUR")
    assert_well_formed([study], miniature)
    assert read([study], miniature)[0]["title"] == "A title ER  -  TY  - JOUR"


def test_every_type_of_work_has_a_type_and_never_the_vague_one() -> None:
    assert set(ris.TYPES) == set(get_args(WorkType))
    assert "GEN" not in ris.TYPES.values()
    assert "UNPD" not in ris.TYPES.values()


def test_a_person_has_a_comma_and_a_group_has_none(miniature: Library) -> None:
    study = study_with(
        miniature, author=[Name(family="Single"), group("Health, Care *and* Co"), Name(family="A", given="B")]
    )
    assert values(study, miniature, "AU") == ["Single,", "Health Care and Co", "A, B"]


def test_an_article_number_stands_for_the_first_page_alone(miniature: Library) -> None:
    study = study_with(miniature, number="e015203")
    assert values(study, miniature, "SP") == ["e015203"]
    assert values(study, miniature, "EP") == []


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [("101-110", "101", "110"), ("e487–e494", "e487", "e494"), ("9", "9", None), ("1-3, 7", "1-3, 7", None)],
)
def test_pages_are_taken_apart_only_where_they_are_a_range(
    page: str, first: str, last: str | None, miniature: Library
) -> None:
    study = study_with(miniature, page=page)
    assert values(study, miniature, "SP") == [first]
    assert values(study, miniature, "EP") == ([last] if last else [])


def test_an_article_never_bears_m3_which_zotero_takes_for_a_doi(miniature: Library) -> None:
    assert values(study_with(miniature, genre="Letter"), miniature, "M3") == []


def test_a_report_bears_its_institution_number_place_and_kind(miniature: Library) -> None:
    report = study_with(
        miniature, type="report", publisher="The Council", publisher_place="Harbour", number="7",
        genre="Working paper", collection_title="Papers",
    )  # fmt: skip
    found = {tag: values(report, miniature, tag) for tag in ("TY", "PB", "CY", "SN", "M3", "T2")}
    assert found == {
        "TY": ["RPRT"], "PB": ["The Council"], "CY": ["Harbour"], "SN": ["7"], "M3": ["Working paper"],
        "T2": ["Papers"],
    }  # fmt: skip


def test_a_chapter_names_its_book_and_editors(miniature: Library) -> None:
    chapter = study_with(
        miniature, type="chapter", container_title="The Book", editor=[Name(family="Quill", given="Abel")]
    )
    assert values(chapter, miniature, "TY") == ["CHAP"]
    assert values(chapter, miniature, "T2") == ["The Book"]
    assert values(chapter, miniature, "A2") == ["Quill, Abel"]


def test_dates_are_as_precise_as_known(miniature: Library) -> None:
    for issued, year, date in (
        ("2017", "2017", []),
        ("2017-07", "2017", ["2017/07"]),
        ("2017-07-16", "2017", ["2017/07/16"]),
    ):
        study = study_with(miniature, issued=issued)
        assert values(study, miniature, "PY") == [year]
        assert values(study, miniature, "DA") == date


def test_the_pubmed_identifier_names_its_database(miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"]
    assert values(study, miniature, "AN") == ["99000001"]
    assert values(study, miniature, "DB") == ["PubMed"]
