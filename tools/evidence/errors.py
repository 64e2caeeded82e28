"""What can go wrong, said so that a person knows where and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "notice"]


class EvidenceError(Exception):
    """Base of every error this program raises on purpose; its text is shown to the person as it is."""


class NotFoundError(EvidenceError):
    """Something was asked for by name and is not there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or could be better, at one place in the library.

    Attributes:
        code: Stable name of the check, in words joined by hyphens.
        path: File, relative to the library's folder, with forward slashes.
        line: Line in that file, counted from 1.
        field: Dotted name of the field, or an empty string when it is the whole file.
        message: What is wrong.
        remedy: What to do next.
        level: error (must be mended), warning (should be looked at) or notice (for information).
    """

    code: str
    path: str
    line: int
    field: str
    message: str
    remedy: str
    level: Level = "error"

    @property
    def place(self) -> str:
        """The place as `file:line`, which terminals and editors turn into a link."""
        return f"{self.path}:{self.line}"

    def __str__(self) -> str:
        """One line: where, what, and what to do."""
        field = f" {self.field}:" if self.field else ""
        return f"{self.place}: {self.level} [{self.code}]{field} {self.message} {self.remedy}".rstrip()
