"""A Zotero library of its own for each test, and the base beside it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from evidence.library import Library
from evidence.zotero import sync
from evidence.zotero.client import ZoteroClient
from evidence.zotero.look import Wishes, look
from evidence.zotero.settings import ZoteroSettings
from evidence.zotero.state import read_state
from evidence.zotero.steps import Plan
from evidence.zotero.sync import Outcome
from tests.stand_ins.zotero import ZoteroStandIn

_CERTIFICATES = ssl.create_default_context()


@dataclass
class Desk:
    """A maintainer with a copy of the base, and a Zotero library.

    Attributes:
        root: Folder of the base.
        zotero: The library.
        waits: Seconds that the program waited, without waiting.
    """

    root: Path
    zotero: ZoteroStandIn
    waits: list[float]

    @property
    def library(self) -> Library:
        return Library.load(self.root)

    def client(self, *, time_out: float = 10.0) -> ZoteroClient:
        settings = ZoteroSettings.from_environment(self.zotero.environment)
        return ZoteroClient(settings, sleep=self.waits.append, time_out=time_out, first_wait=0.001)

    def plan(self, **wishes: Any) -> Plan:
        with self.client() as client:
            return look(self.library, client, Wishes(**wishes)).plan

    def pull(self, **wishes: Any) -> Outcome:
        with self.client() as client:
            return sync.pull(self.library, client, Wishes(**wishes))

    def push(self, **wishes: Any) -> Outcome:
        with self.client() as client:
            return sync.push(self.library, client, Wishes(**wishes))

    def item(self, key: str) -> dict[str, Any]:
        """The item of a record, found by what the state remembers."""
        state = read_state(self.root, self.zotero.library, None)
        return self.zotero.items[state.pairs[key].item]

    def edit(self, key: str, old: str, new: str) -> None:
        """Change a record by hand."""
        path = self.root / "references" / f"{key}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(autouse=True)
def certificates_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the certificates, which nobody needs here, once for all tests: it takes 30 ms a client."""
    monkeypatch.setattr("httpx2.HTTPTransport", partial(httpx2.HTTPTransport, verify=_CERTIFICATES))


@pytest.fixture
def zotero() -> Iterator[ZoteroStandIn]:
    """An empty group library."""
    with ZoteroStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def desk(library_copy: Path, zotero: ZoteroStandIn) -> Desk:
    """The miniature library, and an empty group library."""
    return Desk(library_copy, zotero, [])
