"""Texts made comparable: without case, accents, markup, punctuation and leading articles, in any script."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_MARKED = re.compile(r"(?i)^\W*(?:retracted|withdrawn)(?:\s+(?:article|paper))?\s*[:\]]\s*")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_SPELT_OUT = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i", "&": " and ", "_": " "}
)
_ARTICLES = frozenset({"the", "a", "an"})
_SMALL_WORDS = frozenset({"the", "of", "and", "in", "for", "on", "de", "la", "und", "der", "die", "et", "a", "an"})


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Return the words of a text in one form, parted by single blanks, without a leading article."""
    words = words_of(text)
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def words_of(text: str) -> list[str]:
    """Return the words of a text in one form."""
    plain = _TAG.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text
    plain = _MARKED.sub("", plain).translate(_APOSTROPHES).casefold().translate(_SPELT_OUT)
    letters = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return re.findall(r"\w+", letters)


@lru_cache(maxsize=32_768)
def main_title(title: str) -> str:
    """Return the folded title up to its first colon, dash, question mark or full stop."""
    return fold(re.split(r"[:?!]|\.\s|\s[–—-]\s", title, maxsplit=1)[0])


@lru_cache(maxsize=8192)
def abbreviates(short: str, full: str) -> bool:
    """Tell whether one name of a journal is the other with its words shortened: `Br J Gen Pract`, `BJGP`."""
    shorts, fulls = fold(short).split(), [word for word in fold(full).split() if word not in _SMALL_WORDS]
    shorts = [word for word in shorts if word not in _SMALL_WORDS]
    if len(shorts) == 1 and len(fulls) > 1:
        return shorts[0] == "".join(word[0] for word in fulls)
    return len(shorts) == len(fulls) and all(
        one[0] == other[0] and (other.startswith(one) or _is_skipped(one, other))
        for one, other in zip(shorts, fulls, strict=True)
    )


def _is_skipped(short: str, full: str) -> bool:
    """Tell whether letters were left out inside a word: `natl` of `national`."""
    letters = iter(full)
    return all(letter in letters for letter in short)
