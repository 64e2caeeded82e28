"""Dates as services write them, read as a date that is as precise as known and exists."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

_YEARS = range(1000, 10000)


def from_parts(value: Any) -> str | None:
    """Read `{"date-parts": [[2019, 3, 28]]}`, or the inner list; null, zero and impossible parts end the date."""
    parts = value.get("date-parts") if isinstance(value, dict) else value
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        parts = parts[0]
    return _checked(parts) if isinstance(parts, list) else None


def from_text(value: Any) -> str | None:
    """Read `2019`, `2019-03`, `2019-03-28` with or without a time, or a range of which the beginning counts."""
    matched = re.match(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?![\d])", str(value)) if value is not None else None
    return _checked([part for part in matched.groups() if part]) if matched else None


def is_after(text: str, today: date) -> bool:
    """Tell whether a date, or the beginning of the year or month it names, still lies ahead."""
    return text > today.isoformat()


def within(precise: str | None, coarse: str) -> bool:
    """Tell whether a date says the same as another one, only more precisely."""
    return precise is not None and precise.startswith(f"{coarse}-")


def _checked(parts: list[Any]) -> str | None:
    numbers: list[int] = []
    for part in parts[:3]:
        if isinstance(part, bool) or not isinstance(part, int | str) or not re.fullmatch(r"\d{1,4}", str(part)):
            break
        numbers.append(int(part))
    while numbers and numbers[0] in _YEARS:
        try:
            date(*[*numbers, 1, 1][:3])
        except ValueError:
            numbers.pop()
        else:
            return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])
    return None
