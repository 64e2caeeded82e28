"""The page of pictures, each with its numbers as a table and as a file."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.site import addresses
from evidence.site.downloads import Download
from evidence.site.figures import csv_text
from evidence.site.page import Asset, Page
from evidence.site.pictures import Picture, pictures
from evidence.site.render import Renderer
from evidence.site.small_map import small_map

TITLE = "The base in pictures"


def picture_page(renderer: Renderer) -> Iterator[Page | Asset]:
    """Return the page of pictures, then the numbers of each as CSV."""
    found = [(one, _download(one)) for one in pictures(renderer.library)]
    yield renderer.page(
        addresses.PICTURE,
        "picture",
        TITLE,
        "What this base holds at a glance: its studies by year and design, by country, by how much was read, and how "
        "it grew.",
        pictures=found,
        map=small_map(renderer.library),
    )
    yield from (file.asset for _, file in found)


def picture_csv(picture: Picture) -> str:
    """Return the numbers of a picture: a row a bar, a column a series, and their sum where there are several."""
    several = len(picture.series) > 1
    names = [picture.row_name, *picture.series.values(), *(["All"] if several else [])]
    return csv_text(names, [[bar.label, *bar.numbers, *([bar.total] if several else [])] for bar in picture.bars])


def _download(picture: Picture) -> Download:
    asset = Asset(f"{addresses.PICTURE}{picture.id}.csv", picture_csv(picture))
    return Download("csv", "table, CSV", "text/csv", asset)
