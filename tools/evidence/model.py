"""What a record is: one work of the literature, its citation, its coding, its findings and where all that comes from.

The citation block bears CSL 1.0.2 variable names (https://docs.citationstyles.org/en/stable/specification.html),
the curated blocks the terms of the field. Unknown fields are refused, nothing is converted silently, and nothing
that can be derived is stored.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

WorkType = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset",
    "document", "entry-encyclopedia", "legislation", "paper-conference", "post", "post-weblog", "report",
    "review", "review-book", "speech", "standard", "thesis", "webpage",
]  # fmt: skip
Direction = Literal[
    "favours-social-prescribing", "favours-comparison", "no-clear-direction", "direction-not-reported", "descriptive"
]
Basis = Literal["quantitative", "qualitative", "review"]
Analysis = Literal["main", "subgroup"]
Comparison = Literal[
    "usual-care",
    "waiting-list",
    "other-support",
    "matched-records",
    "comparison-group",
    "own-baseline",
    "no-comparison",
]
CertaintyLevel = Literal["high", "moderate", "low", "very-low", "not-graded"]
ExtentRead = Literal["full-text", "abstract", "secondary", "none"]
RelationType = Literal[
    "protocol-of", "follow-up-of", "same-data-as", "same-programme-as", "comment-on", "reply-to", "includes",
    "update-of", "related-to",
]  # fmt: skip
AccessStatus = Literal["gold", "diamond", "hybrid", "bronze", "green", "closed", "not-checked"]
FreeToRead = Literal["free", "closed", "not-checked"]
FREE_TO_READ: frozenset[AccessStatus] = frozenset({"gold", "diamond", "hybrid", "bronze", "green"})
"""Kinds of access under which anybody can read a work, wherever the free copy stands."""
IntegrityStatus = Literal["no-notice", "corrected", "expression-of-concern", "retracted", "not-checked"]

SAME_FAMILY: frozenset[RelationType] = frozenset({"protocol-of", "follow-up-of", "same-data-as"})
"""Relations that make several papers one study family, counted once."""


def hyphenated(name: str) -> str:
    """Turn a Python name into the name used in a file."""
    return name.replace("_", "-")


def _single_line(text: str) -> str:
    if text != text.strip() or "\n" in text:
        raise ValueError("starts or ends with a blank, or runs over several lines; write it on one line")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_single_line)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=80)]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""A date as precise as known: YYYY, YYYY-MM or YYYY-MM-DD."""
FullDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]


class Block(BaseModel):
    """A block of fields in a file: names with hyphens, unknown names refused, no silent conversion."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=hyphenated, validate_by_name=True
    )


class Name(Block):
    """A person (`family`, `given`, particles, suffix) or a group (`literal`), as in CSL."""

    family: Text | None = None
    given: Text | None = None
    non_dropping_particle: Text | None = None
    dropping_particle: Text | None = None
    suffix: Text | None = None
    literal: Text | None = None

    @model_validator(mode="after")
    def _person_or_group(self) -> Self:
        if (self.family is None) == (self.literal is None):
            raise ValueError("needs either `family` (a person) or `literal` (a group), and not both")
        if self.literal is not None and (self.given or self.suffix):
            raise ValueError("a group (`literal`) has neither `given` nor `suffix`")
        return self

    @property
    def inverted(self) -> str:
        """The name with the family name first: `van der Berg, Jan, Jr.`; a group as it is."""
        if self.literal is not None:
            return self.literal
        family = " ".join(part for part in (self.non_dropping_particle, self.family) if part)
        given = " ".join(part for part in (self.given, self.dropping_particle) if part)
        return ", ".join(part for part in (family, given, self.suffix) if part)

    @property
    def full(self) -> str:
        """The name as spoken: `Jan van der Berg Jr.`."""
        if self.literal is not None:
            return self.literal
        parts = (self.given, self.dropping_particle, self.non_dropping_particle, self.family, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def short(self) -> str:
        """The family name with its particle, or the group."""
        if self.literal is not None:
            return self.literal
        return " ".join(part for part in (self.non_dropping_particle, self.family) if part)


class Citation(Block):
    """The bibliographic description, in CSL variables."""

    type: WorkType
    title: Text
    title_short: Text | None = None
    author: list[Name] = []
    editor: list[Name] = []
    container_title: Text | None = None
    container_title_short: Text | None = None
    collection_title: Text | None = None
    event_title: Text | None = None
    issued: PartialDate | None = None
    volume: Text | None = None
    issue: Text | None = None
    page: Text | None = None
    number: Text | None = None
    edition: Text | None = None
    genre: Text | None = None
    publisher: Text | None = None
    publisher_place: Text | None = None
    language: Text | None = None
    doi: Text | None = Field(default=None, alias="DOI")
    pmid: Text | None = Field(default=None, alias="PMID")
    pmcid: Text | None = Field(default=None, alias="PMCID")
    isbn: Text | None = Field(default=None, alias="ISBN")
    issn: Text | None = Field(default=None, alias="ISSN")
    url: Address | None = Field(default=None, alias="URL")
    accessed: FullDate | None = None

    @property
    def year(self) -> str | None:
        """The four digits of the year, if known."""
        return self.issued[:4] if self.issued else None

    @property
    def issued_parts(self) -> list[int]:
        """Year, month and day of issue as far as known."""
        return [int(part) for part in self.issued.split("-")] if self.issued else []

    @property
    def short(self) -> str:
        """First author and year, as one says it: `Moffatt and others, 2017`."""
        names = [name.short for name in self.author or self.editor]
        who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else ""  # noqa: PLR2004
        if not who:
            who = f"{names[0]} and others" if names else "No author named"
        return f"{who}, {self.year or 'no date'}"


class Access(Block):
    """Whether the work is free to read, under which licence, and where."""

    status: AccessStatus = "not-checked"
    licence: Text | None = None
    full_text: Address | None = None

    @property
    def free_to_read(self) -> FreeToRead:
        """Whether anyone can read the whole work, whatever the licence and wherever the free copy stands."""
        return self.status if self.status in ("closed", "not-checked") else "free"

    @property
    def values(self) -> tuple[str, ...]:
        """By what a work is selected: its status, and whether it is free to read."""
        return tuple(dict.fromkeys([self.status, self.free_to_read]))


class Integrity(Block):
    """Whether a retraction, correction or expression of concern is known; not-checked is not "no"."""

    status: IntegrityStatus = "not-checked"
    checked: FullDate | None = None
    notice: Text | None = None


class Tags(Block):
    """Terms of the vocabulary, by facet. Outcome tags are derived from the findings and never stored."""

    model: list[Identifier] = []
    orientation: list[Identifier] = []
    connector: list[Identifier] = []
    referral_route: list[Identifier] = []
    pathway_stage: list[Identifier] = []
    activity: list[Identifier] = []
    population: list[Identifier] = []
    design: Identifier | None = None
    country: list[Identifier] = []

    def of(self, facet: str) -> list[str]:
        """Return the terms of one facet, always as a list."""
        value = getattr(self, facet.replace("-", "_"), None)
        if value is None:
            return []
        return [value] if isinstance(value, str) else list(value)


class Participants(Block):
    """How many took part, of what, and who they were."""

    n: Annotated[int, Field(ge=0)] | None = None
    unit: Text | None = None
    intervention_group: Annotated[int, Field(ge=0)] | None = None
    age: Text | None = None
    note: Text | None = None


class Conduct(Block):
    """How the study was done."""

    setting: Text | None = None
    period: Text | None = None
    participants: Participants | None = None
    intervention: Text | None = None
    provider: Text | None = None
    comparison: Comparison | None = None
    comparison_note: Text | None = None
    follow_up: Text | None = None
    measures: list[Identifier] = []
    measures_as_reported: list[Text] = []
    funder: Text | None = None


class Certainty(Block):
    """A published judgement of certainty, and the record that made it."""

    level: CertaintyLevel
    judged_by: Text


class Finding(Block):
    """One result, coded to one outcome."""

    outcome: Identifier
    direction: Direction
    basis: Basis
    finding: Text
    figures: Text | None = None
    comparison: Comparison | None = None
    measure: Identifier | None = None
    analysis: Analysis = "main"
    certainty: Certainty | None = None


class Point(Block):
    """Something the work says that is no result on an outcome: a definition, a theory, an argument, a plan."""

    topic: Text
    point: Text


class Relation(Block):
    """A tie to another record, stored at one end only; the other end is derived."""

    type: RelationType
    key: Text
    note: Text | None = None


class Source(Block):
    """A page where facts were seen."""

    url: Address
    kind: Text
    seen: Text


class CitationProvenance(Block):
    """Where the bibliographic values come from; `unverified` names the fields that nobody saw in a source."""

    source: Text
    retrieved: FullDate
    unverified: list[Text] = []


class Extraction(Block):
    """How much was read to fill the curated blocks, where, and whether a second person checked."""

    read: ExtentRead
    extracted: FullDate
    sources: list[Source] = []
    double_checked: bool = False


class Provenance(Block):
    """Where everything in the record comes from, what does not fit, and what nobody saw."""

    citation: CitationProvenance
    extraction: Extraction
    notes: list[Text] = []
    not_seen: list[Text] = []


class Study(Block):
    """One record: a work of the literature and what this base says about it."""

    key: Text
    collections: list[Identifier]
    citation: Citation
    access: Access = Access()
    integrity: Integrity = Integrity()
    tags: Tags = Tags()
    study: Conduct = Conduct()
    findings: list[Finding] = []
    points: list[Point] = []
    limitations: list[Text] = []
    relevance: Text | None = None
    relations: list[Relation] = []
    provenance: Provenance
    no_summary: Text | None = None
    ignore: dict[str, Text] = {}

    @property
    def outcomes(self) -> list[str]:
        """Outcome terms, derived from the findings, in the order in which they come."""
        return list(dict.fromkeys(finding.outcome for finding in self.findings))

    @property
    def certainties(self) -> list[CertaintyLevel]:
        """Levels of certainty that someone judged and published for its findings, in the order in which they come."""
        return list(dict.fromkeys(finding.certainty.level for finding in self.findings if finding.certainty))

    def terms(self, facet: str) -> list[str]:
        """Return the terms of a facet, outcome included."""
        return self.outcomes if facet == "outcome" else self.tags.of(facet)

    def comparison_of(self, finding: Finding) -> Comparison | None:
        """Return what a finding was compared with: its own statement, else the study's.

        A result in part of the people does not inherit: whom they were compared with is a question of its own.
        """
        if finding.comparison or finding.analysis == "subgroup":
            return finding.comparison
        return self.study.comparison

    @property
    def counts_as_evidence(self) -> bool:
        """Whether the work still counts: a retracted one does not."""
        return self.integrity.status != "retracted"


def to_plain(block: Block) -> dict[str, Any]:
    """Return a block as plain data with the names of the file, leaving out what was never set."""
    return block.model_dump(mode="python", by_alias=True, exclude_unset=True)


def is_real_date(text: str) -> bool:
    """Tell whether a partial date exists in the calendar."""
    parts = [int(part) for part in text.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True
