"""`check --fix`: mending what has one right answer, told in the terminal."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import unified_diff
from pathlib import Path

import click

from evidence import checks
from evidence.checks import Mended
from evidence.files import write_text
from evidence.library import Library

_ROUNDS = 10
"""Times that are enough for everything; two terms that replace each other would go on for ever."""
_READ = ("references", "summaries", "vocabulary", "schema", "mkdocs.yml")
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def fix_all(root: Path, keys: tuple[str, ...], *, dry_run: bool) -> int:
    """Mend what has one right answer, in the files of some records or in all, and print what was changed.

    Args:
        root: The library's folder.
        keys: Records to mend; none means everything.
        dry_run: Whether to show the differences and leave the files alone.

    Returns:
        How many findings were mended, or would be.

    Raises:
        FileError: A file cannot be written; those before it are.
    """
    with _copied(root) if dry_run else _as_it_is(root) as place:
        before: dict[str, str] = {}
        after: dict[str, str] = {}
        number = 0
        for mended in _rounds(place, keys):
            before.setdefault(mended.path, mended.old)
            after[mended.path] = mended.new
            number += len(mended.problems)
            if not dry_run:
                _tell(mended)
    if dry_run:
        for path, old in before.items():
            _show(path, old, after[path])
    things = f"{number} thing{'' if number == 1 else 's'} in {len(before)} file{'' if len(before) == 1 else 's'}"
    click.echo(f"{things} {'would be mended (dry run: nothing was written)' if dry_run else 'mended'}", err=True)
    return number


def _rounds(root: Path, keys: tuple[str, ...]) -> Iterator[Mended]:
    for _ in range(_ROUNDS):
        library = Library.load(root)
        found = list(checks.mend(library, checks.run(library, keys or None)))
        for mended in found:
            write_text(root / mended.path, mended.new)
            yield mended
        if not found:
            return


@contextmanager
def _as_it_is(root: Path) -> Iterator[Path]:
    yield root


@contextmanager
def _copied(root: Path) -> Iterator[Path]:
    """Copy what the checks read: only what is written shows what the next round finds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in _READ:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name)
            elif (root / name).is_file():
                shutil.copy(root / name, copy / name)
        yield copy


def _tell(mended: Mended) -> None:
    for problem in mended.problems:
        field = f" {problem.field}:" if problem.field else ""
        click.echo(f"{problem.place}: {click.style('mended', fg='green', bold=True)} [{problem.code}]{field} "
                   f"{problem.message}", err=True)  # fmt: skip


def _show(path: str, old: str, new: str) -> None:
    lines = unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
    for line in lines:
        text = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        click.echo(click.style(text, fg=_COLOURS.get(text[0])), nl=False)


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=\n)", text) if line]
