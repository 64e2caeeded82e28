"""Rank: on-topic works stand above off-topic ones, for reasons that a person can check."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.library import Library
from evidence.model import Citation, Name
from evidence.screening import load
from evidence.screening.phrases import phrase, phrases
from evidence.screening.ranking import Profile, profile_of, rank
from tests.screening.texts import write


@pytest.fixture
def profile(library_copy: Path) -> Profile:
    screening = load(write(library_copy))
    assert screening is not None
    return profile_of(Library.load(library_copy), screening.strategy)


def article(title: str, *authors: Name, journal: str | None = None) -> Citation:
    return Citation(type="article-journal", title=title, author=list(authors), container_title=journal)


def test_a_title_on_the_topic_ranks_above_one_off_it(profile: Profile) -> None:
    on = rank(article("Link workers in general practice: a survey"), None, profile)
    near = rank(article("Primary care and its workers"), None, profile)
    off = rank(article("Leaf blight of tomatoes: a systematic review"), None, profile)
    assert on.points > near.points > off.points == 0
    assert off.why == ()


@pytest.mark.parametrize(
    ("title", "abstract", "points", "why"),
    [
        ("LINK-WORKERS’ lot", None, 40, "in the title: link worker"),
        ("Lots", "We asked a <i>link</i> worker.", 20, "in the abstract: link worker"),
        ("A link between workers", None, 0, ""),
        ("The missing linkworker", None, 0, ""),
    ],
)
def test_a_term_counts_as_a_phrase_in_singular_and_plural(
    title: str, abstract: str | None, points: int, why: str, profile: Profile
) -> None:
    bare = Profile(profile.terms, {}, {}, frozenset(), {})
    found = rank(article(title), abstract, bare)
    assert (found.points, found.why) == (points, (why,) if why else ())


def test_words_that_many_titles_share_weigh_more(profile: Profile) -> None:
    weights = profile.word_weights
    assert weights["link"] > weights["harbour"] > weights["counting"] > 0
    assert max(weights.values()) <= 1
    assert {"review", "what", "of", "systematic"}.isdisjoint(weights)


def test_authors_and_journals_of_the_base_count(profile: Profile) -> None:
    title = "Tomatoes"
    known = Name(family="Oakley", given="W.")
    other = Name(family="Oakley", given="Zed")
    journal = "Annals of Pretend Medicine"
    assert rank(article(title, known), None, profile).points == 5
    assert rank(article(title, other), None, profile).points == 0
    both = rank(article(title, known, journal=journal), None, profile)
    assert both.points == 12  # two of the three works that would give all ten points: 6.7
    assert both.why == ("authors of the base: Oakley", f"journal of the base: {journal}")


def test_terms_of_the_vocabulary_count_by_label_and_synonym(profile: Profile) -> None:
    found = rank(article("Tomatoes for the lonely"), "It helped loneliness and social isolation.", profile)
    assert any(why.startswith("terms of the vocabulary:") for why in found.why)
    assert 0 < found.points <= 15


def test_a_one_word_synonym_of_few_letters_says_nothing(profile: Profile) -> None:
    assert all(" " in form or len(form) >= 5 for form in profile.vocabulary)


@given(st.text(max_size=200), st.text(max_size=400))
def test_a_rank_lies_between_0_and_100_whatever_the_words(title: str, abstract: str) -> None:
    profile = Profile({"link worker": "link worker"}, {"link": 1.0}, {"lonely": "Loneliness"}, frozenset(), {})
    citation = Citation.model_construct(type="article", title=title, author=[], container_title=None)
    first, again = (rank(citation, abstract, profile) for _ in range(2))
    assert 0 <= first.points <= 100
    assert first == again


def test_everything_at_once_is_at_most_100(profile: Profile) -> None:
    many = [Name(family="Oakley", given="Wren"), Name(family="Marsh", given="I"), Name(family="Reed", given="Sorrel")]
    abstract = " ".join(profile.vocabulary)
    found = rank(article("Link workers", *many, journal="Annals of Pretend Medicine"), abstract, profile)
    assert 80 < found.points <= 100


def test_phrases_of_a_text_are_found_in_one_form() -> None:
    assert phrase("Community Links Practitioners") in phrases("A study of community-links practitioner’s work")
    assert "communiti" not in phrases("communities")
    assert phrase("communities") == phrase("community")


@pytest.mark.library
def test_every_work_of_the_real_base_about_social_prescribing_would_be_found(real_library: Library) -> None:
    """Measured on the base itself: each title that names the topic passes the bar, and invented noise does not."""
    screening = load(real_library.root)
    assert screening is not None
    profile = profile_of(real_library, screening.strategy)
    bar = screening.strategy.filters.least_rank
    cited = [study.citation for study in real_library.studies.values()]
    named = [one for one in cited if "social prescribing" in one.title.lower()]
    assert len(named) >= 25
    assert min(rank(one, None, profile).points for one in named) >= bar
    noise = (
        "Deep learning for leaf disease", "Social media use in schools", "Community health workers and vaccines",
        "Nurse prescribing in primary care", "Worker cooperatives and the link to productivity",
        "Linking genes to disease", "Antibiotic prescribing and social class",
    )  # fmt: skip
    assert max(rank(article(title), None, profile).points for title in noise) < bar
