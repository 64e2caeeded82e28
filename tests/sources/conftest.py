"""What the tests of the services share: a stand-in with a shelf of invented works, and a way out that leads there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evidence.sources.http import Web
from evidence.sources.lookup import Sources
from evidence.sources.services import SourceSettings
from tests.stand_ins.server import StandIn
from tests.stand_ins.services import Shelf, environment

TODAY = date(2026, 11, 22)
FAST = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def stand_in(shelf: Shelf) -> Iterator[StandIn]:
    with StandIn(shelf.answer) as server:
        server.headers = dict(FAST)
        yield server


@pytest.fixture
def settings(stand_in: StandIn) -> SourceSettings:
    return SourceSettings.from_environment(environment(stand_in) | {"EVIDENCE_MAILTO": "keeper@nowhere.example"})


@pytest.fixture
def make_web(settings: SourceSettings) -> Iterator[Callable[..., Web]]:
    """Make ways out that are closed at the end; they try again quickly."""
    made: list[Web] = []

    def make(cache: Path | None = None, **changes: Any) -> Web:
        web = Web(changes.pop("settings", settings), cache, **({"first_wait": 0.01} | changes))
        made.append(web)
        return web

    yield make
    for web in made:
        web.close()


@pytest.fixture
def web(make_web: Callable[..., Web]) -> Web:
    return make_web()


@pytest.fixture
def sources(web: Web) -> Sources:
    return Sources(web, TODAY)
