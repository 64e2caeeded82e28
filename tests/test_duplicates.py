"""One work or two: invented works, and the real ones, which are 35 different works."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.duplicates import CODE, Verdict, compare, declare_different, fold, nearest, pairs, title_likeness
from evidence.duplicates.differences import FAR_APART
from evidence.library import Library
from evidence.model import Citation, Name, Relation, Study

REED = Name(family="Reed", given="Ada")
MARSH = Name(family="Marsh", given="Indigo")
BASE: dict[str, Any] = {
    "type": "article-journal", "title": "Counting what counts in link worker services", "author": [REED, MARSH],
    "container_title": "Journal of Invented Studies", "issued": "2021-03",
}  # fmt: skip


def work(**changes: Any) -> Citation:
    return Citation(**{**BASE, **changes})


def verdict(one: Citation, other: Citation) -> Verdict:
    found = compare(one, other)
    assert found.verdict == compare(other, one).verdict
    assert 0 <= found.likeness <= 1
    assert all(reason.endswith((".", "?")) for reason in found.reasons)
    return found.verdict


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "COUNTING WHAT COUNTS IN LINK-WORKER SERVICES."},
        {"title": "Counting what <i>counts</i> in link worker services"},
        {"title": "The counting what counts in link worker services"},
        {"title": "RETRACTED: Counting what counts in link worker services"},
        {"title": "Cóunting whàt counts in link worker services"},
        {"author": [Name(family="Reed", given="A. B.")]},
        {"author": [Name(family="REED", given="A."), Name(family="Someone", given="Else"), MARSH]},
        {"issued": "2022"},
        {"container_title": "J Invent Stud"},
        {"container_title": "JIS"},
        {"container_title": "The Journal of Invented Studies"},
        {"type": "document"},
        {"type": "webpage", "container_title": None},
        {"doi": "10.5555/a", "author": [REED]},
    ],
)
def test_one_work_in_two_hands_is_the_same(changes: dict[str, Any]) -> None:
    assert verdict(work(), work(**changes)) == "same"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"author": []}, "likely"),
        ({"issued": None}, "likely"),
        ({"title": "Counting what matters in link worker services"}, "likely"),
        ({"issued": "2023"}, "likely"),
        ({"doi": "10.5555/b"}, "unsure"),
        ({"author": [Name(family="Quill", given="Abel"), MARSH]}, "unsure"),
    ],
)
def test_what_is_less_than_certain(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(work(doi="10.5555/a"), work(**changes)) == expected


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"type": "article"}, {}, "preprint"),
        ({"doi": "10.1101/2020.01.01"}, {"doi": "10.5555/a"}, "preprint"),
        ({"container_title": "medRxiv"}, {}, "preprint"),
        ({"title": f"{BASE['title']}: protocol for a trial"}, {"title": f"{BASE['title']}: a trial"}, "protocol"),
        ({"title": f"Correction to: {BASE['title']}"}, {}, "correction"),
        ({"title": f"Author correction: {BASE['title']}"}, {}, "correction"),
        ({"title": f"Erratum: {BASE['title']}"}, {}, "correction"),
        ({"title": f"Retraction: {BASE['title']}"}, {}, "retraction"),
        ({"title": f"Re: {BASE['title']}"}, {}, "reply"),
        ({"title": f"Reply to: {BASE['title']}"}, {}, "reply"),
        ({"title": f"{BASE['title']}: authors' reply"}, {}, "reply"),
        ({"title": f"Comment on “{BASE['title']}”"}, {}, "comment"),
        ({"title": f"{BASE['title']}. Part 1"}, {"title": f"{BASE['title']}. Part II"}, "numbers differ"),
        ({"title": f"{BASE['title']} in 2019"}, {"title": f"{BASE['title']} in 2020"}, "numbers in their titles"),
        ({"edition": "2nd", "type": "book"}, {"edition": "Third", "type": "book"}, "editions"),
        ({"issued": "2021"}, {"issued": str(2021 + FAR_APART)}, "years apart"),
        ({"type": "chapter"}, {"type": "book"}, "chapter"),
        ({"type": "paper-conference"}, {}, "conference paper"),
        ({"page": "S62"}, {"page": "101-110"}, "abstract of a conference"),
        ({"type": "thesis"}, {}, "thesis"),
        ({"type": "report"}, {}, "report"),
        ({"type": "dataset"}, {}, "dataset"),
    ],
)
def test_hard_differences(one: dict[str, Any], other: dict[str, Any], reason: str) -> None:
    assert verdict(work(**one), work(**other)) == "different"
    assert reason in " ".join(compare(work(**one), work(**other)).reasons)


@pytest.mark.parametrize(
    "title",
    [
        "Re-thinking care for people with type 2 diabetes", "Response of people to letters",
        "Corrections officers and care",
        "Protocols of kindness", "Commentaries", "A reply that never came to the door",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_difference(title: str) -> None:
    container = {"container_title": "Journal of Invented Studies"}
    assert verdict(work(title=title, **container), work(title=title.upper(), **container)) == "same"


def test_a_report_and_a_book_may_be_one() -> None:
    assert verdict(work(type="report", container_title=None), work(type="book", container_title=None)) == "same"


def test_editions_in_other_words_are_one() -> None:
    assert verdict(work(edition="2"), work(edition="second edition")) == "same"


@pytest.mark.parametrize("kind", ["doi", "pmid", "pmcid"])
def test_a_shared_identifier_decides(kind: str) -> None:
    shared: dict[str, Any] = {kind: "PMC1" if kind == "pmcid" else "10.5555/A"}
    other = work(title="What counts is counted in services", issued="2018", author=[MARSH], **shared)
    found = compare(work(**shared), other)
    assert found.verdict == "same"
    assert found.shared[0].startswith(kind.upper())


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"title": "An atlas of small kindnesses for the whole family"}, "only"),
        ({"title": f"Correction to: {BASE['title']}"}, "correction"),
        ({"title": f"{BASE['title']}: a study protocol"}, "protocol"),
        ({"doi": "10.5555/b"}, "DOIs differ"),
    ],
)
def test_a_shared_identifier_with_a_doubt_is_for_a_person(other: dict[str, Any], reason: str) -> None:
    found = compare(work(pmid="1", doi="10.5555/a"), work(**{"pmid": "1", "doi": "10.5555/a", **other}))
    assert found.verdict == "unsure"
    assert reason in " ".join(found.reasons)


def test_the_isbn_of_a_book_is_not_that_of_its_chapters() -> None:
    isbn = {"isbn": "9780306406157"}
    assert verdict(work(type="book", **isbn), work(type="book", title="Counting what counts, again", **isbn)) == "same"
    chapters = [work(type="chapter", title=title, **isbn) for title in ("A first chapter", "Something else entirely")]
    assert verdict(*chapters) == "different"


def test_a_short_title_needs_the_journal_too() -> None:
    short = {"title": "Social prescribing"}
    assert verdict(work(**short), work(**short)) == "same"
    assert verdict(work(**short), work(**short, container_title="BMJ")) == "unsure"
    assert verdict(work(**short), work(**short, container_title=None)) == "unsure"
    assert verdict(work(**short), work(**short, author=[Name(family="Quill", given="A.")], issued="2020")) != "same"


def test_a_missing_subtitle_makes_it_likely() -> None:
    long = work(title=f"{BASE['title']}: a mixed-methods study of three towns")
    assert verdict(work(), long) == "likely"
    assert title_likeness("Counting", "Counting: a mixed-methods study") < 0.78


def test_two_first_authors_of_one_family_name() -> None:
    assert verdict(work(), work(author=[Name(family="Reed", given="Boris"), MARSH])) == "unsure"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Counting what matters in link worker services"}, "likely"),
        ({"title": "Counting what matters in link worker services", "container_title": "Another Place"}, "unsure"),
        ({"container_title": "Invented Research Letters"}, "likely"),
        ({"container_title": "Another Place", "issued": "2023"}, "unsure"),
        ({"author": [Name(family="Quill", given="Wim")], "container_title": "Another Place"}, "different"),
    ],
)
def test_the_less_alike_the_less_certain(changes: dict[str, Any], expected: Verdict) -> None:
    assert verdict(work(author=[REED]), work(**{"author": [REED], **changes})) == expected


def test_groups_and_their_abbreviations() -> None:
    one, other = (work(author=[Name(literal=name)]) for name in ("World Invented Organization", "WIO"))
    assert verdict(one, other) == "same"


def test_other_scripts_are_compared_by_their_letters() -> None:
    one, other = "العاملون في الربط الاجتماعي", "دراسة أخرى عن شيء مختلف تماما"
    assert fold(one) != fold(other) != ""
    assert verdict(work(title=one), work(title=other)) == "different"
    assert verdict(work(title=one), work(title=one)) == "same"


def with_works(library: Library, *citations: Citation, **first: Any) -> Library:
    """A library of the works given, keyed a2021one, a2021two ...; `first` changes the first record."""
    template = library.studies["reed2021counting"].model_copy(update={"relations": [], "ignore": {}})
    keys = ["a2021one", "a2021two", "a2021three", "a2021four"]
    studies: dict[str, Study] = {
        key: template.model_copy(update={"key": key, "citation": citation})
        for key, citation in zip(keys, citations, strict=False)
    }
    studies["a2021one"] = studies["a2021one"].model_copy(update=first)
    return replace(library, studies=studies)


def test_pairs_of_a_library(miniature: Library) -> None:
    library = with_works(
        miniature, work(), work(issued="2022"), work(title="An atlas of small kindnesses"), work(author=[])
    )
    found = pairs(library)
    assert [(pair.one, pair.other, pair.comparison.verdict) for pair in found] == [
        ("a2021one", "a2021two", "same"),
        ("a2021four", "a2021one", "likely"),
        ("a2021four", "a2021two", "likely"),
    ]
    assert {pair.place(library) for pair in found} == {"a2021one", "a2021two"}


def test_pairs_with_titles_that_begin_differently_or_no_year(miniature: Library) -> None:
    other = work(title=f"On {BASE['title']}", issued=None)
    assert len(pairs(with_works(miniature, work(), other))) == 1


def test_a_shared_doi_is_found_whatever_else_differs(miniature: Library) -> None:
    other = work(title="Nothing like it", author=[MARSH], issued="1999", doi="10.5555/A")
    [pair] = pairs(with_works(miniature, work(doi="10.5555/a"), other))
    assert pair.comparison.verdict == "unsure"


def test_a_relation_says_that_a_person_knows_both(miniature: Library) -> None:
    assert pairs(with_works(miniature, work(), work())) != []
    tied = with_works(miniature, work(), work(), relations=[Relation(type="related-to", key="a2021two")])
    assert pairs(tied, with_ignored=True) == []


def test_a_recorded_decision_holds_for_the_pair_it_names(miniature: Library) -> None:
    library = with_works(miniature, work(), work(), work())
    decided = declare_different(library.studies["a2021one"], "a2021two", "another town.")
    library = replace(library, studies={**library.studies, "a2021one": decided})
    assert decided.ignore == {CODE: "not a2021two: another town"}
    assert [(pair.one, pair.other) for pair in pairs(library)] == [
        ("a2021one", "a2021three"),
        ("a2021three", "a2021two"),
    ]
    everything = {(pair.one, pair.other): pair for pair in pairs(library, with_ignored=True)}
    assert everything["a2021one", "a2021two"].ignored_by == "a2021one"
    assert everything["a2021one", "a2021two"].place(library) == "a2021one"
    assert everything["a2021one", "a2021three"].place(library) == "a2021three"
    again = declare_different(decided, "a2021three", "and another.")
    assert again.ignore == {CODE: "not a2021two: another town; not a2021three: and another"}


def test_a_decision_about_a_record_that_is_gone_does_not_hide_others(miniature: Library) -> None:
    library = with_works(miniature, work(), work(), ignore={CODE: "not gone2019record: another town"})
    assert len(pairs(library)) == 1
    assert pairs(with_works(miniature, work(), work(), ignore={CODE: "All of one series."})) == []


def test_the_nearest_records_to_a_new_work(miniature: Library) -> None:
    library = with_works(miniature, work(), work(author=[]), work(title="An atlas of small kindnesses"))
    assert [(near.key, near.comparison.verdict) for near in nearest(work(), library)] == [
        ("a2021one", "same"),
        ("a2021two", "likely"),
    ]
    assert [near.key for near in nearest(work(), library, but_not="a2021one")] == ["a2021two"]
    assert len(nearest(work(), library, limit=1)) == 1
    assert nearest(work(title="Something new under the sun"), library) == []
    by_doi = with_works(miniature, work(doi="10.5555/a"))
    assert nearest(work(title="Something new under the sun", doi="10.5555/A"), by_doi)[0].comparison.verdict == "unsure"


def test_three_thousand_records_in_good_time(miniature: Library) -> None:
    template = miniature.studies["reed2021counting"].model_copy(update={"relations": []})
    chance = random.Random(1)  # noqa: S311 (the same titles in each run)
    letters = "abcdefghilmnoprstu"
    words = ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(250)]
    studies = {}
    for number in range(3000):
        title = [
            "Social prescribing" if number % 3 else "Link workers",
            *chance.choices(words, k=chance.randint(4, 10)),
        ]
        citation = work(
            title=" ".join(title),
            issued=str(2005 + number % 20),
            author=[Name(family=f"Name{number % 40}", given="A.")],
        )
        key = f"a{1000 + number}b"
        studies[key] = template.model_copy(update={"key": key, "citation": citation})
    studies["a9999b"] = template.model_copy(update={"key": "a9999b", "citation": studies["a1000b"].citation})
    library = replace(miniature, studies=studies)
    found = pairs(library)
    assert ("a1000b", "a9999b") in {(pair.one, pair.other) for pair in found}


@pytest.mark.library
def test_the_real_base_holds_no_work_twice(real_library: Library) -> None:
    assert pairs(real_library) == []
    for one, other in combinations(real_library.studies.values(), 2):
        verdict = compare(one.citation, other.citation).verdict
        assert verdict == "different" or are_tied(one, other), (one.key, other.key, verdict)


@pytest.mark.library
def test_each_real_work_is_found_without_its_identifiers(real_library: Library) -> None:
    bare = {"doi": None, "pmid": None, "pmcid": None, "isbn": None}
    for study in real_library.studies.values():
        found = nearest(study.citation.model_copy(update=bare), real_library)
        # Where no author was seen there is less to know a work by, and a person is asked.
        known = "same" if study.citation.author or study.citation.editor else "likely"
        assert (found[0].key, found[0].comparison.verdict) == (study.key, known)
        # A person has told works with like titles by one author apart, and tied them.
        assert all(are_tied(study, real_library.studies[near.key]) for near in found[1:])
        assert all(near.comparison.verdict != "same" for near in found[1:])


def are_tied(one: Study, other: Study) -> bool:
    return other.key in {tie.key for tie in one.relations} or one.key in {tie.key for tie in other.relations}


TEXTS = st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)


@given(one=TEXTS, other=TEXTS, family=TEXTS, year=st.integers(1900, 2030))
def test_comparing_never_fails_and_is_the_same_from_both_ends(one: str, other: str, family: str, year: int) -> None:
    first = work(title=one, author=[Name(family=family)], issued=str(year))
    second = work(title=other, author=[Name(literal=family)], issued=None, container_title=one)
    assert compare(first, second).verdict == compare(second, first).verdict
    assert compare(first, first).verdict in {"same", "unsure"}
