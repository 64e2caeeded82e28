"""The three dials: which way, how sure, how much. They look the same wherever they stand, and are never one score."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evidence.library import Library
from evidence.model import Direction, Study
from evidence.site import words
from evidence.site.directions import ORDER, direction_word, is_use_of_services
from evidence.synthesis import LEVELS, Overview, Panel, is_plan, overview
from evidence.vocabulary import Facet, Term

STEPS = (1, 5, 10, 20)
"""Study families from which on the dial of the amount shows one block more."""
FEWEST = 3
"""Comparisons from which on a word may stand for all of them."""
_MOSTLY: dict[Direction, str] = {
    "favours-social-prescribing": "Mostly favours social prescribing",
    "favours-comparison": "Mostly favours the comparison",
    "no-clear-direction": "No clear direction",
    "direction-not-reported": "Direction not reported",
}
_USE: dict[Direction, str] = {"favours-social-prescribing": "Mostly fewer", "favours-comparison": "Mostly more"}
_KINDS: dict[Panel, tuple[str, str]] = {
    "compared": ("compared people with others", "compared people with others"),
    "change-over-time": ("measured the same people twice", "measured the same people twice"),
    "told": ("asked people what they saw", "asked people what they saw"),
    "described": ("counted, without a comparison", "counted, without a comparison"),
    "part-of-the-people": ("looked at part of the people", "looked at part of the people"),
    "reviewed": ("is a review of other studies", "are reviews of other studies"),
}


@dataclass(frozen=True)
class DirectionCount:
    """How many study families that compared people with others point one way."""

    direction: Direction
    word: str
    number: int


@dataclass(frozen=True)
class DirectionDial:
    """Which way the comparisons point; `direction` is None where nothing was compared, or nobody asks for one."""

    direction: Direction | None
    word: str
    counts: tuple[DirectionCount, ...]
    is_asked: bool = True


_NOT_ASKED = DirectionDial(None, "Not a question of direction", (), is_asked=False)


@dataclass(frozen=True)
class CertaintyDial:
    """How sure reviews are: the steps of the least and the most certain judgement, 0 where nobody judged."""

    least: int
    most: int
    word: str
    judges: tuple[Study, ...]


@dataclass(frozen=True)
class AmountDial:
    """How many study families there are, and what they did."""

    steps: int
    word: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Dials:
    """The three together."""

    direction: DirectionDial
    certainty: CertaintyDial
    amount: AmountDial


def dials_of(
    library: Library, found: Overview, studies: Collection[Study], outcomes: Collection[str] = (), *, asks: bool = True
) -> Dials:
    """Return the dials of what some studies amount to.

    Args:
        library: Where families and terms stand.
        found: What the studies amount to.
        studies: The studies themselves.
        outcomes: What is asked about; these decide whether things are fewer or better.
        asks: Whether the question asks for a direction at all.
    """
    direction = _direction(library, found, list(outcomes)) if asks else _NOT_ASKED
    return Dials(direction, _certainty(library, found), _amount(library, found, studies))


def dials_of_term(library: Library, facet: Facet, term: Term, studies: Collection[Study]) -> Dials | None:
    """Return the dials of an outcome, or None for other facets and where no study has a finding.

    A model or a group of people has no one direction: over all outcomes together a word would hide more than it says.
    An outcome of which neither end is good asks for no direction.
    """
    if facet.id != "outcome":
        return None
    outcomes = facet.within(term.id)
    found = overview(library, studies, outcomes)
    if not found.families:
        return None
    return dials_of(library, found, studies, outcomes, asks=term.effect_plot != "none")


def _direction(library: Library, found: Overview, outcomes: list[str]) -> DirectionDial:
    counts = tuple(
        DirectionCount(one, direction_word(library.vocabulary, one, outcomes, "compared"), found.compared[one])
        for one in ORDER
        if found.compared.get(one)
    )
    direction = found.direction
    if direction is None:
        return DirectionDial(None, "No comparison with other people", counts)
    compared = sum(one.number for one in counts)
    if compared < FEWEST:
        return DirectionDial(None, f"Only {words.plural(compared, 'study', 'studies')} compared", counts)
    is_mixed = direction == "no-clear-direction" and not _agree(found, direction)
    word = "Mixed" if is_mixed else _MOSTLY.get(direction, "")
    if is_use_of_services(library.vocabulary, outcomes):
        word = _USE.get(direction, word)
    return DirectionDial(direction, word, counts)


def _agree(found: Overview, direction: Direction) -> bool:
    """Tell whether the comparisons point one way among themselves: a set that is split has no common direction."""
    others = [one for one in found.compared if one != direction and one in _MOSTLY and one != "direction-not-reported"]
    known = sum(found.compared.get(one, 0) for one in (*others, direction))
    return found.compared.get(direction, 0) * 10 >= known * 7


def _certainty(library: Library, found: Overview) -> CertaintyDial:
    if not found.judgements:
        return CertaintyDial(0, 0, "Not judged by any review here", ())
    steps = sorted({LEVELS.index(one.level) + 1 for one in found.judgements})
    label = [library.vocabulary.code("certainty", LEVELS[step - 1]).label for step in (steps[0], steps[-1])]
    word = label[0] if steps[0] == steps[-1] else f"{label[0]} to {words.uncapitalised(label[1])}"
    keys = dict.fromkeys(one.judged_by for one in found.judgements)
    return CertaintyDial(
        steps[0], steps[-1], word, tuple(library.studies[one] for one in keys if one in library.studies)
    )


def _amount(library: Library, found: Overview, studies: Collection[Study]) -> AmountDial:
    steps = sum(found.families >= step for step in STEPS)
    kinds = tuple(
        f"{number} {one if number == 1 else many}"
        for panel, (one, many) in _KINDS.items()
        if (number := found.panels.get(panel, 0))
    )
    plans = library.count_families(study for study in studies if is_plan(study))
    if not found.families and plans:
        return AmountDial(1, words.plural(plans, "plan of a study", "plans of studies"), kinds)
    return AmountDial(steps, words.plural(found.families, "study family", "study families"), kinds)
