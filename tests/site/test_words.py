"""Numbers, dates and lists in words."""

from __future__ import annotations

import pytest

from evidence.library import Library
from evidence.model import Citation
from evidence.site import addresses, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2017", "2017"), ("2017-07", "July 2017"), ("2017-07-16", "16 July 2017"), ("2020-12-01", "1 December 2020")],
)
def test_dates_are_as_precise_as_known(text: str, expected: str) -> None:
    assert words.date_in_words(text) == expected


def test_numbers_agree_with_their_noun() -> None:
    assert words.plural(1, "work") == "1 work"
    assert words.plural(0, "work") == "0 works"
    assert words.plural(1200, "study family", "study families") == "1,200 study families"


def test_lists_read_as_sentences() -> None:
    assert [words.joined(list(letters)) for letters in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]


def test_families_are_named_only_where_they_differ_from_works(miniature: Library) -> None:
    trial = [miniature.studies["oakley2021connector"]]
    both = [*trial, miniature.studies["alharbi2022corner"]]
    assert words.families_and_works(miniature, trial) == "1 work"
    assert words.families_and_works(miniature, both) == "1 study family (2 works)"


def test_where_a_work_appeared() -> None:
    cited = {"type": "article-journal", "title": "T", "container-title": "Journal"}
    article = Citation.model_validate({**cited, "volume": "7", "issue": "2", "page": "9-12"})
    assert words.published_in(article) == "Journal 7(2), 9–12"
    report = Citation.model_validate({"type": "report", "title": "T", "publisher": "Press", "publisher-place": "Town"})
    assert words.published_in(report) == "Press, Town"
    assert words.published_in(Citation.model_validate({"type": "webpage", "title": "T"})) == ""


def test_sentences_keep_their_words() -> None:
    assert words.sentence("eight practices") == "Eight practices."
    assert words.sentence("Why?") == "Why?"
    assert words.file_size("é" * 320) == "640 bytes"
    assert words.file_size("x" * 21400) == "21 kB"


def test_addresses_of_filters_read_like_the_command_line() -> None:
    assert addresses.browse(**{"referral-route": "gp"}) == "evidence/?referral-route=gp"
