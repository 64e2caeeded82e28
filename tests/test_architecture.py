"""The rooms of the program are entered in one direction only."""

from __future__ import annotations

import ast
from pathlib import Path

import evidence

PACKAGE = Path(evidence.__file__).parent
ORDER = [
    "errors", "identifiers", "files", "yaml_text", "model", "yaml_edit", "vocabulary", "validation", "sections",
    "summaries", "questions", "reading", "library", "schema", "settings", "synthesis", "selection", "duplicates",
    "screening", "agreement", "checks", "formats", "citations", "reading_list", "sources", "online", "adding", "zotero",
    "site", "cli",
]  # fmt: skip


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [f"evidence.{alias.name}" for alias in node.names] if node.module == "evidence" else [node.module]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        else:
            continue
        found.update(name.split(".")[1] for name in modules if name.startswith("evidence."))
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def test_every_room_is_known() -> None:
    assert {room(path) for path in MODULES} == set(ORDER)


def test_imports_point_one_way() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {other}"
        for path in MODULES
        for other in imports(path)
        if ORDER.index(other) > ORDER.index(room(path))
    ]
    assert wrong == []


def test_only_the_edges_touch_the_network_and_other_programs() -> None:
    closed = {"subprocess", "socket", "urllib.request", "http", "httpx2", "requests", "pypandoc"}
    allowed = {"citations", "sources", "zotero"}
    wrong = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if closed.intersection(names) and room(path) not in allowed:
                wrong.append(f"{path.relative_to(PACKAGE)}: {names}")
    assert wrong == []


def test_only_what_stands_before_the_library_reads_yaml() -> None:
    allowed = {"yaml_text", "yaml_edit", "validation", "sections", "reading", "library", "settings", "checks"}
    allowed |= {"adding", "screening"}  # the one writes new records, the other keeps two files of its own
    wrong = [str(path) for path in MODULES if {"yaml_text", "yaml_edit"} & imports(path) and room(path) not in allowed]
    assert wrong == []
