"""Runs of words from the notes that the records were made from, as hashes, so that copied wording is found.

The notes hold wording of papers and abstracts and are not ours to publish; a hash of eight words in a row tells nothing
of them, and still shows whether a sentence of ours has the same eight. `tests/data/source-runs.txt` holds the first ten
hex digits of the SHA-256 of each run, one a line, sorted; one run, CANARY, is invented.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RUN = 8
"""Words in a row."""
CANARY = "an invented otter taught nine small herons to sing quietly"
DATA = Path(__file__).parent / "data" / "source-runs.txt"


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Go through the runs of a text, sentence by sentence: the words, and their hash."""
    for sentence in re.split(r"(?<=[.!?;:])\s+", text):
        words = re.findall(r"[a-z0-9]+(?:[-'][a-z0-9]+)*", sentence.lower().replace("’", "'"))
        for start in range(len(words) - RUN + 1):
            run = " ".join(words[start : start + RUN])
            yield run, hashlib.sha256(run.encode()).hexdigest()[:10]


@cache
def known() -> frozenset[str]:
    """Return the hashes of the runs in the notes."""
    return frozenset(DATA.read_text(encoding="ascii").split())


def copied(text: str) -> list[str]:
    """Return the runs of a text that stand in the notes too."""
    return [run for run, digest in runs(text) if digest in known()]
