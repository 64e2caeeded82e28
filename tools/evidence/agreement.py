"""How far two people who coded the same works by themselves agreed: facet by facet, beyond what chance would give.

Measure: Cohen 1960, A coefficient of agreement for nominal scales (doi:10.1177/001316446002000104).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import EvidenceError
from evidence.files import read_text

AGREEMENT_FILE = "references/coding-agreement.csv"
"""One line a code: work, item (`work`, or the number of a fact), facet, and the codes of both coders."""
COLUMNS = ("work", "item", "facet", "first", "second")
_SEVERAL = "; "


class AgreementError(EvidenceError):
    """The file of codes is malformed."""


@dataclass(frozen=True)
class Coded:
    """What two coders gave one item on one facet; several terms are held apart by semicolons."""

    work: str
    item: str
    facet: str
    first: str
    second: str


@dataclass(frozen=True)
class Agreement:
    """How far two coders agreed on one facet.

    Attributes:
        facet: The facet.
        items: How many works, or facts, were coded.
        same: How many of them both coded in the very same way.
        kappa: Cohen's kappa, from -1 to 1; None where both gave one code throughout. Of facets with several terms an
            item, it is taken over every term that either coder used: given or not given.
    """

    facet: str
    items: int
    same: int
    kappa: float | None

    @property
    def share(self) -> float:
        """Share of the items coded in the very same way, from 0 to 1."""
        return self.same / self.items


def load_codes(root: Path) -> list[Coded]:
    """Read the codes of a library; none where there is no file.

    Raises:
        AgreementError: The file has other columns, or a line is not whole.
        FileError: The file is not UTF-8.
    """
    path = root / AGREEMENT_FILE
    if not path.exists():
        return []
    rows = list(csv.reader(read_text(path).splitlines()))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise AgreementError(f"{AGREEMENT_FILE}:1: the columns are not {', '.join(COLUMNS)}: correct the first line.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS):
            raise AgreementError(
                f"{AGREEMENT_FILE}:{number}: {len(row)} values for {len(COLUMNS)} columns: complete it."
            )
    return [Coded(*row) for row in rows[1:]]


def agreements(codes: Iterable[Coded]) -> list[Agreement]:
    """Return the agreement on each facet, in the order in which the facets first come."""
    facets: dict[str, list[Coded]] = {}
    for one in codes:
        facets.setdefault(one.facet, []).append(one)
    return [_agreement(facet, found) for facet, found in facets.items()]


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of pairs of codes; None without any, or where chance alone would agree throughout."""
    if not pairs:
        return None
    observed = sum(first == second for first, second in pairs) / len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(firsts[code] * seconds[code] for code in firsts) / len(pairs) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _agreement(facet: str, codes: Sequence[Coded]) -> Agreement:
    sets = [(_terms(one.first), _terms(one.second)) for one in codes]
    same = sum(first == second for first, second in sets)
    if any(len(terms) > 1 for pair in sets for terms in pair):
        used = sorted(set().union(*(terms for pair in sets for terms in pair)))
        pairs = [(str(term in first), str(term in second)) for term in used for first, second in sets]
    else:
        pairs = [(one.first, one.second) for one in codes]
    return Agreement(facet, len(codes), same, cohens_kappa(pairs))


def _terms(code: str) -> frozenset[str]:
    return frozenset(part for part in code.split(_SEVERAL) if part)
