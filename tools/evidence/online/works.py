"""What the services say about the works of records, held against what the records say."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evidence.checks.registry import Fault
from evidence.duplicates.comparing import ALIKE_TITLE, SAME_AUTHOR
from evidence.duplicates.differences import difference_of_titles
from evidence.duplicates.likeness import WITHOUT_SUBTITLE, likeness
from evidence.errors import EvidenceError, Level
from evidence.identifiers import shorten
from evidence.model import Citation, IntegrityStatus, Study
from evidence.sources.errors import NotKnownError
from evidence.sources.lookup import Found, Sources, look_up_all
from evidence.sources.parts import UNTITLED

Verdict = tuple[Study, str, Fault]
"""A record, the code of the check that it does not pass, and what is wrong."""

_GRAVITY: tuple[IntegrityStatus, ...] = ("not-checked", "no-notice", "corrected", "expression-of-concern", "retracted")
_WORDS = {"corrected": "corrected", "expression-of-concern": "under an expression of concern", "retracted": "retracted"}
_REASONS = ("Could not check", "OpenAlex ", "Crossref ")
"""How a remark of a look-up begins that says why something could not be found out."""
_UNKNOWN_NOTICE = "There is a notice of a kind not known here"


def questions(studies: Collection[Study]) -> list[tuple[Study, str, str]]:
    """Return the records that can be looked up, each with the name of the best identifier and what to look for."""
    found = []
    for study in studies:
        cited = study.citation
        known = (("DOI", cited.doi, ""), ("PMID", cited.pmid, "PMID: "), ("PMCID", cited.pmcid, ""))
        best = next(((name, prefix + value) for name, value, prefix in known if value), None)
        if best:
            found.append((study, *best))
    return found


def look(studies: Collection[Study], sources: Sources) -> Iterator[list[Verdict]]:
    """Look up the works of records, several at once, and yield what is wrong with each, in their order."""
    asked = questions(studies)
    answers = look_up_all([text for _, _, text in asked], sources)
    for (study, name, _), (_, found) in zip(asked, answers, strict=True):
        yield [(study, code, fault) for code, fault in judge(study.citation, study.integrity.status, name, found)]


def judge(
    mine: Citation, status: IntegrityStatus, name: str, found: Found | EvidenceError
) -> Iterator[tuple[str, Fault]]:
    """Hold a record against what was found. Pure.

    Args:
        mine: The citation of the record.
        status: What the record says of notices.
        name: By which identifier it was looked up: DOI, PMID or PMCID.
        found: What the services said, or why they said nothing.
    """
    place = ("citation", name)
    if isinstance(found, NotKnownError) and name == "DOI":
        yield "doi-unknown", Fault(place, str(found))
    elif isinstance(found, EvidenceError):
        yield "not-checked", Fault(place, str(found))
    else:
        yield from _identity(mine, name, found.citation)
        yield from _identifiers(mine, name, found.citation)
        yield from _notices(status, found)


def _identity(mine: Citation, name: str, theirs: Citation) -> Iterator[tuple[str, Fault]]:
    place = ("citation", name)
    if theirs.title == UNTITLED:
        yield "not-checked", Fault(place, f"The service has no title for this {name}, so nothing can be compared.")
        return
    alike = likeness(mine, theirs)
    title, author = alike.parts["title"], alike.of("first author")
    told_apart = difference_of_titles(mine.title, theirs.title)
    other_author = author is not None and author < SAME_AUTHOR
    other_title = title < WITHOUT_SUBTITLE
    if not (told_apart or other_title or other_author):
        return
    is_another = bool(told_apart) or title < ALIKE_TITLE or (other_title and other_author)
    year = f", {theirs.year}" if theirs.year else ""
    who = f" ({theirs.author[0].short}{year})" if theirs.author else f" ({theirs.year})" if theirs.year else ""
    message = (
        f"This {name} {'is that of another work' if is_another else 'may be that of another work'}: "
        f"“{shorten(theirs.title, 120)}”{who}."
    )
    yield "doi-of-another-work", Fault(place, message, level="error" if is_another else "warning")


def _identifiers(mine: Citation, name: str, theirs: Citation) -> Iterator[tuple[str, Fault]]:
    if name != "DOI":
        return
    if theirs.doi and mine.doi and theirs.doi != mine.doi.lower():
        message = f"The work is registered as {theirs.doi} today."
        yield "doi-alias", Fault(("citation", "DOI"), message, f'Write "{theirs.doi}".')
    for kind, own, other in (("PMID", mine.pmid, theirs.pmid), ("PMCID", mine.pmcid, theirs.pmcid)):
        if own and other and own != other:
            yield "identifier-differs", Fault(("citation", kind), f"For this DOI, OpenAlex has the {kind} {other}.")


def _notices(status: IntegrityStatus, found: Found) -> Iterator[tuple[str, Fault]]:
    place, known = ("integrity", "status"), found.integrity
    for remark in found.remarks:
        if remark.startswith(_UNKNOWN_NOTICE):
            yield "notice-not-in-record", Fault(place, remark, level="warning")
    if known.status == "not-checked":
        why = [remark for remark in found.remarks if remark.startswith(_REASONS)]
        message = "Whether there is a notice about the work could not be found out."
        yield "not-checked", Fault(place, f"{message} {why[-1]}" if why else message)
    elif known.status in _WORDS and _GRAVITY.index(known.status) > _GRAVITY.index(status):
        notice = f" by the notice {known.notice}" if known.notice else ""
        message = f"The work is {_WORDS[known.status]}{notice}; the record says {status}."
        level: Level | None = "warning" if known.status == "corrected" else None
        yield "notice-not-in-record", Fault(place, message, level=level)
