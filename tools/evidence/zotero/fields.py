"""Which CSL variable stands in which field of an item: Zotero's own mapping, for the types that the base knows.

Source: `csl` in zotero/zotero-schema, schema.json (version 41). What a type has no field for goes into Extra, as a
line that Zotero reads again.
"""

from __future__ import annotations

from collections.abc import Mapping

from evidence.zotero.schema import Shape

Value = str | list[str]
Fields = Mapping[str, Value]
"""What one side says, by field: CSL variables, `tags.model`, `outcome`."""

ITEM_TYPES = {
    "article": "preprint",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "book": "book",
    "chapter": "bookSection",
    "dataset": "dataset",
    "document": "document",
    "entry-encyclopedia": "encyclopediaArticle",
    "legislation": "statute",
    "paper-conference": "conferencePaper",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "report": "report",
    "review": "journalArticle",
    "review-book": "journalArticle",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}
"""Item type of each CSL type; where two share one, a line `Type: review` in Extra tells them apart, as in Zotero."""

WORK_TYPES = {item: work for work, item in reversed(ITEM_TYPES.items())} | {"bill": "legislation"}
"""CSL type of each item type that the base can hold."""

CHILDREN = frozenset({"annotation", "attachment", "note"})
"""Item types that are no works; they are never touched."""

VARIABLES: dict[str, tuple[str, ...]] = {
    "title": ("title", "nameOfAct", "caseName", "subject"),
    "title-short": ("shortTitle",),
    "container-title": (
        "publicationTitle", "bookTitle", "proceedingsTitle", "websiteTitle", "blogTitle", "forumTitle",
        "encyclopediaTitle", "dictionaryTitle",
    ),
    "container-title-short": ("journalAbbreviation",),
    "collection-title": ("series", "seriesTitle"),
    "event-title": ("conferenceName", "meetingName"),
    "issued": ("date", "dateEnacted", "dateDecided", "issueDate"),
    "volume": ("volume", "codeVolume"),
    "issue": ("issue",),
    "page": ("pages", "codePages"),
    "number": ("reportNumber", "archiveID", "number", "publicLawNumber", "billNumber", "identifier"),
    "edition": ("edition",),
    "genre": (
        "reportType", "thesisType", "genre", "websiteType", "postType", "presentationType", "letterType", "type",
    ),
    "publisher": ("publisher", "institution", "university", "repository"),
    "publisher-place": ("place", "repositoryLocation"),
    "language": ("language",),
    "DOI": ("DOI",),
    "PMID": ("PMID",),
    "PMCID": ("PMCID",),
    "ISBN": ("ISBN",),
    "ISSN": ("ISSN",),
    "URL": ("url",),
    "accessed": ("accessDate",),
    "citation-key": ("citationKey",),
}  # fmt: skip
"""Fields that can hold each CSL variable; the first one that the type has is written, and any is read."""

ROLES = {"author": frozenset({"author", "presenter", "sponsor"}), "editor": frozenset({"editor"})}
"""Kinds of creators that are authors or editors of a work; all others are left as they are."""

ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
"""CSL types whose article number stands where other works have their pages, because Zotero has no field for it."""


def field_for(variable: str, shape: Shape) -> str | None:
    """Return the field that holds a variable in items of one type, or None where only Extra can."""
    return next((name for name in VARIABLES[variable] if name in shape.fields), None)


def kind_for(role: str, shape: Shape) -> str | None:
    """Return the creatorType of authors or editors in items of one type, or None where only Extra can hold them."""
    if role == "author":
        return shape.creators[0] if shape.creators else None
    return role if role in shape.creators else None
