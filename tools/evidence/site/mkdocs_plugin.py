"""The MkDocs plugin: a thin sink that hands the generated pages to MkDocs as files that never touch the disk."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from evidence import checks
from evidence.errors import EvidenceError
from evidence.library import Library
from evidence.settings import make_settings
from evidence.site.assemble import assemble
from evidence.site.guides import guide_context
from evidence.site.page import Page
from evidence.site.pages import shell_facts

log = logging.getLogger("mkdocs.plugins.evidence")

_WATCHED = ("references", "summaries", "vocabulary", "site/theme")
_SHEETS = tuple(f"assets/css/{name}.css" for name in ("palette", "type", "shell", "parts", "pages", "evidence"))
"""Style sheets in the order in which they hold; a reader's machine gets them as one, which saves five requests."""
_SHEET = "assets/css/site.css"
_TEMPLATES = Path(__file__).parent / "templates"


class EvidenceConfig(Config):
    """Settings of the plugin in mkdocs.yml."""

    library = config_options.Type(str, default=".")


class EvidencePlugin(BasePlugin[EvidenceConfig]):
    """Adds the pages made from the records, and fills the numbers into the hand-written ones."""

    serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether a person is at work (`serve`), who wants to see the rest in spite of one broken file."""
        self.serving = command == "serve"

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Make the pages and files from the library.

        Raises:
            PluginError: The library has an error, and this is a build.
        """
        root = (Path(config.config_file_path).parent / self.config.library).resolve()
        self.pages: dict[str, Page] = {}
        guides = {file.src_uri for file in files.documentation_pages()}
        try:
            self.library = Library.load(root)
            self._report()
            self.words = guide_context(self.library, guides)
            config.extra["evidence"] = shell_facts(self.library)
            settings = make_settings(config.site_name, config.site_url, config.repo_url)
            for made in assemble(self.library, settings):
                if isinstance(made, Page):
                    source = made.path + "index.md"
                    self.pages[source] = made
                    files.append(File.generated(config, source, content=""))
                else:
                    files.append(File.generated(config, made.path, content=made.content))
        except EvidenceError as error:
            raise PluginError(str(error)) from error
        _join_sheets(files, config)
        return files

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, **_: Any) -> str:
        """Give a generated page its title and head; fill the numbers into a hand-written one."""
        made = self.pages.get(page.file.src_uri)
        if made is None:
            environment = Environment(autoescape=True, keep_trailing_newline=True)
            return environment.from_string(markdown).render(self.words)
        page.title = made.title
        page.meta = {
            "title": made.title,
            "description": made.description,
            "layout": made.layout,
            "kind": made.kind,
            "head": made.head,
            "scripts": list(made.scripts),
        }
        return ""

    def on_page_content(self, html: str, *, page: MkDocsPage, **_: Any) -> str:
        """Put in the ready HTML: it has been through no Markdown, which is faster and cannot change it."""
        made = self.pages.get(page.file.src_uri)
        return html if made is None else made.body

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Reload when a record, summary, term, template or style changes."""
        root = Path(config.config_file_path).parent
        for path in (*(root / name for name in _WATCHED), _TEMPLATES):
            if path.is_dir():
                server.watch(str(path))
        return server

    def _report(self) -> None:
        errors = [problem for problem in checks.run(self.library) if problem.level == "error"]
        for problem in errors:
            log.error("%s", problem)
        if errors and not self.serving:
            count = "There is 1 error" if len(errors) == 1 else f"There are {len(errors)} errors"
            raise PluginError(f"{count} in the library, and nothing is published with one: mend what is named above.")


def _join_sheets(files: Files, config: MkDocsConfig) -> None:
    sheets = [file for path in _SHEETS if (file := files.get_file_from_path(path))]
    text = "\n".join(file.content_string for file in sheets)
    for file in sheets:
        files.remove(file)
    files.append(File.generated(config, _SHEET, content=text))
