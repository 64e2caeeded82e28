"""Names of people and groups, in the one form that both sides can hold: `Berg || Jan`, or a group's name alone.

It is the form that Zotero reads in Extra. Zotero keeps particles within the last name (`van der Berg`), a dropping
particle and a suffix within the first name (`Anna de'`, `Rowan, Jr.`), as its citation processor takes them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evidence.model import Name

_BETWEEN = " || "


def from_name(name: Name) -> str:
    """Write a name of a record."""
    if name.literal is not None:
        return flat(name.literal)
    last = flat(" ".join(part for part in (name.non_dropping_particle, name.family) if part))
    first = flat(" ".join(part for part in (name.given, name.dropping_particle) if part))
    if name.suffix:
        first = f"{first}, {flat(name.suffix)}"
    return f"{last}{_BETWEEN}{first}".strip()


def from_creator(creator: Mapping[str, Any]) -> str:
    """Write a creator of a Zotero item."""
    if creator.get("name"):
        return flat(str(creator["name"]))
    last, first = flat(str(creator.get("lastName") or "")), flat(str(creator.get("firstName") or ""))
    return f"{last}{_BETWEEN}{first}".strip()


def to_creator(text: str, kind: str) -> dict[str, str]:
    """Make a creator of a Zotero item; `kind` is its creatorType."""
    last, first = _parts(text)
    if first is None:
        return {"creatorType": kind, "name": last}
    return {"creatorType": kind, "firstName": first, "lastName": last}


def to_names(texts: Sequence[str], known: Iterable[Name]) -> list[dict[str, str]]:
    """Make names of a record, as plain data.

    Args:
        texts: Names in the common form.
        known: Names that the record has already: one of them that reads the same is taken as it stands, because a
            person may have split it in a way that no rule finds.
    """
    kept = {from_name(name): name for name in known}
    return [
        kept[text].model_dump(by_alias=True, exclude_unset=True) if text in kept else _taken_apart(text)
        for text in texts
    ]


def is_name(text: str) -> bool:
    """Tell whether a record can hold a name: a person without a family name it cannot."""
    return bool(_parts(text)[0])


def flat(text: str) -> str:
    """Return a text on one line, without blanks at its ends or several in a row."""
    return " ".join(text.split())


def _parts(text: str) -> tuple[str, str | None]:
    if text.endswith(" ||") or text == "||":
        return text[:-2].rstrip(), ""
    last, between, first = text.partition(_BETWEEN)
    if not between and text.startswith("|| "):
        return "", text[3:]
    return (last, first) if between else (text, None)


def _taken_apart(text: str) -> dict[str, str]:
    last, first = _parts(text)
    if first is None:
        return {"literal": last}
    given, comma, suffix = first.rpartition(", ")
    words, given_words = last.split(), (given if comma else suffix).split()
    leading = next((place for place, word in enumerate(words) if not word[0].islower()), 0)
    trailing = next((place for place, word in enumerate(reversed(given_words)) if not word[0].islower()), 0)
    ahead = len(given_words) - trailing
    parts = {
        "family": " ".join(words[leading:]),
        "given": " ".join(given_words[:ahead]),
        "non-dropping-particle": " ".join(words[:leading]),
        "dropping-particle": " ".join(given_words[ahead:]),
        "suffix": suffix if comma else "",
    }
    return {part: words for part, words in parts.items() if words}
