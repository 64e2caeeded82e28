"""Whether the addresses in records still lead to pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from evidence.checks.registry import Fault
from evidence.model import Study
from evidence.online.works import Verdict
from evidence.sources.addresses import Addresses
from evidence.sources.errors import NotKnownError, SourceError

Place = tuple[str | int, ...]
"""Names of the fields that lead to a place in a record."""

_LONG_PATH = 2
"""Characters of a path from which an address leads further than to a front page."""
_SEEN_THERE = (
    "What was seen there was seen: add a copy of the page in an archive, or say under provenance.notes that it is gone."
)


def places(studies: Collection[Study]) -> dict[str, list[tuple[Study, Place]]]:
    """Return the addresses of records, each with the places where it stands: many records may name one page."""
    found: dict[str, list[tuple[Study, Place]]] = {}
    for study in studies:
        standing: list[tuple[Place, str | None]] = [
            (("citation", "URL"), study.citation.url),
            (("access", "full-text"), study.access.full_text),
        ]
        for number, source in enumerate(study.provenance.extraction.sources):
            standing.append((("provenance", "extraction", "sources", number, "url"), source.url))
        for place, address in standing:
            if address:
                found.setdefault(address, []).append((study, place))
    return found


def look(studies: Collection[Study], addresses: Addresses) -> Iterator[list[Verdict]]:
    """Ask for the addresses of records, several at once, and yield what is wrong with each."""
    standing = places(studies)
    for address, answer in addresses.reach_all(standing):
        code, message = judge(address, answer)
        yield [(study, code, _fault(place, message, answer)) for study, place in standing[address] if code]


def judge(address: str, answer: str | SourceError) -> tuple[str, str]:
    """Return the code of the check that an address does not pass, and what is wrong; nothing where it leads to a page.

    Args:
        address: As it stands in the record.
        answer: The page it leads to, or why it leads to none.
    """
    if isinstance(answer, NotKnownError):
        return "address-gone", str(answer)
    if isinstance(answer, SourceError):
        return "not-checked", str(answer)
    if _is_front_page(answer) and not _is_front_page(address):
        return "address-gone", f"{address} leads to the front page {answer} only: the page itself is probably gone."
    return "", ""


def _fault(place: Place, message: str, answer: str | SourceError) -> Fault:
    """Make a fault of it; a page that readers are sent to weighs more than one that was read once."""
    was_read = place[0] == "provenance"
    if isinstance(answer, SourceError) and not isinstance(answer, NotKnownError):
        return Fault(place, message)
    is_grave = isinstance(answer, NotKnownError) and not was_read
    return Fault(place, message, _SEEN_THERE if was_read else "", level=None if is_grave else "warning")


def _is_front_page(address: str) -> bool:
    parts = urlsplit(address)
    return len(parts.path) < _LONG_PATH and not parts.query
