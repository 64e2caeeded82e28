"""Identifiers stand in one form, are right by their check digit, and belong to one record only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from evidence.checks.fixing import value_fix
from evidence.checks.registry import Fault, check, record_check
from evidence.identifiers import IdentifierError, is_key, parse_doi, parse_isbn, parse_pmcid, parse_pmid
from evidence.library import Library
from evidence.model import Study

_ISSN_MODULUS = 11
_DOI_WRAPPING = re.compile(r"^(?:doi\s*:?\s*)?(?:https?://(?:dx\.|www\.)?doi\.org/)?(?:doi\s*:?\s*)?")


def parse_issn(text: str) -> str:
    """Return an ISSN as `1234-5679` (ISO 3297: weights 8 to 2, modulus 11).

    Raises:
        IdentifierError: Wrong form or wrong check digit.
    """
    digits = re.sub(r"(?i)^\s*e?issn\s*:?|[\s\-‐-―]", "", text).upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        raise IdentifierError(f"{text!r} is no ISSN: it looks like 2044-6055.")
    rest = -sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False)) % _ISSN_MODULUS
    if digits[-1] != ("X" if rest == 10 else str(rest)):  # noqa: PLR2004 (ten is written X)
        raise IdentifierError(f"The check digit of ISSN {text!r} is wrong: compare it with the journal's page.")
    return f"{digits[:4]}-{digits[4:]}"


def bare_doi(text: str) -> str | None:
    """Return the one form of a DOI that stands in a known wrapping, and None where anything else stands beside it."""
    right = parse_doi(text)
    return right if _DOI_WRAPPING.sub("", text.strip().lower()).rstrip(".,;") == right else None


_PARSERS: dict[str, Callable[[str], str]] = {
    "DOI": parse_doi,
    "PMID": parse_pmid,
    "PMCID": parse_pmcid,
    "ISBN": parse_isbn,
    "ISSN": parse_issn,
}


def _value(study: Study, name: str) -> str | None:
    value: str | None = getattr(study.citation, name.lower())
    return value


def _normal(study: Study, name: str) -> str | None:
    """Return an identifier in its one form; one that has no form is left to the check of forms."""
    value = _value(study, name)
    try:
        return _PARSERS[name](value) if value else None
    except IdentifierError:
        return None


def _enter_form_check(name: str) -> None:
    @record_check(
        f"{name.lower()}-form",
        "error",
        f"The {name} stands in the one form in which it can be looked up.",
        f"Copy the {name} again from the publisher's page.",
        fix=value_fix(bare_doi if name == "DOI" else _PARSERS[name]),
    )
    def form(study: Study, _: Library) -> Iterator[Fault]:
        value = _value(study, name)
        if value is None:
            return
        try:
            right = _PARSERS[name](value)
        except IdentifierError as error:
            yield Fault(("citation", name), str(error))
            return
        if right != value:
            yield Fault(("citation", name), f"{value!r} is not the bare {name}.", f'Write "{right}".')


def _enter_duplicate_check(name: str) -> None:
    @check(
        f"{name.lower()}-duplicate",
        "error",
        f"No two records bear one {name}.",
        "Keep one record and move what only the other says into it, or correct the wrong identifier.",
    )
    def duplicate(library: Library) -> Iterator[Fault]:
        bearers: dict[str, list[str]] = {}
        for study in library.studies.values():
            value = _normal(study, name)
            # The chapters of a book all bear the book's ISBN.
            if value and not (name == "ISBN" and study.citation.type == "chapter"):
                bearers.setdefault(value, []).append(study.key)
        for value, keys in bearers.items():
            for key in keys if len(keys) > 1 else []:
                others = ", ".join(other for other in keys if other != key)
                yield Fault(("citation", name), f"{value} is also the {name} of {others}.", path=library.path_of(key))


for _name in _PARSERS:
    _enter_form_check(_name)
    # Every article of a journal bears its ISSN.
    if _name != "ISSN":
        _enter_duplicate_check(_name)


@record_check(
    "key-form",
    "error",
    "A key is a family name, a year and a word of the title, in plain letters.",
    "Rename the file and the key before anyone links to it, for example moffatt2017link.",
)
def key_form(study: Study, _: Library) -> Iterator[Fault]:
    """Check the form of the key."""
    if not is_key(study.key):
        yield Fault(("key",), f"{study.key!r} is no citation key.")
