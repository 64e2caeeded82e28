"""Our own words: nothing is copied from what was seen in the sources."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.questions import without_citations
from tests.source_runs import CANARY, copied

HOUSE = ("we read the abstract only not the full paper",)
"""What says one thing in one way on purpose."""


def faults(name: str, text: str) -> list[str]:
    return [f"{name}: {run}" for run in copied(text) if not any(run in house or house in run for house in HOUSE)]


def test_a_copied_sentence_is_found() -> None:
    assert copied(f"Somebody wrote that {CANARY.upper()}.")
    assert not copied("An invented otter taught nine small geese to sing.")


@pytest.mark.library
def test_no_summary_shares_eight_words_in_a_row_with_the_sources(real_library: Library) -> None:
    assert [
        fault for key, summary in real_library.summaries.items() for part in summary.text.split("\n\n")
        for fault in faults(key, part)
    ] == []  # fmt: skip


@pytest.mark.library
def test_no_question_shares_eight_words_in_a_row_with_the_sources(real_library: Library) -> None:
    assert [
        fault for slug, question in real_library.questions.items() for section in question.sections.values()
        for fault in faults(slug, without_citations(section.source))
    ] == []  # fmt: skip
