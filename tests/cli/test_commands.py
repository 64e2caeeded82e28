"""The command line as a person or a script uses it: output, errors in one line, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidence.cli import main
from evidence.formats import FORMATS

OWN_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Own</title><id>own</id><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography><layout><group delimiter=" | ">
<text variable="title"/><date variable="issued"><date-part name="year"/></date>
</group></layout></bibliography></style>"""


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--library", str(root), *arguments])


def test_list_prints_a_line_a_record_and_counts_on_stderr(miniature_path: Path) -> None:
    result = run(miniature_path, "list", "--filter", "outcome=loneliness")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["alharbi2022corner", "oakley2021connector"]
    assert result.stderr == "2 works, 1 study family\n"


def test_list_as_json_holds_the_records_as_they_are(miniature_path: Path) -> None:
    result = run(miniature_path, "list", "--json")
    records = json.loads(result.stdout)
    trial = next(record for record in records if record["key"] == "oakley2021connector")
    assert trial["citation"]["container-title"] == "Journal of Invented Studies"
    assert trial["citation"]["author"][1] == {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}


def test_show_finds_a_record_by_its_doi_and_says_what_was_read(miniature_path: Path) -> None:
    result = run(miniature_path, "show", "https://doi.org/10.5555/lwtest.2021.101")
    assert result.exit_code == 0
    assert "randomised trial of link workers" in result.stdout
    assert "Mental wellbeing: No clear direction" in result.stdout
    assert "(part of the people only)" in result.stdout
    assert "Read: " in result.stdout


def test_show_marks_a_retracted_work(miniature_path: Path) -> None:
    assert "!! Retracted !!" in run(miniature_path, "show", "tamsin2020green").stdout


def test_search_puts_the_likeliest_first(miniature_path: Path) -> None:
    result = run(miniature_path, "search", "counting", "steps")
    assert result.stdout.startswith("reed2021counting")


def test_cite_prints_one_reference_a_line(miniature_path: Path, tmp_path: Path) -> None:
    result = run(miniature_path, "cite", "oakley2021connector", "--style", "vancouver")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Oakley WT, van der Berg J, Pine R")
    assert result.stdout.count("\n") == 1
    del tmp_path


def test_cite_takes_any_csl_file(miniature_path: Path, tmp_path: Path) -> None:
    style = tmp_path / "own.csl"
    style.write_text(OWN_STYLE, encoding="utf-8")
    result = run(miniature_path, "cite", "oakley2021connector", "nimbus2018atlas", "--style", str(style))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "A “connector” for 100% of practices: the Harbour & Hill randomised trial of link workers | 2021",
        "An atlas of small kindnesses | 2018",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("no xml", "is no CSL file"),
        ("<style/>", "holds <style>"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "has no rules for a list of references"),
    ],
)
def test_a_style_that_cannot_be_used_is_told(
    miniature_path: Path, tmp_path: Path, content: str | None, said: str
) -> None:
    style = tmp_path / "own.csl"
    if content is not None:
        style.write_text(content, encoding="utf-8")
    result = run(miniature_path, "cite", "oakley2021connector", "--style", str(style))
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unknown_style_names_those_there_are(miniature_path: Path) -> None:
    result = run(miniature_path, "cite", "--style", "chicago")
    assert result.exit_code == 2
    assert "'chicago' is none of apa, vancouver, harvard" in result.stderr


def test_a_data_package_goes_into_a_file(miniature_path: Path, tmp_path: Path) -> None:
    target = tmp_path / "base.zip"
    result = run(miniature_path, "export", "--format", "datapackage", "--filter", "design=rct", "-o", str(target))
    assert result.exit_code == 0, result.stderr
    assert result.stderr == f"{target}: 1 record as Frictionless data package\n"
    with zipfile.ZipFile(target) as archive:
        assert "oakley2021connector" in archive.read("studies.csv").decode()
        assert '"alharbi2022corner"' not in archive.read("sources.csv").decode()
    assert run(miniature_path, "export", "--format", "datapackage").exit_code == 2


@pytest.mark.parametrize("format_id", FORMATS)
def test_export_writes_a_file_whole(miniature_path: Path, tmp_path: Path, format_id: str) -> None:
    target = tmp_path / "out"
    result = run(miniature_path, "export", "--format", format_id, "-o", str(target))
    assert result.exit_code == 0
    assert "7 records" in result.stderr
    on_screen = run(miniature_path, "export", "--format", format_id)
    assert target.read_bytes() == on_screen.stdout_bytes
    assert list(tmp_path.iterdir()) == [target]


def test_export_of_a_selection_holds_only_that(miniature_path: Path) -> None:
    result = run(miniature_path, "export", "--format", "csl-json", "--filter", "design=rct")
    assert [item["id"] for item in json.loads(result.stdout)] == ["oakley2021connector"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nobody2020nothing"], "There is no record 'nobody2020nothing'"),
        (["list", "--filter", "population=older"], "Did you mean 'older-people'?"),
        (["cite", "nobody2020nothing"], "evidence list"),
        (["export", "--format", "csv", "--filter", "x"], "form facet=term"),
    ],
)
def test_an_error_is_one_line_on_stderr_and_exit_code_1(miniature_path: Path, arguments: list[str], said: str) -> None:
    result = run(miniature_path, *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_without_a_library_is_told_apart(tmp_path: Path) -> None:
    result = run(tmp_path, "list")
    assert result.exit_code == 1
    assert "holds no library" in result.stderr


@pytest.mark.parametrize("arguments", [["lst"], ["cite", "--style", "chicago"], ["export"], ["show"]])
def test_wrong_usage_is_exit_code_2(miniature_path: Path, arguments: list[str]) -> None:
    assert run(miniature_path, *arguments).exit_code == 2


def test_every_command_has_help_with_an_example() -> None:
    for name in main.commands:
        result = CliRunner().invoke(main, [name, "--help"])
        assert result.exit_code == 0
        assert f"Example: evidence {name}" in " ".join(result.output.split()), name


def test_check_of_a_clean_library_is_silent_and_counts(miniature_path: Path) -> None:
    result = run(miniature_path, "check")
    assert result.exit_code == 0, result.output
    assert "7 records checked: 0 errors" in result.stderr


def test_check_names_file_line_and_field_and_fails(library_copy: Path) -> None:
    record = library_copy / "references" / "oakley2021connector.yaml"
    text = record.read_text(encoding="utf-8").replace("DOI: 10.5555", "DOI: https://doi.org/10.5555")
    record.write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if "DOI:" in row)
    result = run(library_copy, "check")
    assert result.exit_code == 1
    assert f"references/oakley2021connector.yaml:{line}: error [doi-form] citation.DOI:" in result.stdout

    annotations = run(library_copy, "check", "--format", "github")
    assert f"::error file=references/oakley2021connector.yaml,line={line},title=doi-form::" in annotations.stdout

    problems = json.loads(run(library_copy, "check", "--format", "json").stdout)
    assert {"code": "doi-form", "line": line}.items() <= next(p for p in problems if p["code"] == "doi-form").items()


def test_a_github_annotation_cannot_be_broken_out_of(library_copy: Path) -> None:
    record = library_copy / "references" / "oakley2021connector.yaml"
    with record.open("a", encoding="utf-8") as stream:
        stream.write('"x%0A::error::y": "100%"\n')
    lines = run(library_copy, "check", "--format", "github").stdout.splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines)
    assert any("x%250A" in line for line in lines)


def test_check_of_some_keys_says_only_what_concerns_them(library_copy: Path) -> None:
    (library_copy / "references" / "reed2021counting.yaml").write_text("key: [", encoding="utf-8")
    assert run(library_copy, "check", "oakley2021connector").exit_code == 0
    assert run(library_copy, "check").exit_code == 1


def test_the_program_runs_as_installed_and_a_closed_pipe_is_no_error(miniature_path: Path) -> None:
    command = f"{sys.executable} -c 'from evidence.cli import main; main()' --library {miniature_path} list | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.startswith("alharbi2022corner")


def test_schema_can_be_written_where_the_records_look_for_it(library_copy: Path) -> None:
    shutil.rmtree(library_copy / "schema", ignore_errors=True)
    assert run(library_copy, "schema", "--write").exit_code == 0
    assert json.loads((library_copy / "schema" / "record.json").read_text(encoding="utf-8"))["$defs"]


@pytest.mark.library
def test_the_apa_reference_letter_for_letter(real_path: Path) -> None:
    result = run(real_path, "cite", "moffatt2017link", "--style", "apa")
    assert result.stdout == (
        "Moffatt, S., Steer, M., Lawson, S., Penn, L., & O’Brien, N. (2017). Link Worker social prescribing to improve "
        "health and well-being for people with long-term conditions: Qualitative study of service user perceptions. "
        "BMJ Open, 7(7), Article e015203. https://doi.org/10.1136/bmjopen-2016-015203\n"
    )
