"""`check --fix` and `check --online` as a person or a script uses them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence.cli import main
from tests.online.conftest import DOI, OAKLEY, base, pages, server, shelf  # noqa: F401 (fixtures)
from tests.stand_ins.server import Reply, StandIn, broken, not_found
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import update

ROOT = Path(__file__).parents[2]
RECORD = f"references/{OAKLEY}.yaml"


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--library", str(root), "check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def spoil(root: Path, old: str, new: str, path: str = RECORD) -> str:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text


def files(root: Path) -> dict[str, bytes]:
    paths = [path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def test_fix_mends_tells_and_checks_what_is_left(library_copy: Path) -> None:
    spoil(library_copy, f"DOI: {DOI}", f"DOI: https://doi.org/{DOI.upper()}")
    spoil(library_copy, 'page: "12-40"', 'page: "40-12"', "references/marsh2023link.yaml")
    assert run(library_copy).stderr.endswith(": 2 errors, 0 warnings, 1 notice; 1 of them can be mended with --fix\n")
    result = run(library_copy, "--fix")
    assert result.exit_code == 1
    assert f"{RECORD}:19: mended [doi-form] citation.DOI:" in result.stderr
    assert "1 thing in 1 file mended" in result.stderr
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["references/marsh2023link.yaml"]
    assert f"  DOI: {DOI}\n" in (library_copy / RECORD).read_text(encoding="utf-8")


def test_a_second_run_changes_nothing(library_copy: Path) -> None:
    spoil(library_copy, 'volume: "12"', "volume: 12")  # the record cannot be read before this is mended,
    spoil(library_copy, 'page: "101-110"', "page: pp. 101–10")  # and only then is this found
    assert "2 things in 1 file mended" in run(library_copy, "--fix").stderr
    once = files(library_copy)
    result = run(library_copy, "--fix")
    assert (result.exit_code, files(library_copy)) == (0, once)
    assert "0 things in 0 files mended" in result.stderr


def test_a_dry_run_shows_a_patch_of_everything_and_writes_nothing(library_copy: Path) -> None:
    sound = spoil(library_copy, 'volume: "12"', "volume: 12")
    spoil(library_copy, 'page: "101-110"', 'page: "101–110"')
    before = files(library_copy)
    result = run(library_copy, "--fix", "--dry-run")
    assert result.exit_code == 1
    assert files(library_copy) == before
    assert "2 things in 1 file would be mended (dry run: nothing was written)" in result.stderr
    done = subprocess.run(["git", "-C", library_copy, "apply", "-"], input=result.stdout, text=True, check=False)
    assert done.returncode == 0
    assert (library_copy / RECORD).read_text(encoding="utf-8") == sound
    assert run(library_copy, "--fix", "--dry-run").exit_code == 0


def test_fix_keeps_to_the_records_named(library_copy: Path) -> None:
    spoil(library_copy, 'page: "101-110"', 'page: "101–110"')
    before = files(library_copy)
    assert run(library_copy, "marsh2023link", "--fix").exit_code == 0
    assert files(library_copy) == before


def test_json_stays_json_with_fix(library_copy: Path) -> None:
    spoil(library_copy, 'page: "101-110"', 'page: "101–110"')
    assert isinstance(json.loads(run(library_copy, "--fix", "--format", "json").stdout), list)


@pytest.mark.parametrize("flags", [("--dry-run",), ("--refresh",)])
def test_a_flag_without_the_one_it_goes_with_is_wrong_usage(miniature_path: Path, flags: tuple[str, ...]) -> None:
    assert run(miniature_path, *flags).exit_code == 2


@pytest.fixture
def asked(base: Path, server: StandIn, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
    for name, value in environment(server).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("EVIDENCE_MAILTO", "keeper@nowhere.example")
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tools"))
    return base


def test_online_tells_a_retraction_with_its_place_and_writes_nothing(asked: Path, shelf: Shelf) -> None:  # noqa: F811
    shelf.crossref[DOI]["updated-by"] = [update("10.5555/notice", "retraction")]
    before = files(asked)
    result = run(asked, OAKLEY, "--online")
    assert result.exit_code == 1
    assert f"{RECORD}:25: error [notice-not-in-record] integrity.status: The work is retracted" in result.stdout
    assert "evidence enrich KEY --accept integrity" in result.stdout
    assert files(asked) == before


def test_what_could_not_be_checked_is_always_said_and_is_no_error(
    asked: Path,
    pages: dict[str, Reply],  # noqa: F811
) -> None:
    pages["/jis/12/3/101.pdf"] = broken(403)
    result = run(asked, OAKLEY, "--online")
    assert result.exit_code == 0
    assert f"{RECORD}:24: notice [not-checked] access.full-text: Could not check " in result.stdout
    assert "4 works and addresses asked for: 3 fine, 0 wrong, 1 not checked" in result.stderr


def test_online_for_tools(asked: Path, pages: dict[str, Reply]) -> None:  # noqa: F811
    pages["/jis/12/3/101.pdf"] = not_found()
    [problem] = json.loads(run(asked, OAKLEY, "--online", "--format", "json").stdout)
    assert (problem["code"], problem["line"], problem["field"]) == ("address-gone", 24, "access.full-text")
    assert (
        f"::error file={RECORD},line=24,title=address-gone::"
        in run(asked, OAKLEY, "--online", "--format", "github").stdout
    )


def test_a_second_look_asks_only_for_what_is_missing(asked: Path, server: StandIn) -> None:  # noqa: F811
    run(asked, OAKLEY, "--online")
    server.requests.clear()
    run(asked, OAKLEY, "--online")
    assert server.requests == []
    run(asked, OAKLEY, "--online", "--refresh")
    assert server.asked(f"/crossref/works/{DOI}") == 1


def test_a_malformed_record_is_told_and_the_others_are_asked_for(asked: Path) -> None:
    spoil(asked, "collections:", "colections:", "references/marsh2023link.yaml")
    result = run(asked, OAKLEY, "marsh2023link", "--online")
    assert "[schema]" in result.stdout
    assert "works and addresses asked for" in result.stderr
    assert "0 works and addresses asked for" in run(asked, "marsh2023link", "--online").stderr


def test_an_unknown_key_is_told(asked: Path) -> None:
    result = run(asked, "nobody1900nothing", "--online")
    assert result.exit_code == 1
    assert "nobody1900nothing" in result.stderr


def test_ctrl_c_on_a_terminal_ends_it_and_leaves_everything_whole(
    asked: Path,
    server: StandIn,  # noqa: F811
) -> None:
    server.fail(f"/crossref/works/{DOI}", Reply({}, wait=5))
    before = files(asked)
    program = [
        sys.executable,
        "-c",
        "from evidence.cli import main; main()",
        "--library",
        str(asked),
        "check",
        "--online",
    ]
    leader, follower = pty.openpty()
    with subprocess.Popen(program, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        until = time.monotonic() + 30
        while not server.asked(f"/crossref/works/{DOI}") and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        shown = os.read(leader, 65536).decode()
    os.close(leader)
    assert "fine 0, wrong 0, not checked 0" in shown
    assert "Stopped." in shown
    assert "Traceback" not in shown
    assert files(asked) == before
