"""Which record of the base, if any, a reference names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from evidence.duplicates import (
    CLEARLY_DIFFERENT_TITLE,
    SAME_AUTHOR,
    Comparison,
    Near,
    compare,
    fold,
    nearest,
    title_likeness,
)
from evidence.duplicates.differences import difference_of_titles
from evidence.duplicates.likeness import name_likeness
from evidence.library import Library
from evidence.model import Citation, Study
from evidence.reading_list.entries import ListEntry

MatchVerdict = Literal["same", "likely", "unsure", "new"]

TITLE_BY_ITSELF = 4
"""Words from which a title that starts the words of a reference names the work, given first author and year."""

_YEARS_APART = 1
_ORDER: tuple[MatchVerdict, ...] = ("same", "likely", "unsure")


@dataclass(frozen=True, slots=True)
class Match:
    """What the base holds of a reference.

    Attributes:
        verdict: same (the base has it), likely, unsure (a person decides among the candidates), or new.
        candidates: Records it may be, best first, with the reasons; of "same" only the one.
    """

    verdict: MatchVerdict
    candidates: tuple[Near, ...] = ()

    @property
    def key(self) -> str | None:
        """Key of the record that it is, or likely is."""
        return self.candidates[0].key if self.verdict in {"same", "likely"} else None


def match(entry: ListEntry, library: Library) -> Match:
    """Find the record that a reference names.

    By identifiers; by its address; by the likeness of title, first author and year (`duplicates.compare`); and by a
    title of the base that starts the words behind authors and year, for references that could not be taken apart well.
    """
    found = {near.key: near for near in _by_identifier(entry, library)}
    if entry.citation is not None:
        for near in nearest(entry.citation, library):
            found.setdefault(near.key, near)
    for study in library.studies.values():
        near_by_words = _by_address(entry, study) or _by_beginning(entry, study)
        if near_by_words and _rank(found.get(study.key)) > _rank(near_by_words):
            found[study.key] = near_by_words
    candidates = sorted(found.values(), key=lambda near: (_rank(near), -near.comparison.likeness, near.key))
    if not candidates:
        return Match("new")
    best = candidates[0]
    equals = [near for near in candidates if _rank(near) == _rank(best)]
    if _rank(best) < _ORDER.index("unsure") and len(equals) == 1:
        verdict = _ORDER[_rank(best)]
        return Match(verdict, (best,) if verdict == "same" else tuple(candidates))
    return Match("unsure", tuple(candidates))


def _rank(near: Near | None) -> int:
    if near is None or near.comparison.verdict == "different":
        return len(_ORDER)
    return _ORDER.index(near.comparison.verdict)


def _by_identifier(entry: ListEntry, library: Library) -> list[Near]:
    near = []
    for kind, value in entry.identifiers.items():
        for key in library.by_identifier.get(f"{kind.lower()}:{value.lower()}", []):
            if entry.citation is None:
                why = f"Both bear {kind} {value}; the reference says no title."
                near.append(Near(key, Comparison("same", 1.0, (why,), (f"{kind} {value}",))))
            else:
                near.append(Near(key, compare(entry.citation, library.studies[key].citation)))
    return near


def _by_address(entry: ListEntry, study: Study) -> Near | None:
    known = {_bare(address) for address in (study.citation.url, study.access.full_text) if address}
    if entry.citation is None or not known.intersection(_bare(address) for address in entry.addresses):
        return None
    alike = title_likeness(entry.citation.title, study.citation.title)
    doubt = difference_of_titles(entry.citation.title, study.citation.title)
    verdict: Literal["same", "unsure"] = "unsure" if doubt or alike < CLEARLY_DIFFERENT_TITLE else "same"
    why = f"The address is the same; the titles are {alike:.0%} alike."
    return Near(study.key, Comparison(verdict, alike, (why, doubt) if doubt else (why,)))


def _by_beginning(entry: ListEntry, study: Study) -> Near | None:
    title, words = fold(study.citation.title), fold(entry.behind)
    if len(title.split()) < TITLE_BY_ITSELF or not f"{words} ".startswith(f"{title} "):
        return None
    if entry.citation is None or not _same_author_and_year(entry.citation, study.citation):
        return None
    if difference_of_titles(entry.citation.title, study.citation.title):
        return None
    found = compare(entry.citation.model_copy(update={"title": study.citation.title}), study.citation)
    why = "The reference starts with its title; first author and year agree."
    return Near(study.key, replace(found, reasons=(why, *found.reasons[1:])))


def _same_author_and_year(one: Citation, other: Citation) -> bool:
    if not (one.author and other.author and one.year and other.year):
        return False
    near_in_time = abs(int(one.year) - int(other.year)) <= _YEARS_APART
    return near_in_time and name_likeness(one.author[0], other.author[0]) >= SAME_AUTHOR


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[/#?]+$", "", address.strip().lower())
