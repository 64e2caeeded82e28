"""Which source a value of the citation comes from, as the one line under `provenance.citation.source` tells it.

The line names the sources as a person wrote them; `enrich` adds each service with its day and the fields that it gave
or confirmed: `reading list; crossref, 2026-11-22 (ISSN, volume)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_FROM_OPENALEX = frozenset({"PMID", "PMCID"})
"""Identifiers that only OpenAlex gives, whoever gives the rest of the citation."""
_MARK = re.compile(r"; (?P<service>[^;,()]+), (?P<day>\d{4}-\d\d-\d\d) \((?P<fields>[^()]*)\)")


def service_of(field: str, agency: str) -> str:
    """Return the service that gave a field of a citation, of which an agency gave the rest."""
    return "openalex" if field in _FROM_OPENALEX else agency


def is_from(line: str, service: str) -> bool:
    """Tell whether a citation came from a service in the first place, and from no person's reading."""
    return line.partition(";")[0].strip() == service


def with_sources(line: str, agency: str, day: date, fields: Iterable[str]) -> str:
    """Add the services that gave or confirmed some fields on a day."""
    by_service: dict[str, list[str]] = {}
    for field in sorted(fields):
        by_service.setdefault(service_of(field, agency), []).append(field)
    for service, given in sorted(by_service.items()):
        line = _with_source(line, service, day.isoformat(), given)
    return line


def source_of(field: str, line: str) -> str:
    """Return the source of one field: the service that gave it last, else what a person named."""
    given = [mark for mark in _MARK.finditer(line) if field in mark["fields"].split(", ")]
    return f"{given[-1]['service']}, {given[-1]['day']}" if given else _MARK.sub("", line)


def _with_source(line: str, service: str, day: str, fields: Iterable[str]) -> str:
    """Add a service; what it gave before stays with it."""
    before: list[str] = []
    kept = line
    for mark in _MARK.finditer(line):
        if mark["service"] == service:
            before += mark["fields"].split(", ")
            kept = kept.replace(mark.group(), "", 1)
    names = dict.fromkeys([*before, *fields])
    return f"{kept}; {service}, {day} ({', '.join(names)})"
