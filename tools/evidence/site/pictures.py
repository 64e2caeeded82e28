"""What the base holds, counted for the page of pictures. Pure: from records to rows of numbers and one sentence each.

Study families count once; retracted works do not count. Where the papers of a family differ, a stated rule decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import get_args

from evidence.library import Library
from evidence.model import ExtentRead, Study
from evidence.site import addresses, words
from evidence.site.map_tables import design_labels
from evidence.site.terms import CountedTerm, counted_groups
from evidence.synthesis import design_group

Family = tuple[Study, ...]
_MOST_DAYS = 24
"""With more days than that, the growth is shown by month."""
_MONTH = len("2026-11")
_NO_YEAR = "no date"
_FAMILIES = "Study families"


@dataclass(frozen=True)
class Bar:
    """A row: its name, a number a series, and the page it leads to, if any."""

    label: str
    numbers: tuple[int, ...]
    address: str = ""
    depth: int = 0

    @property
    def total(self) -> int:
        """All series together."""
        return sum(self.numbers)


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in per cent of the longest bar; `place` is that of its series."""

    series: str
    place: int
    start: float
    width: float


@dataclass(frozen=True)
class Picture:
    """One picture, its point in a sentence, and how it was counted.

    Attributes:
        id: Part of the address of the picture and of its file.
        series: Id to name of what the bars are made of; of one series the name says what is counted.
        bars: The rows; empty where there is nothing to draw yet.
    """

    id: str
    title: str
    sentence: str
    note: str
    row_name: str
    series: Mapping[str, str]
    bars: tuple[Bar, ...]

    @property
    def is_drawn(self) -> bool:
        """Whether there is more than one bar to compare."""
        return len(self.bars) > 1

    def segments(self, bar: Bar) -> Iterator[Segment]:
        """Yield the pieces of a bar that have a length, from the left."""
        most = max(one.total for one in self.bars) or 1
        ends = accumulate(bar.numbers)
        for place, (series, number, end) in enumerate(zip(self.series, bar.numbers, ends, strict=True)):
            if number:
                yield Segment(series, place, round(100 * (end - number) / most, 2), round(100 * number / most, 2))


def pictures(library: Library) -> list[Picture]:
    """Return the pictures in the order of the page; none of a base without works that count."""
    counted = (one for one in library.studies.values() if one.counts_as_evidence)
    members: dict[frozenset[str], list[Study]] = {}
    for study in counted:
        members.setdefault(library.families[study.key], []).append(study)
    families = [tuple(found) for found in members.values()]
    if not families:
        return []
    return [
        _by_year(library, families),
        _by_country(library, families),
        _by_reading(library, families),
        _growth(families),
    ]


def _by_year(library: Library, families: Sequence[Family]) -> Picture:
    labels = design_labels(library)
    found: dict[str, Counter[str]] = {}
    for family in families:
        year = min((one.citation.year for one in family if one.citation.year), default=_NO_YEAR)
        groups = {design_group(library, one) for one in family}
        found.setdefault(year, Counter())[next(name for name in labels if name in groups)] += 1
    kinds = sum(found.values(), Counter[str]())
    used = {name: label for name, label in labels.items() if kinds[name]}
    known = sorted(int(year) for year in found if year != _NO_YEAR)
    years = [str(year) for year in range(known[0], known[-1] + 1)] if known else []
    shown = [*years, *(year for year in found if year == _NO_YEAR)]
    peaks, most = _highest({year: kinds_of.total() for year, kinds_of in sorted(found.items())})
    fairest = next(iter(labels))
    return Picture(
        "by-year",
        "By year and design",
        f"Of {_families(families)}, more appeared in {_named(peaks, most)} than in any other year. "
        f"{labels[fairest]}: {kinds[fairest]}.",
        "A study family stands in the year of its first paper, under the first of its kinds of design in the order of "
        "the legend.",
        "Year",
        used,
        tuple(Bar(year, tuple(found.get(year, Counter())[name] for name in used)) for year in shown),
    )


def _by_country(library: Library, families: Sequence[Family]) -> Picture:
    facet = library.vocabulary.facets.get("country")
    terms = [one for group in counted_groups(library, facet) for one in group.terms if one.families] if facet else []
    bars = [
        Bar(one.term.label, (one.families,), addresses.term(facet, one.term.id), one.depth)
        for one in _largest_first(terms)
        if facet
    ]
    unknown = sum(1 for family in families if not any(one.tags.country for one in family))
    leading, number = _highest({bar.label: bar.total for bar in bars if not bar.depth})
    others = sum(1 for bar in bars if not bar.depth) - len(leading)
    sentence = f"Of {_families(families)}, the most come from: {_named(leading, number)}. Other countries: {others}."
    return Picture(
        "by-country",
        "By country",
        sentence if leading else "No study in this base names its country.",
        "A study family from several countries counts in each of them; one from a part of a country also counts in "
        "the whole.",
        "Country",
        {"families": _FAMILIES},
        (*bars, *([Bar("Not named", (unknown,))] if unknown else [])),
    )


def _by_reading(library: Library, families: Sequence[Family]) -> Picture:
    codes = library.vocabulary.codes.get("read")
    labels = {code.id: code.label for code in codes.values} if codes else {}
    order = list(get_args(ExtentRead))
    best = Counter(min((one.provenance.extraction.read for one in family), key=order.index) for family in families)
    return Picture(
        "by-reading",
        "By how much was read",
        f"Of {_families(families)}, read in full: {best[order[0]]}; not seen at all: {best[order[-1]]}.",
        "A study family stands under the paper of which most was read.",
        "What was read",
        {"families": _FAMILIES},
        tuple(Bar(labels.get(name, name), (best[name],)) for name in order),
    )


def _growth(families: Sequence[Family]) -> Picture:
    firsts = [min(one.provenance.extraction.extracted for one in family) for family in families]
    by_month = len(set(firsts)) > _MOST_DAYS
    added = Counter(day[:_MONTH] if by_month else day for day in firsts)
    bars: list[Bar] = []
    for day in sorted(added):
        bars.append(Bar(words.date_in_words(day), (bars[-1].total if bars else 0, added[day])))
    sentence = (
        f"From {bars[0].total} to {_families(families)} between {bars[0].label} and {bars[-1].label}."
        if len(bars) > 1
        else f"All {_families(families)} bear the same date, {bars[0].label}, so there is no growth to draw yet."
    )
    return Picture(
        "growth",
        "How the base grew",
        sentence,
        "A study family stands at the date on which the first of its papers was read for this base.",
        "Month" if by_month else "Date",
        {"before": "There before", "added": "Added"},
        tuple(bars),
    )


def _largest_first(terms: Iterable[CountedTerm]) -> list[CountedTerm]:
    """Return terms with most families first, the narrower ones below their broader one."""
    above: list[tuple[int, str]] = []
    places = {}
    for one in terms:
        above[one.depth :] = [(-one.families, one.term.label)]
        places[one.term.id] = (tuple(above), one)
    return [one for _, one in sorted(places.values(), key=lambda place: place[0])]


def _highest(numbers: Mapping[str, int]) -> tuple[list[str], int]:
    most = max(numbers.values(), default=0)
    return [name for name, number in numbers.items() if number == most], most


def _named(names: Sequence[str], number: int) -> str:
    return f"{words.joined(names)} ({number}{' each' if len(names) > 1 else ''})"


def _families(families: Sequence[Family]) -> str:
    return words.plural(len(families), "study family", "study families")
