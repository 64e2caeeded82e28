"""Names as services write them, read as persons and groups."""

from __future__ import annotations

import re
from typing import Any

from evidence.model import Name
from evidence.sources.parts import mappings, text

_PARTICLES = frozenset(
    ["af", "al", "av", "bin", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den", "der", "di",
     "do", "dos", "du", "e", "el", "het", "ibn", "in", "la", "las", "le", "les", "lo", "los", "op", "te", "ten", "ter",
     "van", "vande", "vanden", "vander", "vom", "von", "zu", "zum", "zur"]
)  # fmt: skip
_GENERATION = re.compile(r"(?:[JS]r\.?|junior|senior|I{2,3}|IV|VI{0,3}|[2-9](?:nd|rd|th))", re.IGNORECASE)
_MARKS = " ,;*†‡§¶"


def persons(value: Any) -> tuple[list[Name], list[str]]:
    """Read a list of contributors with `family`, `given`, `suffix` and `name` or `literal`, in Crossref's or CSL form.

    Order is kept, except that the only one marked as first comes first. A group named twice is named once. Particles
    are split off where they are written in small letters at the beginning of the family name (van der Berg).

    Returns:
        The names, and remarks on what was left out.
    """
    entries = mappings(value)
    first = [entry for entry in entries if entry.get("sequence") == "first"]
    if len(first) == 1 and entries[0] is not first[0]:
        entries.remove(first[0])
        entries.insert(0, first[0])
    found: list[Name] = []
    remarks: list[str] = []
    for entry in entries:
        name = _name(entry, remarks)
        if name is None:
            remarks.append("A contributor without a name was left out.")
        elif name.literal is None or name not in found:
            found.append(name)
    return found, list(dict.fromkeys(remarks))


def person(
    family: Any, given: Any = None, suffix: Any = None, particle: Any = None, dropping: Any = None
) -> tuple[Name | None, str | None]:
    """Make the name of a person of its parts, each of which may be anything.

    Returns:
        The name, if there is one, and a suffix that is none (a degree, say) and was left out.
    """
    family_name, given_name, end = _part(family), _part(given), _part(suffix)
    if family_name is None:
        family_name, given_name = given_name, None
    if family_name is None:
        return None, None
    parts: dict[str, str | None] = {"given": given_name, "dropping_particle": _part(dropping)}
    if end is None and (found := re.fullmatch(rf"(\S.*?),?\s+({_GENERATION.pattern})", family_name)):
        family_name, end = found[1], found[2]
    left_out = end if end and not _GENERATION.fullmatch(end) else None
    words = family_name.split()
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    parts["non_dropping_particle"] = _part(particle) or " ".join(words[:count]) or None
    parts["family"] = " ".join(words[count:])
    parts["suffix"] = None if left_out else end
    return Name.model_validate({name: part for name, part in parts.items() if part}), left_out


def group(name: Any) -> Name | None:
    """Make the name of a group."""
    literal = _part(name)
    return Name(literal=literal) if literal else None


def _name(entry: dict[str, Any], remarks: list[str]) -> Name | None:
    if not text(entry.get("family")) and (named := text(entry.get("name")) or text(entry.get("literal"))):
        return group(named)
    name, left_out = person(
        entry.get("family"),
        entry.get("given"),
        entry.get("suffix"),
        entry.get("non-dropping-particle"),
        entry.get("dropping-particle"),
    )
    if left_out and name:
        remarks.append(f"{left_out!r} after the name of {name.short} was left out: it is no part of a name.")
    return name


def _part(value: Any) -> str | None:
    found = text(value)
    return (found.strip(_MARKS) or None) if found else None
