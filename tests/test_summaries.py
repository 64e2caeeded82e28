"""Summaries taken apart."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.sections import SectionError, take_apart
from evidence.summaries import SUMMARY_FIELDS
from evidence.yaml_text import YamlError

WHOLE = """---
key: oak2020tree
key-message: "It grew."
---

## What they did

They planted
a tree.

And waited.

## Who took part ##

An oak.
"""


def test_a_summary_is_taken_apart_with_its_lines() -> None:
    file = take_apart(WHOLE)
    assert file.meta.data == {"key": "oak2020tree", "key-message": "It grew."}
    assert file.meta.line_of(("key-message",)) == 3
    assert [(part.heading, part.text, part.line) for part in file.sections] == [
        ("What they did", "They planted a tree.\n\nAnd waited.", 6),
        ("Who took part", "An oak.", 13),
    ]


def test_the_line_ends_of_windows_make_no_difference() -> None:
    assert take_apart(WHOLE.replace("\n", "\r\n")) == take_apart(WHOLE)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "front matter"),
        ("## What they did\n", 1, "front matter"),
        ("---\nkey: x\n", 1, "no end"),
        ("---\nkey: x\n---\n\nHello\n\n## What they did\n", 5, "before the first heading"),
    ],
)
def test_what_is_no_summary(text: str, line: int, said: str) -> None:
    with pytest.raises(SectionError, match=said) as caught:
        take_apart(text)
    assert caught.value.line == line


def test_a_fault_in_the_front_matter_has_the_line_of_the_file() -> None:
    with pytest.raises(YamlError) as caught:
        take_apart("---\nkey: x\nkey: y\n---\n")
    assert caught.value.line == 3


def test_a_summary_without_fields_has_none() -> None:
    assert take_apart("---\nkey: x\n---\n").sections == ()


def test_words_and_text_of_a_summary(miniature: Library) -> None:
    summary = miniature.summaries["oakley2021connector"]
    assert tuple(part.heading for part in summary.fields) == SUMMARY_FIELDS
    assert summary.words == sum(len(part.text.split()) for part in summary.fields) == 162
    assert summary.text.startswith(summary.meta.key_message + "\n\nResearchers tested")
