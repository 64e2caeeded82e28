"""Templates to HTML: one Jinja environment that escapes everything, because records hold strangers' text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evidence.identifiers import doi_url
from evidence.library import Library
from evidence.settings import Settings
from evidence.site import addresses, directions, figures, plots, words
from evidence.site.coins import coins
from evidence.site.page import Layout, Page, link
from evidence.synthesis import LEVELS

TEMPLATES = Path(__file__).parent / "templates"


class Renderer:
    """Renders pages of one library.

    Attributes:
        library: What the pages show.
        settings: Where they will stand.
    """

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self._environment = _environment(library, settings)

    def page(
        self,
        path: str,
        template: str,
        title: str,
        description: str,
        *,
        layout: Layout = "reading",
        head: str = "",
        scripts: tuple[str, ...] = (),
        **context: Any,
    ) -> Page:
        """Render one page; its kind is the name of the template."""
        body = self.html(path, template, **context)
        return Page(path, title, description, body, template, layout, head, scripts)

    def html(self, path: str, template: str, **context: Any) -> str:
        """Render a template for the page at an address: `link` in it leads from there."""
        found = self._environment.get_template(f"{template}.html")
        return found.render(link=partial(link, path), here=path, **context)


def _environment(library: Library, settings: Settings) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Any] = {
        "plural": words.plural,
        "joined": words.joined,
        "in_words": words.date_in_words,
        "sentence": words.sentence,
        "capitalised": words.capitalised,
        "filesize": words.file_size,
        "doi_url": doi_url,
    }
    environment.filters.update(filters)
    environment.globals.update(
        library=library,
        vocabulary=library.vocabulary,
        settings=settings,
        address=addresses,
        words=words,
        count=partial(words.families_and_works, library),
        coins=partial(coins, library=library),
        dial=partial(directions.dial, library.vocabulary),
        type_in_words=words.type_in_words,
        published_in=words.published_in,
        field_words=words.FIELD_WORDS,
        shapes=figures.SHAPES,
        design_shapes=figures.DESIGN_SHAPES,
        band_words=partial(plots.band_words, library.vocabulary),
        levels=LEVELS,
        directions=[library.vocabulary.code("effect-direction", one) for one in directions.ORDER],
    )
    return environment
