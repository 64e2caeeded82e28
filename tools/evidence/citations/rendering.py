"""References as pandoc's inline elements -> HTML, Markdown or plain text, with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from evidence.citations.processor import Inlines

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>~^$|#@]|&(?=#?\w+;))")


class _Writer(NamedTuple):
    """How one kind of output shows text, marked text, and a link."""

    text: Callable[[str], str]
    marks: dict[str, tuple[str, str]]
    link: Callable[[str, str, str], str]


def render(inlines: Inlines, output: str) -> str:
    """Write a reference as `html`, `markdown` or `text`.

    Raises:
        ValueError: Another output.
    """
    if output not in _WRITERS:
        raise ValueError(f"{output!r} is none of {', '.join(_WRITERS)}")
    return _write(inlines, _WRITERS[output]).strip()


def _write(inlines: Inlines, writer: _Writer) -> str:
    return "".join(_inline(one, writer) for one in inlines)


def _inline(one: dict[str, Any], writer: _Writer) -> str:
    kind: str = one["t"]
    content: Any = one.get("c")
    match kind:
        case "Str":
            return writer.text(content)
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Link":
            _, shown, (address, _) = content
            return writer.link(_write(shown, writer), _write(shown, _WRITERS["text"]), _safe_address(address))
        case "Span":
            return _write(content[1], writer)
        case _:
            # A mark that this output does not show, such as small capitals in plain text, leaves its text.
            before, after = writer.marks.get(kind, ("", ""))
            return before + _write(content, writer) + after


def _safe_address(address: str) -> str:
    """Escape what an address cannot hold, such as the <> of an old DOI; what is escaped already stays."""
    return quote(address, safe="/:;?#[]@!$&'()*+,=%.-_~")


def _html_link(shown: str, _plain_text: str, address: str) -> str:
    return f'<a href="{escape(address)}">{shown}</a>'


def _markdown_link(shown: str, plain: str, address: str) -> str:
    return address if plain == address else f"[{shown}](<{address}>)"


_WRITERS = {
    "html": _Writer(
        lambda text: escape(text, quote=False),
        {
            "Emph": ("<em>", "</em>"),
            "Strong": ("<strong>", "</strong>"),
            "Superscript": ("<sup>", "</sup>"),
            "Subscript": ("<sub>", "</sub>"),
            "SmallCaps": ('<span class="small-caps">', "</span>"),
        },
        _html_link,
    ),
    "markdown": _Writer(
        lambda text: _MARKDOWN_SPECIAL.sub(r"\\\1", text),
        {"Emph": ("*", "*"), "Strong": ("**", "**")},
        _markdown_link,
    ),
    "text": _Writer(str, {}, lambda shown, _plain_text, _address: shown),
}
