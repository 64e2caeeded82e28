"""Ties between records lead somewhere, are told once, and do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.presence import has_record
from evidence.checks.registry import Fault, check, record_check
from evidence.library import Library
from evidence.model import Relation, Study

_SYMMETRIC = frozenset({"same-data-as", "same-programme-as", "related-to"})
_TARGET_IS_EARLIER = frozenset({"follow-up-of", "reply-to", "update-of", "comment-on"})


@record_check(
    "relation-target",
    "error",
    "Every relation leads to a record.",
    "Correct the key, or add the record first (`evidence list` shows the keys).",
)
def relation_target(study: Study, library: Library) -> Iterator[Fault]:
    """Look the targets up."""
    for number, relation in enumerate(study.relations):
        if not has_record(library, relation.key):
            yield Fault(("relations", number, "key"), f"There is no record {relation.key!r}.")


@record_check("relation-to-itself", "error", "No record is tied to itself.", "Remove the relation, or correct its key.")
def relation_to_itself(study: Study, _: Library) -> Iterator[Fault]:
    """Find ties to the record itself."""
    for number, relation in enumerate(study.relations):
        if relation.key == study.key:
            yield Fault(("relations", number, "key"), "The record is tied to itself.")


@record_check(
    "relation-twice",
    "error",
    "A tie is told once: the site shows it at both ends.",
    "Keep one of the two and remove the other.",
)
def relation_twice(study: Study, library: Library) -> Iterator[Fault]:
    """Find ties told twice in one record, or at both ends."""
    for number, relation in enumerate(study.relations):
        earlier = [(one.type, one.key) for one in study.relations[:number]]
        other = library.studies.get(relation.key)
        if (relation.type, relation.key) in earlier:
            yield Fault(("relations", number), f"{relation.type} {relation.key} stands twice.")
        # Of two ends the later one by key is reported, so that one removal mends it.
        elif relation.type in _SYMMETRIC and other and other.key < study.key and _points(other, relation, study):
            yield Fault(("relations", number), f"{other.key} tells this tie already.")


def _points(other: Study, relation: Relation, study: Study) -> bool:
    return any(back.type == relation.type and back.key == study.key for back in other.relations)


@check(
    "relation-contradiction",
    "error",
    "Ties with a direction do not run in a circle.",
    "Remove the relation that points the wrong way.",
)
def relation_contradiction(library: Library) -> Iterator[Fault]:
    """Find circles among ties of one type, the shortest of which is A protocol-of B and B protocol-of A."""
    for study in library.studies.values():
        for number, relation in enumerate(study.relations):
            if relation.type in _SYMMETRIC or relation.key == study.key:
                continue
            circle = _way(library, relation.type, relation.key, study.key)
            if circle:
                way = f" {relation.type} ".join([study.key, *circle])
                yield Fault(("relations", number), f"This runs in a circle: {way}.", path=library.path_of(study.key))


def _way(library: Library, kind: str, start: str, goal: str) -> list[str]:
    """Return the keys on a way from start to goal along ties of one type, or nothing."""
    ways, seen = [[start]], {start}
    for way in ways:
        study = library.studies.get(way[-1])
        for relation in study.relations if study else []:
            if relation.type == kind and relation.key == goal:
                return [*way, goal]
            if relation.type == kind and relation.key not in seen:
                seen.add(relation.key)
                ways.append([*way, relation.key])
    return []


@record_check(
    "relation-order",
    "warning",
    "A follow-up, reply, update or comment is not older than its target; a protocol is not younger.",
    "Turn the relation round, or correct the year.",
)
def relation_order(study: Study, library: Library) -> Iterator[Fault]:
    """Compare the years of both ends."""
    for number, relation in enumerate(study.relations):
        target = library.studies.get(relation.key)
        here, there = study.citation.year, target.citation.year if target else None
        if not here or not there:
            continue
        wrong = there > here if relation.type in _TARGET_IS_EARLIER else relation.type == "protocol-of" and here > there
        if wrong:
            yield Fault(("relations", number), f"{relation.type}: this is of {here}, and {relation.key} of {there}.")


@record_check(
    "includes-without-synthesis",
    "error",
    "Only a review includes other studies.",
    "Correct the design, or use another relation such as related-to.",
)
def includes_without_synthesis(study: Study, library: Library) -> Iterator[Fault]:
    """Check that the design of a work that includes others belongs to the reviews."""
    designs = library.vocabulary.facets.get("design")
    if designs is None or not designs.terms:
        return
    design = designs.terms.get(study.tags.design or "")
    for number, relation in enumerate(study.relations):
        if relation.type == "includes" and (design is None or design.group != "synthesis"):
            message = f"A work of the design {study.tags.design or 'none'!r} includes no studies."
            yield Fault(("relations", number, "type"), message)
