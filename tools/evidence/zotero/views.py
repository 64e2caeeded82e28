"""What a record and an item say, in one form, so that they can be compared field by field.

A view holds text or lists of text under the names of the record (CSL variables, `tags.model`, ...). Two views are
equal when nothing would be gained by writing one over the other: an identifier stands in its plain form, a date as
far as it is known, terms by their labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.formats.curated import FACETS
from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid
from evidence.model import Study, to_plain
from evidence.vocabulary import Vocabulary
from evidence.zotero import names
from evidence.zotero.extra import Extra
from evidence.zotero.fields import ARTICLES, ITEM_TYPES, ROLES, VARIABLES, WORK_TYPES, Fields, Value
from evidence.zotero.names import flat
from evidence.zotero.obstacles import obstacle
from evidence.zotero.tags import OUTCOME, tag_field, tag_texts, tags_by_facet

CITATION_KEY = "citation-key"
DERIVED = frozenset({OUTCOME, CITATION_KEY})
"""Fields that the base derives: they are written to Zotero and never taken from there."""

_PLAIN: dict[str, Callable[[str], str]] = {
    "DOI": parse_doi, "PMID": parse_pmid, "PMCID": parse_pmcid, "ISBN": parse_isbn,
}  # fmt: skip
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class View:
    """What one side says.

    Attributes:
        fields: Values by field; what is empty is left out.
        unreadable: Fields whose value a record cannot hold, with the reason.
    """

    fields: Fields
    unreadable: Mapping[str, str] = field(default_factory=dict)


def record_view(study: Study, vocabulary: Vocabulary) -> Fields:
    """Return what a record says; terms that the vocabulary does not hold are left out."""
    cited = to_plain(study.citation)
    found: dict[str, Value] = {"type": study.citation.type}
    for variable in VARIABLES:
        if value := cited.get(variable):
            found[variable] = plain(variable, str(value))
    for role in ROLES:
        if people := getattr(study.citation, role):
            found[role] = [names.from_name(name) for name in people]
    for facet in FACETS:
        known = vocabulary.facets[facet].terms if facet in vocabulary.facets else {}
        if labels := sorted({known[term].label for term in study.terms(facet) if term in known}):
            found[tag_field(facet)] = labels
    found[CITATION_KEY] = study.key
    return _with_article_number(found)


def item_view(item: Mapping[str, Any], vocabulary: Vocabulary) -> View:
    """Return what a Zotero item says.

    Args:
        item: The item as the Web API gives it, with `data` and, if known, `meta`.
        vocabulary: Terms, to recognise tags of the base.
    """
    data: Mapping[str, Any] = item["data"]
    extra = Extra(str(data.get("extra") or ""))
    found: dict[str, Value] = {"type": _type(data, extra)}
    for variable, candidates in VARIABLES.items():
        held = [flat(str(data[name])) for name in candidates if data.get(name)] + extra.get(variable)
        if value := next((text for text in held if text), None):
            found[variable] = plain(variable, value)
    if "issued" in found and not _PARTIAL_DATE.fullmatch(str(found["issued"])):
        found["issued"] = _parsed(item) or found["issued"]
    for role, kinds in ROLES.items():
        creators = data.get("creators") or []
        people = [names.from_creator(one) for one in creators if one.get("creatorType") in kinds]
        if people := [name for name in people if name] + [flat(text) for text in extra.get(role)]:
            found[role] = people
    for facet, labels in tags_by_facet(tag_texts(data), vocabulary).items():
        found[tag_field(facet)] = sorted(labels)
    found = _with_article_number(found)
    reasons = {name: why for name in ("title", *found) if (why := obstacle(name, found.get(name), vocabulary))}
    return View(found, reasons)


def plain(variable: str, text: str) -> str:
    """Return a value in its plain form; what is no identifier stays as it is, for a person to see."""
    text = flat(text)
    if variable == "accessed":
        return text[:10]
    try:
        return _PLAIN[variable](text.split(" ")[0] if variable == "ISBN" else text)
    except (KeyError, IdentifierError):
        return text


def _type(data: Mapping[str, Any], extra: Extra) -> str:
    kind = str(data["itemType"])
    told = next(iter(extra.get("type")), "")
    return told if ITEM_TYPES.get(told) == kind else WORK_TYPES.get(kind, kind)


def _parsed(item: Mapping[str, Any]) -> str | None:
    """Return the date that Zotero made of what a person typed (`March 2021`)."""
    text = str((item.get("meta") or {}).get("parsedDate") or "").replace("-00", "")
    return text if _PARTIAL_DATE.fullmatch(text) else None


def _with_article_number(found: dict[str, Value]) -> dict[str, Value]:
    if found["type"] in ARTICLES and "page" not in found and "number" in found:
        found["page"] = found.pop("number")
    return found
