"""Works from a file: each reference is there already, comes in, is doubtful, or fails, and each is reported.

A reference with an identifier is looked up by it, and believed only if it names the work that the reference names;
one without is searched for by its words. Offline, the values of the file itself are taken: their source is the file,
and every field is `unverified` until `evidence enrich` finds it in a service.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from evidence.adding.drafting import Work
from evidence.adding.intake import Intake, work_of
from evidence.adding.items import Contents, Item
from evidence.adding.outcomes import Candidate, Outcome
from evidence.adding.searching import NotSureError, candidates_for, find
from evidence.duplicates import compare, nearest, title_likeness
from evidence.duplicates.comparing import SAME_TITLE
from evidence.errors import EvidenceError
from evidence.identifiers import shorten
from evidence.reading_list import match
from evidence.sources.asked import identify
from evidence.sources.errors import NotKnownError
from evidence.sources.lookup import Found, Sources, look_up_all
from evidence.sources.parallel import in_order

_SURE = frozenset({"same", "likely"})


def import_all(contents: Contents, intake: Intake, sources: Sources | None, today: date) -> Iterator[Outcome]:
    """Bring in the references of a file and yield what became of each, in order; a failure never stops the rest.

    Args:
        contents: The file.
        intake: Where they come in.
        sources: The services; None to take the file's own values.
        today: The day of the file's own values.

    Raises:
        FileError: A record, or an answer of a service, cannot be written.
    """
    seen: dict[str, str] = {}
    for failure in contents.failures:
        yield Outcome("failed", f"line {failure.line}", f"{failure.message} It reads: {shorten(failure.raw, 100)!r}")
    held = [(item, _held(item, intake)) for item in contents.items]
    unknown = [item for item, outcome in held if outcome is None]
    answers = _Answers(unknown, sources) if sources else None
    for item, known in held:
        outcome = known or (_bring(item, answers, intake) if answers else _take_as_is(item, contents, intake, today))
        yield _with_first(outcome, item, seen)
    yield from (_caption(item, contents, intake) for item in contents.captions)


class _Answers:
    """What the services say about references, asked for several at once and given out one by one, in order."""

    def __init__(self, items: list[Item], sources: Sources) -> None:
        self._sources = sources
        self._by_identifier = look_up_all([item.identifier for item in items if item.identifier], sources)
        unidentified = [item for item in items if not item.identifier]
        self._by_words = in_order(lambda item: find(item, sources), unidentified)

    def next(self, item: Item) -> Found | EvidenceError:
        """Return what is known about the next reference; they must be asked for in their order."""
        return next(self._by_identifier if item.identifier else self._by_words)[1]

    def candidates(self, item: Item) -> tuple[Candidate, ...]:
        """Return what a reference may be by its words."""
        return candidates_for(item, self._sources)


def _held(item: Item, intake: Intake) -> Outcome | None:
    """Say which record holds a reference, if one surely does."""
    library = intake.library
    if item.listed is not None:
        found = match(item.listed, library)
        near = found.candidates[0] if found.key else None
    elif item.citation is not None:
        near = next((one for one in nearest(item.citation, library) if one.comparison.verdict in _SURE), None)
    else:
        key = intake.holder_of(identify(item.identifier)) if item.identifier else None
        return intake.there(item.name, key, remarks=item.remarks) if key else None
    if near is None:
        return None
    likely = near.comparison.verdict != "same"
    return intake.there(item.name, near.key, near.comparison.reasons if likely else (), item.remarks)


def _bring(item: Item, answers: _Answers, intake: Intake) -> Outcome:
    found = answers.next(item)
    if isinstance(found, NotSureError):
        near = nearest(item.citation, intake.library) if item.citation else []
        records = tuple(intake.candidate(one) for one in near)
        return Outcome("unsure", item.name, str(found), None, item.remarks, (*records, *found.candidates))
    if isinstance(found, NotKnownError):
        candidates = answers.candidates(item)
        return Outcome("unsure" if candidates else "failed", item.name, str(found), None, item.remarks, candidates)
    if isinstance(found, EvidenceError):
        return Outcome("failed", item.name, str(found), None, item.remarks)
    work = work_of(found)
    if doubt := _other_work(item, found):
        leads = Candidate(f"DOI {found.citation.doi}", f"{found.citation.short}: {shorten(found.citation.title, 100)}")
        candidates = (leads, *answers.candidates(item))
        return Outcome("unsure", item.name, doubt, None, item.remarks, tuple(dict.fromkeys(candidates)))
    return intake.take(item.name, replace(work, remarks=(*item.remarks, *work.remarks)))


def _other_work(item: Item, found: Found) -> str:
    """Say that an identifier leads to another work than the reference names, if it does."""
    if item.citation is None or not item.identifier:
        return ""
    comparison = compare(item.citation, found.citation)
    if comparison.verdict in _SURE or title_likeness(item.citation.title, found.citation.title) >= SAME_TITLE:
        return ""
    reasons = " ".join(comparison.reasons)
    return (
        f"Its identifier ({item.identifier}) leads to another work than it names. {reasons} "
        "Add the right one by its DOI."
    )


def _take_as_is(item: Item, contents: Contents, intake: Intake, today: date) -> Outcome:
    if item.citation is None:
        message = "It has no title, only an identifier: import it without --offline."
        return Outcome("failed", item.name, message, None, item.remarks)
    source = "".join(letter for letter in contents.file if letter.isprintable()).strip() or "imported file"
    return intake.take(item.name, Work(item.citation, source, today, remarks=item.remarks, unverified=True))


def _with_first(outcome: Outcome, item: Item, seen: dict[str, str]) -> Outcome:
    """Say of a work that is named twice where it was named first."""
    if outcome.key is None:
        return outcome
    first = seen.setdefault(outcome.key, item.name)
    if first == item.name:
        return outcome
    said = item.listed is not None and item.listed.same_as is not None
    remarks = outcome.remarks if said else (*outcome.remarks, f"The file names it twice: first on {first}.")
    return replace(outcome, remarks=remarks)


def _caption(item: Item, contents: Contents, intake: Intake) -> Outcome:
    """Report a caption: it names a work and is none."""
    number = item.listed.same_as if item.listed else None
    owner = next((one for one in contents.items if one.listed and one.listed.number == number), None)
    held = _held(item, intake)
    name = f"{item.name} (caption)"
    if held is not None and held.key is not None:
        return intake.there(name, held.key, ["It is the caption of an image from that work."], item.remarks)
    what = f"It is the caption of an image from {owner.name}." if owner else "No reference of the file names its work."
    return Outcome("unsure", name, f"{what} Nothing was added for it.", None, item.remarks)
