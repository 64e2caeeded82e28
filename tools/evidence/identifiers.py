"""DOI, PMID, PMCID, ISBN, ORCID and citation keys: read anything a person pastes, write one form.

Sources of the rules: DOI Handbook (doi:10.1000/182) section 2; ISO 2108 for the ISBN check digit; ISO 7064
MOD 11-2 for ORCID.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from evidence.errors import EvidenceError

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_KEY = re.compile(r"[a-z][a-z0-9]*[12]\d{3}[a-z0-9]+")
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
_SPELT_OUT = str.maketrans(dict(zip("æøœđłþðß", ("ae", "o", "oe", "d", "l", "th", "d", "ss"), strict=True)))
_ORCID_LENGTH = 16
_KEY_STOP_WORDS = frozenset(
    ["a", "an", "and", "are", "as", "at", "by", "can", "do", "does", "for", "from", "how", "in", "is", "of", "on", "or",
     "the", "to", "what", "which", "who", "why", "with"]
)  # fmt: skip


class IdentifierError(EvidenceError):
    """The text holds no identifier of the kind asked for."""


def parse_doi(text: str) -> str:
    """Find the DOI in what a person pasted and return it bare, in lower case.

    Accepts `doi10.1000/x`, `DOI: ...`, addresses of any resolver or publisher that hold a DOI, percent-encoded
    forms, and drops what belongs to the sentence around it: final full stops, commas, quotation marks, and
    closing brackets that nothing inside the DOI opened (an old SICI DOI keeps its `<>;()`).

    Raises:
        IdentifierError: No DOI in the text.
    """
    candidate = text.strip()
    # Twice at most: an address inside an address is encoded twice; more would be a game.
    for _ in range(2):
        if "%" in candidate:
            candidate = unquote(candidate)
    found = _DOI.search(candidate.replace("\\_", "_"))
    if not found:
        raise IdentifierError(
            f"No DOI in {shorten(text)!r}: a DOI starts with 10. and has a slash, like 10.1136/bmj.l1285."
        )
    doi = found.group()
    if re.match(r"\s*https?://", candidate, re.IGNORECASE) and "<" not in doi:
        doi = re.split(r"[?#&]", doi, maxsplit=1)[0]
    doi = _strip_sentence(doi)
    if doi.endswith("/") or not doi.split("/", 1)[1]:
        raise IdentifierError(f"The DOI in {shorten(text)!r} stops after the slash: copy it again in full.")
    if _has_control_character(doi):
        raise IdentifierError(f"The DOI in {shorten(text)!r} holds a control character: copy it again.")
    return doi.lower()


def doi_url(doi: str) -> str:
    """Return the address of a DOI at the resolver, with every character that an address cannot hold escaped."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def parse_pmid(text: str) -> str:
    """Return the digits of a PubMed identifier given as digits, `PMID: 123` or a PubMed address.

    Raises:
        IdentifierError: No PubMed identifier in the text.
    """
    found = re.fullmatch(
        r"(?:PMID\s*:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?([1-9]\d{0,8})/?\.?",
        text.strip(),
        re.IGNORECASE,
    )
    if not found:
        raise IdentifierError(
            f"{shorten(text)!r} is no PubMed identifier: it is a number of up to nine digits, like 28713072."
        )
    return found.group(1)


def parse_pmcid(text: str) -> str:
    """Return a PubMed Central identifier as `PMC123`.

    Raises:
        IdentifierError: No PubMed Central identifier in the text.
    """
    found = re.fullmatch(
        r"(?:PMCID\s*:?\s*|https?://\S*?/)?PMC\s?([1-9]\d{0,9})(?:\.\d+)?/?\.?", text.strip(), re.IGNORECASE
    )
    if not found:
        raise IdentifierError(f"{shorten(text)!r} is no PubMed Central identifier: it looks like PMC5724223.")
    return f"PMC{found.group(1)}"


def parse_isbn(text: str) -> str:
    """Return an ISBN as 13 digits; an ISBN-10 is converted.

    Raises:
        IdentifierError: Wrong length or wrong check digit.
    """
    digits = re.sub(r"(?i)^\s*isbn(?:-1[03])?\s*:?|[\s\-‐-―]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits))
        if total % 11:
            raise IdentifierError(f"The check digit of ISBN {shorten(text)!r} is wrong: compare it with the book.")
        digits = "978" + digits[:9]
        return digits + _isbn13_check_digit(digits)
    if not re.fullmatch(r"97[89]\d{10}", digits):
        raise IdentifierError(f"{shorten(text)!r} is no ISBN: it has 10 or 13 digits.")
    if digits[-1] != _isbn13_check_digit(digits[:12]):
        raise IdentifierError(f"The check digit of ISBN {shorten(text)!r} is wrong: compare it with the book.")
    return digits


def parse_orcid(text: str) -> str:
    """Return an ORCID identifier as `0000-0002-1825-0097`.

    Raises:
        IdentifierError: Wrong form or wrong check digit.
    """
    digits = re.sub(r"(?i)^\s*(?:https?://)?(?:www\.)?(?:orcid(?:\.org/|\s*:?\s*))?|[\s-]", "", text).upper()
    if not re.fullmatch(r"\d{15}[\dX]", digits):
        raise IdentifierError(f"{shorten(text)!r} is no ORCID: it looks like 0000-0002-1825-0097.")
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[15] != ("X" if check == 10 else str(check)):  # noqa: PLR2004 (ten is written X)
        raise IdentifierError(f"The check digit of ORCID {shorten(text)!r} is wrong: copy it again.")
    return "-".join(digits[i : i + 4] for i in range(0, _ORCID_LENGTH, 4))


def is_key(text: str) -> bool:
    """Tell whether a text can be a citation key: family name, year and a word of the title, in plain letters."""
    return bool(_KEY.fullmatch(text))


def make_key(family: str, year: str, title: str) -> str:
    """Make a citation key from the first author, the year and the first word of the title that carries meaning."""
    words = [plain_letters(word) for word in re.split(r"[^\w'’]+", title)]
    carrying = [word for word in words if word and word not in _KEY_STOP_WORDS and not word.isdigit()]
    name = plain_letters(family).lstrip("0123456789") or "anonymous"
    return f"{name}{year[:4] or '1000'}{carrying[0] if carrying else 'untitled'}"


def plain_letters(text: str) -> str:
    """Reduce a text to the letters a-z and digits: accents dropped, ß and the like spelt out, the rest left out."""
    spelt = text.lower().translate(_SPELT_OUT)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelt))


def shorten(text: str, length: int = 60) -> str:
    """Cut a text for a message, so that a stranger's megabyte does not fill the screen."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _isbn13_check_digit(digits: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    return str(-total % 10)


def _strip_sentence(doi: str) -> str:
    while doi:
        last = doi[-1]
        if last in ".,;:'\"’”»…*|" or (last in _OPENING and doi.count(last) > doi.count(_OPENING[last])):
            doi = doi[:-1]
        else:
            break
    return doi


def _has_control_character(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cc", "Cf"} for character in text)
