"""The miniature library, the services that know its works, and a host of pages, all on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from evidence import online
from evidence.errors import Problem
from evidence.library import Library
from evidence.selection import select
from evidence.sources.addresses import Addresses
from evidence.sources.http import Web
from evidence.sources.lookup import Sources
from evidence.sources.services import SourceSettings
from tests.sources.conftest import FAST
from tests.stand_ins.server import Asked, Reply, StandIn
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import article, known_to_openalex

OAKLEY = "oakley2021connector"
DOI = "10.5555/lwtest.2021.101"
TITLE = "A 'Connector' for 100% of Practices: The Harbour &amp; Hill Randomised Trial of Link Workers."
TODAY = date(2026, 11, 22)
PAGE = Reply(b"<!DOCTYPE html><title>A page</title>", 200, {"Content-Type": "text/html"})


@pytest.fixture
def shelf() -> Shelf:
    """What the services know: the trial of the miniature library, as its record says."""
    shelf = Shelf()
    shelf.crossref[DOI] = article(DOI, title=[TITLE], author=[{"family": "Oakley", "given": "W. T."}])
    ids = {"doi": f"https://doi.org/{DOI}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/99000001"}
    shelf.openalex[f"doi:{DOI}"] = known_to_openalex(DOI, ids=ids)
    return shelf


@pytest.fixture
def pages() -> dict[str, Reply]:
    """What the host of pages answers, by path; everything else is a page that is there."""
    return {}


@pytest.fixture
def server(shelf: Shelf, pages: dict[str, Reply]) -> Iterator[StandIn]:
    def answer(request: Asked) -> Reply | None:
        if request.path.startswith("/pages"):
            return pages.get(request.path.removeprefix("/pages"), PAGE)
        return PAGE if request.path == "/" else shelf.answer(request)

    with StandIn(answer) as server:
        server.headers = dict(FAST)
        yield server


@pytest.fixture
def base(library_copy: Path, server: StandIn) -> Path:
    """A copy of the miniature library whose addresses lead to the host of pages."""
    for path in (library_copy / "references").glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("https://example.org/", f"{server.url}/pages/")
        path.write_text(text, encoding="utf-8")
    return library_copy


@pytest.fixture
def look(base: Path, server: StandIn) -> Callable[..., list[Problem]]:
    """Look up records, the trial if none is named, and return what is wrong, in order of lines."""

    def run(*keys: str) -> list[Problem]:
        library = Library.load(base)
        settings = SourceSettings.from_environment(environment(server) | {"EVIDENCE_MAILTO": "keeper@nowhere.example"})
        with Web(settings, first_wait=0.01, time_out=1.0) as web, Addresses(None, first_wait=0.01) as addresses:
            studies = select(library, keys or (OAKLEY,))
            outcomes = list(online.run(library, studies, Sources(web, TODAY), addresses))
        assert len(outcomes) == online.steps(studies)
        found = [problem for _, problems in outcomes for problem in problems]
        return sorted(found, key=lambda problem: problem.line)

    return run
