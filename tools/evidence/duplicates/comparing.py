"""Two citations held side by side: a verdict, with its reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evidence.duplicates.differences import difference_of_titles, hard_difference, only_one_is_numbered
from evidence.duplicates.folding import fold
from evidence.duplicates.likeness import Likeness, likeness
from evidence.identifiers import shorten
from evidence.model import Citation

Verdict = Literal["same", "likely", "unsure", "different"]

SAME_TITLE = 0.95
"""Likeness of titles from which two works may be the same without a further look."""
ALIKE_TITLE = 0.78
"""Likeness of titles below which two works without a shared identifier are different."""
CLEARLY_DIFFERENT_TITLE = 0.55
"""Likeness of titles below which a shared identifier is likelier a slip than the same work."""
SAME, LIKELY, UNSURE = 0.93, 0.86, 0.72
"""Weighted likeness from which two works are the same, likely the same, or for a person to judge."""
SAME_AUTHOR = 0.85
"""Likeness of first authors from which they are the same person."""
SAME_YEAR = 0.8
"""Likeness of years of two works that are one: no more than a year apart, as online and in print may be."""
SHORT_TITLE = 3
"""Words up to which a title ("Social prescribing") says little, so that the journal must agree too."""
SAME_CONTAINER = 0.85
"""Likeness of two journals from which they are the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is to be thought of two works.

    Attributes:
        verdict: same, likely (the same), unsure, or different.
        likeness: Weighted likeness, from 0 to 1.
        reasons: Why, each a sentence.
        shared: Identifiers that both bear, such as `DOI 10.1136/bmj.l1285`.
    """

    verdict: Verdict
    likeness: float
    reasons: tuple[str, ...]
    shared: tuple[str, ...] = ()


def compare(one: Citation, other: Citation) -> Comparison:
    """Compare two works: identifiers, then hard differences, then weighted likeness."""
    alike = likeness(one, other)
    title = alike.parts["title"]
    shared, conflicting = _identifiers(one, other)
    if shared:
        told_apart = difference_of_titles(one.title, other.title)
        if title < CLEARLY_DIFFERENT_TITLE or told_apart or conflicting:
            doubt = told_apart or conflicting or f"Their titles are only {title:.0%} alike."
            return Comparison("unsure", alike.total, (f"Both bear {' and '.join(shared)}.", doubt), shared)
        return Comparison("same", 1.0, (f"Both bear {' and '.join(shared)}.",), shared)
    if title < ALIKE_TITLE:
        return Comparison("different", alike.total, (f"Their titles are only {title:.0%} alike.",))
    if reason := hard_difference(one, other):
        return Comparison("different", alike.total, (reason,))
    verdict, doubts = _verdict(one, other, alike, conflicting)
    return Comparison(verdict, alike.total, (*_reasons(one, other, alike), *doubts))


def _verdict(one: Citation, other: Citation, alike: Likeness, conflicting: str) -> tuple[Verdict, list[str]]:
    title, author, container = alike.parts["title"], alike.of("first author"), alike.of("container")
    doubts = [conflicting] if conflicting else []
    if only_one_is_numbered(one.title, other.title):
        doubts.append("Only one of them says which part it is.")
    short = min(len(fold(citation.title).split()) for citation in (one, other)) <= SHORT_TITLE
    if short and (container is None or container < SAME_CONTAINER):
        doubts.append("The title is too short to tell works apart, and no journal agrees.")
    if author is not None and author < SAME_AUTHOR:
        doubts.append("The first authors differ.")
    if doubts:
        return ("unsure" if alike.total >= UNSURE else "different"), doubts
    if alike.total >= LIKELY:
        missing = [part for part in ("first author", "year") if alike.of(part) is None]
        if not missing and alike.total >= SAME and title >= SAME_TITLE and (alike.of("year") or 0) >= SAME_YEAR:
            return "same", []
        return "likely", [f"The {part} of one of them is not known." for part in missing]
    return ("unsure" if alike.total >= UNSURE else "different"), []


def _reasons(one: Citation, other: Citation, alike: Likeness) -> Iterator[str]:
    title = alike.parts["title"]
    yield "Their titles are the same." if title == 1 else f"Their titles are {title:.0%} alike."
    author = alike.of("first author")
    if author is not None and author >= SAME_AUTHOR:
        yield f"The first author is the same: {(one.author or one.editor)[0].short}."
    if one.year and other.year and one.year != other.year:
        yield f"The years are {one.year} and {other.year}."
    container = alike.of("container")
    if container is not None and container < SAME_CONTAINER:
        yield f"They appeared in {shorten(str(one.container_title))} and {shorten(str(other.container_title))}."


def identifiers_of(citation: Citation) -> dict[str, str]:
    """Return the identifiers that name the work itself; the ISBN of a chapter names its book."""
    isbn = citation.isbn if citation.type not in {"chapter", "entry-encyclopedia", "paper-conference"} else None
    known = {"DOI": citation.doi, "PMID": citation.pmid, "PMCID": citation.pmcid, "ISBN": isbn}
    return {f"{kind.lower()}:{value.lower()}": kind for kind, value in known.items() if value}


def _identifiers(one: Citation, other: Citation) -> tuple[tuple[str, ...], str]:
    first, second = identifiers_of(one), identifiers_of(other)
    shared = tuple(f"{kind} {name.split(':', 1)[1]}" for name, kind in first.items() if name in second)
    for kind in ("DOI", "PMID"):
        mine, theirs = ([name for name, of in borne.items() if of == kind] for borne in (first, second))
        if mine and theirs and mine != theirs:
            return shared, f"Their {kind}s differ: {mine[0].split(':', 1)[1]} and {theirs[0].split(':', 1)[1]}."
    return shared, ""
