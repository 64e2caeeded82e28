"""The numbers of a PRISMA 2020 flow, from the search strategy, the screening list and the base; their sums are checked.

Source of the boxes: Page and others 2021, https://doi.org/10.1136/bmj.n71, figure 1, the template for databases and
other sources. Two things differ, and the page says so: a reading list is taken whole, so that works listed twice are
shown as removed there too; and works that wait for a person have boxes of their own, because this base is never
finished. A *report* is a document, a *study* may have several (here: a study family).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.model import ExtentRead, Study
from evidence.screening.files import Screening
from evidence.screening.strategy import OtherSource, Strategy
from evidence.screening.worklist import ListedWork, Search


class FlowError(EvidenceError):
    """Two numbers of the flow contradict each other."""


@dataclass(frozen=True)
class Count:
    """A number and what it counts."""

    label: str
    number: int


@dataclass(frozen=True)
class Way:
    """One way by which works come into the base, box by box.

    Attributes:
        name: Name of the way.
        identified: Records found, by source.
        removed: Records removed before screening, by cause.
        waiting: Records that nobody has decided on yet.
        screened: Records that somebody decided on.
        excluded: Records excluded by title and abstract, by reason.
        sought: Reports that somebody wanted to see.
        pending: Of these, not yet brought into the base.
        not_retrieved: Of these, seen by nobody.
        assessed: Reports that were read, at least in part.
        excluded_reports: Of these, excluded, by reason.
        included: Of these, included.
    """

    name: str
    identified: tuple[Count, ...]
    removed: tuple[Count, ...]
    waiting: int
    screened: int
    excluded: tuple[Count, ...]
    sought: int
    pending: int
    not_retrieved: int
    assessed: int
    excluded_reports: tuple[Count, ...]
    included: int


@dataclass(frozen=True)
class Flow:
    """All ways, and what came of them.

    Attributes:
        databases: Works from searches; None when no search was made.
        others: Works from lists that were read, and works that a person added.
        reports: Reports included.
        studies: Studies (families) that these reports are of; retracted ones do not count.
        read: How far the included reports were read.
        last_looked: Name and day of the last whole search, for each source that was ever searched wholly.
        notes: What a reader should know about the numbers.
    """

    databases: Way | None
    others: Way
    reports: int
    studies: int
    read: dict[ExtentRead, int]
    last_looked: dict[str, str]
    notes: tuple[str, ...]


def flow(screening: Screening, library: Library) -> Flow:
    """Count everything, and check every sum.

    Raises:
        FlowError: A sum does not come out; the message names both numbers.
    """
    strategy, worklist = screening.strategy, screening.worklist
    studies = list(library.studies.values())
    wanted = {work.doi for work in worklist.works if work.decision and work.decision.verdict == "include"}
    found = [study for study in studies if study.citation.doi in wanted]
    others = [study for study in studies if study.citation.doi not in wanted]
    for search in worklist.searches:
        _check_search(search)
    databases = _databases(strategy, worklist.searches, worklist.works, found) if worklist.searches else None
    if databases is None and worklist.works:
        raise FlowError(
            f"The screening list holds {len(worklist.works)} works, but 0 searches that found them: "
            "put the searches back into references/screening.yaml."
        )
    included = [study for study in studies if _was_seen(study)]
    return Flow(
        databases=databases,
        others=_others(strategy.other_sources, others),
        reports=len(included),
        studies=_at_most("studies", library.count_families(included), "reports", len(included)),
        read=dict(Counter(study.provenance.extraction.read for study in included)),
        last_looked={source.name: source.last_looked for source in strategy.sources if source.last_looked},
        notes=tuple(source.note for source in strategy.other_sources if source.note),
    )


def _databases(
    strategy: Strategy, searches: Sequence[Search], works: Sequence[ListedWork], found: Sequence[Study]
) -> Way:
    names = {source.id: source.name for source in strategy.sources}
    received: Counter[str] = Counter()
    for search in searches:
        received[names.get(search.source, search.source)] += search.received
    reasons = {reason.id: reason.label for reason in strategy.reasons}
    excluded = [work.decision for work in works if work.decision and work.decision.verdict == "exclude"]
    by_title = [reasons.get(str(one.reason), str(one.reason)) for one in excluded if one.stage == "title"]
    by_report = [reasons.get(str(one.reason), str(one.reason)) for one in excluded if one.stage == "report"]
    to_add = sum(work.decision is not None and work.decision.verdict == "include" for work in works)
    known = {str(study.citation.doi) for study in found}
    pending = to_add - len(known)
    not_retrieved = sum(not _was_seen(study) for study in found)
    sought = to_add + len(by_report)
    return _checked(
        Way(
            name="Databases",
            identified=tuple(Count(name, number) for name, number in received.items()),
            removed=(
                Count("given twice, or found by an earlier search", sum(one.twice + one.seen for one in searches)),
                Count("in the base already", sum(one.held for one in searches)),
                Count("set aside by the program for type, language or rank", sum(one.set_aside for one in searches)),
            ),
            waiting=sum(work.is_open for work in works),
            screened=sum(not work.is_open for work in works),
            excluded=_counted(by_title),
            sought=sought,
            pending=pending,
            not_retrieved=not_retrieved,
            assessed=sought - pending - not_retrieved,
            excluded_reports=_counted(by_report),
            included=sum(_was_seen(study) for study in found),
        )
    )


def _others(sources: Sequence[OtherSource], studies: Sequence[Study]) -> Way:
    identified, twice, listed = [], 0, set[str]()
    for source in sources:
        held = {study.key for study in studies if source.collection in study.collections}
        works = source.records - source.twice
        if works != len(held - listed):
            raise FlowError(
                f"{source.name} names {source.records} works less {source.twice} listed twice, {works} in all, but the "
                f"base holds {len(held - listed)} records of the collection "
                f"{source.collection!r}. Look at references/search.yaml, or at the `collections` of the records."
            )
        listed |= held
        twice += source.twice
        identified.append(Count(source.name, source.records))
    by_hand = len(studies) - len(listed)
    if by_hand:
        identified.append(Count("added one by one, not from a search", by_hand))
    not_retrieved = sum(not _was_seen(study) for study in studies)
    return _checked(
        Way(
            name="Other sources",
            identified=tuple(identified),
            removed=(Count("listed twice", twice),),
            waiting=0,
            screened=len(studies),
            excluded=(),
            sought=len(studies),
            pending=0,
            not_retrieved=not_retrieved,
            assessed=len(studies) - not_retrieved,
            excluded_reports=(),
            included=sum(_was_seen(study) for study in studies),
        )
    )


def _checked(way: Way) -> Way:
    """Check the sums of a way; the equations are those of the PRISMA 2020 template."""
    identified, removed = total(way.identified), total(way.removed)
    sums = (
        (f"{identified} identified less {removed} removed", identified - removed, "to be screened",
         way.screened + way.waiting),
        (f"{way.screened} screened less {total(way.excluded)} excluded", way.screened - total(way.excluded),
         "sought", way.sought),
        (f"{way.sought} sought less {way.pending} not yet in the base and {way.not_retrieved} not retrieved",
         way.sought - way.pending - way.not_retrieved, "assessed", way.assessed),
        (f"{way.assessed} assessed less {total(way.excluded_reports)} excluded",
         way.assessed - total(way.excluded_reports), "included", way.included),
    )  # fmt: skip
    for words, left, name, right in sums:
        if left != right:
            raise FlowError(
                f"The flow does not add up ({way.name}): {words} makes {left}, but {right} are {name}. "
                "Look at references/search.yaml and references/screening.yaml."
            )
    return way


def _check_search(search: Search) -> None:
    parts = search.twice + search.held + search.seen + search.set_aside + search.listed
    if parts != search.received:
        raise FlowError(
            f"The search of {search.source} on {search.on} does not add up: {search.received} works received, but "
            f"{parts} accounted for. Correct its numbers in references/screening.yaml."
        )


def _at_most(name: str, small: int, other: str, large: int) -> int:
    if small > large:
        raise FlowError(f"The flow does not add up: {small} {name} cannot come from {large} {other}.")
    return small


def _was_seen(study: Study) -> bool:
    return study.provenance.extraction.read != "none"


def total(counts: Iterable[Count]) -> int:
    """Add up some counts."""
    return sum(count.number for count in counts)


def _counted(labels: Iterable[str]) -> tuple[Count, ...]:
    return tuple(Count(label, number) for label, number in Counter(labels).most_common())
