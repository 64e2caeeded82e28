r"""LaTeX in the values of BibTeX: accents, quotation marks and dashes become letters, commands give way to their text.

A bare `%`, `&` or `$` is taken for itself, as the people who paste them mean it; in LaTeX it would swallow text.
"""

from __future__ import annotations

import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db  # type: ignore[import-untyped]

_DECODER = LatexNodes2Text(math_mode="text", keep_comments=False)
_KNOWN = get_default_latex_context_db()
_NEEDS_DECODING = re.compile(r"[\\$~]|--|``|''")
# Commands that pylatexenc drops, or gives another character for.
_SYMBOLS = {
    "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textasciigrave": "`", "textless": "<",
    "textgreater": ">", "textbar": "|", "textunderscore": "_", "textasciitilde": "~", "textbackslash": "\\",
    "textdollar": "$", "textpercent": "%", "lbrace": "{", "rbrace": "}", "{": "{", "}": "}", "%": "%", "&": "&",
    "$": "$", "#": "#", "_": "_", "slash": "/", "textquotesingle": "'", "textquotedbl": '"',
}  # fmt: skip
_SYMBOL = re.compile(
    r"\\(?:(" + "|".join(sorted((re.escape(name) for name in _SYMBOLS if name.isalpha()), key=len, reverse=True))
    + r")(?![A-Za-z])(?:\{\}|[ ]+)?|([{}%&$#_]))"
)  # fmt: skip
_STAND_INS = {character: chr(0xE000 + place) for place, character in enumerate(sorted(set(_SYMBOLS.values())))}
_BACK = str.maketrans({stand_in: character for character, stand_in in _STAND_INS.items()})
_LIFTED = re.compile(r"\$?\\text(super|sub)script\{(\d+)\}\$?|\$([\^_])\{?(\d+)\}?\$")
# Accents on one letter, by far the most of what LaTeX is in bibliographies; the decoder is 50 times slower.
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])\s*(?:\{(\\?[a-zA-Z])\}|([a-zA-Z]))|([uvHckrd])(?:\{(\\?[a-zA-Z])\}|\s+([a-zA-Z])\b))"
)
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")


def decode(text: str) -> tuple[str, list[str]]:
    """Return the text without LaTeX, and the names of commands that were not understood and left out."""
    if not _NEEDS_DECODING.search(text):
        return text.replace("{", "").replace("}", ""), []
    prepared = _prepare(_ACCENT.sub(_accented, text))
    if not re.search(r"[\\$]", prepared):
        return " ".join(re.sub("[{}]", "", prepared).translate(_BACK).split()), []
    unknown = [
        name
        for name in dict.fromkeys(re.findall(r"\\([a-zA-Z]+)", prepared))
        if not _KNOWN.get_macro_spec(name) and len(name) > 1
    ]
    try:
        decoded = str(_DECODER.latex_to_text(prepared))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What the decoder stumbles over (an unfinished command) is kept as it is written.
        return re.sub(r"[{}]", "", prepared).translate(_BACK), ["LaTeX that could not be decoded"]
    return " ".join(decoded.translate(_BACK).split()), [f"\\{name}" for name in unknown]


def plain_address(text: str) -> str:
    """Return an address or DOI without what programs wrap around it; it is never decoded, only unescaped."""
    found = _ADDRESS.search(text)
    bare = (found.group(1) or found.group(2) or "") if found else text
    bare = re.sub(r"\\text(underscore|percent|tildelow|asciitilde)(?:\{\})?", _spelt, bare)
    bare = re.sub(r"\{\\([_%&#~$])\}|\\([_%&#~$])(?:\{\})?", lambda one: one.group(1) or one.group(2), bare)
    return bare.replace("{", "").replace("}", "").strip()


def _accented(found: re.Match[str]) -> str:
    sign, braced, bare, letter_sign, letter_braced, letter_bare = found.groups()
    letter = (braced or bare or letter_braced or letter_bare).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _ACCENTS[sign or letter_sign])


def _spelt(found: re.Match[str]) -> str:
    return {"underscore": "_", "percent": "%"}.get(found.group(1), "~")


def _prepare(text: str) -> str:
    text = _ADDRESS.sub(lambda one: _hidden(one.group(1) or one.group(3) or ""), text)
    text = _LIFTED.sub(_lifted, text)
    text = _SYMBOL.sub(lambda one: _STAND_INS[_SYMBOLS[one.group(1) or one.group(2)]], text)
    if text.count("$") % 2 or re.search(r"\$\s?\d", text):
        text = text.replace("$", _STAND_INS["$"])
    for ligature, character in _LIGATURES:
        text = text.replace(ligature, character)
    return text.replace("%", _STAND_INS["%"]).replace("&", _STAND_INS["&"]).replace("#", _STAND_INS["#"])


def _hidden(text: str) -> str:
    for character, stand_in in _STAND_INS.items():
        text = text.replace(character, stand_in)
    return text


def _lifted(found: re.Match[str]) -> str:
    word, digits, sign, in_math = found.groups()
    raised = word == "super" or sign == "^"
    return (digits or in_math).translate(_SUPERSCRIPTS if raised else _SUBSCRIPTS)
