"""Finding the numbers of a text, in digits or words, so that two texts can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = (
    {word: number for number, word in enumerate(_UNITS)}
    | {word: 20 + 10 * number for number, word in enumerate(_TENS)}
    | {"a": 1, "hundred": 100, "thousand": 1000, "million": 1_000_000}
)
_STARTS = _VALUES.keys() | {"hundreds", "thousands"}
_PARTS = {"hal": "50", "thi": "33", "qua": "25"}

_NO_NAME = r"(?<![A-Za-z\d.])(?<![A-Za-z]-)"
_DIGITS = re.compile(rf"{_NO_NAME}\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_NO_NAME}\d+(?:\.\d+)?")
# "the third sector" is no quantity; "a third" and "two thirds" are.
_FRACTION = re.compile(r"(?i)\b(?:half|halves|(?:a|one|two|three)[ -](?:third|quarter)s?)\b")
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(reversed(_UNITS))})"
_SPELT = re.compile(
    rf"(?i)\b(?:(?:{_SMALL}|a)[ -](?:hundred|thousand|million)(?:(?: and)? {_SMALL})?|hundreds?|thousands?|{_SMALL})\b"
)
_WORD = re.compile(r"[A-Za-z]+")


def numbers(text: str) -> dict[str, str]:
    """Return the numbers of a text in one form, each with the way in which it first stands there.

    Thousands separators, per cent signs and final zeros make no difference; a range gives both ends; names such as
    GAD-7 or EQ-5D give nothing; a half, third and quarter are 50, 33 and 25.
    """
    found: dict[str, str] = {}
    for match in _DIGITS.finditer(text):
        value = Decimal(match.group().replace(",", ""))
        found.setdefault(f"{value.normalize():f}", match.group())
    for match in _FRACTION.finditer(text):
        part = re.split(r"[ -]", match.group().lower())[-1]
        found.setdefault(_PARTS[part[:3]], match.group())
    for spelt in _spelt(_FRACTION.sub(";", text)):
        found.setdefault(str(_value(spelt.lower())), spelt)
    return found


def _spelt(text: str) -> Iterator[str]:
    """Go through the numbers in words; only where a number word starts is the slow pattern tried."""
    end = 0
    for word in _WORD.finditer(text):
        if word.start() >= end and word.group().lower() in _STARTS:
            match = _SPELT.match(text, word.start())
            if match:
                end = match.end()
                yield match.group()


def _value(spelt: str) -> int:
    total = 0
    for word in re.split(r"[ -]", spelt):
        value = _VALUES.get(word.removesuffix("s") if word.endswith(("reds", "ands")) else word, 0)
        total = max(total, 1) * value if value >= 100 else total + value  # noqa: PLR2004 (scales multiply)
    return total
