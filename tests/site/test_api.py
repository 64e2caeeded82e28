"""The JSON files: the questions as their pages show them, and every field described, none too many."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urljoin

import pytest

from evidence.library import Library
from evidence.site.api import INDEX_FIELDS, QUESTIONS_FIELDS, STUDY_FIELDS, TERMS_FIELDS
from evidence.site.page import Asset, Page
from evidence.site.questions import answered
from tests.site.building import build, page

Made = dict[str, Page | Asset]
EVERYWHERE = {"apiVersion", "licence"}
"""Fields that stand in each file and are described at the index."""


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature)


def loaded(made: Made, name: str) -> Any:
    found = made[f"data/{name}"]
    assert isinstance(found, Asset)
    return json.loads(found.data)


def test_a_question_is_told_as_its_page_tells_it(made: Made, miniature: Library) -> None:
    (found,) = loaded(made, "questions.json")["questions"]
    assert urljoin("/data/questions.json", found["page"]) == "/questions/feeling-better/"
    assert found["question"] == "Do link workers help people feel better?"
    assert found["answer"] == "Having a link worker may make little or no difference to wellbeing."
    assert found["answer"] in re.sub(
        r" <span class=\"judged\">.*?</span>", "", page(made, "questions/feeling-better/").body
    )
    assert found["judgements"] == [
        {"text": "may make little or no difference to wellbeing", "level": "low", "judgedBy": "marsh2023link"}
    ]
    assert found["about"] == {"outcome": ["mental-wellbeing", "depression"]}
    assert found["cited"] == ["marsh2023link", "oakley2021connector"]
    assert found["works"] == [study.key for study in answered(miniature)[0].studies]
    assert (found["counts"]["works"], found["counts"]["compared"]) == (len(found["works"]), 1)


def test_the_dials_are_those_of_the_page(made: Made) -> None:
    (found,) = loaded(made, "questions.json")["questions"]
    dials = found["dials"]
    assert dials["direction"] == {
        "direction": None,
        "word": "Only 1 study compared",
        "counts": [{"direction": "no-clear-direction", "word": "No clear direction", "number": 1}],
    }
    assert dials["certainty"] == {"least": 1, "most": 2, "word": "Very low to low", "judgedBy": ["marsh2023link"]}
    assert dials["amount"]["steps"] == 1
    body = unescape(page(made, "questions/feeling-better/").body)
    for dial in dials.values():
        assert f"<span>{dial['word']}</span>" in body
    for kind in dials["amount"]["kinds"]:
        assert f"<li>{kind}</li>" in body


def test_every_key_that_a_question_names_is_a_work(made: Made, miniature: Library) -> None:
    for one in loaded(made, "questions.json")["questions"]:
        judges = [judgement["judgedBy"] for judgement in one["judgements"]] + one["dials"]["certainty"]["judgedBy"]
        assert {*one["cited"], *one["works"], *judges} <= set(miniature.studies)


def test_without_questions_the_file_is_there_and_empty(miniature: Library) -> None:
    bare = build(replace(miniature, questions={}))
    assert loaded(bare, "questions.json")["questions"] == []
    assert loaded(bare, "index.json")["files"]["questions"] == "questions.json"


def named(fields: Mapping[str, str]) -> set[str]:
    """Return the names that a description of fields stands for, such as `a` and `b` for "a, b"."""
    return {name for names in fields for name in names.split(", ")}


def words_of(said: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_-]+", said))


def test_each_file_holds_what_its_description_names_and_no_more(made: Made, miniature: Library) -> None:
    study = loaded(made, f"studies/{next(iter(miniature.studies))}.json")
    for data, fields in (
        (loaded(made, "index.json"), INDEX_FIELDS),
        (study, STUDY_FIELDS),
        (loaded(made, "terms.json"), TERMS_FIELDS),
        (loaded(made, "questions.json"), QUESTIONS_FIELDS),
    ):
        assert {name for name in named(fields) if "." not in name} | EVERYWHERE == set(data)
        for inner in (name for name in named(fields) if "." in name):
            outer, _, name = inner.partition(".")
            assert all(name in one for one in data[outer]), inner


def test_every_field_within_a_question_is_described(made: Made) -> None:
    (found,) = loaded(made, "questions.json")["questions"]
    assert set(found) <= words_of(QUESTIONS_FIELDS["questions"])
    for name in ("judgements", "dials", "counts"):
        described = words_of(QUESTIONS_FIELDS[f"questions.{name}"])
        assert _names(found[name]) <= described, name
    body = unescape(page(made, "data/").body)
    assert 'href="questions.json"' in body
    for said in QUESTIONS_FIELDS.values():
        assert said in body


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(_names(inner) for inner in value.values()))
    return set().union(*(_names(inner) for inner in value)) if isinstance(value, list) else set()
