"""Names of people and groups as files write them."""

from __future__ import annotations

import re

from evidence.identifiers import shorten
from evidence.model import Name

_SUFFIX = re.compile(r"(?i)(?:jr|sr|junior|senior|[1-9](?:st|nd|rd|th)|I{2,3}|IV|VI{0,3}|filho|neto)\.?")
# Of family names too, so only in the place behind the given names are they particles for sure.
_DROPPING = frozenset(
    ["af", "av", "d'", "d’", "da", "das", "de", "de'", "de’", "degli", "dei", "del", "della", "der", "di", "do", "dos",
     "du", "la", "le", "of", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"]
)  # fmt: skip
_INITIALS = re.compile(r"[^\W\d_](?:[-.\s]?[^\W\d_]){0,4}\.?")


LONGEST_NAME = 300
"""Characters from which a part of a name is cut: no name is that long, a whole list of names may be."""


def make(**parts: str) -> Name | None:
    """Make a name of its parts, blanks folded and empty parts left out; None of nothing."""
    kept = {part: shorten(text, LONGEST_NAME) for part, text in parts.items() if text.strip()}
    return Name(**kept) if kept else None


def person(family: str, given: str = "", suffix: str = "") -> Name | None:
    """Make a person of the parts of a name; leading and trailing particles in lower case get their own place."""
    words = family.split()
    particles = []
    while len(words) > 1 and words[0].islower():
        particles.append(words.pop(0))
    before = given.split()
    dropping: list[str] = []
    while len(before) > 1 and before[-1].lower() in _DROPPING and before[-1].islower():
        dropping.insert(0, before.pop())
    if not words:
        return make(literal=given)
    return make(
        family=" ".join(words),
        given=" ".join(before),
        non_dropping_particle=" ".join(particles),
        dropping_particle=" ".join(dropping),
        suffix=suffix,
    )


def from_inverted(text: str) -> Name | None:
    """Read `Family, Given`, `Family, Given, Suffix` or `Family, Suffix, Given`; without a comma it is a group."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return make(literal=text)
    family, *others = parts
    others = [part for part in others if part]
    suffixes = [part for part in others if _SUFFIX.fullmatch(part)] if len(others) > 1 else []
    given = " ".join(part for part in others if part not in suffixes[:1])
    return person(family, given, suffixes[0] if suffixes else "")


def from_initials(text: str) -> Name | None:
    """Read `Family AB` or `Family AB Jr`, as PubMed and Vancouver lists write; anything else is a group."""
    words = text.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 (family, initials, suffix)
    if len(words) > 1 and words[-1].isupper() and _INITIALS.fullmatch(words[-1]):
        return person(" ".join(words[:-1]), dotted(words[-1]), suffix)
    return make(literal=text)


def dotted(initials: str) -> str:
    """Write initials as `A. B.`; a hyphen between two stays."""
    return " ".join(
        "-".join(f"{letter}." for letter in re.findall(r"[^\W\d_]", part)) if "-" in part else
        " ".join(f"{letter}." for letter in re.findall(r"[^\W\d_]", part))
        for part in initials.split()
    )  # fmt: skip
