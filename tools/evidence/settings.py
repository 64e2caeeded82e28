"""What the site's owner decides, read from mkdocs.yml: name and addresses, each of which may be unset."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence import yaml_text
from evidence.files import read_text

DEFAULT_NAME = "The link worker evidence base"
CITATION_CACHE = ".cache/citations"
"""Where formatted references are kept, inside the library's folder; it can be deleted at any time."""


@dataclass(frozen=True)
class Settings:
    """Name and addresses of the site.

    Attributes:
        site_name: Name of the site.
        address: Address of the site, ending in a slash, or None while it has none.
        repository: Address of the repository, or None while it has none.
    """

    site_name: str = DEFAULT_NAME
    address: str | None = None
    repository: str | None = None


def read_settings(root: Path) -> Settings:
    """Read the settings of the library in a folder; without an mkdocs.yml nothing is set.

    Raises:
        YamlError: mkdocs.yml is not plain YAML.
        FileError: mkdocs.yml cannot be read.
    """
    path = root / "mkdocs.yml"
    if not path.exists():
        return Settings()
    data = yaml_text.read(read_text(path)).data
    if not isinstance(data, dict):
        return Settings()
    return make_settings(data.get("site_name"), data.get("site_url"), data.get("repo_url"))


def make_settings(name: Any, address: Any, repository: Any) -> Settings:
    """Make settings from what mkdocs.yml holds; an address that is empty or no text is none."""
    return Settings(
        name if isinstance(name, str) and name else DEFAULT_NAME,
        f"{address.rstrip('/')}/" if isinstance(address, str) and address else None,
        repository if isinstance(repository, str) and repository else None,
    )
