"""One reference: from its words to a citation good enough to look the work up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from evidence.model import Citation
from evidence.reading_list.authors import parse_authors
from evidence.reading_list.identifying import identify
from evidence.reading_list.parts import take_apart, tidy
from evidence.reading_list.patterns import AUTHORS, ISSUE_OF_YEAR, START, VANCOUVER_START, YEAR, YEAR_IN_BRACKETS

_BARE_YEAR = re.compile(rf"^(?P<authors>{AUTHORS})[\s,.]*(?P<year>{YEAR})[a-z]?[.,:]\s+(?P<rest>.+)$")
_ANY_YEAR = re.compile(rf"(?<![\d/.-]){YEAR}(?![\d/-])")
_FURTHEST_YEAR = 1500
_LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reference taken apart.

    Attributes:
        citation: The parts that could be told; None when there is no title.
        identifiers: DOI, PMID, PMCID and ISBN in their one form.
        addresses: Addresses that are not those of a DOI.
        behind: The words behind authors and year, which start with the title.
        remarks: What was odd.
        has_year: Whether it says when the work appeared, be it "n.d.".
    """

    citation: Citation | None
    identifiers: dict[str, str]
    addresses: tuple[str, ...]
    behind: str
    remarks: tuple[str, ...]
    has_year: bool


def parse(text: str) -> Parsed:
    """Take a reference apart."""
    found = identify(text[:_LONGEST])
    remarks = list(found.remarks)
    if len(text) > _LONGEST:
        remarks.append("It is longer than any reference; only its beginning was read.")
    authors, year, behind, has_year = _divide(found.text)
    names, odd = parse_authors(authors)
    parts, odd_parts = take_apart(behind)
    remarks += [*odd, *odd_parts]
    if "DOI" not in found.identifiers and not any(remark.startswith("Malformed DOI") for remark in remarks):
        remarks.append("There is no DOI.")
    if not year:
        remarks.append("There is no year.")
    editors = parse_authors(parts.pop("editors", ""))[0]
    fields: dict[str, Any] = {**parts, **found.identifiers}
    fields.setdefault("type", "article-journal" if {"volume", "issue", "number"} & parts.keys() else "document")
    if editors:
        fields["editor"] = editors
    if names:
        fields["author"] = names
    if year:
        fields["issued"] = year
    if found.addresses and re.match(r"(?i)https?://", found.addresses[0]):
        fields["URL"] = found.addresses[0]
    return Parsed(_citation(fields), found.identifiers, found.addresses, tidy(behind), tuple(remarks), has_year)


def _divide(text: str) -> tuple[str, str, str, bool]:
    """Return authors, year, what stands behind them, and whether a date is named at all."""
    bracketed = YEAR_IN_BRACKETS.search(text)
    vancouver = VANCOUVER_START.match(text)
    issue = ISSUE_OF_YEAR.search(text)
    if vancouver and issue and not (bracketed and bracketed.start() < vancouver.end()):
        start = vancouver.end() - 1
        behind = f"{text[start : issue.start()]} {text[issue.end() :]}"
        return text[:start], issue.group(1), behind, True
    is_led_by_names = START.match(text) is not None
    if bracketed and not issue and (is_led_by_names or bracketed.start() < _FURTHEST_YEAR):
        return text[: bracketed.start()], bracketed.group(1) or "", text[bracketed.end() :], True
    if bare := _BARE_YEAR.match(text):
        return bare["authors"], bare["year"], bare["rest"], True
    years = _ANY_YEAR.findall(text)
    start = vancouver.end() - 1 if vancouver else 0
    if not start and (listed := re.match(rf"{AUTHORS}\.?\s*(?=\S)", text)):
        start = listed.end()
    behind = text[start:]
    if issue:
        behind = behind.replace(issue.group(), " ", 1)
    elif years:
        behind = re.sub(rf"[\s,.(]*(?<![\d/.-]){years[-1]}\)?[a-z]?\s*$", "", behind)
    return text[:start], (issue.group(1) if issue else years[-1] if years else ""), behind, bool(years or issue)


def _citation(fields: dict[str, Any]) -> Citation | None:
    while fields.get("title"):
        try:
            return Citation.model_validate(fields)
        except ValidationError as error:
            # The words are kept in the entry; a field that cannot be is left out.
            for fault in error.errors():
                fields.pop(str(fault["loc"][0]), None)
    return None
