"""OpenAlex: how free a work is to read, its identifiers at PubMed, and whether it is marked as retracted.

Source: https://developers.openalex.org/api-reference/works/get-a-single-work; the meaning of the states:
https://help.openalex.org (open access). Single works cost nothing there; a key allows more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from evidence.identifiers import IdentifierError, parse_pmcid, parse_pmid
from evidence.model import Access, AccessStatus
from evidence.sources import parts
from evidence.sources.errors import BadAnswerError
from evidence.sources.http import Web, escape
from evidence.sources.parts import member, text

Scheme = Literal["doi", "pmid", "pmcid"]
_STATES = frozenset(get_args(AccessStatus)) - {"not-checked"}


@dataclass(frozen=True)
class Standing:
    """What OpenAlex says about a work.

    Attributes:
        access: State, licence and address of the best free full text.
        doi: DOI, if it has one.
        pmid: PubMed identifier, if it is there.
        pmcid: PubMed Central identifier, if it is there.
        retracted: Whether it is marked as retracted; None when that is not said.
    """

    access: Access
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    retracted: bool | None = None


class OpenAlex:
    """OpenAlex's works, by DOI, PubMed or PubMed Central identifier.

    Args:
        web: The way out.
    """

    def __init__(self, web: Web) -> None:
        self.web = web

    def standing(self, scheme: Scheme, identifier: str) -> Standing:
        """Return what OpenAlex says about a work.

        Args:
            scheme: Which kind of identifier.
            identifier: The identifier in its one form (`identifiers.parse_doi` and the like).

        Raises:
            NotKnownError: OpenAlex does not know it.
            NotAnsweredError: Could not check.
            BadAnswerError: OpenAlex answered with something else.
        """
        about = f"{scheme.upper()} {identifier}"
        answer = self.web.ask(self.web.services.openalex, f"/works/{scheme}:{escape(identifier)}", about=about)
        if not isinstance(answer, dict) or not text(answer.get("id")):
            raise BadAnswerError(
                f"OpenAlex answered about {about} with JSON of another shape than documented: run it again later; if "
                "it stays so, report this as a fault of the program."
            )
        return describe(answer)


def describe(work: Any) -> Standing:
    """Read a work of OpenAlex. Pure, and never raises."""
    if not isinstance(work, dict):
        work = {}
    identifiers = work.get("ids")
    retracted = work.get("is_retracted")
    return Standing(
        access=_access(work),
        doi=parts.doi(work.get("doi")) or parts.doi(member(identifiers, "doi")),
        pmid=_pmid(member(identifiers, "pmid")),
        pmcid=_pmcid(member(identifiers, "pmcid")),
        retracted=retracted if isinstance(retracted, bool) else None,
    )


def _access(work: dict[str, Any]) -> Access:
    status = text(member(work.get("open_access"), "oa_status"))
    if status not in _STATES:
        return Access()
    best = work.get("best_oa_location")
    known: dict[str, str | None] = {
        "licence": parts.licence([member(best, "license"), member(best, "license_id")]),
        "full_text": parts.address(member(best, "pdf_url"))
        or parts.address(member(best, "landing_page_url"))
        or parts.address(member(work.get("open_access"), "oa_url")),
    }
    return Access.model_validate({"status": status} | {name: value for name, value in known.items() if value})


def _pmid(value: Any) -> str | None:
    try:
        return parse_pmid(str(value)) if value else None
    except IdentifierError:
        return None


def _pmcid(value: Any) -> str | None:
    """Read a PMCID; OpenAlex writes the address of the article without PMC before the digits."""
    digits = re.search(r"(\d+)/?$", str(value)) if value else None
    try:
        return parse_pmcid(f"PMC{digits[1]}") if digits else None
    except IdentifierError:
        return None
