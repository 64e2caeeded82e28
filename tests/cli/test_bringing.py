"""`add`, `import` and `duplicates` as a person or a script uses them, against stand-in services."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence.cli import main
from evidence.library import Library
from tests.stand_ins.server import StandIn
from tests.stand_ins.services import Shelf, environment
from tests.stand_ins.works import article, known_to_openalex, update

ROOT = Path(__file__).parents[2]
DOI = "10.1186/s12913-018-3437-7"
KEY = "quill2021link"
PROGRAM = [sys.executable, "-c", "from evidence.cli import main; main()"]


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.crossref[DOI] = article(DOI)
    shelf.openalex[f"doi:{DOI}"] = known_to_openalex(DOI)
    return shelf


@pytest.fixture
def stand_in(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with StandIn(shelf.answer) as server:
        server.headers = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "tools"))
        yield server


@pytest.fixture
def base(library_copy: Path, stand_in: StandIn) -> Path:
    assert stand_in.requests == []
    return library_copy


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--library", str(root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def references(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "references").iterdir())}


def test_a_doi_becomes_a_record_and_the_second_time_it_says_which(base: Path) -> None:
    first = run(base, "add", f"https://doi.org/{DOI}")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("added ")
    assert f"references/{KEY}.yaml" in first.stdout
    assert "1 added, 0 there, 0 unsure, 0 failed" in first.stderr
    checked = run(base, "check", KEY)
    assert checked.exit_code == 0, checked.output
    assert "0 errors" in checked.stderr

    before = references(base)
    second = run(base, "add", DOI.upper())
    assert second.exit_code == 0
    assert second.stdout.startswith("there ")
    assert f"references/{KEY}.yaml" in second.stdout
    assert references(base) == before


def test_what_the_shell_parted_belongs_together(base: Path) -> None:
    result = run(base, "add", "DOI:", DOI, "PMID", "99000007")
    assert [line.split()[0] for line in result.stdout.splitlines() if not line.startswith(" ")] == ["added"]
    assert "PMID 99000007" in result.stderr
    assert "1 added, 0 there, 0 unsure, 1 failed" in result.stderr
    assert run(base, "add", "doi:").exit_code == 1


def test_unsure_and_failed_are_exit_code_1_and_on_stderr(base: Path, shelf: Shelf) -> None:
    run(base, "add", DOI)
    shelf.crossref["10.5555/twin"] = article("10.5555/twin")
    result = run(base, "add", "nonsense", "10.5555/none", "10.5555/twin")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [line.split()[0] for line in result.stderr.splitlines()[:3]] == ["failed", "failed", "unsure"]
    assert f"? {KEY}" in result.stderr
    assert "Their DOIs differ" in result.stderr
    assert "0 added, 0 there, 1 unsure, 2 failed" in result.stderr
    forced = run(base, "add", "--force", "10.5555/twin")
    assert forced.exit_code == 0
    assert f"references/{KEY}a.yaml" in forced.stdout


def test_a_retraction_is_said_loudly(base: Path, shelf: Shelf) -> None:
    shelf.crossref[DOI] = article(DOI, updated_by=[update("10.5555/notice", "retraction")])
    assert "!! This work is marked: RETRACTED !! Notice: 10.5555/notice." in run(base, "add", DOI).stdout
    assert "RETRACTED" in run(base, "add", DOI).stdout


def test_a_dry_run_prints_the_file_and_nothing_else_on_stdout(base: Path) -> None:
    before = references(base)
    result = run(base, "add", "--dry-run", DOI)
    assert result.exit_code == 0
    assert result.stdout.startswith("# yaml-language-server:")
    assert "nothing was written" in result.stderr
    assert references(base) == before
    assert not list((base / "summaries").glob("*.draft"))


def test_without_a_draft_of_the_summary(base: Path) -> None:
    run(base, "add", "--no-draft", DOI)
    assert not list((base / "summaries").glob("*.draft"))
    assert f"references/{KEY}.yaml" in run(base, "add", DOI).stdout


def test_json_is_one_object_a_line(base: Path) -> None:
    result = run(base, "add", "--json", DOI, "nonsense")
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["status"], first["key"], first["integrity"]["status"]) == ("added", KEY, "no-notice")
    assert (second["status"], second["key"]) == ("failed", None)


def test_the_editor_opens_on_the_record(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f"{sys.executable} {tmp_path / 'editor.py'}")
    (tmp_path / "editor.py").write_text("import sys; open(sys.argv[1], 'a').write('# seen\\n')", encoding="utf-8")
    run(base, "add", "--open", DOI)
    assert (base / f"references/{KEY}.yaml").read_text(encoding="utf-8").endswith("# seen\n")


def test_an_unknown_collection_is_said_before_anything_is_asked(base: Path, stand_in: StandIn) -> None:
    result = run(base, "add", "--collection", "mine", DOI)
    assert result.exit_code == 1
    assert "wider-literature" in result.stderr
    assert stand_in.requests == []


def test_records_that_cannot_be_read_are_named(base: Path) -> None:
    (base / "references/odd2020thing.yaml").write_text("key: [", encoding="utf-8")
    assert "references/odd2020thing.yaml" in run(base, "add", DOI).stderr


def test_answers_are_kept_until_they_are_asked_for_anew(base: Path, stand_in: StandIn) -> None:
    run(base, "add", "--dry-run", DOI)
    asked = len(stand_in.requests)
    assert asked
    assert (base / ".cache/http").is_dir()
    run(base, "add", "--dry-run", DOI)
    assert len(stand_in.requests) == asked
    run(base, "add", "--dry-run", "--refresh", DOI)
    assert len(stand_in.requests) == 2 * asked


def test_import_reports_every_entry_and_counts(base: Path, tmp_path: Path) -> None:
    file = tmp_path / "export.ris"
    file.write_text(
        f"TY  - JOUR\nTI  - Link workers and the lighthouse: an invented evaluation\nDO  - {DOI}\nER  - \n"
        "TY  - JOUR\nTI  - A thing nobody knows\nER  - \nTY  - JOUR\nER  - \n",
        encoding="utf-8",
    )
    result = run(base, "import", str(file), str(base / "mkdocs.yml"))
    assert result.exit_code == 1
    assert f"{file} (ris): 2 references" in result.stderr
    assert "1 added, 0 there, 1 unsure, 2 failed" in result.stderr
    assert "--format" in result.stderr
    again = run(base, "import", str(file), "--dry-run")
    assert "0 added, 1 there" in again.stderr


def test_offline_asks_nobody(base: Path, tmp_path: Path, stand_in: StandIn) -> None:
    file = tmp_path / "one.bib"
    file.write_text("@article{x, title={A paper about boats}, author={Oar, Ann}, year=2020}", encoding="utf-8")
    result = run(base, "import", "--offline", str(file))
    assert result.exit_code == 0, result.output
    assert "oar2020paper" in result.stdout
    assert stand_in.requests == []
    assert run(base, "check", "oar2020paper").exit_code == 0


@pytest.mark.parametrize("text", ["", "<!doctype html><p>no", "\x00\x01", "@article{", "\ufeff", "[{}]", "a" * 5000])
def test_files_that_are_nothing_give_a_line_and_no_traceback(base: Path, tmp_path: Path, text: str) -> None:
    for name in ("x.bib", "x.ris", "x.nbib", "x.json", "x.txt"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = run(base, "import", "--offline", str(tmp_path / name))
        assert result.exit_code in {0, 1}
        assert name in result.stderr


def test_duplicates_are_listed_with_reasons(base: Path, shelf: Shelf) -> None:
    assert run(base, "duplicates").exit_code == 0
    run(base, "add", DOI)
    shelf.crossref["10.5555/twin"] = article("10.5555/twin")
    run(base, "add", "--force", "10.5555/twin")
    result = run(base, "duplicates")
    assert result.exit_code == 1
    assert KEY in result.stdout
    assert "Their titles are the same." in result.stdout
    (pair,) = json.loads(run(base, "duplicates", "--json").stdout)
    assert {pair["one"], pair["other"]} == {KEY, f"{KEY}a"}


def many(shelf: Shelf, number: int) -> list[str]:
    dois = [f"10.5555/many.{place}" for place in range(number)]
    for place, doi in enumerate(dois):
        shelf.crossref[doi] = article(
            doi,
            title=[f"{place} boats: what number {place} did to {place:x} people"],
            author=[{"family": f"Oar{place}"}],
        )
    return dois


def test_killed_half_way_and_started_again_each_doi_is_asked_for_once(
    base: Path, shelf: Shelf, stand_in: StandIn
) -> None:
    dois = many(shelf, 120)
    stand_in.headers |= {"x-rate-limit-limit": "200", "x-concurrency-limit": "3"}
    stand_in.latency = 0.005
    command = [*PROGRAM, "--library", str(base), "add", "--no-draft", *dois]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as killed:
        assert killed.stdout is not None
        printed = 0
        while printed < 30:
            printed += killed.stdout.readline().startswith("added ")
        killed.send_signal(signal.SIGKILL)
    time.sleep(0.2)
    library = Library.load(base)
    assert library.problems == ()
    assert 30 <= len(library.studies) - 7 < 120
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert len(Library.load(base).studies) - 7 == 120
    asked = Counter(request.path for request in stand_in.requests if request.path.startswith("/crossref/works/"))
    assert len(asked) == 120
    # Lost are only the answers under way when it was killed, or not yet kept on a slow disk: one a thread at most.
    assert sum(asked.values()) <= 120 + 16
    names = [path.name for path in (base / "references").iterdir()]
    assert [name for name in names if not name.endswith((".yaml", ".tmp"))] == []


def test_ctrl_c_leaves_whole_files_and_one_line(base: Path, shelf: Shelf, stand_in: StandIn) -> None:
    dois = many(shelf, 60)
    stand_in.headers |= {"x-rate-limit-limit": "50"}
    command = [*PROGRAM, "--library", str(base), "add", *dois]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as stopped:
        assert stopped.stdout is not None
        assert stopped.stderr is not None
        stopped.stdout.readline()
        stopped.send_signal(signal.SIGINT)
        errors = stopped.stderr.read()
        assert stopped.wait(timeout=30) == 130
    assert "Traceback" not in errors
    assert "Stopped." in errors
    assert Library.load(base).problems == ()
    assert not list(base.rglob("*.tmp"))


def test_a_terminal_shows_the_progress_and_a_pipe_does_not(base: Path, shelf: Shelf) -> None:
    dois = many(shelf, 3)
    command = [*PROGRAM, "--library", str(base), "add", *dois]
    leader, follower = pty.openpty()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=follower, check=True, timeout=60)
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 0.5)[0]:
        try:
            shown += os.read(leader, 65536)
        except OSError:
            break
    os.close(leader)
    assert b"2 of 3: added 2, there 0, unsure 0, failed 0" in shown
    piped = subprocess.run([*command, "10.5555/none"], capture_output=True, check=False, timeout=60)
    assert b"of 4" not in piped.stderr
    assert b"\x1b" not in piped.stderr
