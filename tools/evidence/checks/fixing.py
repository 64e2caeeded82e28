"""Mending what has one right answer. Only the value that is wrong changes; the rest of the file stays byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from evidence import yaml_edit, yaml_text
from evidence.checks.registry import CHECKS, Fix
from evidence.errors import EvidenceError, Problem
from evidence.files import FileError, read_text
from evidence.library import Library
from evidence.model import Study
from evidence.validation import undotted
from evidence.yaml_text import Path


@dataclass(frozen=True, slots=True)
class Mended:
    """One file with what could be mended in it.

    Attributes:
        path: File, relative to the library's folder.
        old: Its text before; empty where it was not there.
        new: Its text after.
        problems: What was mended.
    """

    path: str
    old: str
    new: str
    problems: tuple[Problem, ...]


def mend(library: Library, problems: Iterable[Problem]) -> Iterator[Mended]:
    """Mend each file in which a finding has one right answer, once; nothing is written.

    What is mended can bring another finding to light (a record that could not be read before), so whoever wants
    everything mended writes, loads and calls again until nothing comes.
    """
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        if (made := CHECKS.get(problem.code)) and made.fix:
            by_path.setdefault(problem.path, []).append(problem)
    for path, found in by_path.items():
        try:
            old = read_text(library.root / path)
        except FileError:
            continue
        text, done = old, []
        # From the last to the first, so that what goes from a list does not move what is still to be mended.
        for problem in sorted(found, key=lambda one: (one.line, _in_order(undotted(one.field))), reverse=True):
            mended = _mended(text, problem, library)
            if mended != text:
                text = mended
                done.append(problem)
        if done:
            yield Mended(path, old, text, tuple(reversed(done)))


def value_fix(right: Callable[[str], str | None]) -> Fix:
    """Make a fix that writes another text in the place of one.

    Args:
        right: From the text as it stands to the right one; None, or an error of ours, where a person must decide.
    """

    def fix(text: str, place: Path, _: Library) -> str:
        def changed(value: Any) -> Any:
            return value if not isinstance(value, str) or (better := right(value)) is None else better

        return _with(text, place, changed)

    return fix


def item_gone(text: str, place: Path, _: Library) -> str:
    """Take an item out of a list."""
    data = yaml_text.read(text).data
    holder = _holder(data, place)
    if not isinstance(holder, list):
        return text
    del holder[_index(place)]
    return yaml_edit.update(text, data)


def text_in_record(text: str, place: Path, _: Library) -> str:
    """Make a text of a number where a record needs text, digit for digit, and take the blanks around a text away."""
    node = yaml_text.compose(text)
    for step in place:
        node = _below(node, step)
    written = node.value if isinstance(node, yaml.ScalarNode) else ""

    def changed(value: Any) -> Any:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return written if is_number else value.strip() if isinstance(value, str) else value

    mended = _with(text, place, changed)
    is_cured = "string" in _faults(text, place) and not _faults(mended, place)
    return mended if is_cured else text


def _faults(text: str, place: Path) -> str:
    """Return the kinds of fault that a record has at a place, as pydantic names them; `string` for what wants text."""
    try:
        Study.model_validate(yaml_text.read(text).data)
    except ValidationError as error:
        kinds = [fault["type"] for fault in error.errors() if fault["loc"] == place]
        return " ".join("string" if kind in {"string_type", "value_error"} else kind for kind in kinds)
    return ""


def _mended(text: str, problem: Problem, library: Library) -> str:
    fix = CHECKS[problem.code].fix
    try:
        return fix(text, undotted(problem.field), library) if fix else text
    except EvidenceError:
        # There is no right answer here after all; the finding stays, and says what to do.
        return text


def _with(text: str, place: Path, change: Callable[[Any], Any]) -> str:
    data = yaml_text.read(text).data
    holder = _holder(data, place)
    if holder is None:
        return text
    old = holder[place[-1]]
    new = change(old)
    if type(new) is type(old) and new == old:
        return text
    holder[place[-1]] = new
    return yaml_edit.update(text, data)


def _holder(data: Any, place: Path) -> Any:
    """Return the block or list that holds a place, or None where the file has no such place."""
    if not place:
        return None
    for step in place[:-1]:
        data = data[step] if _has(data, step) else None
    return data if _has(data, place[-1]) else None


def _has(data: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(data, list) and step < len(data)
    return isinstance(data, dict) and step in data


def _index(place: Path) -> int:
    return int(place[-1])


def _below(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return next(iter(node.value[step : step + 1]), None)
    return None


def _in_order(place: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in place)
