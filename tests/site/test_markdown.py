"""Markdown of questions: citations become links, and nothing else of a stranger's text becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.site.markdown import render


def cite(key: str) -> tuple[str, str]:
    return f"../../studies/{key}/", f"<{key}> & others, 2020"


def html(text: str) -> str:
    return render(text, cite, lambda target: f"../../{target}")


def test_a_citation_is_a_link_with_its_name_escaped() -> None:
    assert html("It fell [@oak2020a].") == (
        '<p>It fell <span class="cited">(<a href="../../studies/oak2020a/"><bdi>&lt;oak2020a&gt; &amp; others, 2020'
        "</bdi></a>)</span>.</p>"
    )


def test_two_citations_stand_in_one_bracket() -> None:
    assert html("So [@a; @b].").count("<a ") == 2
    assert "</a>; <a" in html("So [@a; @b].")


def test_addresses_of_the_site_become_relative_and_others_are_marked() -> None:
    assert '<a href="../../measures/">list</a>' in html("A [list](/measures/).")
    assert '<a href="https://example.org/x?a=1&amp;b=2" rel="external">there</a>' in html(
        "See [there](https://example.org/x?a=1&b=2)."
    )
    assert '<a href="//example.org" rel="external">' in html("See [there](//example.org).")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "A <b onclick=alert(1)>word</b>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/spy.gif)",
        "<!-- hidden -->",
        "<https://example.org/>\n<img src=x>",
    ],
)
def test_markup_of_strangers_stays_text(text: str) -> None:
    found = html(text)
    assert not re.search(r"<(script|img|b|!--)", found)
    assert 'href="javascript' not in found


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_only_known_elements_come_out(text: str) -> None:
    known = {
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "span",
        "bdi",
        "em",
        "strong",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "code",
        "pre",
    }
    known |= {"blockquote", "hr", "br", "s"}
    assert set(re.findall(r"<\s*/?\s*([a-zA-Z!][a-zA-Z0-9]*)", html(text))) <= known
