"""What can go wrong when a service is asked. "Could not check" is a kind of its own, never "no"."""

from __future__ import annotations

from evidence.errors import EvidenceError


class SourceError(EvidenceError):
    """A service was asked and gave nothing that can be used."""


class NotKnownError(SourceError):
    """The service answered, and does not know what it was asked for."""


class NotAnsweredError(SourceError):
    """Could not check: no answer in time, overloaded, refused, or it cannot be asked at all."""


class BadAnswerError(SourceError):
    """The service answered with something else than was asked for."""
