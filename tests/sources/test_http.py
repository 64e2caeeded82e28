from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from evidence.sources.errors import BadAnswerError, NotAnsweredError, NotKnownError, SourceError
from evidence.sources.http import Web
from evidence.sources.services import SourceSettings, SourceSettingsError
from tests.stand_ins.server import Reply, StandIn, broken, not_found, redirect, too_many, web_page
from tests.stand_ins.services import Shelf
from tests.stand_ins.works import DOI, article

PATH = f"/crossref/works/{DOI}"
Make = Callable[..., Web]


@pytest.fixture(autouse=True)
def _filled(shelf: Shelf) -> None:
    shelf.crossref[DOI] = article()


def ask(web: Web, **more: Any) -> Any:
    return web.ask(web.services.crossref, f"/works/{DOI}", about=f"DOI {DOI}", **more)


def test_an_answer_is_returned_and_the_asker_named(web: Web, stand_in: StandIn) -> None:
    assert ask(web)["message"]["DOI"] == DOI
    agent = stand_in.requests[0].headers["user-agent"]
    assert agent.startswith("link-worker-evidence-base/")
    assert "(mailto:keeper@nowhere.example)" in agent
    assert stand_in.requests[0].query == {}


@pytest.mark.parametrize(
    "fault", [too_many(), too_many("0"), broken(500), broken(502), broken(503), Reply(b'{"a": 1}', cut_after=4)]
)
def test_a_passing_fault_is_tried_again(fault: Reply, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, fault, fault)
    assert ask(web)["message"]["DOI"] == DOI
    assert stand_in.asked(PATH) == 3


@pytest.mark.parametrize("fault", [too_many(), broken(503), Reply(b'{"a": 1}', cut_after=4)])
def test_tries_are_bounded_and_the_error_says_could_not_check(fault: Reply, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, *[fault] * 9)
    with pytest.raises(NotAnsweredError, match=rf"Could not check DOI {DOI}: Crossref .*\(4 tries\).*later"):
        ask(web)
    assert stand_in.asked(PATH) == 4


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (web_page(), "a web page instead of data"),
        (Reply(b""), "nothing"),
        (Reply(b"  \n"), "nothing"),
        (Reply(b'{"message": {'), "broken JSON"),
        (Reply(b'{"title": "caf\xe9"}'), "another encoding than UTF-8"),
        (Reply('{"title": "café"}'.encode("utf-16")), "another encoding than UTF-8"),
        (Reply(b"[" * 200_000), "broken JSON"),
        (Reply(b'"' + b"a" * 11 * 1024**2 + b'"'), "more than 10 MB"),
        (Reply(b"{}", headers={"Content-Encoding": "gzip"}), "cannot be unpacked"),
        (Reply(b"{}", 400), r"\(status 400\)"),
        (Reply(b"", 304), r"\(status 304\)"),
    ],
)
def test_a_wrong_answer_is_one_clear_error_and_not_asked_again(
    fault: Reply, words: str, web: Web, stand_in: StandIn
) -> None:
    stand_in.fail(PATH, fault)
    with pytest.raises(BadAnswerError, match=words) as caught:
        ask(web)
    assert stand_in.asked(PATH) == 1
    assert DOI in str(caught.value)
    assert "Crossref" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_borne(web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, Reply(b"\xef\xbb\xbf" + json.dumps({"message": {"DOI": DOI}}).encode()))
    assert ask(web) == {"message": {"DOI": DOI}}


def test_not_known_is_not_could_not_check(web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, not_found())
    with pytest.raises(NotKnownError, match=f"Crossref does not know DOI {DOI}"):
        ask(web)
    assert stand_in.asked(PATH) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_could_not_check(status: int, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, Reply(b"No", status))
    with pytest.raises(NotAnsweredError, match="refused to answer"):
        ask(web)
    assert stand_in.asked(PATH) == 1


def test_slow_beginnings_and_slow_ends_time_out(make_web: Make, stand_in: StandIn) -> None:
    for fault in (Reply(b"{}", wait=5), Reply(b" " * 500 + b"{}", drip=0.02)):
        web = make_web(time_out=0.15)
        stand_in.requests.clear()
        stand_in.fail(PATH, *[fault] * 4)
        began = time.monotonic()
        with pytest.raises(NotAnsweredError, match=r"did not (answer in time|finish).*4 tries"):
            ask(web)
        assert stand_in.asked(PATH) == 4
        assert time.monotonic() - began < 15  # the server would take 20


def test_nobody_listening_is_could_not_check_at_once(make_web: Make) -> None:
    with StandIn(lambda _: None) as gone:
        pass
    web = make_web(settings=SourceSettings(crossref=gone.url))
    with pytest.raises(NotAnsweredError, match="cannot be reached"):
        ask(web)


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_honoured_by_every_call(form: str, web: Web, stand_in: StandIn) -> None:
    asked = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if form == "date" else "1"
    stand_in.fail(PATH, too_many(asked))
    waiting = threading.Thread(target=ask, args=(web,))
    began = time.monotonic()
    waiting.start()
    while not stand_in.requests:
        time.sleep(0.005)
    time.sleep(0.05)
    web.ask(web.services.crossref, f"/works/{DOI}", {"other": "call"}, about="something else")
    waiting.join()
    late = [request.arrived - began for request in stand_in.requests[1:]]
    assert len(late) == 2
    assert min(late) >= 0.95


@pytest.mark.parametrize("asked", ["61", "86400", format_datetime(datetime(2999, 1, 1, tzinfo=UTC))])
def test_a_long_retry_after_is_for_a_person_to_decide(asked: str, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, too_many(asked))
    with pytest.raises(NotAnsweredError, match=r"asks to wait [\d,]+ seconds"):
        ask(web)
    assert stand_in.asked(PATH) == 1


@pytest.mark.parametrize("asked", ["soon", "-5", "", "١٢", "Thu, 99 Foo 2020"])
def test_a_retry_after_that_says_nothing_is_left_aside(asked: str, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, Reply(b"", 503, {"Retry-After": asked.encode().decode("latin-1")}))
    assert ask(web)["message"]["DOI"] == DOI


def test_redirects_are_followed_within_reason(web: Web, stand_in: StandIn, shelf: Shelf) -> None:
    shelf.crossref["10.5555/new"] = article("10.5555/new")
    stand_in.fail(PATH, redirect("/crossref/works/10.5555/new"))
    assert ask(web)["message"]["DOI"] == "10.5555/new"
    stand_in.requests.clear()
    stand_in.fail(PATH, *[redirect(PATH)] * 20)
    with pytest.raises(BadAnswerError, match="from address to address"):
        ask(web)
    assert stand_in.asked(PATH) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://nowhere.example/"])
def test_redirects_elsewhere_are_not_followed(target: str, web: Web, stand_in: StandIn) -> None:
    stand_in.fail(PATH, redirect(target))
    with pytest.raises(BadAnswerError, match="not safe"):
        ask(web)


def test_answers_are_kept_and_not_asked_for_again(make_web: Make, stand_in: StandIn, tmp_path: Path) -> None:
    for _ in range(2):
        assert ask(make_web(tmp_path / "http"))["message"]["DOI"] == DOI
    assert stand_in.asked(PATH) == 1
    assert ask(make_web(tmp_path / "http"), max_age=timedelta(0))["message"]["DOI"] == DOI
    assert stand_in.asked(PATH) == 2


def test_not_known_is_kept_and_faults_are_not(make_web: Make, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.fail(PATH, web_page(), not_found())
    with pytest.raises(BadAnswerError):
        ask(make_web(tmp_path))
    for _ in range(2):
        with pytest.raises(NotKnownError):
            ask(make_web(tmp_path))
    assert stand_in.asked(PATH) == 2


def test_old_answers_are_asked_for_again(make_web: Make, stand_in: StandIn, tmp_path: Path) -> None:
    ask(make_web(tmp_path))
    (kept,) = tmp_path.iterdir()
    answer = json.loads(kept.read_text())
    for answered in (datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) + timedelta(days=2)):
        kept.write_text(json.dumps(answer | {"answered": answered.isoformat()}))
        ask(make_web(tmp_path))
    assert stand_in.asked(PATH) == 3
    kept.write_text(json.dumps(answer | {"answered": (datetime.now(UTC) - timedelta(days=2)).isoformat()}))
    ask(make_web(tmp_path, max_age=timedelta(days=3)))
    assert stand_in.asked(PATH) == 3


@pytest.mark.parametrize("rubbish", [b"", b"{", b"\xff\xfe", b"[]", b"{}", b'{"answered": 3}', b"[" * 100_000])
def test_a_broken_cache_file_is_asked_for_and_written_anew(
    rubbish: bytes, make_web: Make, stand_in: StandIn, tmp_path: Path
) -> None:
    ask(make_web(tmp_path))
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(rubbish)
    for _ in range(2):
        assert ask(make_web(tmp_path))["message"]["DOI"] == DOI
    assert stand_in.asked(PATH) == 2


def test_an_answer_under_another_name_is_not_believed(
    make_web: Make, stand_in: StandIn, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.crossref["10.5555/b"] = article("10.5555/b")
    ask(make_web(tmp_path))
    (first,) = tmp_path.iterdir()
    web = make_web(tmp_path)
    web.ask(web.services.crossref, "/works/10.5555/b", about="b")
    (second,) = set(tmp_path.iterdir()) - {first}
    first.write_bytes(second.read_bytes())
    assert ask(make_web(tmp_path))["message"]["DOI"] == DOI
    assert stand_in.asked(PATH) == 2


def test_one_service_is_not_taken_for_another(make_web: Make, tmp_path: Path, shelf: Shelf) -> None:
    ask(make_web(tmp_path))
    with StandIn(shelf.answer) as other:
        shelf.crossref[DOI] = article(volume="99")
        web = make_web(tmp_path, settings=SourceSettings(crossref=f"{other.url}/crossref"))
        assert ask(web)["message"]["volume"] == "99"


def test_half_a_surrogate_pair_can_be_kept(make_web: Make, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.fail(PATH, Reply(b'{"message": {"title": "half \\ud83d"}}'))
    for _ in range(2):
        assert ask(make_web(tmp_path))["message"]["title"] == "half \ud83d"


def test_neither_mail_address_nor_key_is_shown_or_kept(make_web: Make, stand_in: StandIn, tmp_path: Path) -> None:
    secret = SourceSettings(
        crossref="http://127.0.0.1:9",
        openalex=f"{stand_in.url}/openalex",
        mailto="keeper@nowhere.example",
        openalex_key="s3cret",
    )
    web = make_web(tmp_path, settings=secret)
    stand_in.fail("/openalex/works/a", Reply(b"", 403), Reply(b"{", 200), *[broken()] * 4, Reply({"id": 1}))
    said = []
    for _ in range(4):
        try:
            web.ask(web.services.openalex, "/works/a", about="a")
        except SourceError as error:
            said.append(str(error))
    with pytest.raises(SourceError) as caught:
        ask(web)
    assert stand_in.requests[0].query == {"api_key": "s3cret"}
    everything = " ".join([*said, str(caught.value), repr(secret), *(path.read_text() for path in tmp_path.iterdir())])
    assert len(said) == 3
    assert "s3cret" not in everything
    assert "keeper" not in everything


def test_closing_ends_the_waiting(make_web: Make, stand_in: StandIn) -> None:
    web = make_web(first_wait=30.0)
    stand_in.fail(PATH, broken())
    said: list[str] = []

    def wait() -> None:
        try:
            ask(web)
        except NotAnsweredError as error:
            said.append(str(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not stand_in.requests:
        time.sleep(0.005)
    time.sleep(0.05)
    web.close()
    waiting.join(timeout=5)
    assert said
    assert said[0].startswith("Stopped")


@pytest.mark.parametrize(
    "wrong", ["ftp://x.example", "api.crossref.org", "http://", "https://x.example:99999", "http://[::1"]
)
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(SourceSettingsError, match="EVIDENCE_CROSSREF_URL"):
        SourceSettings.from_environment({"EVIDENCE_CROSSREF_URL": wrong})


@pytest.mark.parametrize("wrong", ["me", "a@b c", "a@b\r\nX-Evil: 1", "mailto:<a@b>)"])
def test_a_mail_address_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(SourceSettingsError, match="EVIDENCE_MAILTO"):
        SourceSettings.from_environment({"EVIDENCE_MAILTO": wrong})


def test_settings_have_defaults_and_lose_the_last_slash() -> None:
    settings = SourceSettings.from_environment(
        {"EVIDENCE_DOI_URL": "http://127.0.0.1:8/doi/", "EVIDENCE_CROSSREF_URL": ""}
    )
    assert settings == SourceSettings(doi="http://127.0.0.1:8/doi")
    assert settings.crossref == "https://api.crossref.org"
