"""Against the real services; run with `-m live`. Only what has been the same for years is expected."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from evidence.sources.errors import NotKnownError
from evidence.sources.http import Web
from evidence.sources.lookup import Sources, look_up
from evidence.sources.services import SourceSettings

pytestmark = pytest.mark.live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Sources]:
    with Web(SourceSettings.from_environment(os.environ), tmp_path) as web:
        yield Sources(web, date(2026, 11, 22))


def test_an_article(live: Sources) -> None:
    found = look_up("10.1136/bmjopen-2016-015203", live)
    assert found.source == "crossref"
    assert found.citation.container_title == "BMJ Open"
    assert found.citation.author[0].family == "Moffatt"
    assert found.citation.pmid == "28713072"
    assert found.integrity.status != "not-checked"


def test_a_retracted_article(live: Sources) -> None:
    assert look_up("10.1016/S0140-6736(97)11096-0", live).integrity.status == "retracted"


def test_new_works_are_found(live: Sources) -> None:
    assert next(live.crossref.new_works("social prescribing link worker", date(2024, 1, 1), rows=2))["DOI"]


def test_no_such_doi(live: Sources) -> None:
    with pytest.raises(NotKnownError):
        look_up("10.5555/there-is-no-such-doi-at-all", live)
