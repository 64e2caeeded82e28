"""What somebody asked for: whichever identifier was pasted, in whatever form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid, shorten

_PARSERS: dict[Literal["doi", "pmcid", "pmid", "isbn"], Callable[[str], str]] = {
    "doi": parse_doi,
    "pmcid": parse_pmcid,
    "pmid": parse_pmid,
    "isbn": parse_isbn,
}


@dataclass(frozen=True)
class Asked:
    """An identifier that somebody asked for, in its one form."""

    scheme: Literal["doi", "pmcid", "pmid", "isbn"]
    value: str

    def __str__(self) -> str:
        """The identifier with its kind, as a person names it."""
        return f"{self.scheme.upper()} {self.value}"


def identify(text: str) -> Asked:
    """Tell which identifier somebody pasted: a DOI, a PMCID, a PMID or an ISBN, in whatever form.

    Raises:
        IdentifierError: None of them.
    """
    for scheme, parse in _PARSERS.items():
        try:
            return Asked(scheme, parse(text))
        except IdentifierError:
            continue
    raise IdentifierError(f"No DOI, PMID, PMCID or ISBN in {shorten(text)!r}. A DOI looks like 10.1136/bmj.l1285.")
