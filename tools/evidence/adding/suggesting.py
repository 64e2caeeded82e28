"""Tags for a work nobody has coded yet: the vocabulary's labels and synonyms, found in its title and abstract.

Whole words only, without regard to accents, hyphens, plurals and British or American spelling. Within a facet the
longest match wins, so that "cluster randomised trial" is no randomised trial. What an author denies ("without a link
worker") is suggested too: a person confirms a tag by keeping it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from evidence.model import Tags
from evidence.vocabulary import Facet, Vocabulary

_SAYS_NOTHING = frozenset({("none",), ("not", "reported")})
"""Synonyms that are right in a form and met everywhere in running text."""
_SHORTEST_ACRONYM = 2
_SPELLINGS = (("is", "iz"), ("programme", "program"), ("our", "or"), ("centre", "center"))
"""Made equal on both sides of a comparison, so that a word which they spoil is spoilt on both."""
_WORD = re.compile(r"[^\W_]+")
_FACETS = frozenset(field.alias or name for name, field in Tags.model_fields.items())


@dataclass(frozen=True)
class Match:
    """Words of a work that name a term.

    Attributes:
        words: The words as the work writes them.
        where: `title` or `abstract`.
    """

    words: str
    where: str


@dataclass(frozen=True)
class Suggestion:
    """A term that a work may bear.

    Attributes:
        facet: Id of the facet.
        term: Id of the term.
        matches: The words that speak for it, each once.
    """

    facet: str
    term: str
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class _Word:
    """A word of a text: how it is compared, how it is written, and where it stands."""

    stem: str
    written: str
    start: int
    end: int


def suggest(vocabulary: Vocabulary, title: str, abstract: str | None = None) -> list[Suggestion]:
    """Suggest terms for a work, facet by facet in the order of the vocabulary.

    A term is left out beside a narrower one; where a facet takes one term, several fitting ones suggest none.

    Args:
        vocabulary: The terms.
        title: Title of the work.
        abstract: Its abstract as plain text; it is read here and kept nowhere.
    """
    texts = [(where, text, _words(text)) for where, text in (("title", title), ("abstract", abstract or "")) if text]
    found: list[Suggestion] = []
    for facet in vocabulary.facets.values():
        if facet.id not in _FACETS or facet.described.optional:
            continue  # outcomes follow from findings, and an optional facet is a judgement on the whole work
        matches: dict[str, list[Match]] = {}
        phrases = _phrases(facet)
        for where, text, words in texts:
            for term, start, end in _longest(phrases, words, loud=_is_loud(text)):
                match = Match(" ".join(text[words[start].start : words[end - 1].end].split()), where)
                if _same(match) not in map(_same, matches.setdefault(term, [])):
                    matches[term].append(match)
        fitting = [term for term in facet.terms if term in matches and not facet.within(term) & (set(matches) - {term})]
        if facet.described.multiple or len(fitting) == 1:
            found += [Suggestion(facet.id, term, tuple(matches[term])) for term in fitting]
    return found


def _phrases(facet: Facet) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Return what names each term: its words as compared -> the term, and whether they are an acronym."""
    phrases: dict[tuple[str, ...], tuple[str, bool]] = {}
    for term in facet:
        if term.replaced_by:
            continue
        for name in (term.label, *term.synonyms):
            stems = tuple(word.stem for word in _words(name))
            if stems and stems not in _SAYS_NOTHING:
                phrases.setdefault(stems, (term.id, _is_acronym(name)))
    return phrases


def _longest(
    phrases: Mapping[tuple[str, ...], tuple[str, bool]], words: list[_Word], *, loud: bool
) -> Iterator[tuple[str, int, int]]:
    """Yield each term met, with the places of its first and behind its last word; longer phrases take words first."""
    taken = [False] * len(words)
    for length in sorted({len(phrase) for phrase in phrases}, reverse=True):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            met = phrases.get(tuple(word.stem for word in run))
            if met is None or any(taken[start : start + length]):
                continue
            term, is_acronym = met
            # "its" is no interrupted time series; in a title all in capitals nobody can tell.
            if is_acronym and (loud or not _is_acronym(run[0].written.removesuffix("s"))):
                continue
            taken[start : start + length] = [True] * length
            yield term, start, start + length


def _same(match: Match) -> tuple[str, str]:
    return match.words.casefold(), match.where


def _words(text: str) -> list[_Word]:
    return [_Word(_stem(found.group()), found.group(), *found.span()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """Fold a word and take its plural off; the result is for comparing only."""
    folded = "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )
    for british, american in _SPELLINGS:
        folded = folded.replace(british, american)
    for ending, instead in (("yses", "yziz"), ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh")):
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            return folded.removesuffix(ending) + instead
    if len(folded) > _SHORTEST_ACRONYM and folded.endswith("s") and not folded.endswith(("ss", "us", "iz")):
        return folded[:-1]
    return folded


def _is_acronym(name: str) -> bool:
    return len(name) >= _SHORTEST_ACRONYM and name.isalpha() and name.isupper()


def _is_loud(text: str) -> bool:
    return not any(letter.islower() for letter in text)


def by_facet(suggestions: Iterable[Suggestion]) -> dict[str, list[Suggestion]]:
    """Sort suggestions by facet, in their order."""
    sorted_: dict[str, list[Suggestion]] = {}
    for suggestion in suggestions:
        sorted_.setdefault(suggestion.facet, []).append(suggestion)
    return sorted_
