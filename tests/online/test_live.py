"""Against the real services; run with `-m live`. Only what has been the same for years is expected."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from evidence import online
from evidence.library import Library
from evidence.selection import select
from evidence.sources.addresses import Addresses
from evidence.sources.http import Web
from evidence.sources.lookup import Sources
from evidence.sources.services import SourceSettings

pytestmark = [pytest.mark.live, pytest.mark.library]


def test_a_record_of_the_base(real_library: Library, tmp_path: Path) -> None:
    settings = SourceSettings.from_environment(os.environ)
    studies = select(real_library, ["moffatt2017link"])
    with Web(settings, tmp_path) as web, Addresses(settings.mailto, tmp_path) as addresses:
        outcomes = list(online.run(real_library, studies, Sources(web, date(2026, 11, 22)), addresses))
    codes = {problem.code for _, problems in outcomes for problem in problems}
    assert codes.isdisjoint({"doi-unknown", "doi-of-another-work"})
    assert any(outcome == "fine" for outcome, _ in outcomes)
