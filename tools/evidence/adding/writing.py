"""Writing new files: whole, and only where there is none, so that two maintainers cannot overwrite each other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from string import ascii_lowercase

from evidence.files import FileError


def write_new(path: Path, text: str) -> bool:
    """Write a file if there is none of its name; tell whether it was written.

    The text goes into a temporary file first, which is then linked under the name: a link is refused when the name
    is taken, and whoever reads the folder sees the whole file or none.

    Raises:
        FileError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        return _put(temporary, path)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def keys_from(key: str) -> Iterator[str]:
    """Yield a key, then the same with a, b ... z, aa ... at its end, for works that would bear one key."""
    yield key
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield key + "".join(letters)


def _put(temporary: Path, path: Path) -> bool:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):
        # A file system without links (some network drives, USB sticks): the name is reserved, then filled by renaming.
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
        temporary.replace(path)
    return True
