"""Checks that ask services: does a record's DOI lead to its work, is a notice about it known, do its addresses answer.

They stand apart from `checks`, which holds for the files alone, is quick and always says the same. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from evidence.checks import ONLINE, is_ignored
from evidence.checks.registry import problem_of
from evidence.errors import Problem
from evidence.library import Library
from evidence.model import Study
from evidence.online import pages, works
from evidence.online.works import Verdict
from evidence.sources.addresses import Addresses
from evidence.sources.lookup import Sources

NOT_CHECKED = "not-checked"
"""Code of what could not be looked up: neither right nor wrong."""

Outcome = Literal["fine", "wrong", "not checked"]
OUTCOMES: tuple[Outcome, ...] = ("fine", "wrong", "not checked")


def steps(studies: Collection[Study]) -> int:
    """Return how many outcomes `run` yields for some records."""
    return len(works.questions(studies)) + len(pages.places(studies))


def run(
    library: Library, studies: Collection[Study], sources: Sources, addresses: Addresses
) -> Iterator[tuple[Outcome, list[Problem]]]:
    """Look up the works and the addresses of some records; one outcome a work and an address, with its findings.

    What a record's `ignore` names is left out, as in the checks of the files.
    """
    for verdicts in (works.look(studies, sources), pages.look(studies, addresses)):
        for found in verdicts:
            problems = [problem for problem in _problems(library, found) if not is_ignored(library, problem)]
            yield _outcome(problems), problems


def _problems(library: Library, verdicts: Iterable[Verdict]) -> Iterator[Problem]:
    for study, code, fault in verdicts:
        yield problem_of(library, ONLINE[code], fault, library.path_of(study.key))


def _outcome(problems: list[Problem]) -> Outcome:
    if any(problem.code != NOT_CHECKED for problem in problems):
        return "wrong"
    return "not checked" if problems else "fine"
