"""What holds for every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from evidence.formats import FORMATS
from evidence.library import Library

WITH_NOTE = [name for name in FORMATS if name != "findings-csv"]
ADDRESS = "https://links.example.org/base/"


def test_the_formats_a_person_can_ask_for() -> None:
    assert {name: one.extension for name, one in FORMATS.items()} == {
        "bibtex": ".bib",
        "biblatex": ".biblatex.bib",
        "ris": ".ris",
        "csl-json": ".json",
        "csv": ".csv",
        "findings-csv": ".findings.csv",
    }
    assert len({one.extension for one in FORMATS.values()}) == len(FORMATS), (
        "files of one folder have names of their own"
    )


@pytest.mark.parametrize("name", WITH_NOTE)
def test_each_entry_carries_its_record_licence_and_labels(name: str, miniature: Library) -> None:
    written = FORMATS[name].write(miniature.studies.values(), miniature, ADDRESS)
    for key in miniature.studies:
        assert f"{ADDRESS}studies/{key}/" in written
    assert written.count("CC BY 4.0") == len(miniature.studies)
    assert "People with long-term conditions" in written
    # Derived from the findings, not typed as a tag.
    assert "Loneliness" in written


@pytest.mark.parametrize("name", FORMATS)
def test_an_unset_address_leaves_no_trace(name: str, miniature: Library) -> None:
    written = FORMATS[name].write(miniature.studies.values(), miniature, None)
    assert "studies/" not in written
    assert "None" not in written


@pytest.mark.parametrize("name", WITH_NOTE)
def test_a_retracted_work_says_so_and_no_other(name: str, miniature: Library) -> None:
    retracted = FORMATS[name].write([miniature.studies["tamsin2020green"]], miniature, None)
    assert "RETRACTED: this work was withdrawn" in retracted
    assert "10.5555/lwtest.2023.retraction" in retracted
    sound = FORMATS[name].write([miniature.studies["oakley2021connector"]], miniature, None)
    assert "RETRACTED" not in sound


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_is_the_one_asked_for(name: str, miniature: Library) -> None:
    keys = ["tamsin2020green", "alharbi2022corner"]
    written = FORMATS[name].write((miniature.studies[key] for key in keys), miniature, None)
    assert written.index(keys[0]) < written.index(keys[1])


def test_nothing_selected_gives_an_empty_file_that_can_be_read(miniature: Library) -> None:
    assert FORMATS["bibtex"].write([], miniature, None) == ""
    assert FORMATS["biblatex"].write([], miniature, None) == ""
    assert FORMATS["ris"].write([], miniature, None) == ""
    assert json.loads(FORMATS["csl-json"].write([], miniature, None)) == []
    for name in ("csv", "findings-csv"):
        assert len(list(csv.reader(io.StringIO(FORMATS[name].write([], miniature, None))))) == 1


@pytest.mark.parametrize("name", WITH_NOTE)
def test_the_note_names_the_coding(name: str, miniature: Library) -> None:
    written = FORMATS[name].write([miniature.studies["alharbi2022corner"]], miniature, None)
    assert (
        "Coded as: model Holistic; population People with long-term conditions; "
        "outcome Experience and satisfaction, Loneliness." in written
    )
