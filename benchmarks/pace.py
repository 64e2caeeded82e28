"""How much of the rate that a service allows is used, against a stand-in on this machine with 50 ms latency.

Run with `make benchmark`. The figure is the time taken over the least time that the limit allows; 1.2 is the aim.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.stand_ins.server import StandIn
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import article, known_to_openalex

from evidence.sources.crossref import Crossref
from evidence.sources.http import Web
from evidence.sources.lookup import Sources, look_up_all
from evidence.sources.services import SourceSettings

LATENCY = 0.05
WORKS = 400
RATE = 100


def measure(name: str, calls: Callable[[Web, list[str]], Iterable[object]]) -> None:
    """Ask for works and print the ratio to what the limit allows."""
    dois = [f"10.5555/lw.{place}" for place in range(WORKS)]
    shelf = Shelf(crossref={doi: article(doi) for doi in dois})
    shelf.openalex = {f"doi:{doi}": known_to_openalex(doi) for doi in dois}
    with StandIn(shelf.answer) as server, tempfile.TemporaryDirectory() as cache:
        server.headers = {
            "x-rate-limit-limit": str(RATE),
            "x-rate-limit-interval": "1s",
            "x-concurrency-limit": "20",
        }
        settings = SourceSettings.from_environment(environment(server) | {"EVIDENCE_MAILTO": "keeper@nowhere.example"})
        with Web(settings, Path(cache)) as web:
            Crossref(web).work(dois[0])  # tells the limits
            server.latency = LATENCY
            start = time.perf_counter()
            asked = sum(1 for _ in calls(web, dois[1:]))
            taken = time.perf_counter() - start
    least = asked / RATE + LATENCY
    sys.stdout.write(f"{name:<34} {taken / least:8.2f} × the least time at {RATE} a second ({asked} works)\n")


def main() -> None:
    """Measure single works and whole look-ups."""
    measure("Crossref, single works", lambda web, dois: Crossref(web).works(dois))
    today = datetime.now(UTC).date()
    measure("whole look-ups, all services", lambda web, dois: look_up_all(dois, Sources(web, today)))


if __name__ == "__main__":
    main()
