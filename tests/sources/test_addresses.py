"""Whether addresses lead to pages: what counts as gone, what as "could not check", and the manners on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from evidence.sources.addresses import Addresses
from evidence.sources.errors import NotAnsweredError, NotKnownError, SourceError
from tests.sources.conftest import FAST
from tests.stand_ins.server import Asked, Reply, StandIn, broken, not_found, redirect, too_many

PAGE = Reply(b"<!DOCTYPE html><title>A page</title>", 200, {"Content-Type": "text/html"})


@pytest.fixture
def pages() -> dict[str, Reply]:
    return {"/page": PAGE}


@pytest.fixture
def host(pages: dict[str, Reply]) -> Iterator[StandIn]:
    with StandIn(lambda request: pages.get(request.path)) as server:
        server.headers = dict(FAST)
        yield server


@pytest.fixture
def make() -> Iterator[Callable[..., Addresses]]:
    made: list[Addresses] = []

    def build(cache: Path | None = None, **changes: Any) -> Addresses:
        addresses = Addresses("keeper@nowhere.example", cache, **({"first_wait": 0.01, "time_out": 5.0} | changes))
        made.append(addresses)
        return addresses

    yield build
    for addresses in made:
        addresses.__exit__()


@pytest.fixture
def addresses(make: Callable[..., Addresses]) -> Addresses:
    return make()


def methods(host: StandIn) -> list[str]:
    return [request.method for request in host.requests]


def test_a_page_is_asked_for_by_its_head_only(addresses: Addresses, host: StandIn) -> None:
    assert addresses.reach(f"{host.url}/page") == f"{host.url}/page"
    assert methods(host) == ["HEAD"]
    assert host.requests[0].headers["user-agent"].endswith("(mailto:keeper@nowhere.example)")


@pytest.mark.parametrize("status", [404, 405, 403, 400, 501, 500])
def test_a_head_answered_wrongly_is_no_answer(addresses: Addresses, host: StandIn, status: int) -> None:
    host.fail("/page", broken(status))
    assert addresses.reach(f"{host.url}/page")
    assert methods(host) == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone(addresses: Addresses, host: StandIn, pages: dict[str, Reply], status: int) -> None:
    pages["/page"] = broken(status)
    with pytest.raises(NotKnownError, match=rf"/page leads to no page \(status {status}\)"):
        addresses.reach(f"{host.url}/page")


@pytest.mark.parametrize("status", [400, 401, 403, 406, 451, 999])
def test_a_refusal_is_not_gone(addresses: Addresses, host: StandIn, pages: dict[str, Reply], status: int) -> None:
    pages["/page"] = broken(status)
    with pytest.raises(NotAnsweredError, match=rf"Could not check .*status {status}\)?"):
        addresses.reach(f"{host.url}/page")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (too_many(), "status 429"),
        (too_many("0"), "status 429"),
        (too_many("7200"), "status 429"),
        (broken(503), "status 503"),
        (Reply(hangs_up=True), "cut the connection"),
    ],
)
def test_what_may_pass_and_does_not_is_not_gone(
    addresses: Addresses, host: StandIn, pages: dict[str, Reply], reply: Reply, said: str
) -> None:
    pages["/page"] = reply
    with pytest.raises(NotAnsweredError, match=f"^Could not check .*{said}"):
        addresses.reach(f"{host.url}/page")
    assert len(host.requests) <= 3


def test_a_host_that_asks_for_a_long_wait_is_asked_once(addresses: Addresses, host: StandIn) -> None:
    host.fail("/page", too_many("7200"))
    with pytest.raises(NotAnsweredError):
        addresses.reach(f"{host.url}/page")
    assert len(host.requests) == 1


def test_retry_after_is_kept_to(addresses: Addresses, host: StandIn) -> None:
    host.fail("/page", too_many("1"))
    assert addresses.reach(f"{host.url}/page")
    first, second = (request.arrived for request in host.requests)
    assert second - first >= 1


def test_a_slow_page_could_not_be_checked(
    make: Callable[..., Addresses], host: StandIn, pages: dict[str, Reply]
) -> None:
    pages["/page"] = Reply(b"", wait=30)
    with pytest.raises(NotAnsweredError, match="did not answer in time"):
        make(time_out=0.2).reach(f"{host.url}/page")


def test_redirects_are_followed_to_the_page(addresses: Addresses, host: StandIn, pages: dict[str, Reply]) -> None:
    pages["/old"] = redirect("/older")
    pages["/older"] = redirect(f"{host.url}/page")
    assert addresses.reach(f"{host.url}/old") == f"{host.url}/page"


def test_a_circle_of_redirects_ends(addresses: Addresses, host: StandIn, pages: dict[str, Reply]) -> None:
    pages["/round"] = redirect("/about")
    pages["/about"] = redirect("/round")
    with pytest.raises(NotAnsweredError, match="from address to address"):
        addresses.reach(f"{host.url}/round")
    assert len(host.requests) < 25


@pytest.mark.parametrize("target", ["http://", "file:///etc/passwd", "http://[::bad/", "mailto:a@b.example"])
def test_a_redirect_to_nowhere(addresses: Addresses, host: StandIn, pages: dict[str, Reply], target: str) -> None:
    pages["/page"] = redirect(target)
    with pytest.raises(SourceError, match="Could not check"):
        addresses.reach(f"{host.url}/page")


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/page", "http://[bad/"])
def test_what_cannot_be_reached_is_not_gone(addresses: Addresses, address: str) -> None:
    with pytest.raises(NotAnsweredError, match="Could not check"):
        addresses.reach(address)


def test_a_silent_host_is_left_alone(addresses: Addresses, host: StandIn) -> None:
    answers = dict(addresses.reach_all(f"{host.url}/{number}" for number in range(3)))
    assert all(isinstance(answer, NotKnownError) for answer in answers.values())
    with StandIn(lambda _: Reply(hangs_up=True)) as silent:
        silent.headers = dict(FAST)
        for number in range(6):
            with pytest.raises(NotAnsweredError):
                addresses.reach(f"{silent.url}/{number}")
        assert len(silent.requests) <= 6


def test_one_page_of_a_host_at_a_time(addresses: Addresses, host: StandIn, pages: dict[str, Reply]) -> None:
    host.headers = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s"}
    pages.update({f"/{number}": Reply(b"", wait=0.02) for number in range(6)})
    list(addresses.reach_all(f"{host.url}/{number}" for number in range(6)))
    assert max(request.at_once for request in host.requests) == 1


def test_hosts_that_say_nothing_are_asked_once_a_second(addresses: Addresses, host: StandIn) -> None:
    host.headers = {}
    addresses.reach(f"{host.url}/page")
    addresses.reach(f"{host.url}/page")
    first, second = (request.arrived for request in host.requests)
    assert second - first >= 1


def test_answers_are_kept_and_what_could_not_be_checked_is_not(
    make: Callable[..., Addresses], host: StandIn, pages: dict[str, Reply], tmp_path: Path
) -> None:
    def look(**changes: Any) -> list[type]:
        asked = [f"{host.url}/{name}" for name in ("page", "gone", "shut", "page")]
        return [type(answer) for _, answer in make(tmp_path, **changes).reach_all(asked)]

    pages["/gone"], pages["/shut"] = not_found(), broken(403)
    once = look()
    assert once == [str, NotKnownError, NotAnsweredError]
    host.requests.clear()
    assert look() == once
    assert {request.path for request in host.requests} == {"/shut"}
    host.requests.clear()
    assert look(max_age=timedelta(0)) == once
    assert {request.path for request in host.requests} == {"/page", "/gone", "/shut"}


def test_closing_ends_all_waiting(make: Callable[..., Addresses]) -> None:
    asked: list[Asked] = []

    def wait(request: Asked) -> Reply:
        asked.append(request)
        return too_many("50")

    with StandIn(wait) as host:
        addresses = make()
        answers = addresses.reach_all([f"{host.url}/{number}" for number in range(4)])
        started = time.monotonic()

        def stop() -> None:
            while not asked:
                time.sleep(0.01)
            addresses.__exit__()

        threading.Thread(target=stop, daemon=True).start()
        assert all(isinstance(answer, NotAnsweredError) for _, answer in answers)
        assert time.monotonic() - started < 20
