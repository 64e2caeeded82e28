"""Pasted reference lists: the one this project began with, and invented ones in other manners."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.library import Library
from evidence.model import Citation, Name, Study
from evidence.reading_list import ListEntry, ReadingList, match, read

DATA = Path(__file__).parent / "data"
LESS_RHETORIC = "Social prescribing: less rhetoric and more reality. A systematic review of the evidence"
DOCUMENT = (DATA / "link-worker-research.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document() -> ReadingList:
    return read(DOCUMENT)


def pasted(name: str) -> ReadingList:
    return read((DATA / "reading-lists" / name).read_text(encoding="utf-8"))


def one(text: str) -> ListEntry:
    [entry] = read(text).entries
    return entry


def cited(text: str) -> Citation:
    citation = one(text).citation
    assert citation is not None
    return citation


def starting(document: ReadingList, words: str) -> ListEntry:
    [entry] = [entry for entry in document.entries if entry.raw.startswith(words)]
    return entry


# The document


def test_every_line_is_part_of_an_entry(document: ReadingList) -> None:
    covered = {line for entry in document.entries for line in range(entry.first_line, entry.last_line + 1)}
    lines = DOCUMENT.splitlines()
    assert covered == {number for number, line in enumerate(lines, start=1) if line.strip()}
    kept = "".join("".join(entry.raw.split()) for entry in document.entries)
    assert kept == "".join(DOCUMENT.split())


def test_the_kinds_of_its_parts(document: ReadingList) -> None:
    counts = {
        kind: sum(entry.kind == kind for entry in document.entries) for kind in {e.kind for e in document.entries}
    }
    assert counts == {"reference": 35, "second-work": 1, "caption": 1, "heading": 6, "prose": 8}
    # 36 paragraphs name works: 35 references and the caption.
    assert len({entry.first_line for entry in [*document.references, *document.captions]}) == 36


def test_it_names_35_works_and_tells_which_is_listed_twice(document: ReadingList) -> None:
    assert len(document.works) == 35
    [twice] = [entry for entry in document.references if entry.same_as is not None]
    assert twice.raw.startswith("Woodall, J., Trigwell, J., Bunyan, A. M.")
    first = document.entries[(twice.same_as or 0) - 1]
    assert first.raw.startswith("Woodall, J. R.")
    assert "names the same work. There its title is 'Understanding outcomes and processes" in twice.remarks[-1]


def test_the_caption_belongs_to_the_work_below_it(document: ReadingList) -> None:
    [caption] = document.captions
    assert caption.raw.startswith("Models of Social PrescribingImage from Husk, K. et al. (2019)")
    owner = document.entries[(caption.same_as or 0) - 1]
    assert owner.raw.startswith("Husk, K., Blockley, K.")
    assert caption.remarks[-1] == f"The caption belongs to entry {owner.number} (line 45)."


def test_the_second_work_of_an_entry_is_a_work_of_its_own(document: ReadingList) -> None:
    [second] = [entry for entry in document.entries if entry.kind == "second-work"]
    assert second.citation is not None
    assert second.citation.title == "Social prescribing: A practice in need of a theory"
    assert second.citation.url == "https://bjgp.org/content/social-prescribing-practice-need-theory"
    assert second.identifiers == {}
    assert starting(document, "Husk, K., Elston").identifiers == {"DOI": "10.3399/bjgp19x700325"}


def test_which_have_no_doi(document: ReadingList) -> None:
    without = [
        entry.raw.split(",")[0].split(" (")[0] for entry in document.references if "DOI" not in entry.identifiers
    ]
    assert without == [
        "Carnes",
        "Haslam",
        "with a response by Stevenson",
        "Kellezi",
        "Malby B",
        "Mercer SW",
        "Polley",
        "Social Prescribing Network",
        "Thomson",
    ]
    assert all("There is no DOI." in entry.remarks for entry in document.references if "DOI" not in entry.identifiers)


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("Alderwick", "Malformed DOI, read as 10.1016/j.amepre.2018.01.039: nothing parts `doi` from the number."),
        ("Frostick, C., & Bertotti, M. (2019). The front", "Malformed DOI, read as 10.1177/1742395319882068"),
        ("Carnes", "The list of authors is cut: names are left out in the middle."),
        ("Mercer", "The list of authors is cut: it ends in et al."),
        ("Polley", "[www] stands where a link was"),
        ("Social Prescribing Network (2016). Report", "[download] stands where a link was"),
        ("Social Prescribing Network (2016) [", "a short citation, not taken for a reference"),
        ("(Moffatt", "a short citation, not taken for a reference"),
        ("Woodall, J. R.", "604 in brackets is likely an article number and no issue."),
    ],
)
def test_what_is_odd_about_it_is_told(document: ReadingList, words: str, remark: str) -> None:
    assert any(remark in one for one in starting(document, words).remarks)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Drinkwater", ("Social prescribing", "BMJ", "364", None, None, "l1285")),
        ("Skivington", (None, "Br J Gen Pract", "68", "672", "e487-e494", None)),
        ("Kellezi", (None, "BMJ Open", "9", None, None, "e033137")),
        ("Pescheny, J. V., Randhawa", (None, "European Journal of Public Health", None, None, None, "ckz078")),
        (
            "Frostick, C., & Bertotti, M. (2019). Social",
            (None, "British Journal of General Practice", "69", "688", "538-539", None),
        ),
        ("Bickerdike", (LESS_RHETORIC, "BMJ Open", "7", "4", None, "e013384")),
        (
            "Kimberlee",
            ("What is social prescribing?", "Advances in Social Sciences Research Journal", "2", "1", None, None),
        ),
    ],
)
def test_its_references_taken_apart(document: ReadingList, words: str, expected: tuple[str | None, ...]) -> None:
    citation = starting(document, words).citation
    assert citation is not None
    title, *others = expected
    assert title is None or citation.title == title
    assert [citation.container_title, citation.volume, citation.issue, citation.page, citation.number] == others


def test_a_book_of_it(document: ReadingList) -> None:
    citation = starting(document, "Haslam").citation
    assert citation is not None
    assert (citation.title, citation.publisher_place, citation.publisher) == (
        "The New Psychology of Health. Unlocking the Social Cure",
        "London",
        "Routledge",
    )


def test_against_an_empty_base_each_work_is_new_and_can_be_asked_for(document: ReadingList, miniature: Library) -> None:
    empty = replace(miniature, studies={})
    assert [match(entry, empty).verdict for entry in document.works] == ["new"] * 35
    for entry in document.works:
        assert entry.citation is not None
        assert entry.citation.author[0].short in entry.query
        assert entry.citation.title in entry.query
        assert (entry.citation.year or "") in entry.query
        assert len(entry.query) <= 300
        assert "http" not in entry.query


def listed(library: Library) -> list[str]:
    """Return the keys of the works that came from the list."""
    return sorted(key for key, study in library.studies.items() if "reading-list" in study.collections)


@pytest.mark.library
def test_against_the_real_base_all_35_works_are_there(document: ReadingList, real_library: Library) -> None:
    found = {entry.number: match(entry, real_library) for entry in [*document.references, *document.captions]}
    assert {one.verdict for one in found.values()} == {"same"}
    works = [found[entry.number].key for entry in document.works]
    assert sorted(str(key) for key in works) == listed(real_library)
    [caption] = document.captions
    assert found[caption.number].key == "husk2019approaches"
    for entry in document.works:
        assert entry.citation is not None
        [near] = found[entry.number].candidates
        record = real_library.studies[near.key].citation
        assert entry.citation.author[0].short == record.author[0].short
        assert abs(int(entry.citation.year or 0) - int(record.year or 0)) <= 1


@pytest.mark.library
def test_without_its_dois_and_addresses_it_is_matched_by_title_author_and_year(real_library: Library) -> None:
    stripped = read(re.sub(r"https?://\S+|doi10\S+|DOI: \S+", "", DOCUMENT))
    found = [match(entry, real_library) for entry in stripped.references]
    assert sorted({str(one.key) for one in found}) == listed(real_library)
    # The work that the list names twice has another title there the first time.
    assert [one.key for one in found if one.verdict != "same"] == ["woodall2018understanding"]


@pytest.mark.library
def test_a_base_that_lacks_a_work_gets_no_false_match(document: ReadingList, real_library: Library) -> None:
    for entry in document.works:
        there = match(entry, real_library).key
        others = {key: study for key, study in real_library.studies.items() if key != there}
        found = match(entry, replace(real_library, studies=others))
        # Another work of the same author with a like title is asked about, and never taken for it.
        assert found.verdict != "same"
        assert (found.key, there) in {(None, there), ("kimberlee2016value", "kimberlee2015social")}


# Other manners


def test_a_numbered_vancouver_list_with_broken_lines() -> None:
    listed = pasted("vancouver.txt")
    assert [(entry.kind, entry.first_line, entry.last_line) for entry in listed.entries] == [
        ("heading", 1, 1),
        ("reference", 3, 5),
        ("reference", 6, 7),
        ("reference", 9, 11),
        ("reference", 12, 12),
    ]
    first, second, third, fourth = (entry.citation for entry in listed.references)
    assert first == Citation.model_validate(
        {
            "type": "article-journal",
            "title": 'A "connector" for 100% of practices: the Harbour & Hill randomised trial of link workers',
            "author": [
                Name(family="Oakley", given="W. T."),
                Name(family="Berg", given="J.", non_dropping_particle="van der"),
                Name(family="Pine", given="R.", suffix="Jr"),
            ],
            "container-title": "J Invent Stud",
            "issued": "2021",
            "volume": "12",
            "issue": "3",
            "page": "101-10",
            "DOI": "10.5555/lwtest.2021.101",
            "PMID": "99000001",
        }
    )
    assert second is not None
    assert second.author == [Name(family="Marsh", given="I."), Name(literal="The Invented Review Group")]
    assert third is not None
    assert (third.title, third.container_title, third.number) == (
        "Counting what counts: is less more?",
        "Made-up Research",
        "e204",
    )
    assert third.url == "https://example.org/mrp/7/204"
    assert fourth is not None
    assert (fourth.title, fourth.edition, fourth.publisher) == (
        "Green steps. Part 2. A book of walks",
        "3",
        "Paper Press",
    )


def test_bullets_a_byte_order_mark_and_a_broken_doi() -> None:
    listed = pasted("bullets-apa.txt")
    assert [entry.kind for entry in listed.entries] == ["reference"] * 3
    connector, year, waiting = (entry.citation for entry in listed.entries)
    assert connector is not None
    assert (connector.title, connector.page) == ("A connector for every practice?", "101-110")
    assert year is not None
    assert (year.author, year.issued) == ([Name(literal="Harbour Voluntary Council")], None)
    assert "There is no year." in listed.entries[1].remarks
    assert waiting is not None
    assert (waiting.doi, waiting.container_title) == ("10.5555/lwtest.2022.7", "Made-up Research & Practice")
    assert [name.inverted for name in waiting.author] == ["Núñez-Ångström, Z.", "O’Hill, P.-J.", "de la Cruz, M."]


def test_harvard_one_a_line() -> None:
    listed = pasted("harvard.txt")
    assert [entry.first_line for entry in listed.entries] == [1, 2, 3, 4, 5, 6, 7, 7, 8]
    titles = [entry.citation.title for entry in listed.entries if entry.citation]
    assert titles == [
        "A connector for people's practices: the trial",
        "An Atlas of Small Kindnesses",
        "Counting what counts",
        "A chapter on links",
        "Links for all: a strategy",
        "World report on links",
        "First of two",
        "Second of two",
        "A chapter on links",
    ]
    chapter = listed.entries[3].citation
    assert chapter is not None
    assert (chapter.type, chapter.container_title, chapter.editor) == (
        "chapter",
        "The Big Book of Links",
        [Name(family="Reed", given="A.")],
    )
    assert listed.entries[4].identifiers == {"ISBN": "9780306406157"}
    assert listed.entries[7].remarks == ("It stands in one paragraph with another reference.",)
    assert listed.entries[8].same_as == 4


@pytest.mark.parametrize(
    "written",
    [
        "doi10.5555/Abc.1",
        "doi:10.5555/abc.1.",
        "DOI: 10.5555/abc.1",
        "https://doi.org/10.5555/abc.1.",
        "http://dx.doi.org/10.5555/abc.1",
        "https://doi.org/10.5555%2Fabc.1",
        "(doi: 10.5555/abc.1).",
        "<https://doi.org/10.5555/abc.1>",
        "doi.org/10.5555/abc.1",
        "https://doi.org/10.5555/ abc.1",
        "https://example.org/doi/full/10.5555/abc.1?x=1",
        "[doi:10.5555/abc.1]",
        "10.5555/abc.1",
    ],
)
def test_a_doi_in_every_form(written: str) -> None:
    entry = one(f"Reed, A. (2020). Counting what counts. Made-up Research, 7(2), 45-50. {written}")
    assert entry.identifiers == {"DOI": "10.5555/abc.1"}
    assert entry.citation is not None
    assert (entry.citation.title, entry.citation.page) == ("Counting what counts", "45-50")


def test_a_doi_broken_at_the_end_of_a_line() -> None:
    assert (
        one("Reed, A. (2020). Counting. Research, 7(2), 4-5. https://doi.org/10.5555/\nabc.1").identifiers["DOI"]
        == "10.5555/abc.1"
    )


def test_an_identifier_alone_is_a_reference() -> None:
    listed = read("https://doi.org/10.5555/abc.1\n\nPMID: 28713072\n\nhttps://example.org/page")
    assert [(entry.kind, entry.identifiers) for entry in listed.entries] == [
        ("reference", {"DOI": "10.5555/abc.1"}),
        ("reference", {"PMID": "28713072"}),
        ("prose", {}),
    ]
    assert listed.entries[2].remarks == ("It holds an address: https://example.org/page.",)


def test_a_caption_glued_between_two_references() -> None:
    listed = read(
        "Reed, A. (2020). Counting what counts. Made-up Research, 7(2), 45-50. Models of linkingFigure 2 from "
        "Marsh, I. et al. (2021). Linking what links. https://doi.org/10.5555/two Marsh, I., & Quill, B. (2021). "
        "Linking what links. Made-up Research, 8(1), 1-9. https://doi.org/10.5555/two"
    )
    assert [(entry.kind, entry.same_as) for entry in listed.entries] == [
        ("reference", None),
        ("caption", 3),
        ("reference", None),
    ]
    assert listed.entries[1].raw.startswith("Models of linkingFigure 2 from Marsh")


def test_prose_that_cites_is_left_alone() -> None:
    text = "As Reed, A. (2020) said, counting is not enough, and Marsh (2021) agrees with that in another way."
    assert [entry.kind for entry in read(f"Background\n\n{text}").entries] == ["heading", "prose"]


def test_a_reference_with_three_hundred_authors() -> None:
    names = ", ".join(f"Family{'abcdefghij'[number % 10]}, A. B." for number in range(299))
    citation = cited(f"{names}, & Last, Z. (2019). A title of many hands. Made-up Research, 3(1), 1-2.")
    assert len(citation.author) == 300
    assert citation.title == "A title of many hands"


def test_what_cannot_be_taken_apart_is_asked_for_by_its_words() -> None:
    entry = one("Иванов И. И. Социальное предписание. Журнал. 2020. doi:10.5555/ru.1")
    assert entry.kind == "reference"
    assert "Социальное предписание" in entry.query


@pytest.mark.parametrize("text", ["", "\n\n \t\n", "\ufeff"])
def test_an_empty_list(text: str) -> None:
    assert read(text).entries == ()


# Matching


def base(miniature: Library, **citations: Citation) -> Library:
    template = miniature.studies["reed2021counting"].model_copy(update={"relations": []})
    studies: dict[str, Study] = {
        key: template.model_copy(update={"key": key, "citation": citation}) for key, citation in citations.items()
    }
    return replace(miniature, studies=studies)


COUNTING = Citation(
    type="article-journal",
    title="Counting what counts in link worker services",
    author=[Name(family="Reed", given="Ada")],
    container_title="Made-up Research",
    issued="2020",
    doi="10.5555/abc.1",
)
LISTED = "Reed, A. ({year}). {title}. Made-up Research, 7(2), 45-50. {end}"


@pytest.mark.parametrize(
    ("year", "title", "end", "verdict"),
    [
        ("2020", "Counting what counts in link worker services", "", "same"),
        ("2021", "Counting what counts in link-worker services", "", "same"),
        ("2020", "Counting what counts in link worker service", "", "same"),
        ("2020", "Counting what matters in link worker services", "", "likely"),
        ("2022", "Counting what counts in link worker services", "", "likely"),
        ("n.d.", "Counting what counts in link worker services", "", "likely"),
        ("2020", "Counting what counts in link worker services: a protocol", "", "new"),
        ("2025", "Counting what counts in link worker services", "", "new"),
        ("2020", "Naming what counts as a service of friends", "", "new"),
        ("2020", "Numbers", "https://doi.org/10.5555/abc.1", "unsure"),
        ("2020", "Counting what counts in services of link workers", "https://doi.org/10.5555/ABC.1", "same"),
        ("2020", "Counting what counts in link worker services", "https://doi.org/10.5555/other", "unsure"),
    ],
)
def test_a_match_needs_title_first_author_and_year(
    year: str, title: str, end: str, verdict: str, miniature: Library
) -> None:
    found = match(one(LISTED.format(year=year, title=title, end=end)), base(miniature, reed2020counting=COUNTING))
    assert found.verdict == verdict
    assert [near.key for near in found.candidates] == ([] if verdict == "new" else ["reed2020counting"])
    assert found.key == ("reed2020counting" if verdict in {"same", "likely"} else None)


def test_two_records_that_fit_are_for_a_person(miniature: Library) -> None:
    two = base(miniature, reed2020counting=COUNTING, reed2020again=COUNTING)
    found = match(one(LISTED.format(year="2020", title=COUNTING.title, end="")), two)
    assert (found.verdict, found.key) == ("unsure", None)
    assert {near.key for near in found.candidates} == {"reed2020counting", "reed2020again"}


def test_an_address_or_a_title_at_the_beginning_is_enough(miniature: Library) -> None:
    report = Citation(
        type="report",
        title="A year of links: what one service did",
        author=[Name(literal="Harbour Voluntary Council")],
        issued="2019",
        url="https://www.example.org/harbour/year.pdf",
    )
    library = base(miniature, harbour2019year=report)
    by_address = one("Harbour Council (2017). A year of links. http://example.org/harbour/year.pdf/")
    assert match(by_address, library).verdict == "same"
    run_on = (
        "Harbour Voluntary Council (2019). A year of links: what one service did Evaluation unit, Harbour Town Hall"
    )
    assert match(one(run_on), library).verdict == "same"


def test_an_identifier_without_a_title_is_enough(miniature: Library) -> None:
    assert match(one("doi:10.5555/abc.1"), base(miniature, reed2020counting=COUNTING)).verdict == "same"
    assert match(one("doi:10.5555/abc.2"), base(miniature, reed2020counting=COUNTING)).verdict == "new"


# Any text

WORDS = st.sampled_from(
    [
        "Reed, A.",
        "Marsh I,",
        "& ",
        "(2020).",
        "(n.d.)",
        "2020;7(2):1-9.",
        "et al.",
        "...",
        "https://",
        "doi:10.5555/",
        "10.1/x",
        "\n",
        "\n\n",
        "1. ",
        "[2] ",
        "• ",
        "Title of a work.",
        "Image from ",
        "with a response by ",
        "In ",
        "(Eds.),",
        "‘",
        "”",
        "ISBN 978",
        "PMC1234567",
        "\x00",
        "\u2028",
        "\xa0",
        "العربية",
        "7(2), 45-50.",
        "Harbour: Paper Press.",
    ]
)
SOUP = st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(text=SOUP)
def test_nothing_is_raised_and_no_line_disappears(text: str) -> None:
    entries = read(text).entries
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    covered = {line for entry in entries for line in range(entry.first_line, entry.last_line + 1)}
    lines = re.split(r"\r\n|\r|\n", text)
    said = {number for number, line in enumerate(lines, start=1) if re.search(r"[A-Za-z0-9]{2}", line)}
    assert said <= covered
    kept = "".join(entry.raw for entry in entries)
    for word in re.findall(r"[A-Za-z]{3,}", text):
        assert word in kept
    assert all(entry.query is not None for entry in entries)


@pytest.mark.parametrize(
    "text",
    [
        "Family, A. B., " * 3000,
        "Aa Bb Cc " * 20_000,
        "A. B. " * 30_000,
        "." * 100_000,
        "1" + " " * 100_000 + "x",
        "(" * 50_000,
        "https://" + "a/10." * 20_000,
        "Aa Bb word, A. B.\n" * 10_000,
        "[1" * 20_000,
        "10.5555/" * 10_000,
    ],
)
def test_a_long_text_of_one_kind_takes_no_longer_than_its_length(text: str) -> None:
    start = time.perf_counter()
    read(text)
    # Under 1 s each on two quiet cores; a pattern that goes astray would take hours.
    assert time.perf_counter() - start < 120
