"""What can go wrong between the base and Zotero."""

from __future__ import annotations

from evidence.errors import EvidenceError


class ZoteroError(EvidenceError):
    """Zotero and the base could not be brought together; nothing is half done, and a second run takes it up."""


class ZoteroSettingsError(ZoteroError):
    """A setting is missing, or is no such thing."""


class NotReachedError(ZoteroError):
    """Zotero did not answer in time, cut the connection, or asks to wait for long."""


class NotAllowedError(ZoteroError):
    """The key is wrong, or may not do what was asked."""


class BadReplyError(ZoteroError):
    """The answer is not what Zotero's documentation promises."""


class MovedError(ZoteroError):
    """Somebody else changed the library meanwhile: what was read is no longer true."""


class TooLargeError(ZoteroError):
    """A request was too large; a smaller one may pass."""


class StateError(ZoteroError):
    """The file that remembers the last sync cannot be used."""
