"""Which Zotero library, and who asks: read from the environment, never from a file that could be published."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from evidence.zotero.errors import ZoteroSettingsError

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class ZoteroSettings:
    """Address, library and key.

    Attributes:
        url: Address of the Web API, without a slash at its end.
        library: `groups/12345` or `users/1`.
        key: API key; a public group can be read without one.
    """

    library: str
    key: str | None = field(default=None, repr=False)
    url: str = "https://api.zotero.org"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ZoteroSettings:
        """Read EVIDENCE_ZOTERO_LIBRARY, EVIDENCE_ZOTERO_KEY and EVIDENCE_ZOTERO_URL.

        Raises:
            ZoteroSettingsError: The library is missing, or a setting has the wrong form.
        """
        library = environment.get("EVIDENCE_ZOTERO_LIBRARY", "").strip().strip("/")
        if not re.fullmatch(r"(groups|users)/[1-9]\d{0,11}", library):
            what = f"{library!r} is no Zotero library" if library else "EVIDENCE_ZOTERO_LIBRARY is not set"
            raise ZoteroSettingsError(
                f"{what}: set EVIDENCE_ZOTERO_LIBRARY to groups/ and the number in the group's address, "
                "like groups/12345."
            )
        key = environment.get("EVIDENCE_ZOTERO_KEY", "").strip() or None
        if key and not re.fullmatch(r"[A-Za-z0-9]{1,64}", key):
            raise ZoteroSettingsError(
                "EVIDENCE_ZOTERO_KEY is no key: make one at https://www.zotero.org/settings/keys and copy it whole."
            )
        return cls(library, key, _address(environment.get("EVIDENCE_ZOTERO_URL", "").strip() or cls.url))


def _address(text: str) -> str:
    address = text.rstrip("/")
    try:
        parts = urlsplit(address)
        # The key goes with every request: over plain http only to this computer.
        usable = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        usable = usable and bool(parts.hostname) and not parts.query and not parts.username and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ZoteroSettingsError(
            "EVIDENCE_ZOTERO_URL is no address of a Zotero server: leave it unset, or write it like "
            "https://api.example.org (http only for this computer)."
        )
    return address
