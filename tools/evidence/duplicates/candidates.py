"""Which pairs of records are worth a closer look: all pairs of a large base would take minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from evidence.duplicates.differences import FAR_APART
from evidence.duplicates.folding import fold
from evidence.library import Library
from evidence.model import Study

WORTH_A_LOOK = 75
"""Likeness of titles in per cent from which a pair is looked at; below `comparing.ALIKE_TITLE`."""

_FIRST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class _Card:
    key: str
    year: int | None
    title: str
    sorted_title: str
    author: str


def candidates(library: Library) -> Iterator[tuple[Study, Study]]:
    """Give once each pair of records that bear one identifier, or may be alike by title.

    The latter are compared within blocks: the same first letters of the title, or the same first author, and years
    less than `differences.FAR_APART` apart.
    """
    seen: set[tuple[str, str]] = set()
    for keys in library.by_identifier.values():
        seen.update(combinations(sorted(set(keys)), 2))
    blocks: dict[str, list[_Card]] = {}
    for card in map(_card, library.studies.values()):
        blocks.setdefault(f"title {card.title[:_FIRST_LETTERS]}", []).append(card)
        if card.author:
            blocks.setdefault(f"author {card.author}", []).append(card)
    for cards in blocks.values():
        for one, other in _near_in_time(cards):
            if _worth_a_look(one.title, other.title, one.sorted_title, other.sorted_title):
                seen.add((one.key, other.key) if one.key < other.key else (other.key, one.key))
    for first, second in sorted(seen):
        yield library.studies[first], library.studies[second]


def _card(study: Study) -> _Card:
    cited = study.citation
    title = fold(cited.title)
    names = cited.author or cited.editor
    return _Card(
        study.key,
        int(cited.year) if cited.year else None,
        title,
        " ".join(sorted(title.split())),
        fold(names[0].short) if names else "",
    )


def _near_in_time(cards: list[_Card]) -> Iterator[tuple[_Card, _Card]]:
    undated = [card for card in cards if card.year is None]
    by_year: dict[int, list[_Card]] = {}
    for card in cards:
        if card.year is not None:
            by_year.setdefault(card.year, []).append(card)
    for year, ones in by_year.items():
        yield from combinations(ones, 2)
        for later in range(year + 1, year + FAR_APART):
            for other in by_year.get(later, []):
                for one in ones:
                    yield one, other
    for one in undated:
        for other in cards:
            if other.year is not None:
                yield one, other
    yield from combinations(undated, 2)


def may_be_alike(one: str, other: str) -> bool:
    """Tell quickly whether two titles are worth a closer look."""
    first, second = fold(one), fold(other)
    return _worth_a_look(first, second, " ".join(sorted(first.split())), " ".join(sorted(second.split())))


def _worth_a_look(one: str, other: str, one_sorted: str, other_sorted: str) -> bool:
    return (
        fuzz.ratio(one, other, score_cutoff=WORTH_A_LOOK) > 0
        or fuzz.ratio(one_sorted, other_sorted, score_cutoff=WORTH_A_LOOK) > 0
        or one.startswith(other)
        or other.startswith(one)
    )
