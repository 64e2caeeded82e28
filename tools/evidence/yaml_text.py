"""YAML as this project allows it: plain data with the line of every field, nothing executed, nothing guessed.

PyYAML's own loaders keep the last of two equal keys in silence, read `NO` as false and a date as an object, and
follow aliases (the means of a YAML bomb). Here two equal keys, aliases and foreign tags are errors, and only
`null`, `true`, `false` and plain numbers are anything but text (YAML 1.2 core schema, section 10.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from evidence.errors import EvidenceError

Path = tuple[str | int, ...]

LARGEST_FILE = 1_000_000
"""Characters; a record with 300 authors has some 30,000. More is a mistake or an attack."""

_DEEPEST = 40
_TAG = "tag:yaml.org,2002:"


class YamlError(EvidenceError):
    """The text is no YAML that this project allows.

    Attributes:
        line: Line of the fault, counted from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _AliasError(Exception):
    """A node stands at two places; the nodes do not tell where the second is, the events do."""


@dataclass(frozen=True)
class Document:
    """The data of a YAML text, with the line on which each field starts."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """Return the line of a field, or of the nearest field around it, counted from 1."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


class Loader(yaml.CSafeLoader):
    """The C scanner, with the resolvers of the YAML 1.2 core schema only."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver(_TAG + "null", re.compile(r"(?:~|null|)$"), ["~", "n", ""])
Loader.add_implicit_resolver(_TAG + "bool", re.compile(r"(?:true|false)$"), ["t", "f"])
Loader.add_implicit_resolver(_TAG + "int", re.compile(r"-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
Loader.add_implicit_resolver(_TAG + "float", re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789"))


def compose(text: str) -> yaml.Node | None:
    """Parse a text into PyYAML's nodes, which know where they stand.

    Raises:
        YamlError: The text is too large, or broken.
    """
    if len(text) > LARGEST_FILE:
        raise YamlError(f"The file has {len(text):,} characters; more than {LARGEST_FILE:,} are not read.", 1)
    try:
        return yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"This is not YAML: {_reason(error)}.", mark.line + 1 if mark else 1) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise YamlError(f"The file holds a character that YAML forbids (code {error.character}).", line) from error
    except RecursionError as error:
        raise YamlError("The file is nested too deeply to be a record.", 1) from error


def read(text: str) -> Document:
    """Read a YAML text into plain data.

    Raises:
        YamlError: Not YAML, or YAML of a kind that is not allowed here; the error knows the line.
    """
    node = compose(text)
    if node is None:
        return Document(None)
    lines: dict[Path, int] = {}
    try:
        data = _construct(node, (), lines, set())
    except _AliasError as error:
        events = yaml.parse(text, Loader=Loader)
        marks = (event.start_mark for event in events if isinstance(event, yaml.AliasEvent))
        line = next((mark.line + 1 for mark in marks if mark), 1)
        raise YamlError("Aliases (*name) are not allowed in this library: write the value out.", line) from error
    except RecursionError as error:
        raise YamlError("The file is nested too deeply to be a record.", 1) from error
    return Document(data, lines)


def _construct(node: yaml.Node, path: Path, lines: dict[Path, int], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in seen:
        raise _AliasError
    seen.add(id(node))
    if len(path) > _DEEPEST:
        raise YamlError("The file is nested too deeply to be a record.", line)
    if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlError("The name of a field must be plain text.", key_line)
            key = str(key_node.value)
            if key in mapping:
                raise YamlError(f"The field {key!r} stands twice in one place; keep one of them.", key_line)
            lines[*path, key] = key_line
            mapping[key] = _construct(value_node, (*path, key), lines, seen)
        return mapping
    if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
        return [_construct(item, (*path, place), lines, seen) for place, item in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
        return _SCALARS[node.tag](node.value)
    raise YamlError(f"The tag {node.tag!r} is not allowed: records hold plain data only.", line)


_SCALARS: dict[str, Any] = {
    _TAG + "str": str,
    _TAG + "null": lambda _: None,
    _TAG + "bool": lambda value: value == "true",
    _TAG + "int": int,
    _TAG + "float": float,
}


def _reason(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return ", ".join(parts) or "it cannot be read"


def scalar(node: yaml.Node) -> Any:
    """Return the value of a scalar node."""
    return _SCALARS[node.tag](node.value)
