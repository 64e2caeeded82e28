"""How alike two citations are, part by part: each from 0 to 1, or None where one of them does not say."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from evidence.duplicates.folding import abbreviates, fold, main_title, words_of
from evidence.model import Citation, Name

WEIGHTS = {"title": 3.0, "first author": 2.5, "container": 2.0, "other authors": 1.0, "year": 1.0}
"""What each part counts for; a part that one of the two lacks counts for nothing."""

WITHOUT_SUBTITLE = 0.9
"""Likeness of two titles of which one is the other without its subtitle."""

_LONG_ENOUGH = 4
"""Words from which a main title says by itself which work it is."""

_LIKE_NAMES = 0.85
_YEARS = {0: 1.0, 1: 0.8, 2: 0.4}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two citations are.

    Attributes:
        parts: Likeness of each part that both have, from 0 to 1.
        total: Their weighted mean, from 0 to 1.
    """

    parts: dict[str, float]
    total: float

    def of(self, part: str) -> float | None:
        """Return the likeness of one part, None where it is unknown."""
        return self.parts.get(part)


def likeness(one: Citation, other: Citation) -> Likeness:
    """Compare two citations part by part."""
    known = {
        "title": title_likeness(one.title, other.title),
        "first author": _first_authors(one, other),
        "other authors": _other_authors(one, other),
        "container": _containers(one, other),
        "year": _YEARS.get(abs(int(one.year) - int(other.year)), 0.0) if one.year and other.year else None,
    }
    parts = {part: value for part, value in known.items() if value is not None}
    weight = sum(WEIGHTS[part] for part in parts)
    return Likeness(parts, sum(WEIGHTS[part] * value for part, value in parts.items()) / weight)


def title_likeness(one: str, other: str) -> float:
    """Compare two titles; a missing subtitle counts little, the order of words not at all."""
    first, second = fold(one), fold(other)
    if first == second:
        return 1.0 if first or one == other else 0.0
    ratio = max(fuzz.ratio(first, second), fuzz.ratio(first.replace(" ", ""), second.replace(" ", ""))) / 100
    if ratio < WITHOUT_SUBTITLE:
        ratio = max(ratio, fuzz.token_sort_ratio(first, second) / 100)
    short, long = (one, other) if len(first) < len(second) else (other, one)
    if ratio < WITHOUT_SUBTITLE and fold(short) == main_title(long) and len(fold(short).split()) >= _LONG_ENOUGH:
        return WITHOUT_SUBTITLE
    return ratio


def name_likeness(one: Name, other: Name) -> float:
    """Compare two names: family names with or without particle, then first initials."""
    if one.literal is not None or other.literal is not None:
        first, second = one.literal or one.full, other.literal or other.full
        return 1.0 if abbreviates(first, second) or abbreviates(second, first) else _ratio(first, second)
    family = max(_ratio(one.family or "", other.family or ""), _ratio(one.short, other.short))
    if family < _LIKE_NAMES:
        # Two surnames, of which one list gives only the one: "Ben Omar" and "Omar".
        shared = set(fold(one.short).split()) & set(fold(other.short).split())
        family = _LIKE_NAMES if any(len(word) > 2 for word in shared) else family  # noqa: PLR2004 (more than a particle)
    initials = ["".join(words_of(name.given or ""))[:1] for name in (one, other)]
    return family * 0.5 if all(initials) and initials[0] != initials[1] else family


def _first_authors(one: Citation, other: Citation) -> float | None:
    first, second = one.author or one.editor, other.author or other.editor
    return name_likeness(first[0], second[0]) if first and second else None


def _other_authors(one: Citation, other: Citation) -> float | None:
    """Return the share of the shorter list's further authors that the longer one names too: lists are often cut."""
    first, second = ({fold(name.short) for name in citation.author[1:]} for citation in (one, other))
    if not first or not second:
        return None
    return len(first & second) / min(len(first), len(second))


def _containers(one: Citation, other: Citation) -> float | None:
    pairs = [
        (mine, theirs)
        for mine in (one.container_title, one.container_title_short)
        for theirs in (other.container_title, other.container_title_short)
        if mine and theirs
    ]
    if not pairs:
        return None
    return max(
        1.0 if abbreviates(mine, theirs) or abbreviates(theirs, mine) else _ratio(mine, theirs)
        for mine, theirs in pairs
    )


def _ratio(one: str, other: str) -> float:
    first, second = fold(one), fold(other)
    if not first and not second:
        # Nothing but signs: only the very same are alike.
        return float(one == other)
    return fuzz.ratio(first, second) / 100
