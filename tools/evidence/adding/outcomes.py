"""What became of a work that was to come in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evidence.model import Integrity

Status = Literal["added", "there", "unsure", "failed"]


@dataclass(frozen=True)
class Candidate:
    """A work that may be the one looked for: a record, or one that a service named.

    Attributes:
        name: Key of the record, or DOI of the work.
        described: First author, year and title.
        reasons: Why it may be the same, and why not.
    """

    name: str
    described: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one thing that was to come in.

    Attributes:
        status: added, there (already), unsure, or failed.
        asked: What it is, as the person gave it.
        message: What happened, and what to do next where something is to be done.
        key: Key of the record that holds it.
        remarks: What a person should know beside, each a sentence.
        candidates: What it may be, when unsure.
        integrity: Whether the work still stands, as far as it was looked up.
        text: The new file; None when none was made.
    """

    status: Status
    asked: str
    message: str
    key: str | None = None
    remarks: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    integrity: Integrity = field(default_factory=Integrity)
    text: str | None = None
