"""Dates as files write them, made as precise as they are and never more."""

from __future__ import annotations

import re

from evidence.model import is_real_date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_NUMERIC = re.compile(r"\s*(\d{4})(?!\d)(?:\s*[-/.]\s*(\d{1,2})(?!\d)(?:\s*[-/.]\s*(\d{1,2})(?!\d))?)?")
_NAMED = re.compile(rf"(?i)(?<![a-z])({'|'.join(MONTHS)})[a-z]*\.?")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th)?(?!\d)")


def partial_date(text: str) -> str | None:
    """Return YYYY, YYYY-MM or YYYY-MM-DD of a text, or None when it names no year.

    Understands `2019-07-16`, `2019/07/16/Online`, `2019 Jul 16`, `16 July 2019`, `Jul-Aug 2019` (the first month),
    `2019-07-16/2019-08-01` (the first day), `c2019`, `2019a`. A day or month that is not in the calendar is left out.
    """
    year = _YEAR.search(text)
    if year is None:
        return None
    numeric = _NUMERIC.match(text)
    if numeric and numeric.group(1) == year.group(1) and (numeric.group(2) or not _NAMED.search(text)):
        return _real(numeric.group(1), numeric.group(2), numeric.group(3))
    month = _NAMED.search(text)
    if month is None:
        return year.group(1)
    rest = text[: year.start()] + " " + text[year.end() :]
    place = _NAMED.search(rest)
    day = (_DAY.match(rest[place.end() :].lstrip(" ,")) or _DAY.search(rest[: place.start()])) if place else None
    return _real(year.group(1), str(MONTHS.index(month.group(1).lower()) + 1), day.group(1) if day else None)


def month_number(text: str) -> str | None:
    """Return the number of a month given by its name, its first three letters or its number."""
    if text.strip().isascii() and text.strip().isdigit():
        return text.strip() if 1 <= int(text.strip()[:3]) <= len(MONTHS) else None
    found = _NAMED.search(text)
    return str(MONTHS.index(found.group(1).lower()) + 1) if found else None


def _real(year: str, month: str | None, day: str | None) -> str:
    parts = [year, *(part.zfill(2) for part in (month, day if month else None) if part)]
    while len(parts) > 1 and not is_real_date("-".join(parts)):
        parts.pop()
    return "-".join(parts)
