"""Walking through the texts of a record and the lines of a file, for the checks that read words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from evidence.files import read_text
from evidence.library import Library
from evidence.yaml_text import Path

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”’)]))\s+(?=[\"“‘(]*[A-Z0-9])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")


def strings(data: Any, place: Path = ()) -> Iterator[tuple[Path, str]]:
    """Go through every text in plain data, each with the names of the fields that lead to it."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for name, part in data.items():
            yield from strings(part, (*place, name))
    elif isinstance(data, list):
        for number, part in enumerate(data):
            yield from strings(part, (*place, number))


def words(text: str) -> list[str]:
    """Split a text into words; a hyphenated word is one."""
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text)


def sentences(text: str) -> list[str]:
    """Split a text into sentences; a paragraph ends one too."""
    return [one.strip() for block in text.split("\n\n") for one in _SENTENCE_END.split(block) if one.strip()]


def without_quotations(text: str) -> str:
    """Blank out what stands in double or curly quotation marks: those words are someone else's."""
    return _QUOTED.sub(lambda found: " " * len(found.group()), text)


def line_with(library: Library, path: str, phrase: str, start: int) -> int:
    """Return the first line from `start` on (counted from 1) that holds a phrase, else `start`."""
    wanted = " ".join(phrase.split())
    for number, line in enumerate(read_text(library.root / path).splitlines(), start=1):
        if number >= start and wanted in " ".join(line.split()):
            return number
    return start
