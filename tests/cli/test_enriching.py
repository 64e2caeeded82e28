"""`enrich` as a person or a script uses it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
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
KEY = "oakley2021connector"
DOI = "10.5555/lwtest.2021.101"


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.crossref[DOI] = article(
        DOI, title=["A 'Connector' for 100% of Practices: The Harbour &amp; Hill Randomised Trial of Link Workers."],
        author=[{"family": "Oakley", "given": "W. T."}, {"family": "van der Berg", "given": "J."},
                {"family": "Pine", "given": "Rowan", "suffix": "Jr."}],
        container_title=["Journal of Invented Studies"], short_container_title=["J Invent Stud"],
        volume="12", issue="4",
        language="en-GB",
    )  # fmt: skip
    shelf.openalex[f"doi:{DOI}"] = known_to_openalex(DOI, ids={"doi": f"https://doi.org/{DOI}"})
    return shelf


@pytest.fixture
def base(library_copy: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with StandIn(shelf.answer) as server:
        server.headers = {"x-rate-limit-limit": "1000", "x-rate-limit-interval": "1s", "x-concurrency-limit": "20"}
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "tools"))
        yield library_copy


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--library", str(root), "enrich", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def text_of(root: Path, key: str = KEY) -> str:
    return (root / f"references/{key}.yaml").read_text(encoding="utf-8")


def test_without_a_terminal_it_shows_both_sides_and_writes_nothing(base: Path) -> None:
    before = text_of(base)
    result = run(base, KEY)
    assert result.exit_code == 0, result.output
    assert '  - citation.issue: "3"  (crossref)' in result.stdout
    assert '  + citation.issue: "4"  (crossref, ' in result.stdout
    assert '  + citation.publisher: "Imaginary Press"' in result.stdout
    assert "citation.title" not in result.stdout
    assert "citation.author" not in result.stdout
    assert text_of(base) == before


def test_accept_takes_what_nobody_decided(base: Path) -> None:
    result = run(base, KEY, "--accept")
    assert result.exit_code == 0
    assert "left as it is, because a person decided it; --accept citation.issue takes it" in result.stdout
    study = Library.load(base).studies[KEY]
    assert (study.citation.publisher, study.citation.issue) == ("Imaginary Press", "3")
    assert study.integrity.checked != "2024-05-06"
    assert "# The randomised trial of the miniature library" in text_of(base)


@pytest.mark.parametrize("arguments", [(KEY, "--accept", "issue"), ("--accept", "citation.issue,volume", KEY)])
def test_accept_with_names_takes_exactly_these(base: Path, arguments: tuple[str, ...]) -> None:
    before = text_of(base)
    assert run(base, *arguments).exit_code == 0
    old, new = before.splitlines(), text_of(base).splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed[0] == ('  issue: "3"', '  issue: "4"')
    assert len(changed) == 2
    assert "crossref, " in changed[1][1]


def test_accept_before_a_key_means_that_record(base: Path) -> None:
    assert run(base, "--accept", KEY).exit_code == 0
    assert Library.load(base).studies[KEY].citation.publisher == "Imaginary Press"


def test_a_field_that_is_none_is_wrong_usage(base: Path) -> None:
    result = run(base, KEY, "--accept", "issue,colour")
    assert result.exit_code == 2
    assert "'colour'" in result.stderr


def test_a_dry_run_writes_nothing_even_with_accept(base: Path) -> None:
    before = text_of(base)
    result = run(base, KEY, "--accept", "--dry-run")
    assert "would be taken" in result.stderr
    assert text_of(base) == before


def test_one_that_fails_stops_nobody_and_is_exit_code_1(base: Path) -> None:
    result = run(base, "--accept")
    assert result.exit_code == 1
    assert "marsh2023link: doi.org says" in result.stderr
    assert "nimbus2018atlas: it has no DOI" in result.stderr
    assert Library.load(base).studies[KEY].citation.publisher == "Imaginary Press"


def test_a_retraction_found_later_is_said_loudly(base: Path, shelf: Shelf) -> None:
    shelf.crossref[DOI]["updated-by"] = [update("10.5555/notice", "retraction")]
    assert "!! This work is marked: RETRACTED !!" in run(base, KEY, "--accept").stdout
    assert not Library.load(base).studies[KEY].counts_as_evidence


def talk(root: Path, answers: dict[str, str]) -> str:
    """Run `enrich` on a terminal of its own and answer its questions: y, n or q by field, n where none is given."""
    program = [sys.executable, "-c", "from evidence.cli import main; main()", "--library", str(root), "enrich", KEY]
    leader, follower = pty.openpty()
    shown = b""
    with subprocess.Popen(program, stdin=follower, stdout=follower, stderr=follower) as process:
        os.close(follower)
        until = time.monotonic() + 30
        asked = 0
        while time.monotonic() < until:
            if select.select([leader], [], [], 0.1)[0]:
                try:
                    piece = os.read(leader, 65536)
                except OSError:
                    break
                shown += piece
            elif process.poll() is not None:
                break
            questions = re.findall(r"Take ([\w.-]+)\? \(y, n, q\) \[n\]: ", shown.decode(errors="replace"))
            if len(questions) > asked:
                asked += 1
                os.write(leader, f"{answers.get(questions[-1], '')}\n".encode())
    os.close(leader)
    return shown.decode()


def test_on_a_terminal_each_difference_is_asked_for(base: Path) -> None:
    shown = talk(base, {"citation.issue": "y", "citation.language": "q"})
    assert "Take citation.publisher?" in shown
    assert "Take citation.ISSN?" not in shown
    assert "Stopped; what was taken before is written." in shown
    assert "\x1b[31m" in shown
    assert "\x1b[32m" in shown
    citation = Library.load(base).studies[KEY].citation
    assert (citation.issue, citation.publisher) == ("4", None)
