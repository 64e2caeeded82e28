"""Pictures of pages, kept and compared; Chromium itself works on the pixels (looking.js), so nothing is installed."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

SCRIPT = (Path(__file__).parent / "looking.js").read_text(encoding="utf-8")
APART = 10
"""Colours of a channel that lie no further apart are kept as one (0 to 255)."""
TOLERANCE = 20
"""How far a channel may lie from what was there before (0 to 255): twice the above."""
PIXELS = 20
"""How many pixels may differ: fewer than a bullet or a hairline has."""
PLACE = 12
"""How far a part may stand from where it stood, in CSS pixels, where another Chromium set the letters."""


@dataclass(frozen=True)
class Difference:
    """How two pictures differ, in words; `box` is its left, top, right and bottom in pixels, if sizes are equal."""

    words: str
    box: tuple[int, int, int, int] | None = None


class Looker:
    """Looks at pictures in a page of its own."""

    def __init__(self, browser: Browser) -> None:
        self._page = browser.new_page()
        self._page.evaluate(SCRIPT + "globalThis.looking = looking")

    def close(self) -> None:
        """Close the page."""
        self._page.close()

    def difference(self, before: bytes, now: bytes) -> Difference | None:
        """Return how two PNG pictures differ for who looks at them, or None."""
        found = self._page.evaluate("both => looking.differences(both)", [_text(before), _text(now), TOLERANCE])
        if found["size"]:
            return Difference("the picture was {} by {} and is {} by {} pixels".format(*found["size"]))
        if found["pixels"] <= PIXELS:
            return None
        left, top, right, bottom = found["box"]
        words = f"{found['pixels']} pixels differ, between {left}, {top} and {right}, {bottom}"
        return Difference(words, (left, top, right, bottom))

    def small(self, picture: bytes) -> bytes:
        """Return a PNG picture in at most 256 colours, a fraction as large."""
        found = self._page.evaluate("one => looking.fewColours(one)", [_text(picture), APART])
        return _png(found["width"], found["height"], found["palette"], base64.b64decode(found["indices"]))


def shot(page: Page) -> bytes:
    """Return a picture of what stands on the screen, once the letters are there."""
    page.evaluate("document.fonts.ready")
    return page.screenshot(animations="disabled", caret="hide")


def parts(page: Page) -> list[dict[str, Any]]:
    """Return the main parts of a page: name, first words, place and size in CSS pixels, colours and letters."""
    found: list[dict[str, Any]] = page.evaluate(f"() => {{ {SCRIPT}; return looking.parts() }}")
    return found


def moved(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """Return in words which parts are new, gone, elsewhere, of another size or in another style."""
    names = [[f"{one['part']} “{one['words']}”" for one in parts] for parts in (before, now)]
    if names[0] != names[1]:
        gone = [f"gone: {one}" for one in names[0] if one not in names[1]]
        return gone + [f"new: {one}" for one in names[1] if one not in names[0]] or ["the parts stand in another order"]
    found = []
    for name, old, new in zip(names[0], before, now, strict=True):
        if any(abs(a - b) > PLACE + abs(a) / 50 for a, b in zip(old["box"], new["box"], strict=True)):
            found.append(f"{name}: box {old['box']} is now {new['box']}")
        if old["style"] != new["style"]:
            found.append(f"{name}: {old['style']} is now {new['style']}")
    return found


def _text(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


def _png(width: int, height: int, palette: list[int], indices: bytes) -> bytes:
    depth = next(depth for depth in (1, 2, 4, 8) if len(palette) <= 1 << depth)
    rows = bytearray()
    for start in range(0, width * height, width):
        rows.append(0)
        row = indices[start : start + width]
        step = 8 // depth
        row += bytes(-len(row) % step)
        for at in range(0, len(row), step):
            packed = 0
            for one in row[at : at + step]:
                packed = packed << depth | one
            rows.append(packed)
    colours = b"".join(one.to_bytes(3, "big") for one in palette)
    head = struct.pack(">IIBBBBB", width, height, depth, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
