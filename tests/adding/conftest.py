"""What the tests of bringing works in share: stand-in services, a way to them, and a library that may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from evidence.adding import Intake
from evidence.library import Library
from evidence.sources.http import Web
from evidence.sources.lookup import Sources
from evidence.sources.services import SourceSettings
from tests.stand_ins.server import StandIn
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import DOI, article, known_to_openalex

TODAY = date(2026, 11, 22)
FAST = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.crossref[DOI] = article()
    shelf.openalex[f"doi:{DOI}"] = known_to_openalex()
    return shelf


@pytest.fixture
def stand_in(shelf: Shelf) -> Iterator[StandIn]:
    with StandIn(shelf.answer) as server:
        server.headers = dict(FAST)
        yield server


@pytest.fixture
def sources(stand_in: StandIn) -> Iterator[Sources]:
    with Web(SourceSettings.from_environment(environment(stand_in)), first_wait=0.01) as web:
        yield Sources(web, TODAY)


@pytest.fixture
def intake(library_copy: Path) -> Intake:
    return Intake(Library.load(library_copy))
