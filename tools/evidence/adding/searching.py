"""Looking for a reference without an identifier: by its words in Crossref, believed only when it is surely the one.

A service always finds something. A work is accepted when `duplicates.compare` calls it the same or likely the same
(weighted likeness of at least 0.86, titles at least 78% alike, the same first author), when both name an author and
a year, the years are at most one apart, and no second work of the answer fits as well. All else is for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.adding.items import Item
from evidence.adding.outcomes import Candidate
from evidence.duplicates import Comparison, compare
from evidence.errors import EvidenceError
from evidence.identifiers import shorten
from evidence.model import Citation
from evidence.sources import crossref_mapping
from evidence.sources.lookup import Found, Sources, look_up

ROWS = 5
"""Works asked for; the right one is among the first or not at all."""
YEARS_APART = 1
"""Years between print and online."""


class NotSureError(EvidenceError):
    """Crossref found works, or none, of which none is surely the one.

    Attributes:
        candidates: The likeliest of them.
    """

    def __init__(self, message: str, candidates: tuple[Candidate, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True)
class _Likely:
    citation: Citation
    comparison: Comparison


def find(item: Item, sources: Sources) -> Found | NotSureError:
    """Look for a reference by its words, and look up the work that it surely is.

    Raises:
        SourceError: Crossref could not be asked.
    """
    candidates = search(item, sources)
    chosen = accepted(item.citation, [candidate.citation for candidate in candidates]) if item.citation else None
    if chosen is None or chosen.doi is None:
        what = "none of the works that Crossref names for it is surely the one" if candidates else "Crossref names none"
        next_ = "Add the right one by its DOI, or take the file's own values with --offline."
        message = f"It has no identifier, and {what}. {next_}"
        return NotSureError(message, tuple(_described(one) for one in candidates))
    why = " ".join(compare(item.citation, chosen).reasons) if item.citation else ""
    found = look_up(chosen.doi, sources)
    remark = f"It has no identifier; by its words it is DOI {chosen.doi}. {why}".rstrip()
    return replace(found, remarks=(remark, *found.remarks))


def search(item: Item, sources: Sources) -> list[_Likely]:
    """Return the works that Crossref names for the words of a reference, the likest first.

    Raises:
        SourceError: Crossref could not be asked.
    """
    if not item.query:
        return []
    found = [
        crossref_mapping.describe(message, today=sources.today).citation
        for message in sources.crossref.search(item.query, ROWS)
    ]
    if item.citation is None:
        return [_Likely(citation, Comparison("unsure", 0, ())) for citation in found if citation.doi]
    likely = [_Likely(citation, compare(item.citation, citation)) for citation in found if citation.doi]
    return sorted(likely, key=lambda one: -one.comparison.likeness)


def accepted(wanted: Citation, candidates: Iterable[Citation]) -> Citation | None:
    """Return the one work among those found that a reference surely names, else None."""
    fitting: dict[str, list[Citation]] = {"same": [], "likely": []}
    for candidate in candidates:
        verdict = compare(wanted, candidate).verdict
        if verdict in fitting and _agree(wanted, candidate):
            fitting[verdict].append(candidate)
    best = fitting["same"] or fitting["likely"]
    return best[0] if len({citation.doi for citation in best}) == 1 else None


def candidates_for(item: Item, sources: Sources) -> tuple[Candidate, ...]:
    """Return what a reference may be, for a message about it; nothing where Crossref cannot be asked.

    Its failure is no news there: the message is about another one already.
    """
    try:
        return tuple(_described(one) for one in search(item, sources))
    except EvidenceError:
        return ()


def _agree(one: Citation, other: Citation) -> bool:
    named = (one.author or one.editor) and (other.author or other.editor)
    return bool(named and one.year and other.year and abs(int(one.year) - int(other.year)) <= YEARS_APART)


def _described(likely: _Likely) -> Candidate:
    cited = likely.citation
    where = f", {cited.container_title}" if cited.container_title else ""
    return Candidate(
        f"DOI {cited.doi}", f"{cited.short}: {shorten(cited.title, 100)}{shorten(where)}", likely.comparison.reasons
    )
