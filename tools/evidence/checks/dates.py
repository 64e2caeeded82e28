"""Dates exist in the calendar and do not lie ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from evidence.checks.registry import Fault, check
from evidence.library import Library
from evidence.model import Study, is_real_date
from evidence.yaml_text import Path

_EARLIEST = "1800"


def _dates(library: Library) -> Iterator[tuple[str, Path, str]]:
    """Go through the dates that are not dates of issue: the file, the place, the date."""
    for study in library.studies.values():
        given = (
            (("citation", "accessed"), study.citation.accessed),
            (("integrity", "checked"), study.integrity.checked),
            (("provenance", "citation", "retrieved"), study.provenance.citation.retrieved),
            (("provenance", "extraction", "extracted"), study.provenance.extraction.extracted),
        )
        for place, date in given:
            if date:
                yield library.path_of(study.key), place, date
    for key, summary in library.summaries.items():
        yield f"summaries/{key}.md", ("written",), summary.meta.written


def _issued(study: Study) -> tuple[Path, str | None]:
    return ("citation", "issued"), study.citation.issued


@check(
    "impossible-date",
    "error",
    "Every date exists in the calendar and is later than 1800.",
    "Correct it; leave the day or month out if it is not known.",
)
def impossible_date(library: Library) -> Iterator[Fault]:
    """Check every date against the calendar."""
    every = list(_dates(library))
    for study in library.studies.values():
        place, issued = _issued(study)
        if issued:
            every.append((library.path_of(study.key), place, issued))
    for path, place, date in every:
        if not is_real_date(date):
            yield Fault(place, f"There is no day {date!r} in the calendar.", path=path)
        elif date < _EARLIEST:
            yield Fault(place, f"{date!r} is too early to be right.", path=path)


@check("future-date", "warning", "No date lies ahead.", "Correct it, or set the clock of this computer.")
def future_date(library: Library) -> Iterator[Fault]:
    """Check that nothing was read in the future, and issued at most a year ahead."""
    today = datetime.now(tz=UTC).date()
    # A day for the time zones ahead of UTC.
    tomorrow, next_year = (today + timedelta(days=1)).isoformat(), (today + timedelta(days=366)).isoformat()
    for path, place, date in _dates(library):
        if date > tomorrow:
            yield Fault(place, f"{date!r} lies in the future.", path=path)
    for study in library.studies.values():
        place, issued = _issued(study)
        if issued and issued > next_year:
            yield Fault(place, f"{issued!r} is more than a year ahead.", path=library.path_of(study.key))
