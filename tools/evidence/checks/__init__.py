"""Checks: what is wrong or could be better in a library, where, and what to do about it.

A check is a small function in the module of its subject; `registry.CHECKS` lists them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

from evidence.checks import (  # noqa: F401 (importing a module enters its checks in the list)
    authors,
    citation,
    dates,
    drafts,
    duplicates,
    findings,
    identifiers,
    loading,
    online,
    provenance,
    questions,
    relations,
    screening,
    settings,
    strays,
    summaries,
    tags,
    vocabulary,
    wording,
)
from evidence.checks.fixing import Mended, mend
from evidence.checks.registry import CHECKS, ONLINE, Check, describe
from evidence.errors import Problem
from evidence.library import Library

__all__ = ["CHECKS", "ONLINE", "Check", "Mended", "is_ignored", "mend", "run"]

describe(
    "unused-ignore",
    "warning",
    "What a record's `ignore` names is found in it.",
    "Remove the entry from `ignore`, or correct the code.",
)


def run(library: Library, keys: Collection[str] | None = None) -> list[Problem]:
    """Run every check over a library.

    A finding whose code stands under `ignore` in its record is left out; an `ignore` that names no check, or silences
    nothing, is a finding itself.

    Args:
        library: The library, with what it found while it was loaded.
        keys: Only findings in the files of these records are returned; None for all.

    Returns:
        The findings in the order of files and lines.
    """
    found = [problem for made in CHECKS.values() if made.find for problem in made.find(library)]
    silenced = {(_key(problem), problem.code) for problem in found}
    kept = [problem for problem in found if not is_ignored(library, problem)]
    kept += [*library.problems, *_unused_ignores(library, silenced)]
    if keys is not None:
        kept = [problem for problem in kept if _key(problem) in keys]
    return sorted(kept, key=lambda problem: (problem.path, problem.line, problem.code, problem.field))


def _key(problem: Problem) -> str:
    """Return the key of the record whose file or summary a finding is in, or nothing."""
    path = PurePosixPath(problem.path)
    return path.stem if path.parent.as_posix() in {"references", "summaries"} else ""


def is_ignored(library: Library, problem: Problem) -> bool:
    """Tell whether the record that a finding is in silences it."""
    study = library.studies.get(_key(problem))
    return study is not None and problem.code in study.ignore


def _unused_ignores(library: Library, silenced: set[tuple[str, str]]) -> Iterator[Problem]:
    made = CHECKS["unused-ignore"]
    for study in library.studies.values():
        for code in study.ignore:
            if code not in ONLINE and (study.key, code) not in silenced:
                path = library.path_of(study.key)
                line = library.documents[path].line_of(("ignore", code))
                what = "silences nothing here" if code in CHECKS else "is the code of no check"
                yield Problem(made.code, path, line, f"ignore.{code}", f"{code!r} {what}.", made.remedy, made.level)
