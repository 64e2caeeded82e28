"""The way to the services for a command: settings from the environment, answers kept in the library's folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from evidence.sources.addresses import Addresses
from evidence.sources.http import FRESH, Web
from evidence.sources.lookup import Sources
from evidence.sources.services import SourceSettings

CACHE = ".cache/http"
"""Where answers are kept, inside the library's folder; it can be deleted at any time."""

refresh_option = click.option("--refresh", is_flag=True, help="Ask anew, also for what was answered today.")


@contextmanager
def open_sources(root: Path, *, refresh: bool) -> Iterator[Sources]:
    """Open the way to the services and close it again.

    Raises:
        SourceSettingsError: A setting cannot be used.
        FileError: The folder for the answers cannot be made.
    """
    settings = SourceSettings.from_environment()
    with Web(settings, root / CACHE, max_age=timedelta(0) if refresh else FRESH) as web:
        yield Sources(web, datetime.now(UTC).date())


def open_addresses(root: Path, *, refresh: bool) -> Addresses:
    """Open the way to web pages, to be closed by `with`.

    Raises:
        SourceSettingsError: A setting cannot be used.
        FileError: The folder for the answers cannot be made.
    """
    mailto = SourceSettings.from_environment().mailto
    return Addresses(mailto, root / CACHE, max_age=timedelta(0) if refresh else FRESH)
