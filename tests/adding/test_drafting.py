"""The record of a new work, and its text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import checks, yaml_text
from evidence.adding.drafting import Work, draft, key_of
from evidence.adding.suggesting import Match, Suggestion
from evidence.adding.texts import record_text, summary_draft
from evidence.identifiers import is_key
from evidence.library import Library
from evidence.model import Access, Citation, Integrity, Name, Study
from evidence.sections import take_apart
from evidence.summaries import SUMMARY_FIELDS
from evidence.vocabulary import Vocabulary
from tests.adding.conftest import TODAY

CITATION = Citation(
    type="article-journal",
    title="Link workers: “what” they do & don’t # a 50% study",
    author=[Name(family="Fen", given="Bo", non_dropping_particle="van der"), Name(literal="The Null: Group")],
    container_title="Journal of Invented Care",
    issued="2021-03",
    volume="7",
    doi="10.5555/x:(1)#2",
    pmid="99",
)
WORK = Work(
    CITATION, "crossref", TODAY, Access(licence="CC-BY-4.0"), Integrity(status="no-notice", checked="2026-11-22")
)
SUGGESTIONS = [
    Suggestion("connector", "link-worker", (Match("Link workers", "title"),)),
    Suggestion("population", "older-people", (Match("older\n#people", "abstract"),)),
    Suggestion("design", "qualitative", (Match("interviews", "abstract"),)),
]


def drafted(miniature: Library, **changes: Any) -> Study:
    return draft(replace(WORK, **changes), "fen2021link", "wider-literature", SUGGESTIONS, miniature)


def test_the_text_holds_the_record_and_the_reasons_for_its_tags(miniature: Library) -> None:
    study = drafted(miniature)
    text = record_text(study, SUGGESTIONS, ["A remark\nover two lines: # odd."])
    assert Study.model_validate(yaml_text.read(text).data) == study
    assert text.startswith("# yaml-language-server: $schema=../schema/record.json\nkey: fen2021link\n")
    assert '    - link-worker  # suggested by "Link workers" (title); keep it to confirm\n' in text
    assert '    - older-people  # suggested by "older #people" (abstract); keep it to confirm\n' in text
    assert '  design: qualitative  # suggested by "interviews" (abstract); keep it to confirm\n' in text
    assert "# Remark: A remark over two lines: # odd.\n" in text
    assert '  issued: "2021-03"\n' in text
    assert "access: {status: not-checked, licence: CC-BY-4.0}\n" in text


def test_a_tag_taken_out_leaves_a_record_that_is_read(miniature: Library) -> None:
    text = record_text(drafted(miniature), SUGGESTIONS)
    kept = "".join(line for line in text.splitlines(keepends=True) if "older-people" not in line)
    kept = kept.replace("  population:\n", "")
    assert Study.model_validate(yaml_text.read(kept).data).tags.connector == ["link-worker"]


def test_the_lines_to_fill_in_fit_when_their_mark_is_taken_away(miniature: Library) -> None:
    text = record_text(drafted(miniature), [])
    lines = text.splitlines(keepends=True)
    start = next(place for place, line in enumerate(lines) if line == "# study:\n")
    end = next(place for place, line in enumerate(lines) if line.startswith("provenance:"))
    opened = [line.removeprefix("# ") for line in lines[start:end]]
    study = Study.model_validate(yaml_text.read("".join([*lines[:start], *opened, *lines[end:]])).data)
    assert study.study.participants is not None
    assert study.findings == []


def test_what_no_source_gave_is_said_so_that_the_check_passes(library_copy: Path) -> None:
    bare = Citation(type="article-journal", title="A title and nothing else", doi="10.5555/bare")
    library = Library.load(library_copy)
    study = draft(Work(bare, "crossref", TODAY), key_of(bare), "wider-literature", [], library)
    assert len(study.provenance.not_seen) == 3
    (library_copy / f"references/{study.key}.yaml").write_text(record_text(study, []), encoding="utf-8")
    problems = checks.run(Library.load(library_copy), [study.key])
    assert [problem for problem in problems if problem.level == "error"] == []


def test_values_of_a_file_are_all_unverified(miniature: Library) -> None:
    citation = drafted(miniature, unverified=True, source="my library.bib").provenance.citation
    assert citation.source == "my library.bib"
    assert set(citation.unverified) == {"type", "title", "author", "container-title", "issued", "volume", "DOI", "PMID"}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "vanderfen2021link"),
        ({"title": "Co‐producing care"}, "vanderfen2021coproducing"),
        ({"title": "RETRACTED ARTICLE: Gardens"}, "vanderfen2021gardens"),
        ({"author": [], "issued": None}, "anonymous1000link"),
        ({"author": [Name(family="الحربي")], "title": "在"}, "anonymous2021untitled"),
        ({"author": [Name(literal="The " + "very " * 40 + "long group")]}, "theveryveryveryveryveryveryveryv2021link"),
        ({"title": "W" * 3000}, "vanderfen2021" + "w" * 40),
        ({"issued": "0101"}, "vanderfen1000link"),
    ],
)
def test_keys(changes: dict[str, Any], key: str) -> None:
    assert key_of(CITATION.model_copy(update=changes)) == key


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=60), st.sampled_from(["2021-03", "9999", "0001"]))
def test_a_key_is_always_a_key(family: str, title: str, issued: str) -> None:
    name = Name.model_construct(
        family=family, literal=None, given=None, suffix=None, dropping_particle=None, non_dropping_particle=None
    )
    citation = Citation.model_construct(type="document", title=title, author=[name], editor=[], issued=issued)
    assert is_key(key_of(citation))


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=25).filter(
    lambda text: text == text.strip() and "\n" not in text and text.splitlines() == [text]
)


@given(words, words, st.lists(words, max_size=3))
def test_whatever_the_words_the_text_reads_as_the_record(title: str, family: str, remarks: list[str]) -> None:
    citation = Citation(type="document", title=title, author=[Name(family=family)], url="https://example.org/a?b#c")
    library = Library(Path("nowhere"), Vocabulary())
    study = draft(Work(citation, "crossref", TODAY), "a2020b", "wider-literature", SUGGESTIONS, library)
    text = record_text(study, [replace(SUGGESTIONS[0], matches=(Match(title, "title"),)), *SUGGESTIONS[1:]], remarks)
    try:
        data = yaml_text.read(text).data
    except yaml_text.YamlError:  # a character that YAML forbids, in the title or name itself: the intake reports it
        return
    assert Study.model_validate(data) == study


def test_the_draft_of_a_summary_has_the_shape_of_one() -> None:
    file = take_apart(summary_draft("fen2021link", TODAY))
    assert [part.heading for part in file.sections] == list(SUMMARY_FIELDS)
    assert file.meta.data["key"] == "fen2021link"
