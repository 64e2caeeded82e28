"""Names of authors and editors are names of people and groups, each once, as their bearers write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.checks.registry import Fault, record_check
from evidence.library import Library
from evidence.model import Study, to_plain
from evidence.yaml_text import Path

_DEGREE = re.compile(
    r"(?i)(?:^|[\s,])(?:ph\.?\s?d|m\.?d|msc|bsc|dr|prof|professor|mbbs|frcgp|mrcgp|obe|cbe)\.?(?=$|[\s,])"
)
_AND_OTHERS = re.compile(r"(?i)(?:\bet\.? al\b|^(?:and |\& )?others$|\band others$)\.?")
_CAPITALS = 3
"""Letters from which a family name in capitals is no longer thought to be initials."""


def _people(study: Study) -> Iterator[tuple[Path, str, str]]:
    """Go through the parts of all names: the place, the name of the part, its text."""
    for role, names in (("author", study.citation.author), ("editor", study.citation.editor)):
        for number, name in enumerate(names):
            for part, text in to_plain(name).items():
                if text:
                    yield ("citation", role, number, part), part, text


@record_check(
    "author-in-capitals",
    "warning",
    "Names are written with one capital, as people write them.",
    "Write the name as its bearer does, for example Moffatt.",
)
def author_in_capitals(study: Study, _: Library) -> Iterator[Fault]:
    """Find family names in capitals; initials run together in `given` are fine."""
    for place, part, text in _people(study):
        letters = [letter for letter in text if letter.lower() != letter.upper()]
        if part == "family" and len(letters) >= _CAPITALS and text == text.upper():
            yield Fault(place, f"{text!r} stands in capitals.")


@record_check(
    "author-with-degree",
    "error",
    "Names stand without titles and degrees.",
    "Leave titles and degrees out; Jr., Sr. and III belong in `suffix`.",
)
def author_with_degree(study: Study, _: Library) -> Iterator[Fault]:
    """Find Dr, PhD and the like in names of people."""
    for place, part, text in _people(study):
        if part != "literal" and _DEGREE.search(text) and not (part == "given" and text.isupper()):
            yield Fault(place, f"{text!r} holds a title or degree.")


@record_check(
    "author-et-al",
    "error",
    "Every author is named; nobody is called et al. or others.",
    "Name all authors, or leave the entry out and say under provenance.not-seen that the list is not complete.",
)
def author_et_al(study: Study, _: Library) -> Iterator[Fault]:
    """Find stand-ins for authors left out."""
    for place, _part, text in _people(study):
        if _AND_OTHERS.search(text):
            yield Fault(place, f"{text!r} is no author.")


@record_check(
    "author-twice", "error", "No author is named twice.", "Remove one of the two, or give the given names in full."
)
def author_twice(study: Study, _: Library) -> Iterator[Fault]:
    """Find two equal names in one list."""
    for role, names in (("author", study.citation.author), ("editor", study.citation.editor)):
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Fault(("citation", role, number), f"{name.full} stands twice.")
