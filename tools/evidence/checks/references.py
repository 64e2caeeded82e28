"""Which records and summaries there are as files, whether or not they could be read."""

from __future__ import annotations

from evidence.library import Library


def keys_on_file(library: Library) -> set[str]:
    """Return the keys of all record files, so that one malformed file is not reported again by all that name it."""
    return set(library.studies) | {path.stem for path in (library.root / "references").glob("*.yaml")}


def summaries_on_file(library: Library) -> set[str]:
    """Return the keys of all summary files, malformed ones included."""
    return set(library.summaries) | {path.stem for path in (library.root / "summaries").glob("*.md")}
