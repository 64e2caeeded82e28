"""The search strategy and the screening list: whole, of one mind, and in numbers that add up."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.registry import Fault, check
from evidence.library import Library
from evidence.screening import FlowError, Screening, ScreeningError, flow, load
from evidence.screening.files import CODE, STRATEGY_FILE, WORKLIST_FILE
from evidence.yaml_text import Path


@check(
    CODE,
    "error",
    "The search strategy and the screening list have the fields they need, and fit each other.",
    "Correct the place named; until then no search is made and no number of the flow is shown.",
)
def search_files(library: Library) -> Iterator[Fault]:
    """Read both files."""
    try:
        load(library.root)
    except ScreeningError as error:
        for problem in error.problems:
            place = (problem.field,) if problem.field else ()
            yield Fault(place, problem.message, problem.remedy, path=problem.path, line=problem.line)


@check(
    "search-sums",
    "error",
    "The numbers of the searches, the screening list and the base add up.",
    "Put back what was deleted or changed by hand in one of the two files.",
)
def search_sums(library: Library) -> Iterator[Fault]:
    """Count the flow."""
    screening = _screening(library)
    if screening and not library.problems:  # with a record missing, no number is right
        try:
            flow(screening, library)
        except FlowError as error:
            path = WORKLIST_FILE if (library.root / WORKLIST_FILE).exists() else STRATEGY_FILE
            yield Fault((), str(error), path=path)


@check(
    "search-vocabulary",
    "error",
    "A term of the search strategy that names a term of the vocabulary names one that is there.",
    "Correct `vocabulary`, which is facet/term, or remove it.",
)
def search_vocabulary(library: Library) -> Iterator[Fault]:
    """Look up each term."""
    screening = _screening(library)
    if screening is None:
        return
    for number, term in enumerate(screening.strategy.terms):
        facet, _, name = (term.vocabulary or "").partition("/")
        known = library.vocabulary.facets.get(facet)
        if term.vocabulary and (known is None or name not in known.terms):
            message = f"The vocabulary holds no {term.vocabulary!r}."
            yield _fault(screening, STRATEGY_FILE, ("terms", number, "vocabulary"), message)


@check(
    "excluded-yet-held",
    "warning",
    "A work that was excluded by a person is not in the base.",
    "Decide again with `evidence screen DOI`, or remove the record.",
)
def excluded_yet_held(library: Library) -> Iterator[Fault]:
    """Look for excluded works in the base."""
    screening = _screening(library)
    if screening is None:
        return
    for number, work in enumerate(screening.worklist.works):
        held = library.by_identifier.get(f"doi:{work.doi}")
        if held and work.decision and work.decision.verdict == "exclude":
            message = f"{work.decision.by} excluded this work, but {held[0]} of the base is it."
            yield _fault(screening, WORKLIST_FILE, ("works", number, "decision"), message)


def _fault(screening: Screening, path: str, place: Path, message: str) -> Fault:
    return Fault(place, message, path=path, line=screening.documents[path].line_of(place))


def _screening(library: Library) -> Screening | None:
    """Return both files; None where there are none, or where search-files says what is wrong with them."""
    try:
        return load(library.root)
    except ScreeningError:
        return None
