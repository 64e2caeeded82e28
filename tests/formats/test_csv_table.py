"""CSV, read back by the reader of the standard library."""

from __future__ import annotations

import csv
import io

import pytest

from evidence.formats import csv_table
from evidence.library import Library
from tests.formats.awkward import TITLES, study_with


def rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline=""), strict=True))


def test_one_row_a_study_under_the_documented_names(miniature: Library) -> None:
    written = csv_table.write(miniature.studies.values(), miniature, "https://example.org/")
    found = rows(written)
    assert [row["key"] for row in found] == list(miniature.studies)
    assert list(found[0]) == [column.name for column in csv_table.COLUMNS]
    assert all(None not in row and None not in row.values() for row in found)


def test_the_data_dictionary_describes_every_column_once() -> None:
    names = [column.name for column in csv_table.COLUMNS]
    assert len(set(names)) == len(names)
    assert all(column.description for column in csv_table.COLUMNS)
    assert all(name.isidentifier() and name == name.lower() for name in names)


def test_lines_end_as_rfc_4180_says_and_every_cell_is_quoted(miniature: Library) -> None:
    written = csv_table.write(miniature.studies.values(), miniature, None)
    assert "\n" not in written.replace("\r\n", "")
    assert written.count("\r\n") == len(miniature.studies) + 1
    assert all(line.startswith('"') and line.endswith('"') for line in written.split("\r\n")[:-1])


def test_cells_hold_what_the_record_holds(miniature: Library) -> None:
    row = next(
        r
        for r in rows(csv_table.write(miniature.studies.values(), miniature, "https://example.org/"))
        if r["key"] == "oakley2021connector"
    )
    expected = {
        "record": "https://example.org/studies/oakley2021connector/",
        "author": "Oakley, Wren T.; van der Berg, Jan; Pine, Rowan, Jr.",
        "year": "2021",
        "issued": "2021-03-09",
        "doi": "10.5555/lwtest.2021.101",
        "population": "adults-general; long-term-conditions",
        "population_label": "Adults, not further specified; People with long-term conditions",
        "outcome": "mental-wellbeing; loneliness; gp-contacts",
        "design": "rct",
        "design_label": "Randomised trial",
        "family": "alharbi2022corner; oakley2021connector",
        "participants_n": "400",
        "comparison": "usual-care",
        "integrity": "no-notice",
    }
    assert {name: row[name] for name in expected} == expected
    unknown = next(
        r for r in rows(csv_table.write(miniature.studies.values(), miniature, None)) if r["key"] == "nimbus2018atlas"
    )
    assert (unknown["record"], unknown["participants_n"], unknown["doi"], unknown["findings"]) == ("", "", "", "0")


@pytest.mark.parametrize("title", [*TITLES, "+1", "-1", "@SUM(A1)", 'a "quoted" one, with a comma'])
def test_nothing_is_changed_in_silence(title: str, miniature: Library) -> None:
    assert rows(csv_table.write([study_with(miniature, title=title)], miniature, None))[0]["title"] == title


@pytest.mark.library
def test_the_whole_base_is_read_back(real_library: Library) -> None:
    found = rows(csv_table.write(real_library.studies.values(), real_library, None))
    assert {row["key"]: row["title"] for row in found} == {
        key: study.citation.title for key, study in real_library.studies.items()
    }
    # A list is read back by splitting: nothing in it may hold what stands between its parts.
    for row, study in zip(found, real_library.studies.values(), strict=True):
        authors = row["author"].split(csv_table.BETWEEN) if row["author"] else []
        assert authors == [name.inverted for name in study.citation.author]
        assert [term for term in row["outcome_label"].split(csv_table.BETWEEN) if term] == [
            real_library.vocabulary.label("outcome", term) for term in study.outcomes
        ]
