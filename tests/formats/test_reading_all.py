"""What holds for every reader: nothing raised, nothing lost, in good time; and the way out of the base and back."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.formats import FORMATS, READERS, Entry, Failure, decode, reader_of
from evidence.library import Library

TWO_WAYS = ("bibtex", "ris", "csl-json")
HTML = "<!DOCTYPE html>\n<html><body>Sign in @article{x, title={y}}\nTY  - JOUR\n[1]\nPMID- 1</body></html>"
ONE = {
    "bibtex": "@article{a, title = {A title}, author = {Reed, Ada}}",
    "ris": "TY  - JOUR\nTI  - A title\nAU  - Reed, Ada\nER  - ",
    "csl-json": '[{"id": "a", "type": "book", "title": "A title", "author": [{"family": "Reed", "given": "Ada"}]}]',
    "nbib": "PMID- 1\nTI  - A title.\nFAU - Reed, Ada\n",
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "text", ["", "   \n\n\t", "\ufeff", "\x00\x00\x00", HTML, "just some words", "\\", "@", "{", "TY"]
)
def test_a_file_that_is_none_of_its_kind_is_one_failure_that_keeps_the_text(name: str, text: str) -> None:
    result = READERS[name](text)
    assert result.entries == ()
    assert len(result.failures) == 1
    assert result.failures[0].message.endswith((".", ")", "it.", "again."))
    assert "".join(result.failures[0].raw.split()) == re.sub("[\\s\x00\ufeff]", "", text)


@pytest.mark.parametrize("name", READERS)
def test_control_characters_are_dropped_and_told(name: str) -> None:
    result = READERS[name](
        ONE[name].replace("title", "ti\x00tle", 1) if name == "nbib" else ONE[name].replace("A title", "A\x00 title")
    )
    assert len(result.entries) == 1
    assert result.entries[0].citation is not None
    assert result.entries[0].citation.title == "A title"
    assert "1 control characters were dropped" in result.remarks[0]


@pytest.mark.parametrize("name", READERS)
def test_a_file_cut_anywhere_keeps_what_was_whole(name: str) -> None:
    text = f"{ONE[name]}\n\n{ONE[name]}" if name != "csl-json" else f"{ONE[name][:-1]},{ONE[name][1:]}"
    for end in range(len(text)):
        result = READERS[name](text[:end])
        assert len(result.entries) + len(result.failures) >= 1
        if end > len(ONE[name]) + 1:
            assert result.entries[0].citation == READERS[name](ONE[name]).entries[0].citation


def test_damaged_letters_are_told() -> None:
    assert "Latin-1" in READERS["bibtex"]("@book{a, title = {CafÃ©}}").remarks[0]
    assert "characters were lost" in READERS["ris"]("TY  - BOOK\nTI  - Caf\ufffd\nER  - ").remarks[0]
    assert READERS["bibtex"]("@book{a, title = {Ãgua e pão}}").remarks == ()


def test_bytes_of_all_encodings() -> None:
    assert decode("Café “x”".encode()) == ("Café “x”", [])
    assert decode("Café".encode("utf-8-sig")) == ("Café", [])
    assert decode("Café".encode("utf-16")) == ("Café", ["The file is in UTF-16; it was read as such."])
    text, remarks = decode("Café “x” ".encode("cp1252") + b"\x81")
    assert text == "Café “x” \x81"
    assert "byte 4" in remarks[0]
    assert "Windows-1252" in remarks[0]


@pytest.mark.parametrize(("name", "expected"), [(f"{name}.txt", name) for name in ONE])
def test_a_file_is_known_by_its_text(name: str, expected: str) -> None:
    assert reader_of(name, "\ufeff" + ONE[expected]) == expected


def test_a_file_without_a_sign_is_known_by_its_name_or_not_at_all() -> None:
    assert reader_of("EXPORT.BIB", "") == "bibtex"
    assert reader_of("list.txt", "Reed, A. (2020). A title. [1]") is None


@pytest.mark.parametrize("name", READERS)
def test_five_thousand_entries_in_good_time(name: str, miniature: Library) -> None:
    if name == "nbib":
        text = "\n".join(
            f"PMID- {number + 1}\nTI  - A title {number}.\nFAU - Reed, Ada\nFAU - Marsh, Indigo\nJT  - Journal\n"
            f"DP  - 2021 Mar 9\nPG  - 1-9\nAID - 10.5555/{number} [doi]\n"
            for number in range(5000)
        )
    else:
        studies = list(miniature.studies.values())
        many = [studies[number % len(studies)].model_copy(update={"key": f"a2000b{number}"}) for number in range(5000)]
        text = FORMATS[name].write(many, miniature, None)
    result = READERS[name](text)
    assert len(result.entries) == 5000


@pytest.mark.parametrize("name", TWO_WAYS)
def test_the_keywords_come_back(name: str, miniature: Library) -> None:
    study = miniature.studies["harbour2019year"]
    entry = READERS[name](FORMATS[name].write([study], miniature, None)).entries[0]
    assert "Link worker" in entry.keywords
    assert any(note.startswith("Coded as: model Holistic") for note in entry.notes)


FREE = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
MARKS = st.sampled_from(
    ["@article{", "@", "{", "}", '"', "#", ",", "=", "title", "author", "\\", "$", "%", "\n", "TY  - JOUR", "ER  - ",
     "TI  - ", "AU  - ", "PMID- 1", "FAU - ", "      ", "[", "]", '{"id":', '"title":', ":", "null", "1", "doi",
     "10.1/x", " and ", "\x00", "\\verb", "\\begin{x}", "month = jan", "crossref = {a}", "@string{a = ",
     "PY  - ", "SP  - "]
)  # fmt: skip
SOUP = st.lists(st.one_of(MARKS, FREE), max_size=40).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=SOUP)
@pytest.mark.parametrize("name", READERS)
def test_no_reader_raises_and_nothing_disappears(name: str, text: str) -> None:
    result = READERS[name](text)
    parts: list[Entry | Failure] = [*result.entries, *result.failures]
    assert parts
    if any("web page" in failure.message for failure in result.failures):
        return
    starts = {
        "ris": r"(?m)^\s{0,3}TY\s{1,3}-(?:\s.*)?$",
        "nbib": r"(?m)^PMID {0,3}-(?: .*|\s*)$",
        "bibtex": r"(?m)^@article\{[^\n@{}]*",
        "csl-json": r"(?!)",
    }[name]
    begun = [found.strip() for found in re.findall(starts, clean_lines(text))]
    assert len(parts) >= len(begun) or name == "bibtex"
    kept = "\n".join(part.raw for part in parts)
    for line in begun:
        assert kept.count(line) >= begun.count(line)


def clean_lines(text: str) -> str:
    return re.sub(
        "[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff]", "", text.replace("\r\n", "\n").replace("\r", "\n")
    ).replace("\f", "\n")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), FREE),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(FREE, inner, max_size=3)),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        "id",
        "type",
        "title",
        "author",
        "editor",
        "issued",
        "accessed",
        "DOI",
        "ISBN",
        "ISSN",
        "URL",
        "page",
        "note",
        "keyword",
    ]
)


@settings(max_examples=200, deadline=None)
@given(items=st.lists(st.one_of(JSON, st.dictionaries(NAMES, JSON, max_size=8)), min_size=1, max_size=4))
def test_every_item_of_csl_json_is_an_entry_or_a_failure(items: list[object]) -> None:
    result = READERS["csl-json"](json.dumps(items))
    assert len(result.entries) + len(result.failures) == len(items)


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(
        st.tuples(
            st.sampled_from(
                sorted({"TI", "AU", "PY", "DA", "SP", "EP", "DO", "UR", "SN", "M3", "N1", "AN", "C2", "T2"})
            ),
            FREE,
        ),
        max_size=12,
    )
)
def test_every_ty_is_an_entry_or_a_failure(values: list[tuple[str, str]]) -> None:
    record = "\n".join(["TY  - JOUR", *(f"{tag}  - {' '.join(value.split())}" for tag, value in values), "ER  - "])
    result = READERS["ris"](f"{record}\n\n{record}\n")
    assert len(result.entries) + len(result.failures) == 2
