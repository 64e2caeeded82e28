"""Pieces of a file, joined, are the file."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from evidence.formats import FORMATS
from evidence.formats.pieces import pieces
from evidence.library import Library

ADDRESS = "https://example.org/base/"


@pytest.mark.parametrize("name", FORMATS)
def test_any_selection_in_any_order_is_what_the_writer_writes(name: str, miniature: Library) -> None:
    parts = pieces(name, miniature, ADDRESS)
    keys = list(miniature.studies)
    selections = [
        chosen for size in (0, 1, 2, 6, 7) for group in combinations(keys, size) for chosen in [group, group[::-1]]
    ]
    for chosen in [*selections, *permutations(keys[:3])]:
        written = FORMATS[name].write([miniature.studies[key] for key in chosen], miniature, ADDRESS)
        assert parts.file(chosen) == written, chosen


@pytest.mark.library
@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_base_is_what_the_writer_writes(name: str, real_library: Library) -> None:
    written = FORMATS[name].write(real_library.studies.values(), real_library, None)
    assert pieces(name, real_library, None).file(real_library.studies) == written
