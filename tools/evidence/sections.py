"""Markdown files of a front matter and headed sections, taken apart with their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence import yaml_text
from evidence.errors import EvidenceError


class SectionError(EvidenceError):
    """A file has not the shape of a front matter and headed sections.

    Attributes:
        line: Line of the fault, counted from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Section:
    """One section: its heading, its Markdown as it stands in the file, and the line of the heading."""

    heading: str
    source: str
    line: int

    @property
    def text(self) -> str:
        """The source as plain paragraphs, each on one line, with a blank line between two."""
        blocks = re.split(r"\n\s*\n", self.source)
        return "\n\n".join(" ".join(block.split()) for block in blocks if block.strip())


@dataclass(frozen=True)
class SectionedFile:
    """A file taken apart, before anything is checked.

    Attributes:
        meta: Front matter as plain data with its lines.
        sections: In the order of the file.
    """

    meta: yaml_text.Document
    sections: tuple[Section, ...]


_HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*#*$")


def take_apart(text: str) -> SectionedFile:
    """Split a file into front matter and sections; headings of the second level start a section.

    Raises:
        SectionError: No front matter, or text before the first heading.
        YamlError: The front matter is not plain YAML.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---":
        raise SectionError("The file must start with a front matter between two lines of three hyphens.", 1)
    try:
        end = next(place for place, line in enumerate(lines[1:], start=1) if line.strip() == "---")
    except StopIteration:
        raise SectionError("The front matter has no end: put a line of three hyphens after it.", 1) from None
    # The opening line is kept as a blank line, so that line numbers stay those of the file.
    meta = yaml_text.read("\n" + "\n".join(lines[1:end]) + "\n")
    sections: list[Section] = []
    heading, start, body = "", end + 2, list[str]()
    for number, line in enumerate(lines[end + 1 :], start=end + 2):
        found = _HEADING.match(line)
        if not found:
            body.append(line)
            if not heading and line.strip():
                raise SectionError("There is text before the first heading: put it under a heading.", number)
            continue
        if heading:
            sections.append(Section(heading, "\n".join(body).strip(), start))
        heading, start, body = found.group(1), number, []
    if heading:
        sections.append(Section(heading, "\n".join(body).strip(), start))
    return SectionedFile(meta, tuple(sections))
