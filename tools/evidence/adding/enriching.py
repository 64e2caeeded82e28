"""Taking what the services know into records that stand: gaps filled, changes proposed, nothing silently overwritten.

Only `citation`, `access`, `integrity` and the provenance of the citation change; the curated blocks, comments, order
and line breaks of the file stay as they are (`Library.save`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evidence.adding.comparing import Change, Differences, differences
from evidence.adding.sourcing import with_sources
from evidence.errors import EvidenceError
from evidence.model import Access, Citation, Study, hyphenated, to_plain
from evidence.sources.lookup import Found, Sources, look_up_all

_BLOCKS: tuple[tuple[str, type[Citation | Access]], ...] = (("citation", Citation), ("access", Access))
FIELDS: frozenset[str] = frozenset(
    f"{block}.{field.alias or hyphenated(name)}" for block, kind in _BLOCKS for name, field in kind.model_fields.items()
) | {"integrity"}
"""Fields that can be named, as they are called in a diff; `volume` is short for `citation.volume`."""


@dataclass(frozen=True)
class Enrichment:
    """What a look-up has to say about one record.

    Attributes:
        study: The record as it stands.
        found: What the services know; None when they could not be asked, or there was nothing to ask with.
        differences: What differs.
        failure: Why there is nothing; empty when there is.
    """

    study: Study
    found: Found | None
    differences: Differences
    failure: str = ""


def enrich_all(studies: Iterable[Study], sources: Sources) -> Iterator[Enrichment]:
    """Look up records by their DOI, else PMID or PMCID, and compare; a failure never stops the rest."""
    listed = [(study, _identifier(study)) for study in studies]
    answers = look_up_all([identifier for _, identifier in listed if identifier], sources)
    nothing = Differences((), ())
    for study, identifier in listed:
        if identifier is None:
            yield Enrichment(study, None, nothing)
            continue
        found = next(answers)[1]
        if isinstance(found, EvidenceError):
            yield Enrichment(study, None, nothing, str(found))
        else:
            yield Enrichment(study, found, differences(study, found))


def field_named(text: str) -> str | None:
    """Return the full name of a field from what a person typed (`volume`, `citation.volume`, `integrity`), or None."""
    wanted = text.strip().lower()
    by_name = {field.lower(): field for field in FIELDS} | {
        field.partition(".")[2].lower(): field for field in sorted(FIELDS, reverse=True) if "." in field
    }
    return by_name.get(wanted)


def acceptable(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that no person has to look at: gaps, refreshed states, and what nobody decided."""
    return [change for change in changes if not change.decided]


def apply(enrichment: Enrichment, accepted: Collection[Change]) -> Study:
    """Return the record with the changes that were accepted, and with a provenance that says where they come from."""
    found = enrichment.found
    if found is None:
        return enrichment.study
    plain = to_plain(enrichment.study)
    for change in accepted:
        block, _, name = change.field.partition(".")
        if name:
            plain.setdefault(block, {})[name] = change.new
        else:
            plain[block] = change.new
    taken = [change.field.partition(".")[2] for change in accepted if change.field.startswith("citation.")]
    settled = {*taken, *enrichment.differences.confirmed}
    provenance: dict[str, Any] = plain["provenance"]["citation"]
    if "unverified" in provenance:
        provenance["unverified"] = [name for name in provenance["unverified"] if name not in settled]
    if settled:
        provenance["source"] = with_sources(provenance["source"], found.source, found.retrieved, settled)
    return Study.model_validate(plain)


def _identifier(study: Study) -> str | None:
    cited = study.citation
    return cited.doi or (f"PMID: {cited.pmid}" if cited.pmid else cited.pmcid)
