"""Values of BibTeX and biblatex as LaTeX wants them: names, titles with their capitals, text, addresses, files."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibtexparser import writer
from bibtexparser.library import Library as Bibliography
from bibtexparser.model import Entry

from evidence.model import Name

_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "&%$#_"},
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "`": r"{\textasciigrave}",
    }
)
_PAIRED = str.maketrans({"{": r"\{", "}": r"\}"})
_SENTENCE_END = re.compile(r"[:.?!]\s")
_WORD = re.compile(r"([^\W_]+(?:[.'’][^\W_]+)*)")
_RANGE = re.compile(r"(?<=\w)\s*[-–]+\s*(?=\w)")


def file(entries: Iterable[Entry]) -> str:
    """Write entries whose values stand in their braces already: nothing is to be encoded a second time."""
    layout = writer.BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    layout.block_separator = "\n"
    return writer.write(Bibliography(list(entries)), bibtex_format=layout)


def keywords(labels: Iterable[str]) -> str:
    """Write labels as one list; a label may hold a comma, and in braces it stays one keyword."""
    return ", ".join(f"{{{text(label)}}}" if "," in label else text(label) for label in labels)


def pages(page: str) -> str:
    """Write pages with the two hyphens of a range."""
    return _RANGE.sub("--", page.translate(_ESCAPES))


def names(people: Iterable[Name]) -> str:
    """Write names as a list that BibTeX splits as meant: one person each, groups whole."""
    return " and ".join(_name(name) for name in people)


def _name(name: Name) -> str:
    if name.literal is not None:
        return f"{{{text(name.literal)}}}"
    family = " ".join(_name_part(part) for part in (name.non_dropping_particle, name.family) if part)
    given = " ".join(_name_part(part) for part in (name.given, name.dropping_particle) if part)
    if not given and (name.suffix or name.non_dropping_particle):
        # Three parts and an empty one: with two, the suffix or the particle would be taken for another part.
        given = "{}"
    elif not given and " " in family and not family.startswith("{"):
        # Without a comma the first word would be taken for a given name.
        family = f"{{{family}}}"
    return ", ".join(part for part in (family, _name_part(name.suffix or ""), given) if part)


def _name_part(part: str) -> str:
    """Protect what BibTeX would read as the border between names or their parts."""
    escaped = text(part)
    return f"{{{escaped}}}" if "," in part or " and " in f" {part.lower()} " else escaped


def title(words: str) -> str:
    """Escape a title and put braces around each word that a style or reader must not change the case of.

    Titles are recorded in sentence case, so a capital means something wherever it stands but at the beginning; and
    the first word after a colon or full stop, which programs give a capital, stays as it is.
    """
    # A pair of braces is safe and read by every program; BibTeX counts a single one even after a backslash.
    paired = _are_paired(words)
    parts = _WORD.split(words)
    written = [text(part, paired=paired) for part in parts]
    for place in range(1, len(parts), 2):
        capital = any(letter.isupper() for letter in (parts[place][1:] if place == 1 else parts[place]))
        if capital or _SENTENCE_END.search(parts[place - 1]):
            written[place] = f"{{{written[place]}}}"
    return "".join(written)


def _are_paired(title: str) -> bool:
    depth = 0
    for character in title:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def text(value: str, *, paired: bool = False) -> str:
    """Escape what means something to LaTeX.

    Args:
        value: Plain text.
        paired: Whether its braces come in pairs and may stand with a backslash.
    """
    escaped = value.translate(_ESCAPES | _PAIRED if paired else _ESCAPES)
    # LaTeX makes a dash of two hyphens.
    return re.sub(r"-(?=-)", "-{}", escaped)


def plain(value: str) -> str:
    """Keep an address as it is, but for braces, which would end the field or never end it."""
    return value.replace("{", "%7B").replace("}", "%7D")
