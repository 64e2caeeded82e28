"""What a record may be, and what is derived from it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from evidence.library import Library
from evidence.model import (
    SAME_FAMILY,
    Citation,
    Finding,
    Name,
    Participants,
    RelationType,
    Study,
    Tags,
    is_real_date,
    to_plain,
)


def citation(**fields: Any) -> Citation:
    return Citation.model_validate({"type": "book", "title": "T", **fields})


@pytest.mark.parametrize(
    ("parts", "inverted", "full", "short"),
    [
        ({"family": "Oakley", "given": "Wren"}, "Oakley, Wren", "Wren Oakley", "Oakley"),
        (
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            "van der Berg, Jan",
            "Jan van der Berg",
            "van der Berg",
        ),
        (
            {"family": "Rossi", "given": "Anna", "dropping-particle": "de'"},
            "Rossi, Anna de'",
            "Anna de' Rossi",
            "Rossi",
        ),
        ({"family": "Pine", "given": "Rowan", "suffix": "Jr."}, "Pine, Rowan, Jr.", "Rowan Pine Jr.", "Pine"),
        ({"family": "الحربي", "given": "نورة"}, "الحربي, نورة", "نورة الحربي", "الحربي"),
        ({"family": "Plato"}, "Plato", "Plato", "Plato"),
        ({"literal": "Harbour Council"}, "Harbour Council", "Harbour Council", "Harbour Council"),
    ],
)
def test_names(parts: dict[str, str], inverted: str, full: str, short: str) -> None:
    name = Name.model_validate(parts)
    assert (name.inverted, name.full, name.short) == (inverted, full, short)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"given": "Wren"},
        {"family": "A", "literal": "B"},
        {"literal": "B", "given": "C"},
        {"literal": "B", "suffix": "Jr."},
        {"family": ""},
        {"famly": "A"},
    ],
)
def test_what_is_no_name(parts: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Name.model_validate(parts)


@pytest.mark.parametrize(
    ("families", "short"),
    [
        (["A"], "A, 2020"),
        (["A", "B"], "A and B, 2020"),
        (["A", "B", "C"], "A and others, 2020"),
        ([], "No author named, 2020"),
    ],
)
def test_a_work_in_short(families: list[str], short: str) -> None:
    assert citation(author=[{"family": one} for one in families], issued="2020-05").short == short


def test_a_work_without_authors_goes_by_its_editors_and_without_a_date_says_so() -> None:
    assert citation(editor=[{"family": "E"}]).short == "E, no date"


def test_a_date_is_as_precise_as_known() -> None:
    assert citation(issued="2017-07-16").issued_parts == [2017, 7, 16]
    assert citation(issued="2017").issued_parts == [2017]
    assert citation().issued_parts == []
    assert citation(issued="2017-07").year == "2017"


@pytest.mark.parametrize(
    "fields",
    [
        {"issued": 2017},
        {"issued": "17"},
        {"issued": "2017-7"},
        {"type": "article-jurnal"},
        {"title": " T"},
        {"title": "a\nb"},
        {"title": ""},
        {"volume": 7},
        {"doi": "10.1/x", "Doi": "x"},
        {"container_titel": "x"},
        {"URL": "ftp://x"},
        {"URL": "javascript:alert(1)"},
        {"URL": "https://a b"},
        {"URL": 'https://a"b'},
    ],
)
def test_nothing_is_converted_or_guessed(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        citation(**fields)


def test_a_count_is_a_count() -> None:
    assert Participants.model_validate({"n": 0}).n == 0
    for wrong in (-1, "30", 3.0, True):
        with pytest.raises(ValidationError):
            Participants.model_validate({"n": wrong})


def test_tags_of_a_facet_are_always_a_list() -> None:
    tags = Tags.model_validate({"design": "rct", "referral-route": ["gp"]})
    assert tags.of("design") == ["rct"]
    assert tags.of("referral-route") == ["gp"]
    assert tags.of("model") == []
    assert tags.of("no-such-facet") == []


def test_outcomes_are_derived_from_findings_each_once(miniature: Library) -> None:
    trial = miniature.study("oakley2021connector")
    assert trial.outcomes == ["mental-wellbeing", "loneliness", "gp-contacts"]
    assert trial.terms("outcome") == trial.outcomes
    assert trial.terms("model") == ["holistic"]


def test_a_finding_inherits_the_comparison_unless_it_is_a_subgroup(miniature: Library) -> None:
    trial = miniature.study("oakley2021connector")
    assert [trial.comparison_of(finding) for finding in trial.findings] == ["usual-care"] * 3 + [None]
    own = Finding.model_validate(
        {"outcome": "x", "direction": "descriptive", "basis": "review", "finding": "F.", "comparison": "own-baseline"}
    )
    assert trial.comparison_of(own) == "own-baseline"


def test_only_a_retracted_work_no_longer_counts(miniature: Library) -> None:
    assert [key for key, study in miniature.studies.items() if not study.counts_as_evidence] == ["tamsin2020green"]


def test_plain_data_has_the_names_of_the_file_and_nothing_that_was_not_there(miniature: Library) -> None:
    for key, study in miniature.studies.items():
        plain = to_plain(study)
        assert plain == miniature.documents[f"references/{key}.yaml"].data
        assert Study.model_validate(plain) == study


@pytest.mark.parametrize("text", ["2020", "2020-02", "2020-02-29"])
def test_real_dates(text: str) -> None:
    assert is_real_date(text)


@pytest.mark.parametrize("text", ["2021-02-29", "2020-13", "2020-00", "0000", "2020-04-31"])
def test_dates_that_are_not_in_the_calendar(text: str) -> None:
    assert not is_real_date(text)


def test_relations_of_one_family_are_relations() -> None:
    assert set(get_args(RelationType)) > SAME_FAMILY
