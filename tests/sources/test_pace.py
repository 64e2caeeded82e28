"""The rate and the number at once, measured on the clock of the server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from evidence.sources.crossref import Crossref
from evidence.sources.http import Web
from evidence.sources.limiter import Limiter, Places
from evidence.sources.lookup import Found, Sources, look_up_all
from evidence.sources.parallel import in_order
from tests.sources.conftest import TODAY
from tests.stand_ins.server import StandIn
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import article, known_to_openalex

Make = Callable[..., Web]
ROOT = Path(__file__).parents[2]


def fill(shelf: Shelf, number: int) -> list[str]:
    dois = [f"10.5555/lw.{place}" for place in range(number)]
    shelf.crossref.update({doi: article(doi) for doi in dois})
    return dois


def most_in(seconds: float, moments: list[float]) -> int:
    return max(sum(start <= moment < start + seconds for moment in moments) for start in moments)


def test_the_announced_rate_is_kept_and_used(shelf: Shelf, stand_in: StandIn, make_web: Make) -> None:
    dois = fill(shelf, 400)
    stand_in.headers = {"x-rate-limit-limit": "200", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}
    stand_in.latency = 0.05
    crossref = Crossref(make_web())
    crossref.work(dois[0])
    got = [message for _, message in crossref.works(dois[1:])]
    moments = [request.arrived for request in stand_in.requests]
    assert not [message for message in got if not isinstance(message, dict)]
    assert Counter(request.path for request in stand_in.requests).most_common(1)[0][1] == 1
    assert most_in(1.0, moments) <= 200
    # How much of the rate is used is measured in benchmarks/pace.py; here, that calls do not wait for each other.
    assert 1 < max(request.at_once for request in stand_in.requests) <= 20


def test_whole_look_ups_use_the_rate_too(shelf: Shelf, stand_in: StandIn, make_web: Make) -> None:
    dois = fill(shelf, 100)
    shelf.openalex = {f"doi:{doi}": known_to_openalex(doi) for doi in dois}
    stand_in.headers = {"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s", "x-concurrency-limit": "10"}
    stand_in.latency = 0.05
    found = [one for _, one in look_up_all(dois, Sources(make_web(), TODAY)) if isinstance(one, Found)]
    assert {one.integrity.status for one in found} == {"no-notice"}
    assert len(found) == 100
    for service in ("crossref/works/", "openalex/", "doi/"):
        moments = [one.arrived for one in stand_in.requests if one.path.startswith(f"/{service}")]
        assert len(moments) == 100
        assert most_in(1.0, moments) <= 50


def test_no_more_at_once_than_announced(shelf: Shelf, stand_in: StandIn, make_web: Make) -> None:
    dois = fill(shelf, 40)
    stand_in.headers["x-concurrency-limit"] = "4"
    stand_in.latency = 0.02
    assert len(list(Crossref(make_web()).works(dois))) == 40
    assert max(request.at_once for request in stand_in.requests) == 4


def test_without_announcement_the_documented_limits_hold(shelf: Shelf, stand_in: StandIn, make_web: Make) -> None:
    dois = fill(shelf, 8)
    stand_in.headers = {}
    stand_in.latency = 0.25
    list(Crossref(make_web()).works(dois))
    moments = [request.arrived for request in stand_in.requests]
    assert max(request.at_once for request in stand_in.requests) <= 3
    assert min(after - before for before, after in pairwise(moments)) >= 0.09


def test_lists_have_a_pace_of_their_own(shelf: Shelf, stand_in: StandIn, make_web: Make) -> None:
    fill(shelf, 1)
    stand_in.headers = {}
    crossref = Crossref(make_web())
    for words in ("one", "two", "three"):
        crossref.search(words)
    moments = [request.arrived for request in stand_in.requests]
    assert min(after - before for before, after in pairwise(moments)) >= 1 / 3 - 0.01


def test_a_slower_rate_counts_from_the_next_call() -> None:
    limiter = Limiter(1000, Places(1))
    with limiter.turn():
        limiter.listen({"x-rate-limit-limit": "10", "x-rate-limit-interval": "1s"})
    began = time.monotonic()
    with limiter.turn():
        assert time.monotonic() - began >= 0.095


@pytest.mark.parametrize(
    "headers",
    [
        {"x-rate-limit-limit": "0", "x-rate-limit-interval": "1s"},
        {"x-rate-limit-limit": "ten", "x-rate-limit-interval": "1s"},
        {"x-rate-limit-limit": "1"},
        {"x-rate-limit-limit": "1", "x-rate-limit-interval": "0s"},
        {"x-rate-limit-limit": "1", "x-rate-limit-interval": "fortnight"},
        {"x-concurrency-limit": "0"},
        {"x-concurrency-limit": "-1"},
    ],
)
def test_headers_that_say_nothing_change_nothing(headers: dict[str, str]) -> None:
    limiter = Limiter(1000, Places(1))
    limiter.listen(headers)
    began = time.monotonic()
    for _ in range(3):
        with limiter.turn():
            pass
    assert time.monotonic() - began < 5


def test_a_pause_holds_also_for_a_call_that_waits_for_its_place() -> None:
    places = Places(1)
    limiter = Limiter(1000, places)
    started: list[float] = []

    def call() -> None:
        with limiter.turn():
            started.append(time.monotonic())

    with limiter.turn():
        waiting = threading.Thread(target=call)
        waiting.start()
        time.sleep(0.05)
        paused = time.monotonic()
        limiter.pause(0.3)
    waiting.join()
    assert started[0] - paused >= 0.3


def test_leaving_half_way_and_starting_again_asks_for_the_rest(
    shelf: Shelf, stand_in: StandIn, make_web: Make, tmp_path: Path
) -> None:
    dois = fill(shelf, 60)
    stand_in.headers["x-rate-limit-limit"] = "100"
    first = make_web(tmp_path)

    def take_twenty() -> None:
        for place, (_, _message) in enumerate(Crossref(first).works(dois)):
            if place == 19:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_twenty()
    first.close()
    time.sleep(0.3)
    before = len(stand_in.requests)
    assert 20 <= before < 60
    again = dict(Crossref(make_web(tmp_path)).works(dois))
    assert list(again) == dois
    assert all(isinstance(message, dict) for message in again.values())
    # What was under way when all stopped may have been asked for in vain, nothing else.
    assert len(stand_in.requests) <= 60 + 20


def test_leaving_begins_nothing_new() -> None:
    begun: list[int] = []

    def ask(number: int) -> int:
        begun.append(number)
        time.sleep(0.05)
        return number

    with closing(in_order(ask, range(1000))) as answers:
        assert next(answers) == (0, 0)
    time.sleep(0.3)
    assert len(begun) <= 96


PROGRAM = """
import os, sys
from pathlib import Path
from evidence.sources.crossref import Crossref
from evidence.sources.http import Web
from evidence.sources.services import SourceSettings
with Web(SourceSettings.from_environment(os.environ), Path(sys.argv[1])) as web:
    for doi, message in Crossref(web).works(f"10.5555/lw.{place}" for place in range(200)):
        print(doi, type(message).__name__, flush=True)
"""


def test_killed_and_started_again(shelf: Shelf, stand_in: StandIn, tmp_path: Path) -> None:
    fill(shelf, 200)
    stand_in.headers |= {"x-rate-limit-limit": "200", "x-concurrency-limit": "3"}
    stand_in.latency = 0.005
    surroundings = {**os.environ, **environment(stand_in), "PYTHONPATH": str(ROOT / "tools")}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "cache")]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        for _ in range(50):
            assert killed.stdout.readline().endswith(" dict\n")
        killed.send_signal(signal.SIGKILL)
    time.sleep(0.1)
    before = len(stand_in.requests)
    assert 50 <= before < 200
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == [f"10.5555/lw.{place} dict" for place in range(200)]
    assert done.stderr == ""
    # Lost are only the answers under way when it was killed, or not yet kept on a slow disk.
    assert len(stand_in.requests) <= 200 + 16
    kept = list((tmp_path / "cache").glob("*.json"))
    assert len(kept) == 200
    assert all(json.loads(path.read_text())["known"] for path in kept)
