"""`evidence zotero` as a person and a script use it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence.cli import main
from tests.stand_ins.zotero import ZoteroStandIn


@pytest.fixture
def zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoteroStandIn]:
    with ZoteroStandIn() as stand_in:
        for name, value in stand_in.environment.items():
            monkeypatch.setenv(name, value)
        yield stand_in


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--library", str(root), "zotero", *arguments])


def test_status_push_status(library_copy: Path, zotero: ZoteroStandIn) -> None:
    before = run(library_copy, "status")
    assert before.exit_code == 0
    assert "to Zotero (push): 7 works" in before.stdout
    assert '  + oakley2021connector: new item: "A “connector” for 100% of practices' in before.stdout
    assert not (library_copy / "zotero.json").exists()
    pushed = run(library_copy, "push")
    assert (pushed.exit_code, pushed.stderr) == (0, "7 written, 0 failed, 0 to be decided\n")
    assert run(library_copy, "status").stdout == "Both sides are the same.\n"
    assert len(zotero.works()) == 7


def test_dry_runs_show_the_plan_of_their_side_and_write_nothing(library_copy: Path, zotero: ZoteroStandIn) -> None:
    zotero.add(itemType="book", title="A book of ponds", date="2001")
    push = run(library_copy, "push", "--dry-run").stdout
    pull = run(library_copy, "pull", "--dry-run").stdout
    assert "new item" in push
    assert "new record" not in push
    assert "  + anonymous2001book: new record for item" in pull
    assert all(asked.method == "GET" for asked in zotero.requests)
    assert len(list((library_copy / "references").glob("*.yaml"))) == 7


def test_a_conflict_is_shown_with_both_values_and_the_way_out(library_copy: Path, zotero: ZoteroStandIn) -> None:
    run(library_copy, "push")
    item = next(one for one in zotero.works() if one["citationKey"] == "reed2021counting")
    zotero.change(item["key"], volume="5")
    path = library_copy / "references/reed2021counting.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('volume: "4"', 'volume: "6"'), encoding="utf-8")
    result = run(library_copy, "pull")
    assert result.exit_code == 1
    assert '  ! reed2021counting: volume: the base has "6", Zotero has "5"; both had "4"' in result.stdout
    assert "--prefer" in result.stdout
    assert run(library_copy, "push", "--prefer", "base").exit_code == 0
    assert zotero.items[item["key"]]["volume"] == "6"


def test_deletions_are_announced(library_copy: Path, zotero: ZoteroStandIn) -> None:
    run(library_copy, "push")
    (library_copy / "references/nimbus2018atlas.yaml").unlink()
    assert "goes into Zotero's trash (only with --delete)" in run(library_copy, "push", "--dry-run").stdout
    assert len(zotero.works()) == 7
    assert "goes into Zotero's trash\n" in run(library_copy, "push", "--delete").stdout
    assert len(zotero.works()) == 6


def test_json_for_scripts(library_copy: Path, zotero: ZoteroStandIn) -> None:
    plan = json.loads(run(library_copy, "status", "--json").stdout)
    assert {step["kind"] for step in plan["steps"]} == {"create-item"}
    pushed = json.loads(run(library_copy, "push", "--json").stdout)
    assert (len(pushed["done"]), pushed["failed"]) == (7, {})
    assert len(zotero.works()) == 7


def test_refused_items_are_named_and_the_exit_code_says_so(library_copy: Path, zotero: ZoteroStandIn) -> None:
    path = library_copy / "vocabulary/models.yaml"
    text = path.read_text(encoding="utf-8").replace("label: Signposting", f"label: {'Sign' * 80}")
    path.write_text(text, encoding="utf-8")
    result = run(library_copy, "push")
    assert result.exit_code == 1
    assert "Error: tamsin2020green: item " in result.stderr
    assert len(zotero.works()) == 6


def test_nothing_hostile_reaches_the_terminal(library_copy: Path, zotero: ZoteroStandIn) -> None:
    zotero.add(itemType="book", title="\x1b[31mred\x07", date="2001")
    zotero.add(itemType="film", title="\x1b[31mred\x07")
    assert "\x1b" not in run(library_copy, "status").output


@pytest.mark.parametrize("command", ["status", "pull", "push"])
def test_without_settings_one_line_says_what_to_do(
    library_copy: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("EVIDENCE_ZOTERO_LIBRARY", raising=False)
    result = run(library_copy, command)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: EVIDENCE_ZOTERO_LIBRARY is not set")
    assert result.stderr.count("\n") == 1


def test_help_has_an_example(library_copy: Path) -> None:
    for command in ("status", "pull", "push"):
        assert f"Example: evidence zotero {command}" in run(library_copy, command, "--help").stdout
    assert run(library_copy, "pull", "--prefer", "neither").exit_code == 2
