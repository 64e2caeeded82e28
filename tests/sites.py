"""Built sites for tests: of the miniature library and of the real one, each built once a run by MkDocs itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

ROOT = Path(__file__).parent.parent
LINKED_IN_GUIDES = (
    "Accessibility", "Certainty", "How works got in", "How far each work was read", "What free to read means",
    "How findings are coded", "The three dials",
)  # fmt: skip
"""Headings of the guides that generated pages link to."""


def build_site(target: Path, **overrides: Any) -> Path:
    """Build a site with the settings of the repository's mkdocs.yml, but for the overrides."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    config: MkDocsConfig = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target), strict=True, **overrides)
    config.plugins.run_event("startup", command="build", dirty=False)
    build(config)
    return target


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is published."""
    return build_site(tmp_path_factory.mktemp("real") / "public")


@pytest.fixture(scope="session")
def miniature_site(tmp_path_factory: pytest.TempPathFactory, miniature_path: Path) -> Path:
    """The site of the miniature library, with its awkward names and titles, at an address of its own."""
    guides = tmp_path_factory.mktemp("guides")
    for name in ("about", "methods", "contribute"):
        (guides / f"{name}.md").write_text(
            f"# {name.title()}\n\n{{{{ works }}}} works in {{{{ families }}}} families.\n"
            + "".join(f"\n## {heading}\n" for heading in LINKED_IN_GUIDES),
            encoding="utf-8",
        )
    return build_site(
        tmp_path_factory.mktemp("miniature") / "public",
        docs_dir=str(guides),
        plugins=[{"evidence": {"library": str(miniature_path)}}],
        site_url="https://example.org/base/",
    )


def html_files(site: Path) -> Iterator[tuple[str, str]]:
    """Go through the pages of a built site: address below the root, and text."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")
