"""Whether two records or references are one work.

The order: a shared identifier; then what makes works different however alike they look (`differences`); then a
weighted likeness (`likeness`); the doubtful rest is for a person, whose decision is recorded and respected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from evidence.duplicates.candidates import candidates, may_be_alike
from evidence.duplicates.comparing import (
    ALIKE_TITLE,
    CLEARLY_DIFFERENT_TITLE,
    SAME_AUTHOR,
    Comparison,
    Verdict,
    compare,
    identifiers_of,
)
from evidence.duplicates.folding import fold
from evidence.duplicates.likeness import title_likeness
from evidence.identifiers import is_key
from evidence.library import Library
from evidence.model import Citation, Study

__all__ = [
    "CLEARLY_DIFFERENT_TITLE", "CODE", "SAME_AUTHOR", "Comparison", "Near", "Pair", "Verdict", "compare",
    "declare_different", "fold", "may_be_alike", "nearest", "pairs", "title_likeness",
]  # fmt: skip

CODE = "duplicate-work"
"""Code of the check, under which a record's `ignore` keeps the decision that two works are not the same."""


@dataclass(frozen=True, slots=True)
class Near:
    """A record that may be the work looked for."""

    key: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one work.

    Attributes:
        one: Key of the first.
        other: Key of the second.
        comparison: What is to be thought of them.
        ignored_by: Key of the record whose `ignore` says that they are not the same, if any.
    """

    one: str
    other: str
    comparison: Comparison
    ignored_by: str | None = None

    def place(self, library: Library) -> str:
        """Return the key of the record in whose file a check is to report the pair.

        It is the one whose `ignore` covers the pair; else one whose `ignore` speaks of another pair is avoided, since
        the check would be silenced there.
        """
        if self.ignored_by:
            return self.ignored_by
        return self.one if CODE in library.studies[self.other].ignore else self.other


def nearest(citation: Citation, library: Library, limit: int = 5, but_not: str = "") -> list[Near]:
    """Return the records that may be a work, best first: none means that the work is new.

    Args:
        citation: The work.
        library: The base to look in.
        limit: The most to return.
        but_not: Key of a record to leave out (the work itself, when it has one).
    """
    keys = {key for kind in identifiers_of(citation) for key in library.by_identifier.get(kind, [])}
    titles = {key: fold(study.citation.title) for key, study in library.studies.items()}
    wanted = fold(citation.title)
    floor = 0.6 * 100 * ALIKE_TITLE
    keys |= {
        key for _, _, key in process.extract(wanted, titles, scorer=fuzz.token_sort_ratio, limit=20, score_cutoff=floor)
    }
    keys |= {key for key, title in titles.items() if title.startswith(wanted) or wanted.startswith(title)}
    found = [Near(key, compare(citation, library.studies[key].citation)) for key in sorted(keys - {but_not})]
    return sorted(
        (near for near in found if near.comparison.verdict != "different"),
        key=lambda near: (-_RANK[near.comparison.verdict], -near.comparison.likeness, near.key),
    )[:limit]


def pairs(library: Library, *, with_ignored: bool = False) -> list[Pair]:
    """Return the pairs of records that may be one work, best first.

    Left out are pairs that a person has judged: records tied by a relation, and those whose `ignore` says that they
    are not the same (`declare_different`), unless these are asked for.
    """
    found = []
    for one, other in candidates(library):
        if _are_tied(one, other):
            continue
        ignored_by = _ignored_by(one, other)
        if ignored_by and not with_ignored:
            continue
        comparison = compare(one.citation, other.citation)
        if comparison.verdict != "different":
            found.append(Pair(one.key, other.key, comparison, ignored_by))
    return sorted(found, key=lambda pair: (-_RANK[pair.comparison.verdict], -pair.comparison.likeness, pair.one))


def declare_different(study: Study, other: str, reason: str) -> Study:
    """Return a record that says that another one is not the same work, beside what it said before."""
    said = study.ignore.get(CODE)
    text = f"not {other}: {reason.strip().rstrip('.')}"
    return study.model_copy(update={"ignore": {**study.ignore, CODE: f"{said}; {text}" if said else text}})


_RANK: dict[Verdict, int] = {"same": 3, "likely": 2, "unsure": 1, "different": 0}


def _are_tied(one: Study, other: Study) -> bool:
    return any(tie.key == other.key for tie in one.relations) or any(tie.key == one.key for tie in other.relations)


def _ignored_by(one: Study, other: Study) -> str | None:
    for study, key in ((one, other.key), (other, one.key)):
        reason = study.ignore.get(CODE)
        if reason is not None:
            # A reason that names no record at all speaks of every one.
            named = {word for word in re.findall(r"\w+", reason) if is_key(word)}
            if not named or key in named:
                return study.key
    return None
