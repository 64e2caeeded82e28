from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.sources.plain_text import plain

MATH = (
    "<mml:math><mml:msup><mml:mi>x</mml:mi> <mml:mn>2</mml:mn></mml:msup>\n<mml:mo>&lt;</mml:mo>"
    "<mml:mn>3</mml:mn></mml:math>"
)
TWICE = "<inline-formula><alternatives><tex-math>$x$</tex-math><math><mi>x</mi></math></alternatives></inline-formula>"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Effect of\n      <scp>link</scp>\n      workers\n   : a study", "Effect of link workers: a study"),
        ("The arrow worm <i>Spadella</i> (Chaetognatha)", "The arrow worm Spadella (Chaetognatha)"),
        ("&lt;i&gt;Hyperici&lt;/i&gt; in Yezo", "Hyperici in Yezo"),
        ("&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; claims", "Bold claims"),
        ("Health &amp; Care", "Health & Care"),
        ("Health &amp;amp; Care", "Health & Care"),
        ("H<sub>2</sub>O and CO<sub>2</sub>", "H₂O and CO₂"),
        ("10<sup>-3</sup> m<sup>2</sup>", "10⁻³ m²"),
        ("the 10<sup>th</sup> year", "the 10th year"),
        ("VO<sub>2max</sub> and T<sub>half</sub>", "VO2max and Thalf"),
        ("x<sup>2.5</sup>", "x^2.5"),
        (MATH, "x²<3"),
        ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math> dose", "1/2 dose"),
        (f"{TWICE} axis", "x axis"),
        ("p<0.05 and n>3", "p<0.05 and n>3"),
        ("p &lt; 0.05", "p < 0.05"),
        ("The <Name> of things", "The <Name> of things"),
        ("one<br/>two<p>three</p>four", "one two three four"),
        ("<jats:title>Aim</jats:title><jats:p>To see.</jats:p>", "Aim To see."),
        ("<a href='x' title=\"y\">linked</a> text", "linked text"),
        ("<b>open and <i>crossed</b> tags</i>", "open and crossed tags"),
        ("</i>closed only", "closed only"),
        ("R&D, AT&T and &section", "R&D, AT&T and &section"),
        ("Boletín : Centro", "Boletín : Centro"),
        ("in\u00advisible\u200b\ufeff \u202eturn", "invisible turn"),
        ("bell\x07and\x00null half\ud83d", "bell and null half"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u00a0b\u2028c\t\r\nd", "a b c d"),
        ("<!-- hidden --><![CDATA[shown]]>", "shown"),
        ("   ", ""),
    ],
)  # fmt: skip
def test_markup_becomes_text_that_means_the_same(written: str, meant: str) -> None:
    assert plain(written) == meant


@given(st.text(alphabet=st.sampled_from("<>/&;#x27absuipmltq: \n\ud800\u200d"), max_size=200))
def test_any_text_gives_one_clean_line(text: str) -> None:
    result = plain(text)
    assert result == result.strip()
    assert "\n" not in result
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in result)
    result.encode()


@pytest.mark.parametrize("piece", ["<i>", "</i>", "<!--", "<i ", "&", "&#", "<mml:msup>", "<sub>2", "<b></i>", "\n "])
def test_a_hostile_text_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    plain(piece * 100_000)
    assert time.perf_counter() - began < 60  # 0.1 s as a rule; hours if a pattern goes astray
