"""A library broken in many ways: each fault is found, at its place, and hides no other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from evidence import checks
from evidence.checks import CHECKS
from evidence.errors import Problem
from evidence.library import Library
from tests.checks.breakages import BREAKAGES, Breakage

TOGETHER = [breakage for breakage in BREAKAGES if breakage.together]


def names(breakage: Breakage) -> str:
    return f"{breakage.code} in {breakage.path}"


def places(problems: Iterable[Problem]) -> set[tuple[str, str, int, str]]:
    return {(problem.code, problem.path, problem.line, problem.field) for problem in problems}


def expected(breakage: Breakage, root: Path) -> tuple[str, str, int, str]:
    return breakage.code, breakage.path, breakage.line(root), breakage.field


def test_the_miniature_library_is_sound(miniature: Library) -> None:
    assert [str(problem) for problem in checks.run(miniature) if problem.level != "notice"] == []


@pytest.mark.library
def test_the_real_library_has_no_errors(real_library: Library) -> None:
    assert [str(problem) for problem in checks.run(real_library) if problem.level == "error"] == []


@pytest.mark.parametrize("breakage", BREAKAGES, ids=names)
def test_one_breakage_gives_one_kind_of_error(breakage: Breakage, library_copy: Path, miniature: Library) -> None:
    for other in BREAKAGES:  # the two copies of a book need each other
        if other.code == breakage.code and other.code == "isbn-duplicate":
            other.apply(library_copy)
    breakage.apply(library_copy)
    problems = checks.run(Library.load(library_copy))
    assert expected(breakage, library_copy) in places(problems)
    new = {problem.code for problem in set(problems) - set(checks.run(miniature)) if problem.level == "error"}
    assert new <= {breakage.code}


def test_a_library_broken_in_many_ways_at_once(library_copy: Path) -> None:
    for breakage in TOGETHER:
        breakage.apply(library_copy)
    problems = checks.run(Library.load(library_copy))
    wanted = {expected(breakage, library_copy) for breakage in TOGETHER}
    assert wanted - places(problems) == set()
    assert len(wanted) >= 60
    assert len({problem.path for problem in problems}) >= 20


def test_every_finding_says_what_to_do(library_copy: Path) -> None:
    for breakage in TOGETHER:
        breakage.apply(library_copy)
    for problem in checks.run(Library.load(library_copy)):
        assert problem.message.endswith((".", "”.")), problem
        assert problem.remedy, problem
        assert problem.line >= 1, problem
        assert (library_copy / problem.path).exists() or problem.code == "unreadable-file", problem


def test_every_check_is_shown_to_find_something() -> None:
    assert {breakage.code for breakage in BREAKAGES} == set(CHECKS)


def test_every_check_is_described() -> None:
    for check in CHECKS.values():
        assert check.description.endswith(".")
        assert check.remedy
