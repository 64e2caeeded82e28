"""Titles and names with JATS, HTML, MathML or escaped characters in them, as plain text that still means the same."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field

_LONGEST = 20_000
"""Characters that are looked at; no title and hardly an abstract comes near."""

_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:\s[^<>]*|/)?)>")
_HIDDEN = re.compile(r"<!--(?:(?!<!--).)*?-->|<\?[^<>]*\?>|<!\[CDATA\[|\]\]>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACE = re.compile(r"\s+")
_EMPTY = frozenset({"br", "break", "hr", "img", "xref", "mspace", "none", "mprescripts"})
_BLOCKS = frozenset(
    ["br", "break", "div", "hr", "li", "list", "list-item", "p", "sec", "table", "tbody", "td", "th", "title", "tr"]
)
_REPEATED = frozenset({"annotation", "annotation-xml", "tex-math"})
"""A second writing of a formula that stands beside it in MathML."""
_RAISED, _LOWERED = frozenset({"sup", "superscript"}), frozenset({"sub", "subscript", "inf"})
_MATHS = frozenset(
    ["math", "menclose", "mfenced", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms",
     "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
     "none", "semantics"]
)  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "alternatives", "b", "big", "bold", "cite", "disp-formula", "em", "ext-link", "fixed-case", "font",
     "i", "inline-formula", "inline-graphic", "italic", "italics", "monospace", "named-content", "overline", "q",
     "roman", "s", "sans-serif", "sc", "scp", "small", "span", "strike", "strong", "styled-content", "tt", "u",
     "underline", "uri", "var", "xref"]
)  # fmt: skip
_MARKUP = _INLINE | _BLOCKS | _RAISED | _LOWERED | _MATHS | _REPEATED

_UP = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_DOWN = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HAS_SMALL = frozenset("0123456789+-−=()")
_JOINERS = "\u200c\u200d"
"""Invisible, but part of the spelling in Persian and in Indian scripts."""


@dataclass
class _Element:
    """An element that is open, and what stands in it so far; in MathML each child is one piece."""

    name: str
    pieces: list[str] = field(default_factory=list)


def plain(text: str) -> str:
    """Turn a text with markup into plain text on one line.

    Superscript and subscript digits and signs become the Unicode characters where they exist (H₂O, 10⁻³, m²); letters
    stay letters (10th, VO2max), and what would change its meaning gets a caret (x^2.5). A fraction gets a slash. All
    other markup goes, without the words around it growing together. Text that only looks like markup (p<0.05) stays.
    Entities are read up to three times, because some publishers escape twice. The result is normalised (NFC) and
    holds no control characters.
    """
    text = text[:_LONGEST]
    for _ in range(3):
        without = _without_markup(text) if "<" in text else text
        read = _ENTITY.sub(lambda found: html.unescape(found.group()), without)
        if read == text:
            break
        text = read
    kept = "".join(character if _is_text(character) else _instead_of(character) for character in text)
    # Wiley breaks the line between a tag and the punctuation after it; a blank before a colon is otherwise meant.
    kept = _SPACE.sub(lambda found: "\n" if "\n" in found.group() else " ", kept)
    kept = re.sub(r"\n([,;:.?!])", r"\1", kept)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def _without_markup(text: str) -> str:
    open_elements = [_Element("")]
    position = 0
    text = _HIDDEN.sub("", text)
    for tag in _TAG.finditer(text):
        name = tag[2].rsplit(":", 1)[-1].lower()
        if name not in _MARKUP:
            continue
        _add(open_elements[-1], text[position : tag.start()])
        position = tag.end()
        if tag[1]:
            _close(open_elements, name)
        elif name in _EMPTY or tag[3].endswith("/"):
            _add(open_elements[-1], " " if name in _BLOCKS else "")
        else:
            open_elements.append(_Element(name))
    _add(open_elements[-1], text[position:])
    while len(open_elements) > 1:
        _close(open_elements, open_elements[-1].name)
    return "".join(open_elements[0].pieces)


def _add(element: _Element, text: str) -> None:
    # White space between the elements of MathML means nothing.
    text = text.strip() if element.name in _MATHS else text
    if text:
        element.pieces.append(text)


def _close(open_elements: list[_Element], name: str) -> None:
    """Close an element and all that were left open in it; an end without a beginning closes nothing."""
    if all(element.name != name for element in open_elements[1:]):
        return
    while True:
        element = open_elements.pop()
        open_elements[-1].pieces.append(_written(element))
        if element.name == name:
            return


def _written(element: _Element) -> str:
    name, inside = element.name, "".join(element.pieces)
    if name in _REPEATED:
        return ""
    if name in _BLOCKS:
        return f" {inside} "
    if name in _RAISED:
        return _raised(inside)
    return _lowered(inside) if name in _LOWERED else _formula(element, inside)


def _formula(element: _Element, inside: str) -> str:
    match element.name, element.pieces:
        case "msup" | "mover", [base, above]:
            return base + _raised(above)
        case "msub" | "munder", [base, below]:
            return base + _lowered(below)
        case "msubsup" | "munderover", [base, below, above]:
            return base + _lowered(below) + _raised(above)
        case "mfrac", [above, below]:
            return f"{above}/{below}"
        case "msqrt", _:
            return f"√{inside}"
    return inside


def _raised(text: str) -> str:
    bare = text.strip()
    if not bare or _HAS_SMALL.issuperset(bare):
        return text.translate(_UP)
    return text if not any(character.isdigit() for character in bare) else f"^{bare}"


def _lowered(text: str) -> str:
    return text.translate(_DOWN) if _HAS_SMALL.issuperset(text.strip()) else text


def _is_text(character: str) -> bool:
    return character.isprintable() or character in _JOINERS


def _instead_of(character: str) -> str:
    """Return a blank for white space and control characters, nothing for what was never visible."""
    if character == "\n":
        return character
    return " " if character.isspace() or unicodedata.category(character) == "Cc" else ""
