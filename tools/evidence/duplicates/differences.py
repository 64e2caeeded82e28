"""What makes two works different however alike their titles are."""

from __future__ import annotations

import re

from evidence.duplicates.folding import fold
from evidence.model import Citation, WorkType

FAR_APART = 3
"""Years between two works from which they are not one: a book's new edition, next year's report of a conference."""

_NOTICE = re.compile(
    r"(?:(?:authors?|publishers?) )?(?:correction|corrigend(?:um|a)|errat(?:um|a)|addendum|retraction|"
    r"expression of concern|notice of retraction)\b"
)
_REPLY = re.compile(
    r"(?:in )?(?:(?:authors? )?(?:reply|response)|rejoinder)(?: to\b| from\b|$)"
    r"|(?:comment(?:s|ary)?|letter)(?: on\b| to\b|$)"
)
_REPLY_BEFORE = re.compile(
    r"(?i)\W*(?:re|(?:authors?['’]?s?\s+)?(?:reply|response)|rejoinder|comment(?:s|ary)?|letter(?:\s+to\s+the\s+editor)?)\s*:"
)
_REPLY_BEHIND = re.compile(
    r"(?i)(?:[:.–—(\[]|\s-)\s*(?:an?\s+|the\s+)?(?:(?:authors?['’]?s?|invited)\s+)?(?:reply|response|comment|commentary|rejoinder)"
    r"(?:\s+(?:to|on|from)\b.*)?\W*$"
)
_PROTOCOL = re.compile(r"\b(?:protocol|statistical analysis plan|study design paper)\b")
_NUMERALS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "first": "1", "second": "2", "third": "3",
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
}  # fmt: skip
_ORDER = re.compile(
    r"\b(?:part|phase|volume|vol|wave|stage|paper|chapter|study|report|episode|round|year|no|number) "
    rf"(\d+|{'|'.join(_NUMERALS)})\b|\b(first|second|third) (?:part|phase|volume|wave|stage|round|year)\b"
)
_PREPRINT_DOI = re.compile(
    r"10\.(?:1101/\d|(?:31234|31219|31235|21203|2139|20944|48550|64898|31222|22541)/)", re.IGNORECASE
)
_PREPRINT_SERVER = re.compile(r"(?i)\b(?:med|bio|psy|ar|socar|edar)r?xiv\b|ssrn|research square|preprints?\b")

_KINDS: dict[WorkType, str] = {
    "article-journal": "a journal article", "review": "a journal article", "review-book": "a book review",
    "article-magazine": "a magazine article", "article-newspaper": "a newspaper article", "article": "a preprint",
    "book": "a book", "chapter": "a chapter", "entry-encyclopedia": "a chapter", "report": "a report",
    "thesis": "a thesis", "paper-conference": "a conference paper", "speech": "a conference paper",
    "dataset": "a dataset", "standard": "a standard", "legislation": "a law",
}  # fmt: skip
"""Kinds of work; documents, posts and web pages are missing, since anything may be filed as one of them."""

_ONE_KIND = frozenset({frozenset({"a book", "a report"}), frozenset({"a magazine article", "a journal article"})})
"""Kinds that are one and the same work in the hands of two librarians."""


def hard_difference(one: Citation, other: Citation) -> str | None:
    """Return, in words, what makes two works different although their titles are alike, or None."""
    return difference_of_titles(one.title, other.title) or _difference_of_kinds(one, other) or _of_dates(one, other)


def difference_of_titles(one: str, other: str) -> str | None:
    """Return what in two titles that are else alike tells two works apart: a notice, a reply, a protocol, a number."""
    signs = ((_is_notice, "a correction or retraction notice"), (_is_reply, "a reply or comment"))
    for sign, what in (*signs, (_is_protocol, "a protocol")):
        if sign(one) != sign(other):
            return f"Only one of the two is {what}."
    first, second = _order(one), _order(other)
    if first != second and (first and second):
        return f"Their numbers differ: {', '.join(first)} and {', '.join(second)}."
    numbers = [re.findall(r"\b\d+\b", fold(title)) for title in (one, other)]
    if all(numbers) and sorted(numbers[0]) != sorted(numbers[1]):
        return f"The numbers in their titles differ: {', '.join(numbers[0])} and {', '.join(numbers[1])}."
    return None


def only_one_is_numbered(one: str, other: str) -> bool:
    """Tell whether one title says which part it is and the other does not."""
    return bool(_order(one)) != bool(_order(other))


def is_preprint(citation: Citation) -> bool:
    """Tell whether a work is a preprint, by its type, its server or the prefix of its DOI."""
    if citation.type == "article":
        return True
    where = " ".join(filter(None, (citation.container_title, citation.genre, citation.publisher)))
    return bool(_PREPRINT_DOI.match(citation.doi or "")) or (
        citation.type in {"article-journal", "document", "webpage", "report"} and bool(_PREPRINT_SERVER.search(where))
    )


def _difference_of_kinds(one: Citation, other: Citation) -> str | None:
    if is_preprint(one) != is_preprint(other):
        return "One is a preprint, the other is not: tie them with update-of."
    kinds = {_KINDS.get(one.type, ""), _KINDS.get(other.type, "")}
    if "" not in kinds and len(kinds) > 1 and frozenset(kinds) not in _ONE_KIND and not (is_preprint(one)):
        return f"One is {_KINDS[one.type]}, the other {_KINDS[other.type]}."
    if _is_abstract(one) != _is_abstract(other) and one.container_title and other.container_title:
        return "One is the abstract of a conference, the other an article."
    return None


def _of_dates(one: Citation, other: Citation) -> str | None:
    if one.edition and other.edition and _edition(one.edition) != _edition(other.edition):
        return f"They are two editions: {one.edition} and {other.edition}."
    if one.year and other.year and abs(int(one.year) - int(other.year)) >= FAR_APART:
        return f"They are {abs(int(one.year) - int(other.year))} years apart: {one.year} and {other.year}."
    return None


def _is_notice(title: str) -> bool:
    return bool(_NOTICE.match(fold(title)))


def _is_reply(title: str) -> bool:
    return bool(_REPLY.match(fold(title)) or _REPLY_BEFORE.match(title) or _REPLY_BEHIND.search(title))


def _is_protocol(title: str) -> bool:
    return bool(_PROTOCOL.search(fold(title)))


def _is_abstract(citation: Citation) -> bool:
    pages = bool(re.match(r"(?:S|A|P|OP)\d+\b", citation.page or ""))
    return pages or "abstract" in (citation.genre or "").lower() or bool(re.search(r"(?i)\[abstract\]", citation.title))


def _order(title: str) -> list[str]:
    found = [digits or word for digits, word in _ORDER.findall(fold(title))]
    return [_NUMERALS.get(one, one) for one in found]


def _edition(text: str) -> str:
    digits = re.search(r"\d+", text)
    words = fold(text).split()
    return digits.group() if digits else next((_NUMERALS[word] for word in words if word in _NUMERALS), fold(text))
