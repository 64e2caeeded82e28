"""RIS as people have it."""

from __future__ import annotations

import pytest

from evidence.formats import ris
from evidence.formats.reading import Entry
from evidence.model import Citation, Name


def one(*lines: str, kind: str = "JOUR", end: str = "\n") -> Entry:
    result = ris.read(end.join([f"TY  - {kind}", "TI  - A title", *lines, "ER  - ", ""]))
    assert not result.failures
    assert len(result.entries) == 1
    return result.entries[0]


def cited(*lines: str, kind: str = "JOUR") -> Citation:
    citation = one(*lines, kind=kind).citation
    assert citation is not None
    return citation


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(end: str, mark: str) -> None:
    text = mark + end.join(["TY  - JOUR", "TI  - One", "ER  - ", "", "TY  - BOOK", "TI  - Two", "ER  -"])
    result = ris.read(text)
    assert [(entry.line, entry.citation and entry.citation.title) for entry in result.entries] == [
        (1, "One"),
        (5, "Two"),
    ]
    assert (result.failures, result.remarks) == ((), ())


def test_a_record_without_its_end_is_kept_and_told() -> None:
    result = ris.read("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nTY  - JOUR\nTI  - Three")
    assert [entry.citation.title for entry in result.entries if entry.citation] == ["One", "Two", "Three"]
    assert [bool(entry.remarks) for entry in result.entries] == [True, False, True]
    assert "no ER line" in result.entries[2].remarks[0]


def test_a_record_without_its_beginning_is_a_failure_with_its_lines() -> None:
    result = ris.read("TI  - Lost\nAU  - Reed, Ada\nER  - \n\nTY  - JOUR\nTI  - Kept\nER  - \nAU  - Stray, A")
    assert [entry.line for entry in result.entries] == [5]
    assert [(failure.line, failure.raw) for failure in result.failures] == [
        (1, "TI  - Lost\nAU  - Reed, Ada\nER  -"),
        (8, "AU  - Stray, A"),
    ]


def test_what_a_provider_writes_before_the_records_is_told() -> None:
    result = ris.read("Provider: Somebody\nDatabase\n1.\nTY  - JOUR\nTI  - Kept\nER  - \nEnd")
    assert len(result.entries) == 1
    assert result.remarks == (
        "Line 1: text outside the records was left out: 'Provider: Somebody Database'.",
        "Line 7: text outside the records was left out: 'End'.",
    )


def test_a_value_that_runs_on_is_one_value() -> None:
    assert cited("T2  - Journal of", "Invented Studies").container_title == "Journal of Invented Studies"


def test_a_title_over_several_lines() -> None:
    result = ris.read("TY  - JOUR\nTI  - A title\n  that runs on\nER  - ")
    assert result.entries[0].citation is not None
    assert result.entries[0].citation.title == "A title that runs on"


@pytest.mark.parametrize("tag", ["T2", "JF", "JO", "JA"])
def test_each_programs_tag_for_the_journal(tag: str) -> None:
    assert cited(f"{tag}  - BMJ").container_title == "BMJ"


def test_the_journal_and_its_abbreviation() -> None:
    citation = cited("JO  - J Invent Stud", "T2  - Journal of Invented Studies")
    assert (citation.container_title, citation.container_title_short) == (
        "Journal of Invented Studies",
        "J Invent Stud",
    )


def test_authors_of_all_kinds() -> None:
    authors = cited(
        "A1  - van der Berg, Jan", "AU  - Pine, Rowan, Jr.", "AU  - World Health Organization", "AU  - Plato,",
        "AU  - Reed, A.; Marsh, I.", "AU  - Rossi, Anna Maria de'", "AU  - الحربي, نورة",
    ).author  # fmt: skip
    assert authors == [
        Name(family="Berg", given="Jan", non_dropping_particle="van der"),
        Name(family="Pine", given="Rowan", suffix="Jr."),
        Name(literal="World Health Organization"),
        Name(family="Plato"),
        Name(family="Reed", given="A."),
        Name(family="Marsh", given="I."),
        Name(family="Rossi", given="Anna Maria", dropping_particle="de'"),
        Name(family="الحربي", given="نورة"),
    ]


def test_an_unfinished_list_of_authors_is_told() -> None:
    entry = one("AU  - Reed, A.", "AU  - et al.")
    assert entry.remarks == ("The list of authors is not complete: it ends in 'et al.'.",)


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (["PY  - 2019"], "2019"),
        (["PY  - 2019", "DA  - 2019/07/16"], "2019-07-16"),
        (["DA  - 2019/07/16/", "PY  - 2019///"], "2019-07-16"),
        (["Y1  - 2019/07//Online"], "2019-07"),
        (["PY  - 2019", "DA  - Jul 16"], "2019"),
        (["DA  - 16 July 2019"], "2019-07-16"),
        (["PY  - n.d."], None),
        (["PY  - 2019/02/31"], "2019-02"),
    ],
)
def test_dates(lines: list[str], issued: str | None) -> None:
    assert cited(*lines).issued == issued


@pytest.mark.parametrize(
    "line",
    [
        "DO  - https://doi.org/10.5555/ABC", "DO  - 10.5555/abc", "UR  - http://dx.doi.org/10.5555/abc",
        "M3  - doi: 10.5555/abc", "N1  - DOI: 10.5555/abc", "UR  - https://example.org/doi/full/10.5555/abc",
    ],
)  # fmt: skip
def test_a_doi_wherever_it_stands(line: str) -> None:
    assert cited(line).doi == "10.5555/abc"


def test_a_doi_taken_from_an_address_is_told() -> None:
    entry = one("UR  - https://example.org/doi/full/10.5555/abc")
    assert entry.citation is not None
    assert entry.citation.url == "https://example.org/doi/full/10.5555/abc"
    assert "taken from the address" in entry.remarks[0]


def test_pages_and_article_numbers() -> None:
    assert cited("SP  - 101", "EP  - 110").page == "101-110"
    assert cited("SP  - 101-110", "EP  - 110").page == "101-110"
    assert cited("SP  - e015203").number == "e015203"
    assert cited("SP  - 5", "EP  - 5").page == "5"
    both = cited("SP  - 1", "EP  - 9", "C7  - 204")
    assert (both.page, both.number) == ("1-9", "204")


def test_pubmed_and_its_archive() -> None:
    citation = cited("AN  - 28713072", "DB  - PubMed", "C2  - PMC5724223")
    assert (citation.pmid, citation.pmcid) == ("28713072", "PMC5724223")
    assert one("AN  - 123", "DB  - Scopus").notes == ("Accession number: 123",)
    assert cited("UR  - PM:28713072").pmid == "28713072"


def test_serial_numbers_by_what_they_are() -> None:
    article = cited("SN  - 2049-3630 (Electronic) 2049-3622 (Linking)")
    assert (article.issn, article.isbn) == ("2049-3630", None)
    assert cited("SN  - 978-0-306-40615-7", kind="BOOK").isbn == "9780306406157"
    assert cited("SN  - 7", kind="RPRT").number == "7"


def test_report_thesis_book_and_chapter() -> None:
    report = cited("PB  - Council", "CY  - Harbour", "M3  - Working paper", "T2  - Papers", kind="RPRT")
    assert (report.type, report.publisher, report.publisher_place) == ("report", "Council", "Harbour")
    assert (report.genre, report.collection_title, report.container_title) == ("Working paper", "Papers", None)
    chapter = cited("T2  - The Book", "A2  - Quill, Abel", kind="CHAP")
    assert (chapter.container_title, chapter.editor) == ("The Book", [Name(family="Quill", given="Abel")])
    book = ris.read("TY  - BOOK\nBT  - Only here\nER  - ").entries[0].citation
    assert book is not None
    assert book.title == "Only here"


def test_keywords_notes_and_what_has_no_place() -> None:
    entry = one("KW  - one; two", "KW  - three", "N1  - A note", "AB  - Dropped", "U1  - Kept out")
    assert (entry.keywords, entry.notes) == (("one", "two", "three"), ("A note",))
    assert entry.remarks == ("A record has no place for: U1.",)
    assert "Dropped" not in repr((entry.citation, entry.notes))


def test_a_repeated_tag_with_another_value_is_told() -> None:
    assert one("TI  - Another title").remarks == ("title is given twice; 'Another title' was left out.",)
    assert one("TI  - A Title", "T1  - A title").remarks == ()


def test_endnotes_short_title_that_is_the_title() -> None:
    assert cited("ST  - A title").title_short is None
    assert cited("ST  - Title").title_short == "Title"


def test_several_addresses_and_those_of_files() -> None:
    entry = one(
        "UR  - https://example.org/a", "UR  - https://example.org/b", "L1  - internal-pdf://x.pdf", "L2  - file:///x"
    )
    assert entry.citation is not None
    assert entry.citation.url == "https://example.org/a"
    assert entry.notes == ("https://example.org/b",)


def test_an_unknown_type_is_told() -> None:
    entry = one(kind="XYZ")
    assert entry.citation is not None
    assert entry.citation.type == "document"
    assert "'XYZ' is no type" in entry.remarks[0]
