"""What the owner decides: name and addresses of the site (mkdocs.yml), and how to cite the base (CITATION.cff).

Each of them may be unset; nothing is made up in its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence import yaml_text
from evidence.files import read_text

DEFAULT_NAME = "The link worker evidence base"
RELEASE_FILE = "CITATION.cff"
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


@dataclass(frozen=True)
class Release:
    """What CITATION.cff says of the base; what it does not say is empty.

    Attributes:
        title: Name of the base.
        version: Version, such as 0.1.0.
        date: Day of the release, YYYY-MM-DD.
        authors: Names as they stand in a reference: people with the family name first.
        licences: SPDX identifiers; the first is that of the content.
        abstract: What the base is, in a sentence or two.
        keywords: Keywords.
        doi: DOI of the release, bare.
    """

    title: str = DEFAULT_NAME
    version: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    doi: str = ""

    @property
    def year(self) -> str:
        """The four digits of the year, or nothing."""
        return self.date[:4]


def read_release(root: Path) -> Release:
    """Read how the base in a folder is to be cited; without a CITATION.cff there is only its default name.

    Raises:
        YamlError: CITATION.cff is not plain YAML.
        FileError: CITATION.cff cannot be read.
    """
    path = root / RELEASE_FILE
    data = yaml_text.read(read_text(path)).data if path.exists() else {}
    if not isinstance(data, dict):
        return Release()

    def text(name: str) -> str:
        value = data.get(name)
        return "" if value is None else " ".join(str(value).split())

    def texts(name: str) -> tuple[str, ...]:
        value = data.get(name) or []
        return tuple(str(one) for one in (value if isinstance(value, list) else [value]))

    authors = data.get("authors") or []
    return Release(
        title=text("title") or DEFAULT_NAME,
        version=text("version"),
        date=text("date-released"),
        authors=tuple(_author(one) for one in authors if isinstance(one, dict)),
        licences=texts("license"),
        abstract=text("abstract"),
        keywords=texts("keywords"),
        doi=text("doi"),
    )


def _author(author: dict[str, Any]) -> str:
    family = " ".join(str(author[part]) for part in ("name-particle", "family-names") if author.get(part))
    return ", ".join([family, str(author["given-names"])] if author.get("given-names") else [family]) or str(
        author.get("name") or author.get("alias") or ""
    )
