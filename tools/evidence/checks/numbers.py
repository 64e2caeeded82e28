"""Finding the numbers of a text, in digits or words, so that two texts can be held against each other."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: number
    for number, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_FRACTIONS = {"half": "50", "halves": "50", "third": "33", "thirds": "33", "quarter": "25", "quarters": "25"}

_DIGITS = re.compile(r"(?<![A-Za-z\d.])(?<![A-Za-z]-)\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![A-Za-z\d.])(?<![A-Za-z]-)\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+")
# "the third sector" and "her second visit" are no quantities; "a third" and "two thirds" are.
_FRACTION = re.compile(r"(?i)\b(?:half|halves|(?:a|one|two|three)[ -](?:third|quarter)s?)\b")


def numbers(text: str) -> dict[str, str]:
    """Return the numbers of a text in one form, each with the way in which it first stands there.

    Thousands separators, per cent signs and final zeros make no difference; ranges give both ends; names such as
    GAD-7 or EQ-5D give nothing; a half, third and quarter are 50, 33 and 25.
    """
    found: dict[str, str] = {}
    for match in _DIGITS.finditer(text):
        found.setdefault(_one_form(match.group().replace(",", "")), match.group())
    rest = text
    for match in _FRACTION.finditer(text):
        word = _WORD.findall(match.group().lower())[-1]
        found.setdefault(_FRACTIONS[word], match.group())
        rest = rest[: match.start()] + "." * len(match.group()) + rest[match.end() :]
    for value, written in _spelt(rest):
        found.setdefault(str(value), written)
    return found


def _one_form(digits: str) -> str:
    value = Decimal(digits)
    return str(value.normalize()) if value != value.to_integral() else str(value.to_integral())


def _spelt(text: str) -> list[tuple[int, str]]:
    """Find numbers in words; words that belong together are joined by blanks or hyphens (twenty-four, two hundred)."""
    found: list[tuple[int, str]] = []
    total, run, end = 0, list[str](), 0
    for match in re.finditer(r"(?i)[a-z]+", text):
        word = match.group().lower()
        if run and not re.fullmatch(r"[ -]|\s*-\s*", text[end : match.start()]):
            found.append((total, " ".join(run)))
            total, run = 0, []
        value = _UNITS.get(word, _TENS.get(word))
        if value is not None and not (run and (total % 10 or total % 100 == 10 or run[-1] in _UNITS)):
            total, run = total + value, [*run, match.group()]
        elif word in _SCALES:
            total, run = max(total, 1) * _SCALES[word], [*run, match.group()]
        else:
            if run:
                found.append((total, " ".join(run)))
            total, run = (value, [match.group()]) if value is not None else (0, [])
        end = match.end()
    if run:
        found.append((total, " ".join(run)))
    return found
