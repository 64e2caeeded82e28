"""The two calculations that may stand under an effect direction plot: an interval and a sign test.

Both are exact rules with published results to hold them against: Hilton Boon and Thomson 2021
(doi:10.1002/jrsm.1458); Cochrane Handbook, section 12.4.2.3.
"""

from __future__ import annotations

from math import comb, sqrt

FEWEST_FOR_TEST = 6
"""With five or fewer directional study families P cannot go below 0.0625, so that a test would tell nothing."""
_Z = 1.959963984540054
"""Standard normal deviate of a two-sided interval of 95%."""


def wilson_interval(favourable: int, directional: int) -> tuple[float, float]:
    """Return the 95% Wilson score interval of a proportion, as fractions from 0 to 1.

    Raises:
        ValueError: There is no proportion: none of the families is directional, or more are favourable than there are.
    """
    _check(favourable, directional)
    share = favourable / directional
    square = _Z * _Z
    middle = share + square / (2 * directional)
    spread = _Z * sqrt(share * (1 - share) / directional + square / (4 * directional * directional))
    whole = 1 + square / directional
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def sign_test(favourable: int, directional: int) -> float | None:
    """Return P of the exact two-sided sign test, or None where there are fewer than six directional families.

    Raises:
        ValueError: More families are favourable than there are.
    """
    if directional < FEWEST_FOR_TEST:
        return None
    _check(favourable, directional)
    rarer = min(favourable, directional - favourable)
    tail: float = sum(comb(directional, number) for number in range(rarer + 1)) / 2**directional
    return min(1.0, 2 * tail)


def _check(favourable: int, directional: int) -> None:
    if not 0 <= favourable <= directional or directional < 1:
        raise ValueError(f"{favourable} of {directional} is no proportion")
