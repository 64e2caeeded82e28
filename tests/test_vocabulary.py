"""The vocabulary: terms are found, and know what is above and below them."""

from __future__ import annotations

import pytest

from evidence.errors import NotFoundError
from evidence.library import Library
from evidence.vocabulary import (
    FACET_FILES,
    Facet,
    FacetFile,
    VocabularySource,
    code_lists_known_to_the_program,
)


def facet(**broader: str | None) -> Facet:
    terms = [
        {"id": name, "label": name, "definition": "D.", "tier": "core", "broader": up} for name, up in broader.items()
    ]
    described = {"id": "f", "label": "F", "heading": "Fs", "question": "Which?", "multiple": True, "terms": terms}
    return Facet("fs", FacetFile.model_validate(described))


CHAIN = facet(a=None, b="a", c="b", d="a", e=None)


def test_terms_stand_in_the_order_of_the_file() -> None:
    assert [term.id for term in CHAIN] == ["a", "b", "c", "d", "e"]


def test_above_and_below() -> None:
    assert [term.id for term in CHAIN.broader("c")] == ["b", "a"]
    assert [term.id for term in CHAIN.narrower("a")] == ["b", "d"]
    assert CHAIN.within("a") == {"a", "b", "c", "d"}
    assert CHAIN.within("b") == {"b", "c"}
    assert CHAIN.within("e") == {"e"}


def test_what_is_not_there_has_nothing_above_and_is_not_found() -> None:
    assert CHAIN.broader("z") == []
    assert CHAIN.within("z") == set()
    with pytest.raises(NotFoundError, match="'z'"):
        CHAIN.term("z")


def test_a_circle_ends() -> None:
    ring = facet(a="b", b="a")
    assert [term.id for term in ring.broader("a")] == ["b", "a"]
    assert ring.within("a") == {"a", "b"}


def test_facets_are_found_by_id(miniature: Library) -> None:
    vocabulary = miniature.vocabulary
    assert [one.path for one in vocabulary.facets.values()] == list(FACET_FILES)
    assert vocabulary.facet("referral-route").path == "referral-routes"
    assert vocabulary.facet("outcome").term("gp-contacts").intended == "lower"
    with pytest.raises(NotFoundError, match="the facets are: model"):
        vocabulary.facet("colour")


def test_labels_of_known_and_unknown_terms(miniature: Library) -> None:
    vocabulary = miniature.vocabulary
    assert vocabulary.label("country", "GB-ENG") == "England"
    assert vocabulary.label("country", "FR") == "FR"
    assert vocabulary.label("colour", "red") == "red"


def test_codes_of_known_and_unknown_lists(miniature: Library) -> None:
    vocabulary = miniature.vocabulary
    assert vocabulary.code("relation", "includes").inverse == "Included in the review"
    assert vocabulary.code("relation", "nothing-like-it").label == "nothing-like-it"
    assert vocabulary.code("no-such-list", "x").label == "x"


def test_a_source_can_be_relied_on_when_it_was_seen_and_nothing_is_from_memory() -> None:
    def source(**fields: object) -> bool:
        return VocabularySource.model_validate({"citation": "C", "url": "u", **fields}).is_confirmed

    assert source(checked="seen")
    assert not source(checked="memory")
    assert not source(checked="seen", confirmed=False)


@pytest.mark.library
def test_the_closed_lists_of_the_file_are_those_of_the_program(real_library: Library) -> None:
    codes = real_library.vocabulary.codes
    for name, known in code_lists_known_to_the_program().items():
        assert {code.id for code in codes[name].values} == known, name
