"""The citation is free of what copying from a page brings along: doubled blanks, invisible characters, a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.checks.fixing import value_fix
from evidence.checks.registry import Fault, record_check
from evidence.checks.texts import strings
from evidence.library import Library
from evidence.model import Study, to_plain

_INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
"""Soft hyphen, zero-width blank, byte-order mark; the joiners of other scripts mean something and stay."""
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_FULL_STOP = re.compile(r"(?<=[a-z]{5})\.$")
"""A full stop after a word that is too long to be abbreviated: etc. and Inc. keep theirs."""


def tidy(text: str) -> str:
    """Return a text with single blanks, without invisible characters and blanks at its ends."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def without_full_stop(title: str) -> str:
    """Return a title without the full stop at its end, unless it may belong to an abbreviation."""
    return _FULL_STOP.sub("", title)


@record_check(
    "stray-blanks",
    "warning",
    "Texts of the citation have single blanks and no invisible characters.",
    "Type the blanks anew, or run `evidence check --fix`.",
    fix=value_fix(tidy),
)
def stray_blanks(study: Study, _: Library) -> Iterator[Fault]:
    """Search every text of the citation."""
    for place, text in strings(to_plain(study.citation), ("citation",)):
        if tidy(text) != text:
            yield Fault(place, "There are doubled blanks or invisible characters here.")


@record_check(
    "title-full-stop",
    "warning",
    "A title ends without a full stop: each style sets its own.",
    "Take the full stop away.",
    fix=value_fix(without_full_stop),
)
def title_full_stop(study: Study, _: Library) -> Iterator[Fault]:
    """Look at the end of the title."""
    if without_full_stop(study.citation.title) != study.citation.title:
        yield Fault(("citation", "title"), "The title ends with a full stop.")
