"""A sync that is cut off anywhere can be run again, and ends the same, with no item twice."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from evidence.zotero.errors import ZoteroError
from evidence.zotero.state import read_state
from tests.stand_ins.zotero import Fault, Reply, ZoteroStandIn
from tests.zotero.conftest import Desk

WEB_PAGE = Reply("<!DOCTYPE html><title>Sign in</title>")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two items a request, so that seven records make many requests."""
    monkeypatch.setattr("evidence.zotero.client.BATCH", 2)
    monkeypatch.setattr("evidence.zotero.push.BATCH", 2)


def prepared(root: Path, zotero: ZoteroStandIn) -> Desk:
    """Both sides after a first sync, with changes on each."""
    desk = Desk(root, zotero, [])
    desk.push()
    zotero.change(desk.item("oakley2021connector")["key"], title="A connector for every practice")
    zotero.trash(desk.item("alharbi2022corner")["key"])
    for number in range(3):
        zotero.add(itemType="book", title=f"Invented book {'abc'[number]}", date="2001")
    desk.edit("tamsin2020green", "model: [signposting]", "model: [holistic]")
    desk.edit("reed2021counting", 'volume: "4"', 'volume: "6"')
    desk.edit("harbour2019year", "A year of links", "Two years of links")
    (desk.root / "references/nimbus2018atlas.yaml").unlink()
    shutil.copy(desk.root / "references/reed2021counting.yaml", desk.root / "references/reed2022more.yaml")
    desk.edit("reed2022more", "reed2021counting", "reed2022more")
    desk.edit("reed2022more", "2021.009", "2022.010")
    return desk


def both_ways(desk: Desk) -> None:
    desk.pull(delete=True)
    desk.push(delete=True)


def end_state(desk: Desk) -> tuple[Any, ...]:
    records = {path.name: path.read_text(encoding="utf-8") for path in (desk.root / "references").glob("*.yaml")}
    items = sorted(
        (one["key"], one["title"], bool(one.get("deleted")), sorted(tag["tag"] for tag in one["tags"]))
        for one in desk.zotero.items.values()
    )
    pairs = read_state(desk.root, desk.zotero.library, None).pairs
    return records, items, {key: (pair.item, pair.fields) for key, pair in pairs.items()}


@pytest.fixture
def before(library_copy: Path) -> Iterator[Desk]:
    """Both sides as they are before the sync that is cut off."""
    with ZoteroStandIn() as zotero:
        yield prepared(library_copy, zotero)


@contextmanager
def again(before: Desk, root: Path) -> Iterator[Desk]:
    """The same two sides, to be disturbed."""
    with ZoteroStandIn() as zotero:
        zotero.take_over(before.zotero)
        yield Desk(Path(shutil.copytree(before.root, root)), zotero, [])


def disturbances() -> dict[str, Callable[[ZoteroStandIn, int], None]]:
    def die(zotero: ZoteroStandIn, number: int) -> None:
        zotero.dead_from = number

    def die_with_the_answer_lost(zotero: ZoteroStandIn, number: int) -> None:
        zotero.dead_from, zotero.dead_after = number, True

    def fault(fault: Fault) -> Callable[[ZoteroStandIn, int], None]:
        def disturb(zotero: ZoteroStandIn, number: int) -> None:
            zotero.faults = {number: fault}

        return disturb

    return {
        "dead from here": die,
        "dead from here, the last answer lost": die_with_the_answer_lost,
        "answer lost once": fault(Fault(cut=True, after=True)),
        "429": fault(Fault(reply=Reply("Slow down", 429, {"Retry-After": "7"}))),
        "web page, and what was asked done": fault(Fault(after=True, reply=WEB_PAGE)),
    }


@pytest.mark.parametrize("kind", disturbances())
def test_every_single_request_in_turn(kind: str, before: Desk, tmp_path: Path) -> None:
    with again(before, tmp_path / "calm") as calm:
        both_ways(calm)
        requests, wanted = len(calm.zotero.requests), end_state(calm)
        assert calm.plan().steps == ()
    assert requests >= 14
    told: list[str] = []
    for number in range(1, requests + 1):
        with again(before, tmp_path / f"run{number}") as desk:
            disturbances()[kind](desk.zotero, number)
            try:
                both_ways(desk)
            except ZoteroError as error:
                told.append(str(error))
            desk.zotero.dead_from, desk.zotero.faults = None, {}
            both_ways(desk)
            assert end_state(desk) == wanted, f"cut at request {number}"
    assert not [sentence for sentence in told if "\n" in sentence]
    assert len(told) == (requests if kind.startswith(("dead", "web page")) else 0)


def test_a_first_push_cut_anywhere_makes_no_double(library_copy: Path, tmp_path: Path) -> None:
    for number, after in itertools.product(range(1, 8), (False, True)):
        with ZoteroStandIn() as zotero:
            desk = Desk(Path(shutil.copytree(library_copy, tmp_path / f"run{number}{after}")), zotero, [])
            zotero.dead_from, zotero.dead_after = number, after
            with pytest.raises(ZoteroError, match="run it again"):
                desk.push()
            zotero.dead_from = None
            desk.push()
            assert len(zotero.items) == 7
            assert desk.plan().steps == ()
