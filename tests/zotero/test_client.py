"""What Zotero may answer, and what the program makes of it: waits that are kept, tries that end, one clear sentence."""

from __future__ import annotations

import bibtexparser
import bibtexparser.entrypoint
import httpx2
import pytest
from pyzotero import errors
from pyzotero.zotero import Zotero

from evidence.errors import EvidenceError
from evidence.zotero.client import ZoteroClient
from evidence.zotero.errors import (
    BadReplyError,
    MovedError,
    NotAllowedError,
    NotReachedError,
    ZoteroError,
    ZoteroSettingsError,
)
from evidence.zotero.patience import LONGEST_WAIT
from evidence.zotero.settings import ZoteroSettings
from tests.stand_ins.zotero import Fault, Reply, ZoteroStandIn
from tests.zotero.conftest import Desk


def book(number: int, **more: object) -> dict[str, object]:
    return {
        "key": f"BKBK{number:04d}".replace("0", "A").replace("1", "B"),
        "version": 0,
        "itemType": "book",
        "title": f"Book {number}",
        **more,
    }


def read_and_write(client: ZoteroClient) -> None:
    client.versions()
    client.write([book(1)])


def test_pyzotero_and_bibtexparser_2_work_side_by_side(desk: Desk) -> None:
    assert bibtexparser.__version__.startswith("2.")
    [entry] = bibtexparser.entrypoint.parse_string("@book{a2000b, title = {T}}").entries
    assert entry["title"] == "T"
    desk.zotero.add(itemType="book", title="A book")
    with httpx2.Client() as http:
        plain = Zotero("12345", "group", desk.zotero.key, client=http)
        plain.endpoint = desk.zotero.url
        assert [item["data"]["title"] for item in plain.everything(plain.items(limit=1))] == ["A book"]


def test_what_pyzotero_gets_wrong_and_the_client_does_not(desk: Desk) -> None:
    """The reasons for writing beside pyzotero; when this fails, look whether a reason is gone."""
    key = desk.zotero.add(itemType="book", title="A book")
    stale = {"key": key, "version": 0, "title": "Another"}
    with httpx2.Client() as http:
        plain = Zotero("12345", "group", desk.zotero.key, client=http)
        plain.endpoint = desk.zotero.url
        desk.zotero.faults = {1: Fault(reply=Reply("no", 404))}
        with pytest.raises(errors.ResourceNotFoundError):
            plain.items(limit=1)
        assert plain.url_params is not None  # goes out with the next call
    with desk.client() as client:
        desk.zotero.faults = {2: Fault(reply=Reply("no", 404))}
        with pytest.raises(ZoteroError, match="knows no"):
            list(client.items([key]))
        assert client.versions() == {key: 1}
        assert desk.zotero.requests[-1].query.keys() == {"format", "includeTrashed", "locale"}
        [refused, done] = client.write([stale, book(1)])
    assert (refused.item, refused.code) == (None, 412)
    assert done.item is not None
    assert desk.zotero.items[key]["title"] == "A book"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(desk: Desk, status: int) -> None:
    desk.zotero.faults = {
        1: Fault(reply=Reply("later", status, {"Retry-After": "17"})),
        3: Fault(reply=Reply("later", status, {"Retry-After": "9"})),
    }
    with desk.client() as client:
        client.versions()
        assert client.write([book(2)])[0].item is not None
    assert [round(wait) for wait in desk.waits] == [17, 9]
    assert len(desk.zotero.items) == 1


def test_backoff_on_a_good_answer_is_obeyed_before_the_next_request(desk: Desk) -> None:
    desk.zotero.faults = {1: Fault(headers={"Backoff": "5"})}
    with desk.client() as client:
        client.versions()
        assert desk.waits == []
        client.versions()
    assert [round(wait) for wait in desk.waits] == [5]


@pytest.mark.parametrize("header", ["Backoff", "Retry-After"])
def test_a_wait_of_an_hour_is_left_to_a_person(desk: Desk, header: str) -> None:
    desk.zotero.faults = {1: Fault(reply=Reply("later", 503, {header: "3600"}))}
    with desk.client() as client, pytest.raises(NotReachedError, match="asks to wait 3,600 seconds"):
        client.versions()
    assert all(wait <= LONGEST_WAIT for wait in desk.waits)


def test_tries_are_bounded_and_grow_apart(desk: Desk) -> None:
    desk.zotero.faults = {number: Fault(reply=Reply("Oops", 500)) for number in range(1, 20)}
    with desk.client() as client, pytest.raises(NotReachedError, match=r"status 500 \(4 tries\)"):
        client.versions()
    assert len(desk.zotero.requests) == 4
    assert desk.waits == sorted(desk.waits)


def test_a_slow_answer(desk: Desk) -> None:
    desk.zotero.faults = {number: Fault(wait=5) for number in range(1, 9)}
    with desk.client(time_out=0.05) as client, pytest.raises(NotReachedError, match="did not answer in time"):
        client.versions()


def test_nobody_is_there() -> None:
    with ZoteroStandIn() as gone:
        settings = ZoteroSettings.from_environment(gone.environment)
    with (
        ZoteroClient(settings, sleep=lambda _: None) as client,
        pytest.raises(NotReachedError, match="cannot be reached"),
    ):
        client.versions()


@pytest.mark.parametrize("body", ["<!DOCTYPE html><title>Sign in</title>", "", "{", "[1, 2]", '"x"', "null"])
def test_an_answer_that_is_none(desk: Desk, body: str) -> None:
    for number in (1, 2):
        desk.zotero.requests.clear()
        reply = Reply(body, headers={"Content-Type": "text/html" if body.startswith("<") else "application/json"})
        desk.zotero.faults = {number: Fault(reply=reply)}
        with desk.client() as client, pytest.raises(BadReplyError):
            read_and_write(client)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (400, "status 400"),
        (403, "EVIDENCE_ZOTERO_KEY is wrong"),
        (404, "knows no groups/12345"),
        (412, "Somebody else"),
        (418, "418"),
    ],
)
def test_every_refusal_is_one_sentence(desk: Desk, status: int, sentence: str) -> None:
    for number in (1, 2):
        desk.zotero.requests.clear()
        desk.zotero.faults = {number: Fault(reply=Reply("Because\nof reasons", status))}
        with desk.client() as client, pytest.raises(EvidenceError, match=sentence) as caught:
            read_and_write(client)
        assert "\n" not in str(caught.value)
        assert desk.zotero.key not in str(caught.value)


def test_a_key_that_is_wrong_and_a_key_that_may_only_read(desk: Desk) -> None:
    desk.zotero.may_write = False
    with pytest.raises(NotAllowedError, match="may not write to groups/12345"):
        desk.push()
    settings = ZoteroSettings.from_environment({**desk.zotero.environment, "EVIDENCE_ZOTERO_KEY": "wrong"})
    with ZoteroClient(settings) as client, pytest.raises(NotAllowedError):
        client.require_right_to_write()
    without = ZoteroSettings.from_environment({**desk.zotero.environment, "EVIDENCE_ZOTERO_KEY": ""})
    with ZoteroClient(without) as client, pytest.raises(NotAllowedError, match="needs a key"):
        client.require_right_to_write()
    assert all(asked.method == "GET" for asked in desk.zotero.requests)


def test_the_key_is_in_no_address_and_not_shown(desk: Desk) -> None:
    desk.push()
    assert not [asked for asked in desk.zotero.requests if desk.zotero.key in asked.path + str(asked.query)]
    assert desk.zotero.key not in repr(ZoteroSettings.from_environment(desk.zotero.environment))


def test_writes_bear_versions_and_no_token(desk: Desk) -> None:
    desk.push()
    [post] = [asked for asked in desk.zotero.requests if asked.method == "POST"]
    assert post.headers["if-unmodified-since-version"] == "0"
    assert "zotero-write-token" not in post.headers
    assert post.headers["zotero-api-version"] == "3"
    assert all(len(one["key"]) == 8 and one["version"] == 0 for one in post.body)


def test_a_library_that_changed_since_its_versions_were_read(desk: Desk) -> None:
    key = desk.zotero.add(itemType="book", title="A book")
    with desk.client() as client:
        client.versions()
        desk.zotero.change(key, title="Another")
        with pytest.raises(MovedError):
            list(client.items([key]))


def test_collections_by_name_or_key(desk: Desk) -> None:
    keys = [
        desk.zotero.add_collection(name) for name in (*(f"Shelf {number}" for number in range(120)), "Twice", "Twice")
    ]
    with desk.client() as client:
        assert client.collection_key("Shelf 119") == keys[119]
        assert client.collection_key(keys[3]) == keys[3]
        with pytest.raises(ZoteroError, match="2 collections 'Twice'"):
            client.collection_key("Twice")
        with pytest.raises(ZoteroError, match="no collection 'Nowhere'"):
            client.collection_key("Nowhere")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"EVIDENCE_ZOTERO_LIBRARY": "12345"},
        {"EVIDENCE_ZOTERO_LIBRARY": "groups/../keys"},
        {"EVIDENCE_ZOTERO_LIBRARY": "groups/1", "EVIDENCE_ZOTERO_KEY": "a key"},
        {"EVIDENCE_ZOTERO_LIBRARY": "groups/1", "EVIDENCE_ZOTERO_URL": "http://example.org"},
        {"EVIDENCE_ZOTERO_LIBRARY": "groups/1", "EVIDENCE_ZOTERO_URL": "api.zotero.org"},
        {"EVIDENCE_ZOTERO_LIBRARY": "groups/1", "EVIDENCE_ZOTERO_URL": "https://[::1"},
    ],
)
def test_settings_that_cannot_be_used(settings: dict[str, str]) -> None:
    with pytest.raises(ZoteroSettingsError, match="EVIDENCE_ZOTERO_") as caught:
        ZoteroSettings.from_environment(settings)
    assert "\n" not in str(caught.value)
