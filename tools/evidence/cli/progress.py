"""How far a long run has come, on one line of the terminal; where there is no terminal, nothing."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from types import TracebackType
from typing import Self

import click

_BAR = 24
_ERASE = "\r\x1b[K"


class Progress:
    """A bar with the numbers of what became of each thing, on standard error.

    Args:
        total: How many things there are.
        names: What can become of them, in the order in which the numbers stand.
    """

    def __init__(self, total: int, names: tuple[str, ...]) -> None:
        self._total = total
        self._names = names
        self._is_shown = sys.stderr.isatty() and total > 1
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Show the empty bar."""
        self._show()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take the bar away."""
        if self._is_shown:
            click.echo(_ERASE, err=True, nl=False)

    def step(self, name: str) -> None:
        """Count one thing; the bar comes back with the next `show`."""
        self.counts[name] += 1
        if self._is_shown:
            click.echo(_ERASE, err=True, nl=False)

    def show(self) -> None:
        """Show the bar below what was printed meanwhile."""
        self._show()

    def _show(self) -> None:
        if not self._is_shown:
            return
        done = self.counts.total()
        filled = _BAR * done // self._total
        numbers = ", ".join(f"{name} {self.counts[name]}" for name in self._names)
        line = f"{'█' * filled}{'░' * (_BAR - filled)} {done} of {self._total}: {numbers}"
        click.echo(_ERASE + line[: shutil.get_terminal_size().columns - 1], err=True, nl=False)
