"""Bringing works in: tags are suggested, records drafted, decided on, written, and later enriched."""

from __future__ import annotations

from evidence.adding.drafting import COLLECTION, Work
from evidence.adding.intake import Intake, add_all
from evidence.adding.outcomes import Candidate, Outcome, Status

__all__ = ["COLLECTION", "Candidate", "Intake", "Outcome", "Status", "Work", "add_all"]
