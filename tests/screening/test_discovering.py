"""Looking and sifting: nothing twice, nothing lost, the date moves only when the search was whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.model import Citation, Name, WorkType
from evidence.screening import Screening, load
from evidence.screening.discovering import Ask, DiscoverError, Found, Look, asked_sources, first_day, look, moved
from evidence.screening.sifting import sift, summary
from evidence.screening.worklist import Search
from tests.screening.texts import HELD, STRATEGY, write

TODAY = date(2024, 5, 6)
SINCE = date(2020, 1, 1)


@pytest.fixture
def library(library_copy: Path) -> Library:
    write(library_copy)
    return Library.load(library_copy)


@pytest.fixture
def screening(library: Library) -> Screening:
    found = load(library.root)
    assert found is not None
    return found


def work(
    doi: str | None, title: str = "Link workers on the pier", *, type_: WorkType = "article-journal", who: str = "Fen"
) -> Found:
    author = [Name(family=who, given="Bo")] if who else []
    return Found(Citation(type=type_, title=title, author=author, issued="2024-01", doi=doi, language="en"))


def gives(*works: Found) -> Ask:
    def ask(words: str, since: date, at_most: int) -> Iterator[Found]:
        del words, since
        yield from works[:at_most]

    return ask


def looked(*works: Found) -> Look:
    return Look("crossref", SINCE, tuple(("link worker", one) for one in works))


def numbers(search: Search) -> list[int]:
    return [number for _, number in summary(search)]


def test_every_term_is_asked_from_the_day_on(screening: Screening) -> None:
    asked: list[tuple[str, date, int]] = []

    def ask(words: str, since: date, at_most: int) -> Iterator[Found]:
        asked.append((words, since, at_most))
        yield work("10.5555/a")

    told: list[tuple[str, int]] = []
    seen = look("crossref", screening.strategy, SINCE, ask, told=lambda *one: told.append(one))
    assert asked == [("social prescribing", SINCE, 5), ("link worker", SINCE, 5)]
    assert told == [("social prescribing", 1), ("link worker", 1)]
    assert [term for term, _ in seen.found] == ["social prescribing", "link worker"]
    assert seen.whole


def test_a_fault_keeps_what_came_before_it(screening: Screening) -> None:
    def ask(words: str, since: date, at_most: int) -> Iterator[Found]:
        del since, at_most
        yield work("10.5555/a")
        if words == "link worker":
            raise EvidenceError("The service is down.")

    seen = look("crossref", screening.strategy, SINCE, ask)
    assert (len(seen.found), seen.whole, str(seen.fault)) == (2, False, "The service is down.")


@pytest.mark.parametrize(
    ("there", "limit", "whole", "cut"),
    [(4, None, True, 0), (5, None, True, 2), (5, 2, False, 2), (1, 2, True, 0), (9, 50, True, 2)],
)
def test_a_search_that_a_limit_cut_is_not_whole(
    there: int, limit: int | None, *, whole: bool, cut: int, screening: Screening
) -> None:
    ask = gives(*(work(f"10.5555/{number}") for number in range(there)))
    seen = look("crossref", screening.strategy, SINCE, ask, limit=limit)
    assert (seen.whole, len(seen.terms_cut)) == (whole, cut)
    assert len(seen.found) <= 2 * 5


def test_works_of_the_base_are_left_out_by_identifier(screening: Screening, library: Library) -> None:
    search, listed = sift(looked(work(HELD)), screening, library, TODAY)
    assert (search.held, listed) == (1, [])


def test_a_work_alike_without_identifiers_is_held(screening: Screening, library: Library) -> None:
    base = library.studies["marsh2023link"].citation
    report = base.model_copy(update={"doi": None})
    nameless = {**library.studies}
    nameless["marsh2023link"] = nameless["marsh2023link"].model_copy(update={"citation": report})
    without = Library(library.root, library.vocabulary, nameless)
    search, listed = sift(looked(Found(base)), screening, without, TODAY)
    assert (search.held, listed) == (1, [])


def test_a_work_that_only_may_be_in_the_base_is_listed_and_says_so(screening: Screening, library: Library) -> None:
    base = library.studies["marsh2023link"].citation
    other = base.model_copy(update={"doi": "10.5555/other", "author": [Name(family="Nobody", given="No")]})
    _, [listed] = sift(looked(Found(other)), screening, library, TODAY)
    assert "may be the same as marsh2023link of the base" in listed.why


def test_what_was_screened_before_is_left_out_under_a_second_doi_too(screening: Screening, library: Library) -> None:
    again = Citation(
        type="article-journal",
        title="Link Workers at Sea: an invented survey",
        author=[Name(family="Quill", given="Ada"), Name(family="B", given="C"), Name(family="D", given="E")],
        issued="2023-05",
        container_title="Journal of Invented Care",
        doi="10.5555/new.1.v2",
    )
    search, listed = sift(looked(work("10.5555/new.3"), Found(again)), screening, library, TODAY)
    assert (search.seen, listed) == (2, [])


def test_a_work_is_listed_once_however_many_terms_found_it(screening: Screening, library: Library) -> None:
    search, listed = sift(looked(work("10.5555/a"), work("10.5555/a"), work("10.5555/a.v2")), screening, library, TODAY)
    assert [one.doi for one in listed] == ["10.5555/a"]
    assert search.twice == 2


def test_works_without_an_author_are_not_taken_for_one_by_their_title(screening: Screening, library: Library) -> None:
    _, listed = sift(looked(work("10.5555/a", who=""), work("10.5555/b", who="")), screening, library, TODAY)
    assert len(listed) == 2


@pytest.mark.parametrize(
    "found",
    [
        work("10.5555/a", "Leaf blight of tomatoes"),
        work("10.5555/a", type_="dataset"),
        work(None),
    ],
)
def test_what_the_strategy_does_not_ask_for_is_set_aside(found: Found, screening: Screening, library: Library) -> None:
    search, listed = sift(looked(found), screening, library, TODAY)
    assert (search.set_aside, listed) == (1, [])


@pytest.mark.parametrize(("language", "aside"), [("fr", 1), ("en-GB", 0), (None, 0)])
def test_a_language_that_is_not_asked_for_is_set_aside_when_it_is_given(
    language: str | None, aside: int, library_copy: Path
) -> None:
    write(library_copy, STRATEGY.replace("  least-rank", "  languages: [en]\n  least-rank"))
    screening = load(library_copy)
    assert screening is not None
    found = Found(work("10.5555/a").citation.model_copy(update={"language": language}))
    search, _ = sift(looked(found), screening, Library.load(library_copy), TODAY)
    assert search.set_aside == aside


def test_a_listed_work_holds_what_a_person_needs_and_no_abstract(screening: Screening, library: Library) -> None:
    found = Found(work("10.5555/a").citation, abstract="A secret about a link worker.")
    _, [listed] = sift(looked(found), screening, library, TODAY)
    assert (listed.title, listed.doi, listed.authors, listed.issued) == (
        "Link workers on the pier", "10.5555/a", "Fen", "2024",
    )  # fmt: skip
    assert (listed.found.on, listed.found.source, listed.found.term) == ("2024-05-06", "crossref", "link worker")
    assert listed.decision is None
    assert "secret" not in listed.model_dump_json()


def test_new_works_come_best_first(screening: Screening, library: Library) -> None:
    low = work("10.5555/low", "Social prescribing: tomatoes, leaves, blight, rust, mould, rot", who="Anna")
    high = work("10.5555/high", "Link workers in primary care", who="Bea")
    _, listed = sift(looked(low, high), screening, library, TODAY)
    assert [one.doi for one in listed] == ["10.5555/high", "10.5555/low"]
    assert listed[0].rank > listed[1].rank


def test_a_second_run_finds_nothing_new(screening: Screening, library: Library) -> None:
    seen = looked(work("10.5555/a"), work("10.5555/b", "Social prescribing and song", who="Ink"))
    search, listed = sift(seen, screening, library, TODAY)
    assert len(listed) == 2
    after = Screening(screening.strategy, screening.worklist.with_search(search, listed))
    again, nothing = sift(seen, after, library, TODAY)
    assert (again.seen, nothing) == (2, [])


_WORKS = st.lists(
    st.builds(
        work,
        st.sampled_from([None, HELD, "10.5555/new.1", "10.5555/a", "10.5555/b", "10.5555/c"]),
        st.sampled_from(["Link workers", "Tomatoes", "Social prescribing and song", "A dark tower"]),
        who=st.sampled_from(["", "Fen", "Ink"]),
    ),
    max_size=12,
)


@given(works=_WORKS)
def test_every_work_received_is_accounted_for_and_none_is_listed_twice(
    works: list[Found], miniature: Library, real_strategy: Screening
) -> None:
    search, listed = sift(looked(*works), real_strategy, miniature, TODAY)
    assert sum(numbers(search)[1:]) == search.received == len(works)
    assert search.listed == len(listed) == len({one.doi for one in listed})
    assert [one.rank for one in listed] == sorted((one.rank for one in listed), reverse=True)


@pytest.fixture(scope="module")
def real_strategy(tmp_path_factory: pytest.TempPathFactory) -> Screening:
    root = tmp_path_factory.mktemp("strategy")
    (root / "references").mkdir()
    found = load(write(root))
    assert found is not None
    return found


def test_the_date_moves_when_the_search_was_whole(screening: Screening, library: Library) -> None:
    search, _ = sift(looked(), screening, library, TODAY)
    after = moved(screening.strategy, search)
    assert [source.last_looked for source in after.sources] == ["2024-05-06"]
    assert first_day(after.sources[0], after) == TODAY


@pytest.mark.parametrize(
    "change",
    [
        lambda seen: Look("crossref", SINCE, seen.found, fault=EvidenceError("down")),
        lambda seen: Look("crossref", SINCE, seen.found, limited=True),
        lambda seen: Look("crossref", date(2023, 1, 1), seen.found),
        lambda seen: Look("openalex", SINCE, seen.found),
    ],
    ids=["fault", "limited", "days left out", "source unknown"],
)
def test_the_date_stays_when_works_may_be_missing(
    change: Callable[[Look], Look], screening: Screening, library: Library
) -> None:
    search, _ = sift(change(looked()), screening, library, TODAY)
    assert moved(screening.strategy, search) == screening.strategy


def test_the_first_search_begins_where_the_strategy_says(screening: Screening) -> None:
    assert first_day(screening.strategy.sources[0], screening.strategy) == SINCE


def test_a_source_that_cannot_be_searched_is_refused(screening: Screening) -> None:
    with pytest.raises(DiscoverError, match="Crossref"):
        asked_sources(screening.strategy, ["openalex"])


def test_a_strategy_that_asks_nobody_is_refused(library_copy: Path) -> None:
    screening = load(write(library_copy, STRATEGY.replace("asked: true", "asked: false")))
    assert screening is not None
    with pytest.raises(DiscoverError, match="no source"):
        asked_sources(screening.strategy, ["crossref"])
