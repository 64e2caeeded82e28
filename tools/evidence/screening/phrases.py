"""Phrases found in texts, whether they stand there in the singular or in the plural."""

from __future__ import annotations

from functools import lru_cache

from evidence.duplicates import fold

LONGEST = 6
"""Words of the longest phrase that is looked for."""
_SHORTEST_PLURAL = 4


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """Return a folded English word without the ending of its plural, roughly: what matters is that both sides agree."""
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def words(text: str) -> list[str]:
    """Return the words of a text: folded, in the singular."""
    return [singular(word) for word in fold(text).split()]


def phrase(text: str) -> str:
    """Return a phrase in the form in which `phrases` gives those of a text."""
    return " ".join(words(text))


def phrases(text: str) -> frozenset[str]:
    """Return every run of up to `LONGEST` words of a text."""
    found = words(text)
    return frozenset(
        " ".join(found[start : start + length])
        for length in range(1, LONGEST + 1)
        for start in range(len(found) - length + 1)
    )
