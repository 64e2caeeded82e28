"""A page as the site's sinks take it: an address, what stands in the head, and ready HTML."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Literal

Layout = Literal["reading", "wide", "home"]


@dataclass(frozen=True)
class Page:
    """One generated page.

    Attributes:
        path: Address below the site's root with a slash at its end, such as `studies/moffatt2017link/`; empty for home.
        title: Title as plain text, without the name of the site.
        description: One or two sentences for search engines, as plain text.
        body: HTML of the main part; its links are relative to the page.
        kind: What kind of page it is, such as `study` or `term`.
        layout: Width of the main part.
        head: HTML for the head: citation tags, JSON-LD.
        scripts: Script files the page needs beside the common one, below the site's root.
    """

    path: str
    title: str
    description: str
    body: str
    kind: str
    layout: Layout = "reading"
    head: str = ""
    scripts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asset:
    """One generated file that is no page, such as a download.

    Attributes:
        path: Address below the site's root.
        content: Text, written as UTF-8, or bytes.
    """

    path: str
    content: str | bytes

    @property
    def data(self) -> bytes:
        """What the file holds, byte for byte."""
        return self.content.encode() if isinstance(self.content, str) else self.content

    @property
    def name(self) -> str:
        """Name of the file, without its folder."""
        return posixpath.basename(self.path)


def link(source: str, target: str) -> str:
    """Return the relative address from a page to another address of the site, so that the site works anywhere.

    Both are addresses below the root; a page ends in a slash, the root is empty. A `#part` of the target is kept.
    """
    address, mark, part = target.partition("#")
    if address == source and mark:
        return mark + part
    relative = posixpath.relpath("/" + address, "/" + source)
    if relative == ".":
        relative = "./"
    elif address.endswith("/") or not address:
        relative += "/"
    return relative + mark + part
