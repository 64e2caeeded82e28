"""Markdown of the question pages as safe HTML: raw HTML stays text, `[@key]` becomes a link to the study.

markdown-it-py with its preset for untrusted text: no HTML is passed through, and no `javascript:` address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from evidence.questions import keys_of

_CITATION = re.compile(r"\[@([^\]\n]*)\]")


def render(
    text: str, cite: Callable[[str], tuple[str, str]], link: Callable[[str], str], *, inline: bool = False
) -> str:
    """Return Markdown as HTML.

    Args:
        text: Paragraphs, lists, headings of the third level, links, emphasis and citations.
        cite: From the key of a record to the address of its page and its name in the text.
        link: From an address below the site's root (written with a leading slash) to one relative to the page.
        inline: Whether it is one run of words, with no paragraph around it.
    """

    def citation(_: object, tokens: Sequence[Token], place: int, *__: Any) -> str:
        cited = [cite(key) for key in tokens[place].meta["keys"]]
        links = [f'<a href="{escape(address)}"><bdi>{escape(name)}</bdi></a>' for address, name in cited]
        return f'<span class="cited">({"; ".join(links)})</span>'

    def link_open(_: object, tokens: Sequence[Token], place: int, *__: Any) -> str:
        target = str(tokens[place].attrs["href"])
        if target.startswith("/") and not target.startswith("//"):
            return f'<a href="{escape(link(target[1:]))}">'
        return f'<a href="{escape(target)}" rel="external">'

    parser = MarkdownIt("js-default", {"typographer": False, "linkify": False})
    parser.disable(["table", "image", "html_block", "html_inline"], ignoreInvalid=True)
    parser.inline.ruler.before("link", "citation", _read_citation)
    parser.add_render_rule("citation", citation)
    parser.add_render_rule("link_open", link_open)
    return str(parser.renderInline(text) if inline else parser.render(text)).strip()


def _read_citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's own shape)
    found = _CITATION.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("citation", "", 0).meta = {"keys": keys_of(found.group(1))}
    state.pos = found.end()
    return True
