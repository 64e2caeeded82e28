"""Settings of the site, and what lets an editor help while someone types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence import yaml_text
from evidence.checks.registry import Fault, check
from evidence.files import FileError, read_text
from evidence.library import Library
from evidence.schema import SCHEMA_FILE, record_schema
from evidence.settings import Settings, read_settings

SETTINGS_FILE = "mkdocs.yml"
SCHEMA_LINE = "# yaml-language-server: $schema=../schema/record.json"


@check(
    "settings-unreadable",
    "error",
    "mkdocs.yml can be read.",
    "Correct it; https://www.mkdocs.org/user-guide/configuration/ says what belongs there.",
)
def settings_unreadable(library: Library) -> Iterator[Fault]:
    """Read the settings."""
    try:
        read_settings(library.root)
    except FileError as error:
        yield Fault((), str(error), path=SETTINGS_FILE)
    except yaml_text.YamlError as error:
        yield Fault((), str(error), path=SETTINGS_FILE, line=error.line)


@check(
    "site-address",
    "notice",
    "The address of the site is set.",
    "Set site_url in mkdocs.yml once it is known; until then feeds, sitemap and canonical links are left out.",
)
def site_address(library: Library) -> Iterator[Fault]:
    """Look for site_url."""
    settings = _settings(library)
    if settings and not settings.address:
        yield _unset(library, "site_url")


@check(
    "repository-address",
    "notice",
    "The address of the repository is set.",
    "Set repo_url in mkdocs.yml once it is known; until then links to edit and to suggest are left out.",
)
def repository_address(library: Library) -> Iterator[Fault]:
    """Look for repo_url."""
    settings = _settings(library)
    if settings and not settings.repository:
        yield _unset(library, "repo_url")


def _settings(library: Library) -> Settings | None:
    """Return the settings; None where there are none, or where settings-unreadable says what is wrong with them."""
    try:
        return read_settings(library.root) if (library.root / SETTINGS_FILE).exists() else None
    except (FileError, yaml_text.YamlError):
        return None


def _unset(library: Library, name: str) -> Fault:
    line = yaml_text.read(read_text(library.root / SETTINGS_FILE)).line_of((name,))
    return Fault((name,), f"{name} is not set.", path=SETTINGS_FILE, line=line)


@check(
    "schema-outdated",
    "error",
    "schema/record.json is what the model and the vocabulary give.",
    "Run `evidence schema --write`.",
    fix=lambda _, __, library: record_schema(library.vocabulary),
)
def schema_outdated(library: Library) -> Iterator[Fault]:
    """Compare the file with the schema made now."""
    if any(problem.path.startswith("vocabulary/") for problem in library.problems):
        return  # the terms are not all known
    try:
        written = read_text(library.root / SCHEMA_FILE)
    except FileError as error:
        # Without it nothing is wrong; it only helps while someone types.
        yield Fault((), str(error), path=SCHEMA_FILE, level="notice")
        return
    right = record_schema(library.vocabulary)
    if written.replace("\r\n", "\n") != right:
        lines = zip(written.splitlines(), right.splitlines(), strict=False)
        line = next((n for n, (a, b) in enumerate(lines, start=1) if a != b), 1)
        yield Fault(
            (), "The schema is not up to date, so editors complete and check wrongly.", path=SCHEMA_FILE, line=line
        )


def with_schema_line(text: str, _place: yaml_text.Path, _library: Library) -> str:
    """Put the line that tells an editor the schema before a record, in the place of another such line."""
    start = re.match(r"# ?yaml-language-server:[^\r\n]*\r?\n", text)
    ending = "\r\n" if "\r\n" in text else "\n"
    return SCHEMA_LINE + ending + text[start.end() if start else 0 :]


@check(
    "schema-line",
    "warning",
    "Each record starts with the line that tells an editor its schema.",
    f"Make the first line: {SCHEMA_LINE}",
    fix=with_schema_line,
)
def schema_line(library: Library) -> Iterator[Fault]:
    """Read the first line of each record."""
    for key in library.studies:
        path = library.path_of(key)
        if not read_text(library.root / path).startswith(SCHEMA_LINE):
            yield Fault((), "The first line does not name the schema.", path=path, line=1)
