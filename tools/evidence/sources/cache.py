"""Answers kept on disk, so that a run that was cut short, or is repeated, asks only for what is missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evidence.files import FileError, read_text, write_text

_AHEAD = timedelta(minutes=5)
"""How far in the future an answer may lie (a clock that was set back) before it is thought broken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: known and its data, or not known."""

    known: bool
    data: Any = None


class Cache:
    """One file an answer, named by the hash of what was asked; any of them can be deleted at any time.

    Args:
        folder: Where the files stand, by custom `.cache/http`; None keeps nothing.

    Raises:
        FileError: The folder cannot be made.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error

    def get(self, question: Mapping[str, Any], max_age: timedelta) -> Answer | None:
        """Return the kept answer if it is younger than `max_age`; a file that cannot be read counts as none."""
        path = self._path(question)
        if path is None or not path.exists():
            return None
        try:
            kept = json.loads(read_text(path))
            age = datetime.now(UTC) - datetime.fromisoformat(kept["answered"])
            if kept["question"] == question and -_AHEAD <= age < max_age:
                return Answer(kept["known"] is True, kept["data"])
        except (FileError, ValueError, KeyError, TypeError, RecursionError):
            # A cache only saves time: what cannot be read is asked for again and written anew.
            return None
        return None

    def put(self, question: Mapping[str, Any], answer: Answer) -> None:
        """Keep an answer.

        Raises:
            FileError: The file cannot be written.
        """
        path = self._path(question)
        if path is not None:
            kept = {"answered": datetime.now(UTC).isoformat(timespec="seconds"), "question": dict(question)}
            # ASCII, because an answer may hold half of a surrogate pair, which UTF-8 cannot.
            write_text(path, json.dumps(kept | {"known": answer.known, "data": answer.data}))

    def _path(self, question: Mapping[str, Any]) -> Path | None:
        if self._folder is None:
            return None
        mark = hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
        return self._folder / f"{mark[:40]}.json"
