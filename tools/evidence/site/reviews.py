"""Reviews and the studies that they cover, from both ends; only ties that a record holds, never guessed ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.library import Library, Related
from evidence.model import Study
from evidence.site import words

COVERS = "includes"


@dataclass(frozen=True)
class ReviewMatrix:
    """Which review covers which study, both in the order in which they came.

    Attributes:
        reviews: The columns.
        studies: The rows.
        ties: Keys of a review and a study that it covers.
        sentence: The point of it.
    """

    reviews: tuple[Study, ...]
    studies: tuple[Study, ...]
    ties: frozenset[tuple[str, str]]
    sentence: str

    def covers(self, review: Study, study: Study) -> bool:
        """Tell whether a tie is known."""
        return (review.key, study.key) in self.ties


def covered(library: Library, review: Study) -> list[Related]:
    """Return the works of this base that a review covers, newest first."""
    return [tie for tie in _ties(library, review) if not tie.inverse]


def covering(library: Library, study: Study) -> list[Related]:
    """Return the reviews of this base that cover a work, newest first."""
    return [tie for tie in _ties(library, study) if tie.inverse]


def review_matrix(library: Library, studies: Iterable[Study]) -> ReviewMatrix | None:
    """Return which of some works cover which others of them; None without any tie. Retracted works are left out."""
    shown = {study.key: study for study in studies if study.counts_as_evidence}
    ties = frozenset(
        (key, tie.study.key)
        for key, study in shown.items()
        for tie in covered(library, study)
        if tie.study.key in shown
    )
    if not ties:
        return None
    reviews = tuple(study for key, study in shown.items() if any(key == review for review, _ in ties))
    rows = tuple(study for key, study in shown.items() if any(key == one for _, one in ties))
    others = [study for study in shown.values() if study not in reviews]
    one = len(reviews) == 1
    sentence = (
        f"{len(reviews)} {'review' if one else 'reviews'} listed here {'covers' if one else 'cover'} "
        f"{sum(study in rows for study in others)} of the {words.plural(len(others), 'other work')}."
    )
    return ReviewMatrix(reviews, rows, ties, sentence)


def _ties(library: Library, study: Study) -> list[Related]:
    """Return the ties of a work to reviews or their studies, the newest first."""
    found = [tie for tie in library.relations.get(study.key, []) if tie.type == COVERS]
    return sorted(found, key=lambda tie: (tie.study.citation.issued or "", tie.study.key), reverse=True)
