"""Reading and writing of the search strategy and the screening list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from evidence import yaml_edit, yaml_text
from evidence.errors import EvidenceError, Problem
from evidence.files import FileError, read_text, write_text
from evidence.model import Block, to_plain
from evidence.screening.strategy import Strategy
from evidence.screening.worklist import Worklist
from evidence.validation import dotted, validate
from evidence.yaml_text import Document, YamlError

STRATEGY_FILE = "references/search.yaml"
WORKLIST_FILE = "references/screening.yaml"
CODE = "search-files"
"""Code of what is wrong with either of them."""

_MEND = "Correct the place named; until then no search is made and no number of the flow is shown."
_NEW_WORKLIST = """\
# Works that a search found, and what was decided on each. `evidence discover` adds to it, `evidence screen` writes
# the decisions. Never delete a work: what was excluded would be found again, and the numbers would no longer add up.
searches: []
works: []
"""

BlockType = TypeVar("BlockType", bound=Block)


class ScreeningError(EvidenceError):
    """The search strategy or the screening list cannot be used.

    Attributes:
        problems: What is wrong, each with its place.
    """

    def __init__(self, problems: list[Problem]) -> None:
        first, more = problems[0], len(problems) - 1
        super().__init__(str(first) + (f" ({more} more: see `evidence check`.)" if more else ""))
        self.problems = problems


@dataclass(frozen=True)
class Screening:
    """How works are looked for, and what was found.

    Attributes:
        strategy: The search strategy.
        worklist: The screening list; empty when nothing was looked for yet.
        documents: Lines of both files, by path.
    """

    strategy: Strategy
    worklist: Worklist
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)


def load(root: Path) -> Screening | None:
    """Read both files of a library; None for a library that has no search strategy.

    Raises:
        ScreeningError: One of them is malformed, or the list does not fit the strategy.
    """
    has_list = (root / WORKLIST_FILE).exists()
    if not (root / STRATEGY_FILE).exists():
        if has_list:
            raise ScreeningError(
                [_problem(WORKLIST_FILE, 1, "", f"There is a screening list but no search strategy ({STRATEGY_FILE}).")]
            )
        return None
    strategy, lines = _read(root, STRATEGY_FILE, Strategy)
    if not has_list:
        return Screening(strategy, Worklist(), {STRATEGY_FILE: lines})
    worklist, document = _read(root, WORKLIST_FILE, Worklist)
    if faults := list(_unfitting(strategy, worklist, document)):
        raise ScreeningError(faults)
    return Screening(strategy, worklist, {STRATEGY_FILE: lines, WORKLIST_FILE: document})


def save_worklist(root: Path, worklist: Worklist) -> None:
    """Write the screening list; only the lines that changed are touched.

    Raises:
        FileError: The file cannot be written, or the list has grown too long; the old one is still there.
        EditError: The file cannot be changed in place.
        YamlError: The file was changed meanwhile and is no longer YAML.
    """
    path = root / WORKLIST_FILE
    text = yaml_edit.update(read_text(path) if path.exists() else _NEW_WORKLIST, to_plain(worklist))
    if len(text) > yaml_text.LARGEST_FILE:
        raise FileError(
            f"{WORKLIST_FILE} would grow to {len(text):,} characters, more than the {yaml_text.LARGEST_FILE:,} that "
            "are read; nothing was written. Look for fewer works: a later --since, or a higher least-rank."
        )
    write_text(path, text)


def save_strategy(root: Path, strategy: Strategy) -> None:
    """Write the search strategy; only the lines that changed are touched.

    Raises:
        FileError: The file cannot be written; the old one is still there.
        EditError: The file cannot be changed in place.
    """
    path = root / STRATEGY_FILE
    write_text(path, yaml_edit.update(read_text(path), to_plain(strategy)))


def _read(root: Path, name: str, kind: type[BlockType]) -> tuple[BlockType, Document]:
    try:
        document = yaml_text.read(read_text(root / name))
    except FileError as error:
        raise ScreeningError([_problem(name, 1, "", str(error))]) from error
    except YamlError as error:
        raise ScreeningError([_problem(name, error.line, "", str(error))]) from error
    read = validate(kind, document, name)
    if isinstance(read, list):
        raise ScreeningError([_problem(name, one.line, one.field, f"{one.message} {one.remedy}") for one in read])
    return read, document


def _unfitting(strategy: Strategy, worklist: Worklist, document: Document) -> Iterator[Problem]:
    """Find reasons that the strategy does not have, notes that are missing, and works listed twice."""
    seen: set[str] = set()
    for number, work in enumerate(worklist.works):
        place: yaml_text.Path = ("works", number, "doi")
        if work.doi in seen:
            yield _problem(WORKLIST_FILE, document.line_of(place), dotted(place), f"DOI {work.doi} is listed twice.")
        seen.add(work.doi)
        code = work.decision.reason if work.decision else None
        if work.decision is None or code is None:
            continue
        place = ("works", number, "decision", "reason")
        reason = strategy.reason(code)
        if reason is None:
            known = ", ".join(one.id for one in strategy.reasons)
            message = f"The strategy has no reason {code!r}; it has: {known}."
            yield _problem(WORKLIST_FILE, document.line_of(place), dotted(place), message)
        elif reason.needs_note and not work.decision.note:
            message = f"The reason {code!r} says nothing without a `note`."
            yield _problem(WORKLIST_FILE, document.line_of(place), dotted(place), message)


def _problem(path: str, line: int, field: str, message: str) -> Problem:
    return Problem(CODE, path, line, field, message.strip(), _MEND)
