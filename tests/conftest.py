"""What several tests need: the invented miniature library, a copy to break, and the real one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidence.library import Library

_ROOT = Path(__file__).parent.parent
_MINIATURE = Path(__file__).parent / "library"


@pytest.fixture(scope="session")
def miniature_path() -> Path:
    """Folder of the invented miniature library; never write into it."""
    return _MINIATURE


@pytest.fixture(scope="session")
def miniature(miniature_path: Path) -> Library:
    """The invented miniature library, loaded."""
    return Library.load(miniature_path)


@pytest.fixture
def library_copy(tmp_path: Path, miniature_path: Path) -> Path:
    """A copy of the miniature library that a test may change."""
    return Path(shutil.copytree(miniature_path, tmp_path / "library"))


@pytest.fixture(scope="session")
def real_path() -> Path:
    """Folder of the real library; never write into it."""
    return _ROOT


@pytest.fixture(scope="session")
def real_library(real_path: Path) -> Library:
    """The real library, loaded; for tests marked `library` only."""
    return Library.load(real_path)
