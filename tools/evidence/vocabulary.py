"""The controlled vocabulary: facets of terms with definitions and sources, measures, and closed lists of codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from evidence import model
from evidence.errors import NotFoundError
from evidence.model import Block, Identifier, Text

Tier = Literal["core", "extended"]
Better = Literal["higher", "lower", "context"]

FACET_FILES = (
    "models", "connectors", "referral-routes", "pathway-stages", "activities", "populations", "outcomes",
    "designs", "countries", "orientations",
)  # fmt: skip
"""File names, which are also the addresses of the facets on the site, in the order in which a reader meets them."""


class Group(Block):
    """A heading over several terms of a facet."""

    id: Identifier
    label: Text


class Term(Block):
    """One term: what it means, how else people call it, and where that comes from."""

    id: Identifier
    label: Text
    definition: Text
    broader: Identifier | None = None
    synonyms: list[Text] = []
    tier: Tier
    order: int | None = None
    group: Identifier | None = None
    is_group: bool = False
    note: Text | None = None
    sources: list[Identifier] = []
    confirmed: bool = True
    replaced_by: Identifier | None = None
    # outcomes
    better: Better | None = None
    intended: Better | None = None
    measures: list[Identifier] = []
    # outcomes and designs
    effect_plot: Literal["main", "separate", "none"] | None = None
    # designs
    epoc: Text | None = None
    epoc_status: Text | None = None
    pubmed_pt: list[Text] = []
    mesh: list[Text] = []


class FacetFile(Block):
    """A facet as it stands in its file."""

    id: Identifier
    label: Text
    heading: Text
    question: Text
    multiple: bool
    optional: bool = False
    sources: list[Identifier] = []
    code_rule: Text | None = None
    note: Text | None = None
    mapping_note: Text | None = None
    effect_plot_key: Text | None = None
    groups: list[Group] = []
    terms: list[Term]


class Measure(Block):
    """A scale or count, and which end of it is good; null where that differs between studies."""

    id: Identifier
    label: Text
    better: Better | None
    range: Text
    outcome: Identifier
    note: Text | None = None
    sources: list[Identifier] = []
    confirmed: bool = True


class VocabularySource(Block):
    """A source of terms and definitions; `memory` means that nobody opened it."""

    citation: Text
    url: Text
    doi: Text | None = None
    checked: Literal["seen", "memory"]
    note: Text | None = None
    confirmed: bool = True

    @property
    def is_confirmed(self) -> bool:
        """Whether a person can rely on the details given here."""
        return self.confirmed and self.checked == "seen"


class Definition(Block):
    """A definition or framework, in our own words."""

    id: Identifier
    label: Text
    own_words: Text
    exact_wording: Text | None = None
    sources: list[Identifier] = []


class Code(Block):
    """One code of a closed list, with the words a reader sees."""

    id: Identifier
    label: Text
    definition: Text | None = None
    inverse: Text | None = None


class CodeList(Block):
    """A closed list of codes."""

    rule: Text | None = None
    size_rule: Text | None = None
    sources: list[Identifier] = []
    values: list[Code]


class About(Block):
    """What the vocabulary is and how far it is confirmed."""

    schema_version: int
    title: Text
    compiled: Text
    status: Text
    wording: Text
    checked_key: dict[str, Text]
    term_fields: dict[str, Text]
    open_questions: list[Text]


class WordToAvoid(Block):
    """A word that plain summaries do without, and what to say instead."""

    avoid: Text
    say: Text


class PlainLanguage(Block):
    """Rules of wording for summaries."""

    sources: list[Text] = Field(default_factory=list)
    words: list[WordToAvoid]


@dataclass(frozen=True)
class Facet:
    """A facet with its terms in order.

    Attributes:
        path: Name of the file and first part of the addresses of its terms, such as `models`.
        described: The facet as it stands in its file.
    """

    path: str
    described: FacetFile

    @property
    def id(self) -> str:
        """Name of the facet in records, such as `referral-route`."""
        return self.described.id

    @property
    def label(self) -> str:
        """Name of the facet for readers."""
        return self.described.label

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Terms by id, in the order of the file."""
        return {term.id: term for term in self.described.terms}

    def __iter__(self) -> Iterator[Term]:
        """Go through the terms in order."""
        return iter(self.terms.values())

    def term(self, term_id: str) -> Term:
        """Return a term.

        Raises:
            NotFoundError: No such term.
        """
        try:
            return self.terms[term_id]
        except KeyError:
            raise NotFoundError(f"There is no {self.id} {term_id!r} in vocabulary/{self.path}.yaml.") from None

    def broader(self, term_id: str) -> list[Term]:
        """Return the terms above a term, nearest first."""
        above: list[Term] = []
        parent = self.terms[term_id].broader if term_id in self.terms else None
        while parent and parent in self.terms and self.terms[parent] not in above:
            above.append(self.terms[parent])
            parent = self.terms[parent].broader
        return above

    def narrower(self, term_id: str) -> list[Term]:
        """Return the terms directly below a term."""
        return [term for term in self if term.broader == term_id]

    def within(self, term_id: str) -> set[str]:
        """Return a term and all below it: what a reader means who asks for the broader one."""
        return {term.id for term in self if term.id == term_id or any(up.id == term_id for up in self.broader(term.id))}


@dataclass(frozen=True)
class Vocabulary:
    """All facets, measures, sources, definitions and codes."""

    facets: Mapping[str, Facet] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    sources: Mapping[str, VocabularySource] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    codes: Mapping[str, CodeList] = field(default_factory=dict)
    about: About | None = None
    plain_language: PlainLanguage | None = None

    def facet(self, facet_id: str) -> Facet:
        """Return a facet by its id.

        Raises:
            NotFoundError: No such facet.
        """
        try:
            return self.facets[facet_id]
        except KeyError:
            known = ", ".join(self.facets)
            raise NotFoundError(f"There is no facet {facet_id!r}; the facets are: {known}.") from None

    def label(self, facet_id: str, term_id: str) -> str:
        """Return the label of a term, or its id where the vocabulary does not hold it."""
        facet = self.facets.get(facet_id)
        term = facet.terms.get(term_id) if facet else None
        return term.label if term else term_id

    def code(self, code_list: str, code_id: str) -> Code:
        """Return a code of a closed list; an unknown one bears its own id as label."""
        for code in self.codes[code_list].values if code_list in self.codes else []:
            if code.id == code_id:
                return code
        return Code.model_construct(id=code_id, label=code_id, definition=None, inverse=None)


def code_lists_known_to_the_program() -> dict[str, frozenset[str]]:
    """Return the ids that the program knows of each closed list, to hold codes.yaml against."""
    named: dict[str, Any] = {
        "effect-direction": model.Direction,
        "basis": model.Basis,
        "analysis": model.Analysis,
        "comparison": model.Comparison,
        "certainty": model.CertaintyLevel,
        "read": model.ExtentRead,
        "relation": model.RelationType,
        "access": model.AccessStatus,
        "free-to-read": model.FreeToRead,
        "integrity": model.IntegrityStatus,
    }
    return {name: frozenset(literal.__args__) for name, literal in named.items()}
