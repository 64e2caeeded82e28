"""Pandoc's citeproc as a function: CSL items and a style in, references as pandoc's inline elements out."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypandoc

from evidence.errors import EvidenceError

Inlines = list[Any]
"""Inline elements of a pandoc document, as its JSON has them."""

SECONDS_ALLOWED = 600
_REFERENCE = "ref-"
# Pandoc reads <i>, <b> and the like in an item as markup. No character stands for a literal one, so it gets a
# stand-in from the private use area and comes back afterwards.
_LESS_THAN = "<"
_STAND_IN = "\ue03c"
_ABSENT = "Install the requirements again (`make setup`): pandoc comes with the package pypandoc_binary."


class CitationError(EvidenceError):
    """References could not be formatted."""


@lru_cache(maxsize=1)
def pandoc_version() -> str:
    """Return the version of pandoc.

    Raises:
        CitationError: No pandoc.
    """
    return _run(["--version"]).split("\n", 1)[0]


def process(items: Sequence[dict[str, Any]], style: str) -> list[tuple[str, Inlines]]:
    """Format items in one run, in the order of the style.

    Args:
        items: CSL items.
        style: Text of a CSL file.

    Raises:
        CitationError: Pandoc is missing, failed, or left a work out.
    """
    with tempfile.TemporaryDirectory(prefix="evidence-citations-") as folder:
        file = Path(folder) / "style.csl"
        file.write_text(style, encoding="utf-8")
        data = json.dumps([_protected(item) for item in items], ensure_ascii=False)
        answer = _run(["--from", "csljson", "--to", "json", "--citeproc", "--csl", str(file)], data)
    found = list(_references(json.loads(answer)["blocks"]))
    if left_out := sorted({item["id"] for item in items} - {key for key, inlines in found if inlines}):
        raise CitationError(
            f"The style gives no reference for {', '.join(left_out)}: look whether it covers works of that type."
        )
    return found


def _run(arguments: Sequence[str], data: str = "") -> str:
    try:
        program = pypandoc.get_pandoc_path()
    except OSError as error:
        raise CitationError(f"References need pandoc, and there is none. {_ABSENT}") from error
    try:
        done = subprocess.run(  # noqa: S603 (the program is the one of our own requirements, no shell)
            [program, *arguments], input=data.encode(), capture_output=True, check=False, timeout=SECONDS_ALLOWED
        )
    except OSError as error:
        raise CitationError(f"References need pandoc, and {program} does not start: {error}. {_ABSENT}") from error
    except subprocess.TimeoutExpired as error:
        raise CitationError(
            f"Pandoc gave no references within {SECONDS_ALLOWED} seconds: try again with fewer works."
        ) from error
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise CitationError(f"Pandoc could not format the references (exit {done.returncode}): {said[:500]}. {_ABSENT}")
    return done.stdout.decode()


def _references(blocks: list[Any]) -> Iterator[tuple[str, Inlines]]:
    for block in blocks:
        if block["t"] != "Div":
            continue
        (name, _, _), inner = block["c"]
        if name.startswith(_REFERENCE):
            yield name.removeprefix(_REFERENCE), _restored(_joined(inner))
        else:
            yield from _references(inner)


def _joined(blocks: list[Any]) -> Inlines:
    """Take the text out of the blocks of one reference."""
    found: Inlines = []
    for block in blocks:
        inner = _joined(block["c"][1]) if block["t"] == "Div" else block["c"]
        found += [{"t": "Space"}, *inner] if found else inner
    return found


def _protected(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_STAND_IN, "").replace(_LESS_THAN, _STAND_IN)
    if isinstance(value, list):
        return [_protected(part) for part in value]
    if isinstance(value, dict):
        return {name: part if name in {"id", "DOI", "URL"} else _protected(part) for name, part in value.items()}
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_STAND_IN, _LESS_THAN)
    if isinstance(value, list):
        return [_restored(part) for part in value]
    if isinstance(value, dict):
        return {name: _restored(part) for name, part in value.items()}
    return value
