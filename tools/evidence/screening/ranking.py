"""How alike a work that was found is to the base: a number from 0 to 100, and the reasons for it.

The points, in whole numbers that add up to 100, so that a person can follow them:

* a term of the search strategy: 40 in the title, 20 in the abstract only;
* words of the title, 25 at most: each word weighs by the share of the base's titles that hold it, on a logarithmic
  scale (the document frequency of Sparck Jones 1972, doi:10.1108/eb026526, the other way round: here the words that
  many titles share are the ones that mark the topic); words that say nothing of it weigh nothing; the mean counts;
* terms of the vocabulary in title or abstract: 3 each, 15 at most;
* authors who have a work in the base: 5 each, 10 at most;
* the journal: 10 when the base holds three works of it or more, less for fewer.

The rank orders and filters; it decides nothing. It knows no citation counts, because the services do not give them
in lists, and because counts favour the old.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from evidence.duplicates import fold
from evidence.library import Library
from evidence.model import Citation, Name
from evidence.screening.phrases import phrase, phrases, words
from evidence.screening.strategy import Strategy

TERM_IN_TITLE, TERM_IN_ABSTRACT, TITLE_WORDS, TERM, TERMS, AUTHOR, AUTHORS, JOURNAL = 40, 20, 25, 3, 15, 5, 10, 10
_ENOUGH_OF_A_JOURNAL = 3
_SHORTEST_WORD = 5
"""Letters of a label or synonym of one word from which it says something by itself (not "none")."""
_MOST_NAMED = 4
_FACETS = ("model", "connector", "activity", "population", "outcome")

_SAYS_NOTHING = frozenset(
    words(
        "about a after against among an analysis and approach are as at based be before between by can case "
        "cohort comparison controlled cross did do does during effect effectiveness evaluating evaluation "
        "evidence examining experience exploration exploratory exploring feasibility findings for from has have "
        "how i if impact in insight intervention interview into investigation is it its less literature "
        "longitudinal method mixed model more new not of on or our outcome over perception perspective pilot "
        "program programme project protocol qualitative quantitative randomised randomized realist report result "
        "review role s sectional study survey synthesis systematic than that the their this through to towards "
        "trial understanding up use user using via was we what when where which who why with within"
    )
)
"""Words of titles that belong to the language or to how a study was done, not to what it is about."""


@dataclass(frozen=True)
class Rank:
    """How alike a work is to the base.

    Attributes:
        points: From 0 to 100.
        why: What the points were given for, each in a few words.
    """

    points: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """What marks the works of a base.

    Attributes:
        terms: Terms of the search strategy, by their phrase.
        word_weights: Words of titles with their weight, from 0 to 1.
        vocabulary: Labels of terms of the vocabulary, by each phrase that names them.
        authors: Authors, by family name and initial.
        journals: Works by folded name of the journal.
    """

    terms: dict[str, str]
    word_weights: dict[str, float]
    vocabulary: dict[str, str]
    authors: frozenset[str]
    journals: dict[str, int]


def profile_of(library: Library, strategy: Strategy) -> Profile:
    """Gather what marks the works of a base."""
    cited = [study.citation for study in library.studies.values()]
    held = Counter(word for citation in cited for word in _topic(citation.title))
    whole = math.log1p(max(len(cited), 1))
    return Profile(
        terms={phrase(term.words): term.words for term in strategy.terms},
        word_weights={word: math.log1p(number) / whole for word, number in held.items()},
        vocabulary=_vocabulary(library),
        authors=frozenset(_author(name) for citation in cited for name in citation.author),
        journals=dict(Counter(fold(citation.container_title) for citation in cited if citation.container_title)),
    )


def rank(citation: Citation, abstract: str | None, profile: Profile) -> Rank:
    """Rank a work by its likeness to a base. Pure; the same work and base always give the same rank.

    Args:
        citation: The work.
        abstract: Its abstract, if the service gives it; looked at, never kept.
        profile: What marks the works of the base.
    """
    title, behind = phrases(citation.title), phrases(abstract or "")
    parts = (
        _of_terms(title, behind, profile),
        _of_words(citation.title, profile),
        _of_vocabulary(title | behind, profile),
        _of_authors(citation.author, profile),
        _of_journal(citation.container_title, profile),
    )
    return Rank(round(sum(points for points, _ in parts)), tuple(why for _, why in parts if why))


Part = tuple[float, str]


def _of_terms(title: frozenset[str], behind: frozenset[str], profile: Profile) -> Part:
    if found := [words_ for form, words_ in profile.terms.items() if form in title]:
        return TERM_IN_TITLE, f"in the title: {_named(found)}"
    if found := [words_ for form, words_ in profile.terms.items() if form in behind]:
        return TERM_IN_ABSTRACT, f"in the abstract: {_named(found)}"
    return 0, ""


def _of_words(title: str, profile: Profile) -> Part:
    topic = _topic(title)
    weights = {word: profile.word_weights.get(word, 0.0) for word in topic}
    known = sorted((word for word in weights if weights[word]), key=lambda word: (-weights[word], word))
    if not known:
        return 0, ""
    return TITLE_WORDS * sum(weights.values()) / len(topic), f"words of the base's titles: {_named(known)}"


def _of_vocabulary(text: frozenset[str], profile: Profile) -> Part:
    found = list(dict.fromkeys(label for form, label in profile.vocabulary.items() if form in text))
    return min(TERMS, TERM * len(found)), f"terms of the vocabulary: {_named(found)}" if found else ""


def _of_authors(authors: Iterable[Name], profile: Profile) -> Part:
    found = [name.short for name in authors if _author(name) in profile.authors]
    return min(AUTHORS, AUTHOR * len(found)), f"authors of the base: {_named(found)}" if found else ""


def _of_journal(container: str | None, profile: Profile) -> Part:
    number = profile.journals.get(fold(container), 0) if container else 0
    return JOURNAL * min(1.0, number / _ENOUGH_OF_A_JOURNAL), f"journal of the base: {container}" if number else ""


def _topic(title: str) -> set[str]:
    return {word for word in words(title) if len(word) > 1 and word not in _SAYS_NOTHING and not word.isdigit()}


def _vocabulary(library: Library) -> dict[str, str]:
    named: dict[str, str] = {}
    for facet in (library.vocabulary.facets[name] for name in _FACETS if name in library.vocabulary.facets):
        for term in facet:
            for text in (term.label, *term.synonyms):
                form = phrase(text)
                if " " in form or len(form) >= _SHORTEST_WORD:
                    named.setdefault(form, term.label)
    return named


def _author(name: Name) -> str:
    return f"{fold(name.family or name.literal or '')} {fold(name.given or '')[:1]}"


def _named(found: list[str]) -> str:
    more = len(found) - _MOST_NAMED
    return ", ".join(found[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
