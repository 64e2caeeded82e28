"""Figures and tables to take away: an SVG page with wrapped text and the site's own marks, and CSV. Pure text."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from evidence.model import Direction

SHAPES: Mapping[str, str] = {
    "favours-social-prescribing": '<path d="M6 1.2 11.4 10.8H.6z"/>',
    "favours-comparison": '<path d="M6 10.8.6 1.2h10.8z"/>',
    "no-clear-direction": '<path d="M6 .4 11.6 6 6 11.6.4 6z"/>',
    "direction-not-reported": '<circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.8"/>',
    "descriptive": '<path d="M.5 4.6h11v2.8H.5z"/>',
}
"""Marks of directions, each in a square of 12 units."""
DESIGN_SHAPES: Mapping[str, str] = {
    "comparative": '<path d="M1.5 1H5v10H1.5zM7 1h3.5v10H7z"/>',
    "uncontrolled": '<path d="M4.25 1h3.5v10h-3.5z"/>',
    "qualitative-mixed": '<path d="M.8 1.2h10.4v7H6L3 11.2v-3H.8z"/>',
    "economic": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.8"/>'
    '<circle cx="6" cy="6" r="1.7"/>',
    "synthesis": '<path d="M1 1.2h10v2.2H1zM1 4.9h10v2.2H1zM1 8.6h10v2.2H1z"/>',
    "other": '<path d="M4.9 1.2h2.2v3.7h3.7v2.2H7.1v3.7H4.9V7.1H1.2V4.9h3.7z"/>',
}
"""Marks of groups of designs: two bars for two groups of people, one bar for one, speech, coin, pages, cross."""
COLOURS: Mapping[Direction, str] = {
    "favours-social-prescribing": "#1f5da8",
    "favours-comparison": "#a84b08",
    "no-clear-direction": "#556170",
    "direction-not-reported": "#556170",
    "descriptive": "#7a8087",
}
"""Colours of the light palette; shape and word say the same."""
INK = "#1c2430"
SOFT = "#4a5462"
LINE = "#d9d5cb"
_FONT = "Arial, Helvetica, sans-serif"
_LETTER = 0.53
"""Mean width of a letter of running text, as a share of its size."""


class Drawing:
    """An SVG being drawn from top to bottom; lengths in pixels, text as plain text."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.height = 0.0
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int = 12,
        bold: bool = False,
        soft: bool = False,
        middle: bool = False,
    ) -> None:
        """Write one line with its foot at y."""
        weight = ' font-weight="700"' if bold else ""
        anchor = ' text-anchor="middle"' if middle else ""
        colour = SOFT if soft else INK
        self._add(
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{weight}{anchor}>{escape(text)}</text>', y
        )

    def lines(
        self, x: float, y: float, lines: Iterable[str], *, size: int = 12, bold: bool = False, soft: bool = False,
        middle: bool = False,
    ) -> float:  # fmt: skip
        """Write lines below each other, the first with its foot at y; return the foot of the last."""
        for line in lines:
            self.text(x, y, line, size=size, bold=bold, soft=soft, middle=middle)
            y += size * 1.3
        return y - size * 1.3

    def rule(self, y: float, *, strong: bool = False) -> None:
        """Draw a line over the whole width."""
        stroke = INK if strong else LINE
        self._add(f'<path d="M0 {y:g}H{self.width}" stroke="{stroke}" stroke-width="{2 if strong else 1}"/>', y)

    def shape(self, x: float, y: float, path: str, size: float, colour: str = INK) -> None:
        """Draw a mark of 12 units around a middle, as large as given."""
        place = f"translate({x - size / 2:g} {y - size / 2:g}) scale({size / 12:g})"
        self._add(f'<g transform="{place}" fill="{colour}" color="{colour}">{path}</g>', y + size / 2)

    def hatched(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a hatched box from its upper left corner."""
        self._add(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="url(#gap)"/>', y + height)

    def finish(self, title: str, description: str) -> str:
        """Return the whole file, with a title and a description for those who do not see it."""
        height = round(self.height + 16)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" width="{self.width}" '
            f'height="{height}" role="img" aria-labelledby="title description" font-family="{_FONT}">\n'
            f'<title id="title">{escape(title)}</title>\n<desc id="description">{escape(description)}</desc>\n'
            '<defs><pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path d="M0 0V7" stroke="{LINE}" stroke-width="2"/></pattern></defs>\n'
            f'<rect width="{self.width}" height="{height}" fill="#fff"/>\n' + "\n".join(self._parts) + "\n</svg>\n"
        )

    def _add(self, part: str, foot: float) -> None:
        self._parts.append(part)
        self.height = max(self.height, foot)


def wrapped(text: str, width: float, size: int = 12) -> list[str]:
    """Return a text in lines that fit a width in pixels, as far as letters of a mean width go."""
    return textwrap.wrap(text, max(4, int(width / (size * _LETTER)))) or [""]


def csv_text(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180): every cell in quotation marks, an empty one for None."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(names)
    table.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return stream.getvalue()
