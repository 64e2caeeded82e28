"""The services, where they stand and how often they may be asked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from evidence.errors import EvidenceError
from evidence.sources.limiter import Limiter, Places


class SourceSettingsError(EvidenceError):
    """A setting of the services cannot be used."""


@dataclass(frozen=True)
class SourceSettings:
    """Addresses of the services, and who asks.

    Attributes:
        crossref: Address of the Crossref REST API.
        datacite: Address of the DataCite REST API.
        openalex: Address of the OpenAlex API.
        doi: Address of the DOI resolver.
        mailto: Where the services can reach the maintainer; Crossref allows more to those who say so.
        openalex_key: Key for OpenAlex, which allows little without one.
    """

    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    openalex: str = "https://api.openalex.org"
    doi: str = "https://doi.org"
    mailto: str | None = field(default=None, repr=False)
    openalex_key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> SourceSettings:
        """Read EVIDENCE_CROSSREF_URL and the like; what is unset or empty keeps its default.

        Raises:
            SourceSettingsError: An address is no address, or the mail address is none.
        """
        addresses = {
            name: _address(variable, environment[variable])
            for name in ("crossref", "datacite", "openalex", "doi")
            if environment.get(variable := f"EVIDENCE_{name.upper()}_URL")
        }
        mailto = environment.get("EVIDENCE_MAILTO", "").strip() or None
        if mailto and not re.fullmatch(r"[!-'*-~]+@[!-'*-~]+", mailto):
            raise SourceSettingsError("EVIDENCE_MAILTO is no mail address: write it bare, like name@example.org.")
        key = environment.get("EVIDENCE_OPENALEX_KEY", "").strip() or None
        return cls(**addresses, mailto=mailto, openalex_key=key)


@dataclass(frozen=True)
class Service:
    """One service and the pace at which it may be asked.

    Attributes:
        name: Name for a person.
        url: Address, without a slash at its end.
        limiter: The pace, shared by all calls.
        secret: Parameters that are sent and never shown or kept.
    """

    name: str
    url: str
    limiter: Limiter
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Services:
    """All services. Crossref counts lists (`/works?...`) apart from single works; both share their places."""

    crossref: Service
    crossref_lists: Service
    datacite: Service
    openalex: Service
    doi: Service

    @classmethod
    def of(cls, settings: SourceSettings, sleep: Callable[[float], None]) -> Services:
        """Make the services with their documented limits.

        Crossref: 10 single works and 3 lists a second, 3 at once, when a mail address is given; else 5, 1 and 1
        (limits since 1 December 2025). DataCite: 3,000 in five minutes. OpenAlex allows more than is used here;
        doi.org states no limit.
        """
        polite = bool(settings.mailto)
        crossref_places = Places(3 if polite else 1)
        key = {"api_key": settings.openalex_key} if settings.openalex_key else {}
        return cls(
            crossref=Service("Crossref", settings.crossref, Limiter(10 if polite else 5, crossref_places, sleep)),
            crossref_lists=Service("Crossref", settings.crossref, Limiter(3 if polite else 1, crossref_places, sleep)),
            datacite=Service("DataCite", settings.datacite, Limiter(10, Places(4), sleep)),
            openalex=Service("OpenAlex", settings.openalex, Limiter(10, Places(4), sleep), key),
            doi=Service("doi.org", settings.doi, Limiter(10, Places(4), sleep)),
        )


def _address(variable: str, text: str) -> str:
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SourceSettingsError(f"{variable} is no address of a service: write it like https://api.example.org.")
    return address
