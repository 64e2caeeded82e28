"""BibTeX, read back by pybtex and bibtexparser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

import pytest
from bibtexparser import entrypoint
from pybtex.database import BibliographyData, Person
from pybtex.database.input.bibtex import Parser
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from evidence.formats import bibtex
from evidence.library import Library
from evidence.model import Name, Study
from tests.formats.awkward import TITLES, group, study_with


def read(written: str) -> BibliographyData:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Parser().parse_string(written)


# Names of LaTeX's own that pylatexenc does not know, or knows as another character.
SYMBOLS = {
    r"{\textbraceleft}": ("\ue001", "{"),
    r"{\textbraceright}": ("\ue002", "}"),
    r"{\textasciicircum}": ("\ue003", "^"),
    r"{\textasciigrave}": ("\ue004", "`"),
}


def decoded(latex: str) -> str:
    for name, (stand_in, _) in SYMBOLS.items():
        latex = latex.replace(name, stand_in)
    text = str(LatexNodes2Text().latex_to_text(latex))
    for stand_in, character in SYMBOLS.values():
        text = text.replace(stand_in, character)
    return text


def parts(person: Person) -> tuple[str, ...]:
    named = (person.prelast_names, person.last_names, person.first_names + person.middle_names, person.lineage_names)
    return tuple(decoded(" ".join(words)) for words in named)


def expected_parts(name: Name) -> tuple[str, ...]:
    if name.literal is not None:
        return ("", name.literal, "", "")
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    return tuple(part or "" for part in (name.non_dropping_particle, name.family, given, name.suffix))


def assert_same(studies: Iterable[Study], library: Library) -> None:
    studies = list(studies)
    found = read(bibtex.write(studies, library, "https://example.org/"))
    assert list(found.entries) == [study.key for study in studies]
    for study in studies:
        entry = found.entries[study.key]
        assert [parts(person) for person in entry.persons.get("author", [])] == [
            expected_parts(name) for name in study.citation.author
        ]
        assert decoded(entry.fields["title"]) == study.citation.title
        assert entry.fields.get("doi") == study.citation.doi
        assert entry.fields.get("url") == study.citation.url
        assert entry.fields.get("year") == study.citation.year


def test_an_independent_parser_reads_authors_titles_and_identifiers(miniature: Library) -> None:
    assert_same(miniature.studies.values(), miniature)


@pytest.mark.library
def test_the_whole_base_is_read_without_a_warning(real_library: Library) -> None:
    assert_same(real_library.studies.values(), real_library)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_survives(title: str, miniature: Library) -> None:
    written = bibtex.write([study_with(miniature, title=title), miniature.studies["reed2021counting"]], miniature, None)
    entries = read(written).entries
    assert len(entries) == 2
    # BibTeX takes a run of blanks for one.
    assert decoded(entries["oakley2021connector"].fields["title"]) == " ".join(title.split())
    again = entrypoint.parse_string(written)
    assert not again.failed_blocks
    assert [entry.key for entry in again.entries] == ["oakley2021connector", "reed2021counting"]


def field(study: Study, library: Library, name: str) -> str | None:
    found = re.search(rf"^  {name} = (.*),$", bibtex.write([study], library, None), re.MULTILINE)
    return found.group(1) if found else None


def test_capitals_stay_and_only_they_are_in_braces(miniature: Library) -> None:
    title = "eHealth at the NHS: what the UK's GPs say about Link Workers in CUSP-based care. And 20%"
    assert field(study_with(miniature, title=title), miniature, "title") == (
        "{{eHealth} at the {NHS}: {what} the {UK's} {GPs} say about {Link} {Workers} in {CUSP}-based care. {And} 20\\%}"
    )


def test_a_pair_of_braces_and_a_single_one(miniature: Library) -> None:
    assert field(study_with(miniature, title="A {b} c"), miniature, "title") == r"{A \{b\} c}"
    assert field(study_with(miniature, title="A } b { c"), miniature, "title") == (
        r"{A {\textbraceright} b {\textbraceleft} c}"
    )


def test_names_with_particles_suffixes_groups_and_borders(miniature: Library) -> None:
    authors = [
        Name(family="Berg", given="Jan", non_dropping_particle="van der"),
        Name(family="Pine", given="Rowan", suffix="Jr."),
        group("Health and Care, Ltd & Co"),
        Name(family="Smith and Jones", given="Alex"),
        Name(family="Single"),
        Name(family="Two Words"),
    ]
    study = study_with(miniature, author=authors)
    assert field(study, miniature, "author") == (
        r"{van der Berg, Jan and Pine, Jr., Rowan and {Health and Care, Ltd \& Co} and {Smith and Jones}, Alex"
        " and Single and {Two Words}}"
    )
    persons = read(bibtex.write([study], miniature, None)).entries[study.key].persons["author"]
    assert len(persons) == len(authors)


def test_pages_article_number_and_date(miniature: Library) -> None:
    ranged = study_with(miniature, page="e487-e494", issued="2017-07-16", container_title="X")
    assert field(ranged, miniature, "pages") == "{e487--e494}"
    assert field(ranged, miniature, "month") == "jul"
    assert field(ranged, miniature, "year") == "{2017}"
    assert field(ranged, miniature, "day") == "{16}"
    numbered = study_with(miniature, number="e015203", issued="2017", container_title="X")
    assert field(numbered, miniature, "pages") == "{e015203}"
    assert field(numbered, miniature, "eid") == "{e015203}"
    assert field(numbered, miniature, "month") is None


def test_an_address_and_a_doi_are_never_escaped(miniature: Library) -> None:
    study = study_with(miniature, doi="10.5555/a_b<c>%20&d", url="https://example.org/?a_b=1&c=%20#d")
    assert field(study, miniature, "doi") == "{10.5555/a_b<c>%20&d}"
    assert field(study, miniature, "url") == "{https://example.org/?a_b=1&c=%20#d}"
    broken = study_with(miniature, url="https://example.org/{x")
    assert field(broken, miniature, "url") == "{https://example.org/%7Bx}"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"type": "article-journal", "container_title": "X", "issued": "2020"}, "article"),
        ({"type": "article-journal", "issued": "2020"}, "misc"),
        ({"type": "book", "publisher": "X", "issued": "2020"}, "book"),
        ({"type": "book", "publisher": "X"}, "misc"),
        ({"type": "book", "author": [], "editor": [group("X")], "publisher": "X", "issued": "2020"}, "book"),
        ({"type": "chapter", "container_title": "X", "publisher": "X", "issued": "2020"}, "incollection"),
        ({"type": "paper-conference", "container_title": "X", "issued": "2020"}, "inproceedings"),
        ({"type": "report", "publisher": "X", "issued": "2020"}, "techreport"),
        ({"type": "report", "issued": "2020"}, "misc"),
        ({"type": "thesis", "publisher": "X", "issued": "2020"}, "phdthesis"),
        ({"type": "webpage", "container_title": "X", "issued": "2020"}, "misc"),
        ({"type": "article", "publisher": "X", "issued": "2020"}, "misc"),
    ],
)
def test_the_entry_type_has_all_the_fields_that_bibtex_asks_for(
    changes: dict[str, Any], kind: str, miniature: Library
) -> None:
    assert bibtex.write([study_with(miniature, **changes)], miniature, None).startswith(
        f"@{kind}{{oakley2021connector,"
    )


def test_a_book_with_author_and_editor_does_not_make_bibtex_warn(miniature: Library) -> None:
    atlas = miniature.studies["nimbus2018atlas"]
    assert field(atlas, miniature, "editor") is None
    assert field(atlas, miniature, "editora") == "{Quill, Abel}"


def test_without_an_author_there_is_something_to_sort_by(miniature: Library) -> None:
    assert field(study_with(miniature, author=[]), miniature, "key") == "{A title}"


def test_report_thesis_and_chapter_name_who_issued_them(miniature: Library) -> None:
    report = study_with(
        miniature, type="report", publisher="The Council", number="7", genre="Working paper", issued="2020"
    )
    assert field(report, miniature, "institution") == "{The Council}"
    assert field(report, miniature, "number") == "{7}"
    assert field(report, miniature, "type") == "{Working paper}"
    thesis = study_with(miniature, type="thesis", publisher="A University", issued="2020")
    assert field(thesis, miniature, "school") == "{A University}"
    chapter = study_with(
        miniature, type="chapter", publisher="P", container_title="The Book", editor=[group("E")], issued="2020"
    )
    assert field(chapter, miniature, "booktitle") == "{The Book}"
    assert field(chapter, miniature, "editor") == "{{E}}"


def test_a_label_with_a_comma_stays_one_keyword(miniature: Library) -> None:
    keywords = field(miniature.studies["harbour2019year"], miniature, "keywords")
    assert keywords is not None
    assert "{Adults, not further specified}" in keywords
    assert "Holistic, Link worker" in keywords


def test_only_a_warning_is_printed_in_the_readers_reference_list(miniature: Library) -> None:
    assert field(miniature.studies["oakley2021connector"], miniature, "note") is None
    assert field(miniature.studies["marsh2023link"], miniature, "note") is None
    assert "RETRACTED" in str(field(miniature.studies["tamsin2020green"], miniature, "note"))
    assert "CORRECTED" in str(field(miniature.studies["marsh2023link"], miniature, "annote"))
