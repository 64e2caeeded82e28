"""What a check is, and how it is entered in the list of checks.

A check looks at a library and yields faults: where, and what is wrong. The code, the level, the usual remedy and the
line in the file are added here, so that a check is no longer than its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evidence.errors import Level, Problem
from evidence.library import Library
from evidence.model import Study
from evidence.validation import dotted
from evidence.yaml_text import Document, Path


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check has found, before it is known which check it was.

    Attributes:
        place: Names of the fields that lead to the place, as they stand in the file.
        message: What is wrong.
        remedy: What to do next; empty for the usual remedy of the check.
        level: None for the usual level of the check.
        path: File relative to the library; may be left out by a check of single records.
        line: Line, where the file is not YAML; None to look the place up.
    """

    place: Path
    message: str
    remedy: str = ""
    level: Level | None = None
    path: str = ""
    line: int | None = None


Finder = Callable[[Library], Iterator[Problem]]
LibraryRule = Callable[[Library], Iterator[Fault]]
RecordRule = Callable[[Study, Library], Iterator[Fault]]
Fix = Callable[[str, Path, Library], str]
"""From the text of a file, the place of a finding in it and the library to the text mended.

It gives the text back unchanged where a person must decide.
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One check as it stands in the list.

    Attributes:
        code: Stable name, in words joined by hyphens; also what a record's `ignore` names.
        level: How grave a finding is as a rule.
        description: What holds when the check passes, in one sentence.
        remedy: What to do about a finding as a rule.
        find: Looks at a library; None where the library itself finds it while loading, or a service has to be asked.
        fix: Mends a finding that has one right answer; None where there is never one.
    """

    code: str
    level: Level
    description: str
    remedy: str
    find: Finder | None = None
    fix: Fix | None = None


CHECKS: dict[str, Check] = {}
"""Every check of the files by its code, in the order in which the modules are imported."""

ONLINE: dict[str, Check] = {}
"""Every check that asks services (`evidence check --online`) by its code; the room `online` makes them."""


def check(
    code: str, level: Level, description: str, remedy: str, fix: Fix | None = None
) -> Callable[[LibraryRule], Finder]:
    """Enter a rule about the whole library in the list of checks."""

    def enter(rule: LibraryRule) -> Finder:
        def find(library: Library) -> Iterator[Problem]:
            for fault in rule(library):
                yield problem_of(library, CHECKS[code], fault, fault.path)

        describe(code, level, description, remedy, find, fix)
        return find

    return enter


def record_check(
    code: str, level: Level, description: str, remedy: str, fix: Fix | None = None
) -> Callable[[RecordRule], Finder]:
    """Enter a rule about each record by itself in the list of checks."""

    def enter(rule: RecordRule) -> Finder:
        def find(library: Library) -> Iterator[Problem]:
            for study in library.studies.values():
                for fault in rule(study, library):
                    yield problem_of(library, CHECKS[code], fault, fault.path or library.path_of(study.key))

        describe(code, level, description, remedy, find, fix)
        return find

    return enter


def describe(
    code: str, level: Level, description: str, remedy: str, find: Finder | None = None, fix: Fix | None = None
) -> None:
    """Enter a check in the list; without `find`, one that the library makes while it loads."""
    _enter(CHECKS, Check(code, level, description, remedy, find, fix))


def describe_online(code: str, level: Level, description: str, remedy: str) -> None:
    """Enter a check that asks services."""
    _enter(ONLINE, Check(code, level, description, remedy))


def problem_of(library: Library, made_by: Check, fault: Fault, path: str) -> Problem:
    """Return a fault as a problem of its check: with its code, its line, and what the fault leaves to the check."""
    document = library.documents.get(path, Document(None))
    line = document.line_of(fault.place) if fault.line is None else fault.line
    level = fault.level or made_by.level
    remedy = fault.remedy or made_by.remedy
    return Problem(made_by.code, path, line, dotted(fault.place), fault.message, remedy, level)


def _enter(checks: dict[str, Check], made: Check) -> None:
    if made.code in CHECKS or made.code in ONLINE:
        raise ValueError(f"There are two checks with the code {made.code!r}.")
    checks[made.code] = made
