"""The look of the miniature site, held by pictures.

In `looks/` lie pictures of the first screen of nine kinds of page, on phone, tablet and desk, and in dark colours.
A change that can be seen (a colour, three pixels of room, a thing gone) fails here. What it looks like now is written
beside the picture, as `NAME.now.png`. Whoever meant the change looks at it, and takes it with `REWRITE_LOOKS=1`.

Letters are drawn a little differently by each version of Chromium, though the fonts are our own. So the version is kept
beside the pictures, and pictures are compared only under the same one. Place, size, colours and first words of the main
parts are compared under every version, with room for letters that run wider.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Open
from tests.browser.looking import Looker, moved, parts, shot

LOOKS = Path(__file__).parent / "looks"
VERSION = LOOKS / "chromium.txt"
REWRITE = os.environ.get("REWRITE_LOOKS") == "1"
HOW = "Look at it; if it is meant: REWRITE_LOOKS=1 python -m pytest tests/browser/test_looks.py"
PAGES = {
    "home": "/",
    "questions": "/questions/",
    "question": "/questions/feeling-better/",
    "study": "/studies/oakley2021connector/",
    "evidence": "/evidence/",
    "map": "/map/",
    "term": "/outcomes/mental-wellbeing/",
    "bibliography": "/bibliography/",
    "guide": "/methods/",
}
SCREENS: dict[str, tuple[int, int, Literal["light", "dark"]]] = {
    "360": (360, 740, "light"),
    "768": (768, 900, "light"),
    "1440": (1440, 900, "light"),
    "1440-dark": (1440, 900, "dark"),
}
QUESTION = PAGES["question"]


@pytest.fixture(scope="module")
def looker(browser: Browser) -> Iterator[Looker]:
    found = Looker(browser)
    yield found
    found.close()


def major(browser: Browser) -> str:
    return browser.version.split(".", 1)[0]


def show_on(page: Page, screen: str) -> None:
    width, height, scheme = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize("name", PAGES)
def test_pages_look_as_they_did(name: str, mini: str, open_page: Open, looker: Looker, browser: Browser) -> None:
    kept = LOOKS / f"{name}.json"
    page = open_page(mini + PAGES[name])
    now, shots = {}, {}
    for screen in SCREENS:
        show_on(page, screen)
        now[screen] = parts(page)
        shots[LOOKS / f"{name}-{screen}.png"] = shot(page)
    if REWRITE:
        rewrite(kept, now, shots, looker, major(browser))
    changed = changes(json.loads(kept.read_text(encoding="utf-8")), now)
    if VERSION.read_text(encoding="utf-8").strip() == major(browser):
        changed += differing(shots, looker)
    assert not changed, "\n".join([*changed, HOW])


def rewrite(kept: Path, now: dict[str, Any], shots: dict[Path, bytes], looker: Looker, version: str) -> None:
    LOOKS.mkdir(exist_ok=True)
    VERSION.write_text(f"{version}\n", encoding="utf-8")
    lines = (f"{json.dumps(screen)}: [\n{parts_in_lines(found)}\n]" for screen, found in now.items())
    kept.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")
    for path, picture in shots.items():
        path.write_bytes(looker.small(picture))


def parts_in_lines(found: list[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [f"at {screen}: {change}" for screen in SCREENS for change in moved(before[screen], now[screen])]


def differing(shots: dict[Path, bytes], looker: Looker) -> list[str]:
    found = []
    for path, picture in shots.items():
        beside = path.with_suffix(".now.png")
        beside.unlink(missing_ok=True)
        difference = looker.difference(path.read_bytes(), picture)
        if difference:
            beside.write_bytes(picture)
            found.append(f"{path.name}: {difference.words}; what is now: {beside}")
    return found


def test_there_is_a_picture_for_each_page_and_no_other() -> None:
    wanted = {f"{name}-{screen}.png" for name in PAGES for screen in SCREENS}
    assert {path.name for path in LOOKS.glob("*.png") if not path.name.endswith(".now.png")} == wanted


@pytest.mark.parametrize(
    "style",
    [
        ".question-head h1 { margin-bottom: 15px }",
        ".dial-box { padding-left: 3px }",
        ":root { --accent: #0b5f86 }",
        ":root { --line: #c0c0c0 }",
        ".question-note { visibility: hidden }",
        ".dial-box:last-child .blocks { visibility: hidden }",
        ".answer { letter-spacing: 0.2px }",
    ],
)
def test_a_change_that_can_be_seen_is_noticed(style: str, mini: str, open_page: Open, looker: Looker) -> None:
    page = open_page(mini + QUESTION, width=1440)
    before = looker.small(shot(page))
    assert looker.difference(before, shot(page)) is None
    page.add_style_tag(content=style)
    assert looker.difference(before, shot(page)) is not None


def test_letters_a_pixel_aside_are_no_change(mini: str, open_page: Open, looker: Looker) -> None:
    page = open_page(mini + QUESTION, width=1440)
    before = looker.small(shot(page))
    page.add_style_tag(content="p { transform: translateX(1px) }")
    assert looker.difference(before, shot(page)) is None


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("main { padding-top: 120px }", "box"),
        ("h2 { color: #555 }", "rgb(85, 85, 85)"),
        (".question-note { display: none }", "gone: "),
        ("h2 { font-size: 20px }", "20px"),
    ],
)
def test_under_another_version_what_is_large_is_noticed(style: str, said: str, mini: str, open_page: Open) -> None:
    page = open_page(mini + QUESTION, width=1440)
    before = parts(page)
    assert moved(before, parts(page)) == []
    page.add_style_tag(content=style)
    assert said in "\n".join(moved(before, parts(page)))
