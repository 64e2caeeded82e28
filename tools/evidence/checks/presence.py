"""Whether there is a file for a record or a summary, be it readable or not.

One malformed file is one finding: whatever names it must not be reported as leading nowhere.
"""

from __future__ import annotations

from evidence.library import Library


def has_record(library: Library, key: str) -> bool:
    """Tell whether there is a record of this key, malformed ones included."""
    return key in library.studies or (library.root / library.path_of(key)).is_file()


def has_summary(library: Library, key: str) -> bool:
    """Tell whether there is a summary of this key, malformed ones included."""
    return key in library.summaries or (library.root / f"summaries/{key}.md").is_file()
