"""References in APA 7, Vancouver, Harvard or any CSL style, made by pandoc's citeproc.

Titles are taken as they are recorded; nothing in a record is read as markup. Results are kept by what they were
made from, so that a build asks pandoc only for what is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from evidence.citations.items import for_style
from evidence.citations.processor import CitationError, Inlines, pandoc_version, process
from evidence.citations.rendering import render
from evidence.citations.styles import STYLES, StyleError, read_style, style_text
from evidence.files import FileError, read_text, write_text
from evidence.model import Study

__all__ = ["STYLES", "CitationError", "Output", "StyleError", "format_bibliography", "format_references"]

Output = Literal["html", "markdown", "text"]


def format_references(
    studies: Iterable[Study], style: str | Path, output: Output = "html", cache: Path | None = None
) -> dict[str, str]:
    """Format each work by itself, as it stands on its own page.

    No reference depends on another one: no 2019a, no names spelt out because a second work has a like list.

    Args:
        studies: Records to format.
        style: A key of `STYLES`, or the path of a CSL file.
        output: HTML (escaped, with the DOI and address as links), Markdown, or plain text.
        cache: Folder to keep results in; None keeps nothing.

    Returns:
        The references by key of the record, in the order of the records.

    Raises:
        StyleError: The style cannot be used.
        CitationError: Pandoc is missing or failed.
    """
    csl = read_style(style)
    text = style_text(csl, alone=True)
    items = [for_style(study, csl) for study in studies]
    marks = {item["id"]: _mark(text, item) for item in items}
    store = cache / f"references-{_mark(text)[:16]}.json" if cache else None
    known = _load(store)
    missing = [item for item in items if marks[item["id"]] not in known]
    if missing:
        known |= {marks[key]: inlines for key, inlines in process(missing, text)}
        _keep(store, known)
    return {key: render(known[mark], output) for key, mark in marks.items()}


def format_bibliography(
    studies: Iterable[Study], style: str | Path, output: Output = "html", cache: Path | None = None
) -> list[tuple[str, str]]:
    """Format works as one list, in the order of the style, with its 2019a and 2019b where it has them.

    Numbers of a numbered style are left out: the list that shows the references counts them. A style without an
    order of its own, such as Vancouver, keeps the order of the records.

    Args:
        studies: Records to format.
        style: A key of `STYLES`, or the path of a CSL file.
        output: HTML, Markdown or plain text, as in `format_references`.
        cache: Folder to keep results in; None keeps nothing.

    Returns:
        Key and reference of each record, in order.

    Raises:
        StyleError: The style cannot be used.
        CitationError: Pandoc is missing or failed.
    """
    csl = read_style(style)
    text = style_text(csl, alone=False)
    items = [for_style(study, csl) for study in studies]
    if not items:
        return []
    store = cache / f"bibliography-{_mark(text, *items)[:32]}.json" if cache else None
    known = _load(store)
    if not known:
        known = dict(process(items, text))
        _keep(store, known)
    return [(key, render(inlines, output)) for key, inlines in known.items()]


def _mark(text: str, *items: Mapping[str, Any]) -> str:
    """Return a short name for everything that decides a result: style, processor, items."""
    made_from = json.dumps([text, pandoc_version(), items], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(made_from.encode()).hexdigest()


def _load(store: Path | None) -> dict[str, Inlines]:
    if store is None or not store.exists():
        return {}
    try:
        kept = json.loads(read_text(store))
    except (FileError, ValueError):
        # What is kept here is only a saving of time: what cannot be read is made again.
        return {}
    return kept if isinstance(kept, dict) else {}


def _keep(store: Path | None, known: Mapping[str, Inlines]) -> None:
    if store is not None:
        write_text(store, json.dumps(known, ensure_ascii=False))
