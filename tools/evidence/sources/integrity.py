"""Retractions, corrections and expressions of concern: read from Crossref's messages, weighed into one state.

The direction matters, and is easily read the wrong way round: an article bears `updated-by`, naming its notices; a
notice bears `update-to`, naming the article. So a message with `update-to` is itself retracted only if it names its
own DOI, which is how Elsevier marks an article in place.
Source: https://www.crossref.org/documentation/retrieve-metadata/retraction-watch/ and messages of the REST API.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from evidence.model import Integrity, IntegrityStatus
from evidence.sources import dates
from evidence.sources.parts import doi, mappings, text

_MEANING: dict[str, IntegrityStatus] = {
    "retraction": "retracted",
    "withdrawal": "retracted",
    "removal": "retracted",
    "expression-of-concern": "expression-of-concern",
    "concern": "expression-of-concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
    "partial-retraction": "corrected",
}
"""What a notice makes of the work. A partial retraction corrects: the rest of the work stands."""
_NO_FAULT = frozenset({"new-version", "new-edition", "update"})
_STRENGTH: tuple[IntegrityStatus, ...] = ("retracted", "expression-of-concern", "corrected")
_IN_PLACE = re.compile(
    r"\W*(?:\[(?:retracted|withdrawn|removed)(?: article| paper| chapter)?\]"
    r"|(?:retracted|withdrawn|removed|temporary removal)(?: article| paper| chapter)?\s*[:–—])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Notice:
    """A published notice about a work.

    Attributes:
        doi: DOI of the notice; the work's own when it was marked in place, and None when only the title says so.
        kind: Kind in Crossref's words, in small letters with hyphens: retraction, expression-of-concern, erratum ...
        date: Date of the notice, as precise as known.
        source: Who says so: publisher or retraction-watch, where known.
    """

    doi: str | None
    kind: str
    date: str | None = None
    source: str | None = None

    @property
    def meaning(self) -> IntegrityStatus | None:
        """What the notice makes of the work; None for a new version and for kinds not known here."""
        return _MEANING.get(self.kind)

    @property
    def is_understood(self) -> bool:
        """Whether the kind is known here."""
        return self.kind in _MEANING or self.kind in _NO_FAULT


def notices_on(message: Any) -> list[Notice]:
    """Return the notices that a Crossref message names about its own work, marks in place included."""
    if not isinstance(message, dict):
        return []
    own = doi(message.get("DOI"))
    found = [_notice(update, doi(update.get("DOI"))) for update in mappings(message.get("updated-by"))]
    targets = [(doi(update.get("DOI")), update) for update in mappings(message.get("update-to"))]
    found += [_notice(update, own) for target, update in targets if target == own and own is not None]
    is_notice = any(target != own for target, _ in targets)
    title = text(message.get("title")) or ""
    if not is_notice and _IN_PLACE.match(title) and not any(notice.meaning == "retracted" for notice in found):
        found.append(Notice(None, "retraction", source="title"))
    return found


def notices_about(target: str, message: Any) -> list[Notice]:
    """Return what a Crossref message of a notice says about another work, given by its DOI."""
    if not isinstance(message, dict):
        return []
    own = doi(message.get("DOI"))
    return [_notice(update, own) for update in mappings(message.get("update-to")) if doi(update.get("DOI")) == target]


def works_noticed(message: Any) -> list[tuple[str, str]]:
    """Return the DOIs of other works that a message is a notice about, each with the kind of notice."""
    if not isinstance(message, dict):
        return []
    own = doi(message.get("DOI"))
    found = [(doi(update.get("DOI")), _kind(update)) for update in mappings(message.get("update-to"))]
    return [(target, kind) for target, kind in dict.fromkeys(found) if target is not None and target != own]


def weigh(notices: Iterable[Notice], checked: date, *, complete: bool) -> Integrity:
    """Make one state of all notices: the strongest wins; among equals one with a DOI, then the latest.

    Args:
        notices: What is known.
        checked: The day on which was asked.
        complete: Whether everything that was to be asked was answered. If not, "nothing found" is `not-checked`.
    """
    bearing = [notice for notice in notices if notice.meaning is not None]
    if not bearing:
        return Integrity(status="no-notice", checked=checked.isoformat()) if complete else Integrity()
    strongest = min((notice.meaning for notice in bearing if notice.meaning), key=_STRENGTH.index)
    chosen = max(
        (notice for notice in bearing if notice.meaning == strongest),
        key=lambda notice: (notice.doi is not None, notice.date or ""),
    )
    known = {"notice": chosen.doi} if chosen.doi else {}
    return Integrity.model_validate({"status": strongest, "checked": checked.isoformat(), **known})


def _notice(update: dict[str, Any], doi_of_notice: str | None) -> Notice:
    return Notice(doi_of_notice, _kind(update), dates.from_parts(update.get("updated")), text(update.get("source")))


def _kind(update: dict[str, Any]) -> str:
    words = text(update.get("type")) or text(update.get("label")) or "unknown"
    return re.sub(r"[\s_-]+", "-", words.lower())
