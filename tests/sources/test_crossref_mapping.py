from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.model import Name, Study, to_plain
from evidence.sources import crossref_mapping, datacite, negotiation, openalex
from evidence.sources.crossref_mapping import describe
from evidence.sources.integrity import notices_about, notices_on, weigh, works_noticed
from evidence.sources.parts import UNTITLED, Described
from tests.stand_ins.works import DOI, article, deposit, known_to_openalex, notice, on, update

TODAY = date(2026, 11, 22)
CC = "http://creativecommons.org/licenses"


def mapped(**changes: Any) -> Described:
    return describe(article(**changes), today=TODAY)


def remarks(**changes: Any) -> str:
    return " ".join(mapped(**changes).remarks)


def test_an_ordinary_article_becomes_a_whole_citation() -> None:
    found = describe(article(), asked=DOI, today=TODAY)
    assert to_plain(found.citation) == {
        "type": "article-journal",
        "title": "Link workers and the lighthouse: an invented evaluation",
        "author": [
            {"family": "Quill", "given": "Ada"},
            {"family": "Fen", "given": "Bo", "non-dropping-particle": "van der"},
        ],
        "container-title": "Journal of Invented Care",
        "container-title-short": "J Inv Care",
        "issued": "2021-03-02",
        "volume": "7",
        "issue": "2",
        "page": "101-110",
        "publisher": "Imaginary Press",
        "language": "en",
        "DOI": DOI,
        "ISSN": "1234-5679",
    }
    assert found.access.licence == "CC-BY-4.0"
    assert found.access.status == "not-checked"
    assert found.abstract == "Background Older people by the sea & a link worker."
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("journal-article", "article-journal"), ("book", "book"), ("monograph", "book"), ("edited-book", "book"),
        ("reference-book", "book"), ("book-chapter", "chapter"), ("book-section", "chapter"), ("book-part", "chapter"),
        ("reference-entry", "entry-encyclopedia"), ("report", "report"), ("report-component", "chapter"),
        ("posted-content", "article"), ("dissertation", "thesis"), ("proceedings-article", "paper-conference"),
        ("proceedings", "book"), ("dataset", "dataset"), ("database", "dataset"), ("component", "document"),
        ("peer-review", "review"), ("standard", "standard"), ("other", "document"),
    ],
)  # fmt: skip
def test_types(theirs: str, ours: str) -> None:
    found = mapped(type=theirs)
    assert found.citation.type == ours
    assert "is not known" not in " ".join(found.remarks)


@pytest.mark.parametrize("odd", ["hologram", "", None, 7])
def test_an_unknown_type_is_remarked_on(odd: Any) -> None:
    found = mapped(type=odd)
    assert found.citation.type == "document"
    assert "not known: look at citation.type" in " ".join(found.remarks)


def test_posted_content_tells_preprint_thesis_and_report_apart() -> None:
    preprint = mapped(
        type="posted-content", subtype="preprint", posted=on(2020, 5, 6), institution=[{"name": "inventRxiv"}]
    ).citation
    assert (preprint.type, preprint.genre, preprint.publisher, preprint.issued) == (
        "article", "Preprint", "inventRxiv", "2020-05-06",
    )  # fmt: skip
    assert mapped(type="posted-content", subtype="working_paper").citation.genre == "Working paper"
    assert mapped(type="posted-content", subtype="dissertation").citation.type == "thesis"
    assert mapped(type="posted-content", subtype="report").citation.type == "report"


@pytest.mark.parametrize(
    ("online", "printed", "more", "issued", "remark"),
    [
        (on(2021, 3, 2), on(2021, 3), {}, "2021-03-02", ""),
        (on(2018, 12, 5), on(2019, 6), {}, "2019-06", "online on 2018-12-05"),
        (on(2018, 12, 5), on(2018, 12, 30), {}, "2018-12-30", ""),
        (on(2018, 12, 5), None, {"journal-issue": {"published-print": on(2019, 2)}}, "2019-02", "online on 2018-12-05"),
        (on(2026, 10, 1), on(2027, 1), {}, "2026-10-01", "announced for 2027-01"),
        (None, on(2027, 1), {}, "2027-01", "lies ahead"),
        (on(2020, 2, 3), None, {}, "2020-02-03", ""),
        (None, None, {"published": on(2019), "issued": on(2019)}, "2019", ""),
        (
            on(None),
            on(None),
            {"published": None, "issued": on(None), "approved": on(2023, 3, 31)},
            "2023-03-31",
            "approval",
        ),
        (None, None, {"published": None, "issued": on(None)}, None, "no date of publication"),
        (None, on(2020, 13, 45), {}, "2020", ""),
        (None, on(2021, 2, 30), {}, "2021-02", ""),
        (None, on(20, 1), {"published": None, "issued": on(0)}, None, "no date"),
    ],
)
def test_the_date_rule(online: Any, printed: Any, more: dict[str, Any], issued: str | None, remark: str) -> None:
    found = mapped(**{"published-online": online, "published-print": printed, **more})
    assert found.citation.issued == issued
    assert remark in " ".join(found.remarks)
    assert remark or not found.remarks


@pytest.mark.parametrize(
    ("page", "number", "pages_we_have", "number_we_have"),
    [
        ("101–110", None, "101-110", None),
        ("pp. 101 -- 110", None, "101-110", None),
        ("e487-e494", None, "e487-e494", None),
        ("1758", None, "1758", None),
        ("123-123", None, "123", None),
        ("e015203", None, None, "e015203"),
        ("l1285", None, None, "l1285"),
        ("148038", "148038", None, "148038"),
        ("148038", None, None, "148038"),
        (None, "86", None, "86"),
        ("1-12", "86", "1-12", "86"),
        ("730-738", "730", "730-738", None),
        ("xi", None, "xi", None),
        ("n/a-n/a", "98", None, "98"),
        ("12-n/a", None, "12", None),
        ("ahead-of-print", None, None, None),
        ("-", None, None, None),
    ],
)
def test_article_number_against_pages(
    page: str | None, number: str | None, pages_we_have: str | None, number_we_have: str | None
) -> None:
    found = mapped(page=page, **{"article-number": number}).citation
    assert (found.page, found.number) == (pages_we_have, number_we_have)


def test_placeholders_are_not_a_volume() -> None:
    found = mapped(volume="ahead-of-print", issue="Online First").citation
    assert (found.volume, found.issue) == (None, None)


def test_names_of_every_kind() -> None:
    found = mapped(
        author=[
            {"family": "de la Cruz", "given": "Ana"},
            {"family": "De Vries", "given": "Kim"},
            {"family": "van der berg", "given": "Lo"},
            {"family": "Layoun"},
            {"given": "Plato"},
            {"name": "The Invented Group"},
            {"name": "The Invented Group"},
            {"family": "King", "given": "Max,", "suffix": "Jr."},
            {"family": "King III", "given": "Moritz"},
            {"family": "Sharp", "given": "Lea*", "suffix": "PhD"},
            {"family": "O&apos;Neil", "given": "<i>N.</i>"},
            {"affiliation": []},
        ]
    )
    assert found.citation.author == [
        Name(family="Cruz", given="Ana", non_dropping_particle="de la"),
        Name(family="De Vries", given="Kim"),
        Name(family="berg", given="Lo", non_dropping_particle="van der"),
        Name(family="Layoun"),
        Name(family="Plato"),
        Name(literal="The Invented Group"),
        Name(family="King", given="Max", suffix="Jr."),
        Name(family="King", given="Moritz", suffix="III"),
        Name(family="Sharp", given="Lea"),
        Name(family="O'Neil", given="N."),
    ]
    assert set(found.remarks) == {
        "'PhD' after the name of Sharp was left out: it is no part of a name.",
        "A contributor without a name was left out.",
    }


def test_the_only_first_author_comes_first() -> None:
    people = [
        {"family": "Second", "sequence": "additional"},
        {"family": "First", "sequence": "first"},
        {"name": "Group", "sequence": "additional"},
    ]
    assert [name.short for name in mapped(author=people).citation.author] == ["First", "Second", "Group"]
    people.append({"name": "Both first", "sequence": "first"})
    assert [name.short for name in mapped(author=people).citation.author] == ["Second", "First", "Group", "Both first"]


def test_three_hundred_authors_are_all_there() -> None:
    people = [{"family": f"Family{number}", "given": "A."} for number in range(300)]
    assert [name.family for name in mapped(author=people).citation.author] == [one["family"] for one in people]


def test_editors_stand_for_books_only() -> None:
    editor = [{"family": "Chief", "given": "Ed"}]
    assert mapped(editor=editor).citation.editor == []
    assert mapped(editor=editor, type="edited-book", author=None).citation.editor == [Name(family="Chief", given="Ed")]
    assert len(mapped(editor=editor, type="book-chapter").citation.editor) == 1
    assert len(mapped(editor=editor, type="peer-review", author=None).citation.editor) == 1


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"subtitle": ["a tale"], "title": ["Keepers"]}, "Keepers: a tale"),
        ({"subtitle": ["a tale"], "title": ["Keepers?"]}, "Keepers? a tale"),
        ({"subtitle": ["A tale"], "title": ["Keepers: a tale"]}, "Keepers: a tale"),
        ({"title": [], "original-title": ["Hüter"]}, "Hüter"),
        ({"title": "A bare text"}, "A bare text"),
        ({"title": ["<scp>CPAP</scp> &amp;amp; H<sub>2</sub>O"]}, "CPAP & H₂O"),
        ({"title": ["T" * 5000]}, "T" * 4000),
    ],
)
def test_titles(changes: dict[str, Any], title: str) -> None:
    assert mapped(**changes).citation.title == title


def test_odd_titles_are_remarked_on() -> None:
    assert mapped(title=[]).citation.title == UNTITLED
    assert "no title" in remarks(title=[])
    assert "several titles; the first was taken. The others: Zwei; Trois." in remarks(title=["One", "Zwei", "Trois"])
    assert "in capitals" in remarks(title=["ALL OF THIS IS WRITTEN LOUDLY"])
    assert "no author" in remarks(author=None)
    assert "does not name the journal" in remarks(**{"container-title": []})


def test_containers() -> None:
    chapter = mapped(type="book-chapter", **{"container-title": ["A Series", "The Book"]}).citation
    assert (chapter.container_title, chapter.collection_title) == ("The Book", "A Series")
    book = mapped(type="book", **{"container-title": ["A Series"]}).citation
    assert (book.container_title, book.collection_title) == (None, "A Series")
    journal = mapped(
        **{"container-title": ["Care &amp; Cure", "Old Name"], "short-container-title": ["Care &amp; Cure"]}
    )
    assert journal.citation.container_title == "Care & Cure"
    assert journal.citation.container_title_short is None
    assert "not 'Old Name'" in " ".join(journal.remarks)


def test_books_theses_and_papers_of_meetings() -> None:
    book = mapped(
        type="monograph",
        ISBN=["http://id.crossref.org/isbn/9780306406157", "0-306-40615-2", "9780306406158"],
        ISSN=["http://id.crossref.org/issn/12345679"],
        **{"edition-number": "2", "publisher-location": "Nowhere"},
    ).citation
    assert (book.isbn, book.issn, book.edition, book.publisher_place) == ("9780306406157", "1234-5679", "2", "Nowhere")
    printed = [{"type": "electronic", "value": "9780306406157"}, {"type": "print", "value": "9780000000002"}]
    assert mapped(type="book", **{"isbn-type": printed}).citation.isbn == "9780000000002"
    thesis = mapped(
        type="dissertation", degree=["PhD thesis"], institution=[{"name": "University of Nowhere"}]
    ).citation
    assert (thesis.genre, thesis.publisher) == ("PhD thesis", "University of Nowhere")
    paper = mapped(type="proceedings-article", event={"name": "The Meeting of Nobody"}).citation
    assert paper.event_title == "The Meeting of Nobody"


def test_an_alias_and_relations_are_reported() -> None:
    found = describe(article(), asked="10.5555/old", today=TODAY)
    assert found.citation.doi == DOI
    assert f"10.5555/old is an alias: the work is registered as {DOI}" in found.remarks[0]
    assert "preprint of 10.5555/final" in remarks(
        relation={"is-preprint-of": [{"id": "10.5555/FINAL", "id-type": "doi"}]}
    )
    assert "has a preprint: 10.5555/pre" in remarks(relation={"has-preprint": [{"id": "https://doi.org/10.5555/pre"}]})


@pytest.mark.parametrize(
    ("entries", "licence"),
    [
        ([("https://creativecommons.org/licenses/by-nc-nd/4.0/", "vor")], "CC-BY-NC-ND-4.0"),
        ([("http://creativecommons.org/licenses/by/2.0/uk/", "unspecified")], "CC-BY-2.0"),
        ([("http://creativecommons.org/licenses/by/3.0/igo/", "vor")], "CC-BY-3.0-IGO"),
        ([("https://creativecommons.org/publicdomain/zero/1.0/", "vor")], "CC0-1.0"),
        ([("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", "vor")], "OGL-UK-3.0"),
        ([(f"{CC}/by/4.0/", "am"), (f"{CC}/by-nc/4.0/", "vor")], "CC-BY-NC-4.0"),
        ([("https://imaginary.example/terms#vor", "vor")], None),
        ([("https://creativecommons.org/licenses/by/9.0/", "vor")], None),
        ([], None),
    ],
)  # fmt: skip
def test_licences(entries: list[tuple[str, str]], licence: str | None) -> None:
    found = mapped(license=[{"URL": url, "content-version": version, "start": on(2020)} for url, version in entries])
    assert found.access.licence == licence


def test_a_licence_that_begins_later_does_not_count_yet() -> None:
    later = {"URL": "http://creativecommons.org/licenses/by/4.0/", "content-version": "vor", "start": on(2027, 1, 1)}
    assert mapped(license=[later]).access.licence is None


def test_no_abstract_is_in_the_citation() -> None:
    assert "Older people" not in repr(mapped().citation)


# Integrity: the direction, the words, and which wins.


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("retraction", "retracted"), ("withdrawal", "retracted"), ("removal", "retracted"),
        ("expression_of_concern", "expression-of-concern"), ("Expression of Concern", "expression-of-concern"),
        ("correction", "corrected"), ("corrigendum", "corrected"), ("erratum", "corrected"), ("addendum", "corrected"),
        ("partial_retraction", "corrected"), ("new_version", "no-notice"), ("new_edition", "no-notice"),
    ],
)  # fmt: skip
def test_a_work_bears_what_updates_it(kind: str, status: str) -> None:
    notices = notices_on(article(updated_by=[update("10.5555/n", kind, source="retraction-watch")]))
    assert weigh(notices, TODAY, complete=True).status == status


def test_a_notice_is_not_itself_retracted() -> None:
    for title in ("Retraction: something", "RETRACTED: Link workers and the lighthouse"):
        message = notice("10.5555/n", DOI) | {"title": [title]}
        assert notices_on(message) == []
        assert works_noticed(message) == [(DOI, "retraction")]
        assert [one.doi for one in notices_about(DOI, message)] == ["10.5555/n"]
        assert f"itself a notice (retraction) about {DOI}" in " ".join(describe(message, today=TODAY).remarks)


def test_a_work_marked_in_place_is_retracted() -> None:
    message = article(title=["RETRACTED: Lighthouses"], update_to=[update(DOI.upper(), "retraction")])
    state = weigh(notices_on(message), TODAY, complete=True)
    assert (state.status, state.notice, state.checked) == ("retracted", DOI, "2026-11-22")
    assert works_noticed(message) == []


@pytest.mark.parametrize(
    "title",
    ["RETRACTED: A", "Retracted Article: A", "[RETRACTED] A", "WITHDRAWN: A", "<b>RETRACTED:</b> A", "REMOVED: A"],
)
def test_a_title_can_say_it(title: str) -> None:
    state = weigh(notices_on(article(title=[title])), TODAY, complete=True)
    assert (state.status, state.notice) == ("retracted", None)


@pytest.mark.parametrize(
    "title", ["Retracted papers in social care: a review", "Withdrawn people: loneliness", "Why it was retracted"]
)
def test_a_title_about_retraction_does_not(title: str) -> None:
    assert notices_on(article(title=[title])) == []


def test_the_strongest_wins_then_the_latest() -> None:
    message = article(
        updated_by=[
            update("10.5555/c", "correction", 2025),
            update("10.5555/r1", "retraction", 2022),
            update("10.5555/r2", "withdrawal", 2023),
            update("10.5555/e", "expression_of_concern", 2024),
        ]
    )
    state = weigh(notices_on(message), TODAY, complete=False)
    assert (state.status, state.notice) == ("retracted", "10.5555/r2")


def test_nothing_found_is_no_notice_only_when_all_was_asked() -> None:
    assert weigh([], TODAY, complete=True).status == "no-notice"
    assert weigh([], TODAY, complete=False).status == "not-checked"


# Whatever comes, no mapping raises, and what it makes is a valid record.

_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(DOI),
    st.sampled_from(["first", "print", "vor", "<i>", "&lt;", "\ud83d", "\x00", "2019-13-40", "CC BY", "n/a-", "III"]),
)  # fmt: skip
_names = st.sampled_from(
    sorted(
        {*article(), *deposit(), *known_to_openalex(), "updated-by", "update-to", "editor", "event", "institution"}
        | {
            "given",
            "family",
            "name",
            "suffix",
            "literal",
            "sequence",
            "date-parts",
            "value",
            "type",
            "updated",
            "id",
            "raw",
        }
        | {
            "nameType",
            "titleType",
            "firstPage",
            "lastPage",
            "dateType",
            "dates",
            "pmid",
            "pmcid",
            "oa_status",
            "pdf_url",
        }
    )
)
_odd = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4), max_leaves=8
)
_messages = st.one_of(
    _odd,
    st.builds(
        lambda whole, changes: whole | changes,
        st.sampled_from([article(), deposit(), known_to_openalex()]),
        st.dictionaries(_names, _odd, max_size=6),
    ),
)


@settings(max_examples=400, deadline=None)
@given(_messages)
def test_no_mapping_ever_raises(message: Any) -> None:
    for found in (
        describe(message, asked=DOI, today=TODAY),
        datacite.describe(message, asked=DOI),
        negotiation.describe(message, asked=DOI),
    ):
        assert all(remark == " ".join(remark.split()) for remark in found.remarks)
        record = {
            "key": "quill2021link",
            "collections": ["reading-list"],
            "citation": to_plain(found.citation),
            "access": to_plain(openalex.describe(message).access),
            "integrity": to_plain(weigh(notices_on(message), TODAY, complete=False)),
            "provenance": {
                "citation": {"source": "crossref", "retrieved": "2026-11-22"},
                "extraction": {"read": "none", "extracted": "2026-11-22"},
            },
        }
        Study.model_validate(record)
        repr(record).encode()
    notices_about(DOI, message)
    works_noticed(message)
    crossref_mapping.describe(message, today=TODAY)
