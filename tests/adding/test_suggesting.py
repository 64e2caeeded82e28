"""Tags suggested from the words of a work."""

from __future__ import annotations

import pytest

from evidence.adding.suggesting import suggest
from evidence.vocabulary import Facet, FacetFile, Term, Vocabulary


def term(id_: str, label: str, *synonyms: str, broader: str | None = None, replaced_by: str | None = None) -> Term:
    return Term(
        id=id_, label=label, definition="A term.", synonyms=list(synonyms), tier="core", broader=broader,
        replaced_by=replaced_by,
    )  # fmt: skip


def facet(id_: str, *terms: Term, multiple: bool = True, optional: bool = False) -> Facet:
    file = FacetFile(
        id=id_, label=id_, heading=id_, question="?", multiple=multiple, optional=optional, terms=list(terms)
    )
    return Facet(f"{id_}s", file)


FACETS = [
    facet(
        "connector",
        term("link-worker", "Link worker", "social prescribing link worker", "SPLW"),
        term("community-navigator", "Community navigator", "navigator"),
        term("no-connector", "No connector", "none"),
        term("old-name", "Wayfinder", replaced_by="community-navigator"),
    ),
    facet("population", term("older-people", "Older people", "older adults"), term("carers", "Unpaid carers")),
    facet("country", term("GB", "United Kingdom", "UK"), term("GB-ENG", "England", broader="GB")),
    facet(
        "design",
        term("rct", "Randomised trial", "RCT", "randomised controlled trial"),
        term("cluster-rct", "Cluster randomised trial", broader="rct"),
        term("interrupted-time-series", "Interrupted time series", "ITS"),
        term("qualitative", "Qualitative study"),
        multiple=False,
    ),
    facet("outcome", term("loneliness", "Loneliness")),
    facet("orientation", term("clinical", "Clinical"), optional=True),
]
VOCABULARY = Vocabulary({one.id: one for one in FACETS})


def found(title: str, abstract: str | None = None) -> dict[str, list[str]]:
    return {
        f"{one.facet}/{one.term}": [f"{match.words} ({match.where})" for match in one.matches]
        for one in suggest(VOCABULARY, title, abstract)
    }


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        ("Link workers in Nowhere", {"connector/link-worker": ["Link workers (title)"]}),
        ("LINK-WORKERS", {"connector/link-worker": ["LINK-WORKERS (title)"]}),
        ("The social prescribing link worker", {"connector/link-worker": ["social prescribing link worker (title)"]}),
        ("Chain linked workers", {}),
        ("A navigatorship", {}),
        ("None of the wayfinders", {}),
        ("The SPLWs of today", {"connector/link-worker": ["SPLWs (title)"]}),
        ("Splw", {}),
        ("A service and its users", {}),
        ("ITS TIME HAS COME", {}),
        ("The ITS design", {"design/interrupted-time-series": ["ITS (title)"]}),
        ("A randomized controlled trial", {"design/rct": ["randomized controlled trial (title)"]}),
        ("A cluster randomised trial", {"design/cluster-rct": ["cluster randomised trial (title)"]}),
        ("Cluster randomised trial or randomised trial?", {"design/cluster-rct": ["Cluster randomised trial (title)"]}),
        ("A qualitative study beside a randomised trial", {}),
        ("In England, United Kingdom", {"country/GB-ENG": ["England (title)"]}),
        ("Loneliness in clinical care", {}),
        ("Ólder pèople", {"population/older-people": ["Ólder pèople (title)"]}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_title_suggests(title: str, suggested: dict[str, list[str]]) -> None:
    assert found(title) == suggested


def test_words_are_told_once_with_where_they_stand_and_on_one_line() -> None:
    assert found("Navigators", "The navigators met older\n  adults. Older adults met a community navigator.") == {
        "connector/community-navigator": [
            "Navigators (title)", "community navigator (abstract)", "navigators (abstract)",
        ],
        "population/older-people": ["older adults (abstract)"],
    }  # fmt: skip
