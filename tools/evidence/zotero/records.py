"""From what Zotero says to a record: the citation and the tags, and nothing else of it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any

from evidence.identifiers import make_key
from evidence.model import Citation, Name, Study, Tags, hyphenated, to_plain
from evidence.vocabulary import Vocabulary
from evidence.zotero import names
from evidence.zotero.fields import ARTICLES, ROLES, VARIABLES, Fields, Value
from evidence.zotero.items import Changes
from evidence.zotero.tags import OUTCOME, facet_of, term_of
from evidence.zotero.views import CITATION_KEY, record_view

_ARTICLE_NUMBER = re.compile(r"[A-Za-z]+[-.]?\d+")
_UNREAD = "Taken from Zotero; nobody has read it for this base yet."
_ORDER = [field.alias or hyphenated(name) for name, field in Citation.model_fields.items()]


def changed_record(study: Study, changes: Changes, vocabulary: Vocabulary) -> Study:
    """Return a record with other values in its citation and tags; the order of its fields stays."""
    plain = to_plain(study)
    cited: dict[str, Any] = dict(plain["citation"])
    wanted = {**record_view(study, vocabulary), **changes}
    for name, value in changes.items():
        if name == "type" or (name in VARIABLES and name not in {"page", "number", CITATION_KEY}):
            _set(cited, name, value)
        elif name in ROLES:
            known: list[Name] = getattr(study.citation, name)
            _set(cited, name, names.to_names(list(value or []), known))
    if changes.keys() & {"type", "page", "number"}:
        as_number = study.citation.number is not None and study.citation.page is None
        for name, value in _locators(wanted, as_number=as_number).items():
            _set(cited, name, value)
    plain["citation"] = cited
    if gone := {name for name in plain["provenance"]["citation"].get("unverified", []) if name not in cited}:
        source = dict(plain["provenance"]["citation"])
        source["unverified"] = [name for name in source["unverified"] if name not in gone]
        plain["provenance"] = {**plain["provenance"], "citation": source}
    if tags := _tags(study, changes, vocabulary):
        plain["tags"] = {**plain.get("tags", {}), **tags}
        plain = {name: plain[name] for name in sorted(plain, key=_place_of(plain))}
    return Study.model_validate(plain)


def new_record(key: str, fields: Fields, vocabulary: Vocabulary, today: str) -> Study:
    """Return the record of a work that was found in Zotero and that nobody has read.

    Args:
        key: Its key.
        fields: What the item says; every field must be one that a record can hold.
        vocabulary: Terms.
        today: The day, as YYYY-MM-DD.
    """
    cited: dict[str, Any] = {"type": fields["type"]}
    as_number = bool(_ARTICLE_NUMBER.fullmatch(str(fields.get("page", ""))))
    everything: dict[str, Any] = {**fields, **_locators(fields, as_number=as_number)}
    for role in ROLES:
        if role in fields:
            everything[role] = names.to_names(list(fields[role]), [])
    for name in _ORDER:
        if everything.get(name):
            cited[name] = everything[name]
    start: dict[str, Any] = {
        "key": key,
        "collections": ["wider-literature"],
        "citation": cited,
        "access": {"status": "not-checked"},
        "integrity": {"status": "not-checked"},
        "provenance": {
            "citation": {"source": "zotero", "retrieved": today},
            "extraction": {"read": "none", "extracted": today, "double-checked": False},
        },
        "no-summary": _UNREAD,
    }
    return changed_record(
        Study.model_validate(start), {name: value for name, value in fields.items() if facet_of(name)}, vocabulary
    )


def key_for(fields: Fields, taken: Container[str]) -> str:
    """Return a key for a new record, with a letter behind it where the plain one is taken."""
    people = list(fields.get("author", [])) or list(fields.get("editor", []))
    family = people[0].partition(" ||")[0] if people else ""
    key = make_key(family, str(fields.get("issued", "")), str(fields.get("title", "")))
    if key not in taken:
        return key
    number = 1
    while (numbered := f"{key}{_letters(number)}") in taken:
        number += 1
    return numbered


def _letters(number: int) -> str:
    """Count b, c, ... z, ba, bb: the first of the name bears no letter."""
    text = ""
    while number >= 0:
        number, place = divmod(number, 26)
        text = chr(ord("a") + place) + text
        number -= 1
    return text


def _set(cited: dict[str, Any], name: str, value: Any) -> None:
    """Set or remove a field; a new one goes behind the one that comes before it in the model."""
    if not value:
        cited.pop(name, None)
        return
    if name not in cited:
        ahead = [one for one in _ORDER[: _ORDER.index(name)] if one in cited]
        place = list(cited).index(ahead[-1]) + 1 if ahead else 0
        later = list(cited.items())[place:]
        for one, _ in later:
            del cited[one]
        cited[name] = value
        cited.update(later)
    cited[name] = value


def _locators(wanted: Mapping[str, Value | None], *, as_number: bool) -> dict[str, Value | None]:
    """Tell the article number from the pages, which stand in one field of a view."""
    page, number = wanted.get("page"), wanted.get("number")
    if wanted["type"] in ARTICLES and page and not number and as_number and not re.search(r"\d\s*[-–]", str(page)):
        return {"page": None, "number": page}
    return {"page": page, "number": number}


def _tags(study: Study, changes: Changes, vocabulary: Vocabulary) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, labels in changes.items():
        facet = facet_of(name)
        if facet is None or facet == OUTCOME:
            continue
        terms = [term for label in labels or [] if (term := term_of(facet, label, vocabulary))]
        if facet == "design":
            found[facet] = terms[0] if terms else None
            continue
        # The order of the file stays, and so does what the vocabulary does not hold: the checks speak of it.
        known = vocabulary.facets[facet].terms if facet in vocabulary.facets else {}
        kept = [term for term in study.tags.of(facet) if term in terms or term not in known]
        found[facet] = kept + [term for term in terms if term not in kept]
    return {name: found[name] for name in (hyphenated(one) for one in Tags.model_fields) if name in found}


def _place_of(plain: Mapping[str, Any]) -> Any:
    """Return how to sort the blocks: as they stand, with `tags` in its place in the model when it is new."""
    order = [hyphenated(name) for name in Study.model_fields]
    standing = [name for name in plain if name != "tags"]
    ahead = [name for name in standing if order.index(name) < order.index("tags")]
    places = {name: float(place) for place, name in enumerate(standing)}
    places["tags"] = places[ahead[-1]] + 0.5 if ahead else -1.0
    return places.__getitem__
