"""Contrast of the pairs of colours that meet on a page, from the palette file (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.sites import ROOT

CSS = ROOT / "site/theme/assets/css"
GROUNDS = ("paper", "paper-raised", "paper-sunk")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-strong", "warn") for ground in GROUNDS),
    *((mark, "paper") for mark in ("for", "against", "unclear")),
    ("ink", "accent-wash"), ("ink", "warn-wash"), ("warn", "warn-wash"), ("accent", "accent-wash"),
    ("ink", "found"), ("ink-soft", "found"), ("on-accent", "accent"), ("on-accent", "accent-strong"),
    ("on-alarm", "alarm"),
]  # fmt: skip
GRAPHIC = [
    (part, ground) for part in ("for", "against", "unclear", "control", "focus", "accent", "warn") for ground in GROUNDS
]


def palettes() -> dict[str, dict[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", (CSS / "palette.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*)\}", text)
    return {selector.strip(): dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body)) for selector, body in blocks}


PALETTES = palettes()
LIGHT = PALETTES[":root"]
DARK = PALETTES[':root[data-scheme="dark"]']


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_two_dark_palettes_are_one() -> None:
    assert PALETTES[':root:not([data-scheme="light"])'] == DARK
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(palette: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(palette[ink], palette[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), GRAPHIC)
def test_marks_and_borders_of_controls_are_seen(palette: dict[str, str], part: str, ground: str) -> None:
    assert contrast(palette[part], palette[ground]) >= 3


def test_colours_stand_in_the_palette_alone() -> None:
    """Print is black on white and says so itself; the shade behind an open menu is no colour of a page."""
    for sheet in CSS.glob("*.css"):
        if sheet.name not in {"palette.css", "print.css"}:
            text = sheet.read_text(encoding="utf-8")
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text) == [], sheet.name


def test_every_colour_used_is_in_the_palette() -> None:
    known = set(LIGHT) | {*(f"size-{step}" for step in range(1, 7)), "measure", "sans", "serif", "mono"}
    for sheet in CSS.glob("*.css"):
        used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8")))
        assert used <= known, (sheet.name, used - known)


def test_fonts_are_our_own_and_small() -> None:
    files = list((ROOT / "site/theme/assets/fonts").glob("*.woff2"))
    assert files
    assert sum(file.stat().st_size for file in files) < 400_000
    assert len(list((ROOT / "site/theme/assets/fonts").glob("*LICENSE.txt"))) == 2
