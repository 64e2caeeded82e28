"""What the pages need to know of where they will stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Addresses that belong to the installation; what is unset is left out of the pages.

    Attributes:
        site_name: Name of the site.
        address: Address of the site with a slash at its end, or None while nobody has decided it.
        repository: Address of the repository, or None; with it, pages offer to suggest a correction.
    """

    site_name: str = "The link worker evidence base"
    address: str | None = None
    repository: str | None = None
