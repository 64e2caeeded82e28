"""No work stands in the base twice under two keys."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import duplicates
from evidence.checks.registry import Fault, check
from evidence.library import Library


@check(
    duplicates.CODE,
    "warning",
    "No two records without a tie look like one work.",
    "Compare them: keep one record, tie them with a relation such as update-of or related-to, or write under `ignore` "
    "that they are not the same.",
)
def duplicate_work(library: Library) -> Iterator[Fault]:
    """Report the pairs that may be one work; a shared identifier is reported by the checks of identifiers."""
    for pair in duplicates.pairs(library, with_ignored=True):
        if pair.comparison.shared:
            continue
        place = pair.place(library)
        other = pair.one if place == pair.other else pair.other
        yield Fault(
            ("citation", "title"),
            f"This may be the same work as {other}. {' '.join(pair.comparison.reasons)}",
            path=library.path_of(place),
            level="notice" if pair.comparison.verdict == "unsure" else None,
        )
