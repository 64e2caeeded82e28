"""How findings are gathered: ignored, kept to some keys, sorted."""

from __future__ import annotations

from pathlib import Path

from evidence import checks
from evidence.library import Library


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_ignored_finding_is_dropped_and_the_entry_counts_as_used(library_copy: Path) -> None:
    record = library_copy / "references/oakley2021connector.yaml"
    change(record, 'page: "101-110"', 'page: "110-101"')
    change(record, "provenance:\n", "ignore: {page-range: The journal prints it so.}\nprovenance:\n")
    codes = {problem.code for problem in checks.run(Library.load(library_copy))}
    assert codes.isdisjoint({"page-range", "unused-ignore"})


def test_an_ignored_finding_of_the_summary_is_dropped(library_copy: Path) -> None:
    change(library_copy / "summaries/oakley2021connector.md", "a fair test", "a robust test")
    record = library_copy / "references/oakley2021connector.yaml"
    assert [p.code for p in checks.run(Library.load(library_copy)) if p.level == "error"] == ["words-to-avoid"]
    change(record, "provenance:\n", "ignore: {words-to-avoid: A quotation.}\nprovenance:\n")
    assert [p.code for p in checks.run(Library.load(library_copy)) if p.level == "error"] == []


def test_an_ignore_speaks_for_its_own_record_only(library_copy: Path) -> None:
    change(library_copy / "references/reed2021counting.yaml", 'page: "9"', 'page: "9–8"')
    change(
        library_copy / "references/oakley2021connector.yaml",
        "provenance:\n",
        "ignore: {page-range: Not this one.}\nprovenance:\n",
    )
    found = {(p.code, p.path) for p in checks.run(Library.load(library_copy))}
    assert ("page-range", "references/reed2021counting.yaml") in found
    assert ("unused-ignore", "references/oakley2021connector.yaml") in found


def test_an_unknown_code_under_ignore_is_found(library_copy: Path) -> None:
    record = library_copy / "references/reed2021counting.yaml"
    change(record, "provenance:\n", "ignore: {no-such-check: Why not.}\nprovenance:\n")
    [problem] = [p for p in checks.run(Library.load(library_copy)) if p.code == "unused-ignore"]
    assert problem.field == "ignore.no-such-check"
    assert problem.level == "warning"
    assert "no check" in problem.message


def test_keys_keep_findings_to_their_files(library_copy: Path) -> None:
    change(library_copy / "references/oakley2021connector.yaml", 'page: "101-110"', 'page: "110-101"')
    change(library_copy / "references/reed2021counting.yaml", 'page: "9"', 'page: "9–8"')
    change(library_copy / "summaries/oakley2021connector.md", "a fair test", "a robust test")
    problems = checks.run(Library.load(library_copy), ["oakley2021connector"])
    assert [problem.place for problem in problems] == [
        "references/oakley2021connector.yaml:17",
        "summaries/oakley2021connector.md:22",
    ]


def test_findings_come_in_the_order_of_files_and_lines(library_copy: Path) -> None:
    change(library_copy / "vocabulary/outcomes.yaml", "[phq-9]", "[phq-8]")
    change(library_copy / "references/oakley2021connector.yaml", "model: [holistic]", "model: [holistc]")
    change(library_copy / "references/oakley2021connector.yaml", 'page: "101-110"', 'page: "110-101"')
    problems = checks.run(Library.load(library_copy))
    assert problems == sorted(problems, key=lambda p: (p.path, p.line))
    assert [p.code for p in problems if p.level == "error"] == ["page-range", "unknown-term", "term-measure-missing"]


def test_an_unknown_term_gets_the_nearest_one(library_copy: Path) -> None:
    record = library_copy / "references/oakley2021connector.yaml"
    change(record, "connector: [link-worker]", "connector: [links-workers]")
    change(record, "measure: ucla-3\n", "measure: ucla3\n")
    problems = [p for p in checks.run(Library.load(library_copy)) if p.code == "unknown-term"]
    assert ["link-worker" in problems[0].remedy, "ucla-3" in problems[1].remedy] == [True, True]


def test_a_malformed_target_is_told_once(library_copy: Path) -> None:
    change(library_copy / "references/tamsin2020green.yaml", "collections:", "colections:")
    problems = [p for p in checks.run(Library.load(library_copy)) if p.level == "error"]
    assert {(p.code, p.path) for p in problems} == {("schema", "references/tamsin2020green.yaml")}
