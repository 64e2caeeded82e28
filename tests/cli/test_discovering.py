"""`discover` and `screen` as a person uses them, against stand-ins of the services, with every fault they can have."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from evidence import checks
from evidence.cli import main, services
from evidence.library import Library
from evidence.screening import flow, load
from evidence.screening.worklist import Worklist
from evidence.sources.http import Web
from tests.screening.texts import HELD, STRATEGY, WORKLIST, write
from tests.stand_ins.server import Asked, Reply, StandIn, broken, too_many, web_page
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import article

TODAY = datetime.now(UTC).date().isoformat()
PATH = "/crossref/works"
FAST = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}
STRATEGY_PATH, LIST_PATH = "references/search.yaml", "references/screening.yaml"


DECIDED = 'decision: {verdict: later, reason: null, note: null, stage: title, by: THEM, on: "2024-02-05"}'


def found(doi: str, title: str, day: str = "2024-03-04", family: str = "Quill") -> dict[str, object]:
    author = [{"given": "Ada", "family": family, "sequence": "first"}]
    return article(doi, title=[title], author=author, abstract=None, created={"date-time": f"{day}T08:00:00Z"})


@pytest.fixture
def shelf() -> Shelf:
    messages = [
        found("10.5555/new.10", "Link workers and the social tide"),
        found("10.5555/new.11", "Social prescribing in a storm", family="Fen"),
        found("10.5555/new.12", "Social class and tomatoes", family="Leaf"),
        found("10.5555/new.13", "A worker at a lathe", family="Lathe"),
        found("10.5555/new.14", "What a link can be: link workers on the radio", family="Wave"),
        found(HELD, "A “connector” for 100% of practices: the Harbour & Hill randomised trial of link workers"),
        found("10.5555/old.1", "Link workers before there were any", day="2019-12-31"),
    ]
    return Shelf(crossref={str(message["DOI"]): message for message in messages})


@pytest.fixture
def stand_in(shelf: Shelf) -> Iterator[StandIn]:
    with StandIn(shelf.answer) as server:
        server.headers = FAST
        yield server


@pytest.fixture
def root(library_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(services, "Web", partial(Web, first_wait=0.01))
    return write(library_copy, worklist=None)


@pytest.fixture
def run(root: Path, stand_in: StandIn) -> Callable[..., Result]:
    def call(*arguments: str, given: str | None = None) -> Result:
        settings = environment(stand_in) | {"EVIDENCE_MAILTO": "keeper@nowhere.example"}
        result = CliRunner(env=settings).invoke(main, ["--library", str(root), *arguments], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call


def worklist(root: Path) -> Worklist:
    screening = load(root)
    assert screening is not None
    return screening.worklist


def text(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="utf-8")


# discover


def test_new_works_are_listed_with_the_numbers_and_the_date_moves(run: Callable[..., Result], root: Path) -> None:
    result = run("discover")
    assert result.exit_code == 0, result.output
    rows = dict(re.findall(r"^  (\S.*?)\s+(\d+)$", result.stdout, re.MULTILINE))
    assert rows == {
        "received": "7", "given twice by this search": "1", "in the base already": "1", "in the list already": "0",
        "set aside: type, language or rank": "2", "new in the list": "3",
    }  # fmt: skip
    assert {work.doi for work in worklist(root).works} == {"10.5555/new.10", "10.5555/new.11", "10.5555/new.14"}
    assert text(root, STRATEGY_PATH) == STRATEGY.replace("last-looked: null", f"last-looked: {TODAY}")
    assert "3 new works in references/screening.yaml" in result.stderr


def test_only_works_since_the_day_are_asked_for(run: Callable[..., Result], stand_in: StandIn) -> None:
    run("discover")
    asked = {request.query["filter"] for request in stand_in.requests if request.path == PATH}
    assert asked == {"from-created-date:2020-01-01"}
    stand_in.requests.clear()
    run("discover")
    assert {request.query["filter"] for request in stand_in.requests} == {f"from-created-date:{TODAY}"}


def test_a_second_look_lists_nothing_twice(run: Callable[..., Result], root: Path) -> None:
    run("discover")
    works = worklist(root).works
    result = run("discover", "--since", "2020-01-01")
    assert result.exit_code == 0
    assert worklist(root).works == works
    assert "No new work." in result.stderr
    library = Library.load(root)
    assert [str(p) for p in checks.run(library) if p.code.startswith("search-")] == []


def test_a_dry_run_shows_and_writes_nothing(run: Callable[..., Result], root: Path) -> None:
    result = run("discover", "--dry-run")
    assert "Link workers and the social tide" in result.stdout
    assert "10.5555/new.11" in result.stdout
    assert not (root / LIST_PATH).exists()
    assert text(root, STRATEGY_PATH) == STRATEGY


def test_json_holds_the_numbers_and_the_works(run: Callable[..., Result]) -> None:
    data = json.loads(run("discover", "--json").stdout)
    assert data["searches"][0]["set-aside"] == 2
    assert [work["decision"] for work in data["works"]] == [None] * 3


def test_a_limit_keeps_the_date(run: Callable[..., Result], root: Path) -> None:
    result = run("discover", "--limit", "1")
    assert result.exit_code == 0
    assert "not whole" in result.stdout
    assert text(root, STRATEGY_PATH) == STRATEGY
    assert worklist(root).searches[0].whole is False


def test_days_left_out_keep_the_date(run: Callable[..., Result], root: Path) -> None:
    result = run("discover", "--since", "2024-01-01")
    assert "The days before 2024-01-01 were left out" in result.stdout
    assert text(root, STRATEGY_PATH) == STRATEGY


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([broken()] * 4, "answered with status 500"),
        ([too_many("3600")], "asks to wait 3,600 seconds"),
        ([too_many()] * 4, "answered with status 429"),
        ([Reply({"message": {}}, cut_after=5)] * 4, "cut the connection"),
        ([web_page()], "a web page instead of data"),
        ([Reply({"message": {"items": "none"}})], "another shape than documented"),
        ([Reply(b"")], "an empty answer"),
    ],
    ids=["down", "wait an hour", "too many", "cut", "sign-in page", "another shape", "empty"],
)
def test_a_service_that_does_not_answer_leaves_everything_as_it_was(
    replies: list[Reply], said: str, run: Callable[..., Result], root: Path, stand_in: StandIn
) -> None:
    stand_in.fail(PATH, *replies)
    result = run("discover")
    assert result.exit_code == 1
    assert said in result.stderr
    assert "The date of the last look stays" in result.stderr
    assert "Traceback" not in result.output
    assert not (root / LIST_PATH).exists()
    assert text(root, STRATEGY_PATH) == STRATEGY


def test_nobody_at_the_address(root: Path) -> None:
    result = CliRunner(env={"EVIDENCE_CROSSREF_URL": "http://127.0.0.1:9"}).invoke(
        main, ["--library", str(root), "discover"]
    )
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "cannot be reached" in result.stderr


def test_a_run_cut_short_keeps_what_it_found_and_can_be_repeated(
    run: Callable[..., Result], root: Path, shelf: Shelf
) -> None:
    answer = Shelf.answer

    def cut(self: Shelf, request: Asked) -> Reply | None:
        is_second = request.query.get("query.bibliographic") == "link worker"
        return Reply({}, cut_after=1) if is_second else answer(self, request)

    with StandIn(lambda request: cut(shelf, request)) as server:
        server.headers = FAST
        result = CliRunner(env=environment(server)).invoke(main, ["--library", str(root), "discover"])
    assert result.exit_code == 1
    assert sorted(work.doi for work in worklist(root).works) == ["10.5555/new.10", "10.5555/new.11"]
    assert text(root, STRATEGY_PATH) == STRATEGY
    assert run("discover").exit_code == 0
    after = worklist(root)
    assert sorted(work.doi for work in after.works) == ["10.5555/new.10", "10.5555/new.11", "10.5555/new.14"]
    assert [search.whole for search in after.searches] == [False, True]
    assert TODAY in text(root, STRATEGY_PATH)
    screening = load(root)
    assert screening is not None
    way = flow(screening, Library.load(root)).databases
    assert way is not None
    assert way.waiting == 3


def test_what_somebody_decides_while_it_asks_is_kept(root: Path, shelf: Shelf) -> None:
    write(root)
    decided = WORKLIST.replace("decision: null  # the best", DECIDED)

    def answer(request: Asked) -> Reply | None:
        (root / LIST_PATH).write_text(decided, encoding="utf-8")
        return shelf.answer(request)

    with StandIn(answer) as server:
        server.headers = FAST
        CliRunner(env=environment(server)).invoke(main, ["--library", str(root), "discover"])
    assert text(root, LIST_PATH).count(DECIDED) == 1
    assert len(worklist(root).works) == 4 + 3


def test_a_run_that_is_killed_leaves_no_trace(root: Path, shelf: Shelf) -> None:
    with StandIn(shelf.answer) as server:
        server.latency = 5
        command = [sys.executable, "-m", "evidence.cli", "--library", str(root), "discover"]
        script = [sys.executable, "-c", "from evidence.cli import main; main()", *command[3:]]
        process = subprocess.Popen(script, env=os.environ | environment(server))
        for _ in range(200):
            if server.requests:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert server.requests
    assert not (root / LIST_PATH).exists()
    assert text(root, STRATEGY_PATH) == STRATEGY
    assert not list((root / "references").glob(".*"))


def test_a_library_without_a_strategy_says_what_is_missing(library_copy: Path) -> None:
    for command in ("discover", "screen"):
        result = CliRunner().invoke(main, ["--library", str(library_copy), command])
        assert result.exit_code == 1
        assert "references/search.yaml is missing" in result.stderr


def test_a_broken_strategy_is_told_with_its_line(run: Callable[..., Result], root: Path) -> None:
    write(root, STRATEGY.replace("at-most: 5", "at-most: five"))
    result = run("discover")
    assert result.exit_code == 1
    assert "references/search.yaml:16:" in result.stderr


# screen


@pytest.fixture
def listed(root: Path) -> Path:
    return write(root)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put a command in the place of `add` that only notes what it was given; it fails for `.2`."""
    got: list[str] = []

    @click.command("add")
    @click.argument("dois", nargs=-1)
    @click.pass_context
    def add(context: click.Context, dois: tuple[str, ...]) -> None:
        got.extend(dois)
        context.exit(1 if dois[0].endswith(".2") else 0)

    monkeypatch.setitem(main.commands, "add", add)
    return got


@pytest.mark.usefixtures("listed")
def test_works_come_best_first_with_where_and_why(run: Callable[..., Result]) -> None:
    result = run("screen", given="s\nq\n")
    moon, sea = result.stdout.index("on the moon"), result.stdout.index("at sea")
    assert moon < sea
    assert "Quill and others. Journal of Invented Care. 2023" in result.stdout
    assert "https://doi.org/10.5555/new.1" in result.stdout
    assert "· in the title: link worker" in result.stdout
    assert "0 decisions written, 2 to go" in result.stderr


def test_each_decision_is_written_at_once(run: Callable[..., Result], listed: Path, handed_over: list[str]) -> None:
    # exclude for another reason, without saying which, then with words; then include; then the pipe ends
    result = run("screen", "--by", "AL", given="e\n2\n\ne\n2\nNot on earth\ni\n")
    assert result.exit_code == 0, result.output
    after = worklist(listed)
    moon, sea = after.work("10.5555/new.2").decision, after.work("10.5555/new.1").decision
    assert moon is not None
    assert (moon.verdict, moon.reason, moon.note, moon.by, moon.on) == ("exclude", "other", "Not on earth", "AL", TODAY)
    assert sea is not None
    assert (sea.verdict, sea.reason) == ("include", None)
    assert handed_over == ["10.5555/new.1"]


def test_the_first_decision_stands_when_the_second_is_never_made(run: Callable[..., Result], listed: Path) -> None:
    run("screen", "--by", "AL", given="l\n")
    decisions = [work.decision and work.decision.verdict for work in worklist(listed).works]
    assert decisions == [None, "later", "exclude", "later"]
    assert len(text(listed, LIST_PATH).splitlines()) == len(WORKLIST.splitlines())


@pytest.mark.usefixtures("handed_over")
def test_an_unknown_key_decides_nothing(run: Callable[..., Result], listed: Path) -> None:
    run("screen", "--by", "AL", given="x\n\ne\n9\nq\n")
    assert text(listed, LIST_PATH) == WORKLIST


def test_who_decides_is_asked_once(run: Callable[..., Result], listed: Path) -> None:
    result = run("screen", given="l\nA. Keeper\nl\n")
    assert result.stdout.count("Who decides") == 1
    assert {work.decision.by for work in worklist(listed).works[:2] if work.decision} == {"A. Keeper"}


def test_a_work_that_add_cannot_bring_in_stays_included(
    run: Callable[..., Result], listed: Path, handed_over: list[str]
) -> None:
    result = run("screen", "--by", "AL", given="i\nq\n")
    assert result.exit_code == 1
    assert handed_over == ["10.5555/new.2"]
    assert "evidence add 10.5555/new.2" in result.stderr
    decision = worklist(listed).work("10.5555/new.2").decision
    assert decision is not None
    assert decision.verdict == "include"


def test_an_included_work_can_be_excluded_after_reading(
    run: Callable[..., Result], listed: Path, handed_over: list[str]
) -> None:
    run("screen", "doi:10.5555/NEW.1", "--by", "AL", given="i\n")
    result = run("screen", "10.5555/new.1", "--by", "BM", given="e\n1\ny\n")
    assert "decided before: include, AL" in result.stdout
    decision = worklist(listed).work("10.5555/new.1").decision
    assert decision is not None
    assert (decision.verdict, decision.stage, decision.by) == ("exclude", "report", "BM")
    assert len(handed_over) == 1


def test_works_put_off_come_back_when_asked_for(run: Callable[..., Result], listed: Path) -> None:
    del listed
    assert "dark tower" not in run("screen", given="s\ns\n").stdout
    assert "dark tower" in run("screen", "--later", given="s\ns\ns\n").stdout


@pytest.mark.usefixtures("listed")
def test_list_and_json(run: Callable[..., Result]) -> None:
    listing = run("screen", "--list")
    assert [line.split()[0] for line in listing.stdout.splitlines()] == ["70", "60", "25"]
    assert "(put off)" in listing.stdout.splitlines()[2]
    assert "3 works without a decision, 4 in the list" in listing.stderr
    data = json.loads(run("screen", "--json").stdout)
    assert [work["rank"] for work in data] == [70, 60, 30, 25]
    assert data[2]["decision"]["reason"] == "off-topic"


def test_nothing_to_decide_is_said(run: Callable[..., Result]) -> None:
    result = run("screen")
    assert result.exit_code == 0
    assert "evidence discover" in result.stderr


@pytest.mark.usefixtures("listed")
def test_a_doi_that_is_not_in_the_list(run: Callable[..., Result]) -> None:
    result = run("screen", "10.5555/nowhere")
    assert result.exit_code == 1
    assert "evidence screen --list" in result.stderr


def test_what_another_person_decided_meanwhile_is_kept(run: Callable[..., Result], listed: Path) -> None:
    theirs = WORKLIST.replace(
        "decision: null\n", 'decision: {verdict: later, reason: null, by: THEM, on: "2024-02-05"}\n', 1
    )

    def meanwhile() -> Iterator[str]:
        (listed / LIST_PATH).write_text(theirs, encoding="utf-8")
        yield "l\n"

    class Typed:
        """A keyboard at which somebody sits down after the works were shown."""

        lines = meanwhile()

        def readline(self) -> str:
            return next(self.lines, "")

        def isatty(self) -> bool:
            return False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evidence.cli.screening.sys.stdin", Typed())
        main.main(["--library", str(listed), "screen", "--by", "AL", "10.5555/new.2"], standalone_mode=False)
    assert [work.decision and work.decision.by for work in worklist(listed).works[:2]] == ["THEM", "AL"]
    del run


def test_at_a_terminal_one_key_decides(listed: Path) -> None:
    keyboard, terminal = pty.openpty()
    script = [sys.executable, "-c", "from evidence.cli import main; main()"]
    process = subprocess.Popen(
        [*script, "--library", str(listed), "screen", "--by", "AL"], stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    try:
        press(keyboard, b"l")
        shown = read_until(keyboard, "2 of 2")
        assert worklist(listed).work("10.5555/new.2").decision is not None
        press(keyboard, b"q")
        shown += read_until(keyboard, "to go")
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(keyboard)
    assert "1 decision written" in shown


def press(terminal: int, key: bytes) -> None:
    """Press a key once the program waits for one: what is typed before that is thrown away."""
    deadline = time.monotonic() + 20
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.write(terminal, key)


def read_until(terminal: int, words: str) -> str:
    seen = ""
    while words not in seen:
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, seen
        seen += os.read(terminal, 1024).decode(errors="replace")
    return seen


def test_from_discovered_to_included_by_add_itself(run: Callable[..., Result], root: Path) -> None:
    if "add" not in main.commands:
        pytest.skip("`add` is not there")
    run("discover")
    result = run("screen", "10.5555/new.10", "--by", "AL", given="i\n")
    assert result.exit_code == 0, result.output
    library = Library.load(root)
    assert library.study("10.5555/new.10").citation.title == "Link workers and the social tide"
    assert [str(problem) for problem in checks.run(library) if problem.level == "error"] == []
    screening = load(root)
    assert screening is not None
    way = flow(screening, library).databases
    assert way is not None
    assert (way.sought, way.pending, way.not_retrieved) == (1, 0, 1)
