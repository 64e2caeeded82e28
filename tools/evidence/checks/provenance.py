"""The record says where its content comes from, and says no more than was read."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.presence import has_summary
from evidence.checks.registry import Fault, record_check
from evidence.library import Library
from evidence.model import Study, to_plain


@record_check(
    "read-none-with-content",
    "error",
    "A work that nobody read has no findings, points or summary.",
    "Say under provenance.extraction.read what was read, or remove the content.",
)
def read_none_with_content(study: Study, library: Library) -> Iterator[Fault]:
    """Find content without a reading."""
    if study.provenance.extraction.read != "none":
        return
    content = [name for name in ("findings", "points", "limitations") if getattr(study, name)]
    if has_summary(library, study.key):
        content.append("a summary")
    if content:
        message = f"Nobody read the work, and yet there is content: {', '.join(content)}."
        yield Fault(("provenance", "extraction", "read"), message)


@record_check(
    "sources-missing",
    "error",
    "What was read is named with its address.",
    "List the pages that were read under provenance.extraction.sources.",
)
def sources_missing(study: Study, _: Library) -> Iterator[Fault]:
    """Find readings without a source."""
    extraction = study.provenance.extraction
    if extraction.read != "none" and not extraction.sources:
        message = f"The work was read ({extraction.read}), and no page is named."
        yield Fault(("provenance", "extraction", "sources"), message)


@record_check(
    "unverified-field",
    "error",
    "The fields called unverified stand in the citation.",
    "Correct the name, or remove it from the list.",
)
def unverified_field(study: Study, _: Library) -> Iterator[Fault]:
    """Look the names up in the citation."""
    present = {name for name, value in to_plain(study.citation).items() if value not in (None, [])}
    for number, name in enumerate(study.provenance.citation.unverified):
        if name not in present:
            place = ("provenance", "citation", "unverified", number)
            yield Fault(place, f"The citation holds no field {name!r}.")


@record_check(
    "integrity-details",
    "warning",
    "A notice about the work is named, and so is the day on which someone looked.",
    "Give integrity.notice (the DOI of the notice) and integrity.checked (the day).",
)
def integrity_details(study: Study, _: Library) -> Iterator[Fault]:
    """Check what a reader needs to follow a notice up."""
    integrity = study.integrity
    if integrity.status not in {"not-checked", "no-notice"} and not integrity.notice:
        yield Fault(("integrity", "notice"), f"The work is marked {integrity.status}, and no notice is named.")
    if integrity.status != "not-checked" and not integrity.checked:
        yield Fault(("integrity", "checked"), f"The work is marked {integrity.status}, and no day is given.")
