"""Reading and writing of files: whole or not at all, text in UTF-8."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from evidence.errors import EvidenceError


class FileError(EvidenceError):
    """A file could not be read or written."""


def read_text(path: Path) -> str:
    """Read a file as UTF-8; a byte-order mark is dropped.

    Raises:
        FileError: The file is not there, cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"The file is not UTF-8 text (byte {error.start:,}): save it as UTF-8.") from error
    except OSError as error:
        raise FileError(f"The file cannot be read: {error.strerror or error}.") from error


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line ends as they are; see `write_bytes`.

    Raises:
        FileError: The file cannot be written; what was there before is still there.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole: into a temporary file beside it, then renamed, so that a cut leaves the old one.

    Raises:
        FileError: The file cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)
