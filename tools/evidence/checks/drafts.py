"""Drafts of summaries, which `evidence add` puts beside new records, do not wait for ever."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.registry import Fault, record_check
from evidence.library import Library
from evidence.model import Study


@record_check(
    "summary-draft",
    "notice",
    "No draft of a summary waits to be written.",
    "Write it, rename it to summaries/<key>.md and remove no-summary; or delete it.",
)
def summary_draft(study: Study, library: Library) -> Iterator[Fault]:
    """Look for the draft beside the summaries; the library itself does not read it."""
    draft = f"summaries/{study.key}.md.draft"
    if (library.root / draft).is_file():
        yield Fault(("no-summary",), f"{draft} waits to be written.")
