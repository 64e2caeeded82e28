"""Identifiers and addresses in the text of a reference, in whatever form they were pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, shorten

_DOI = re.compile(
    r"(?i)(?:<?https?://[^\s<>]*?|www\.\S*?|\bdoi(?:\.org/|\s?[:=]?\s?))?(?:(?<=doi)|(?<![\d.]))"
    r"10\.\d{4,9}(?:\.\d+)*(?:/\s?|%2f)[^\s\"”]+"
)
_ADDRESS = re.compile(r"(?i)<?\b(?:https?://|www\.)[^\s<>\"”]+>?")
_PMID = re.compile(r"(?i)\b(?:PMID|PubMed(?:\s+ID)?)\s*:?\s*(\d{5,9})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{5,9})")
_PMCID = re.compile(r"(?i)\b(?:PMCID\s*:?\s*)?(PMC\d{5,9})\b")
_ISBN = re.compile(r"(?i)\bISBN(?:-1[03])?\s*:?\s*([\dXx][\dXx –-]{8,16}[\dXx])")
_PLACEHOLDER = re.compile(
    r"(?i)\[\s*(?:downloads?|www|publisher(?:['’]s (?:site|page))?|pdf|links?|web(?:site|page)?|here|html|view|"
    r"read(?: more)?|full[- ]text|abstract|open access|doi)\s*\]"
)
_TRIMMED = ".,;:)]}>'’”\""


@dataclass(frozen=True, slots=True)
class Found:
    """What names a work in a text.

    Attributes:
        identifiers: DOI, PMID, PMCID and ISBN in their one form.
        addresses: Addresses that are not those of a DOI.
        text: The text without them.
        remarks: What was odd.
    """

    identifiers: dict[str, str]
    addresses: tuple[str, ...]
    text: str
    remarks: tuple[str, ...]


def identify(text: str) -> Found:
    """Find identifiers and addresses, and take them out of the text."""
    identifiers: dict[str, str] = {}
    remarks: list[str] = []
    rest = _dois(text, identifiers, remarks)
    for kind, pattern in (("PMID", _PMID), ("PMCID", _PMCID), ("ISBN", _ISBN)):
        rest = _others(rest, kind, pattern, identifiers, remarks)
    addresses = [one.group().strip("<>").rstrip(_TRIMMED) for one in _ADDRESS.finditer(rest)]
    rest = _ADDRESS.sub(" ", rest)
    remarks += [
        f"{one} stands where a link was: the link was lost when the list was pasted."
        for one in _PLACEHOLDER.findall(rest)
    ]
    rest = _PLACEHOLDER.sub(" ", rest)
    return Found(identifiers, tuple(dict.fromkeys(addresses)), " ".join(rest.split()), tuple(remarks))


def _dois(text: str, identifiers: dict[str, str], remarks: list[str]) -> str:
    rest = []
    end = 0
    for found in _DOI.finditer(text):
        written = found.group()
        try:
            doi = parse_doi(re.sub(r"/\s", "/", written))
        except IdentifierError:
            remarks.append(f"Malformed DOI, which could not be read: {shorten(written)!r}.")
            continue
        if oddity := _oddity(written):
            remarks.append(f"Malformed DOI, read as {doi}: {oddity}.")
        if identifiers.setdefault("DOI", doi) != doi:
            remarks.append(f"There is a second DOI: {doi}.")
        rest.append(text[end : found.start()])
        end = found.end()
        # What the sentence put behind the DOI stays in the text.
        kept = re.search(r"[.,;:)\]]*$", written)
        rest.append(kept.group() if kept else "")
    return "".join([*rest, text[end:]])


def _oddity(written: str) -> str:
    if re.match(r"(?i)doi10\.", written):
        return "nothing parts `doi` from the number"
    if "%2f" in written.lower():
        return "its slash was written %2F"
    if re.search(r"/\s", written):
        return "there was a blank in it"
    return ""


def _others(text: str, kind: str, pattern: re.Pattern[str], identifiers: dict[str, str], remarks: list[str]) -> str:
    found = pattern.search(text)
    if not found:
        return text
    value = next(group for group in found.groups() if group)
    try:
        identifiers[kind] = {"PMCID": parse_pmcid, "ISBN": parse_isbn}.get(kind, str)(value)
    except IdentifierError as error:
        remarks.append(str(error))
        return text
    # An address that holds it is taken out as an address.
    return text if "/" in found.group() else pattern.sub(" ", text)
