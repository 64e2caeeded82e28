"""Whole pages of the miniature library, kept as files: a change anybody can see shows as a difference to be looked at.

Write them anew with `REWRITE_GOLDEN=1 pytest tests/site/test_golden.py`, then read the difference before you keep it.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from evidence.library import Library
from evidence.site.page import Asset, Page
from tests.site.building import build, page

GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "home": "",
    "evidence": "evidence/",
    "study-trial": "studies/oakley2021connector/",
    "study-qualitative": "studies/alharbi2022corner/",
    "study-review": "studies/marsh2023link/",
    "study-retracted": "studies/tamsin2020green/",
    "study-not-seen": "studies/nimbus2018atlas/",
    "study-letter": "studies/reed2021counting/",
    "map": "map/",
    "picture": "picture/",
    "facet": "outcomes/",
    "term-outcome": "outcomes/gp-contacts/",
    "term-model": "models/holistic/",
    "term-design": "designs/rct/",
    "bibliography": "bibliography/",
    "glossary": "glossary/",
    "measures": "measures/",
    "collection": "collections/reading-list/",
    "data": "data/",
}


@pytest.fixture(scope="module")
def made(miniature: Library) -> dict[str, Page | Asset]:
    return build(miniature)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_as_it_was(made: dict[str, Page | Asset], name: str) -> None:
    one = page(made, PAGES[name])
    now = f"<!-- {one.layout} | {one.kind} | {one.title} | {one.description} -->\n{one.body.strip()}\n"
    file = GOLDEN / f"{name}.html"
    if os.environ.get("REWRITE_GOLDEN"):
        file.write_text(now, encoding="utf-8")
    then = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = difflib.unified_diff(then.splitlines(), now.splitlines(), f"{name}: kept", "now", lineterm="")
    difference = "\n".join(lines)
    if difference:
        advice = "If the change is meant: REWRITE_GOLDEN=1 pytest tests/site/test_golden.py"
        pytest.fail(f"{difference}\n\n{advice}", pytrace=False)


def test_no_kept_page_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.html")} == set(PAGES)
