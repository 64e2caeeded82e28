"""Records as items for a citation style: the rules of a style that no style file can express."""

from __future__ import annotations

import re
from typing import Any

from evidence.citations.styles import Style
from evidence.formats.csljson import to_csl
from evidence.model import Study

_PREPRINT = "article"
_WEBSITE = frozenset({"webpage", "post", "post-weblog"})
_SUBTITLE = re.compile(r"(?<=[:?!—] )(?:[\"'“‘(\[])?([^\W\d_][^\W_]*)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_TITLES = ("title", "title-short", "container-title", "container-title-short", "collection-title", "event-title")


def for_style(study: Study, style: Style) -> dict[str, Any]:
    """Return the CSL item of a record as a style wants it.

    * A publisher or site that is also the author is named once (APA 7, section 9.29).
    * A preprint bears neither genre nor number: the style says that it is a preprint.
    * Where the style says so, the first word of a subtitle takes a capital (APA 7, section 6.17), unless it bears a
      capital of its own elsewhere (eHealth) or the work is not in English.
    """
    item = to_csl(study)
    authors = {name.get("literal", "").casefold() for name in item.get("author", [])} - {""}
    if item.get("publisher", "").casefold() in authors:
        del item["publisher"]
        item.pop("publisher-place", None)
    if item["type"] in _WEBSITE and item.get("container-title", "").casefold() in authors:
        del item["container-title"]
    if item["type"] == _PREPRINT:
        item.pop("genre", None)
        item.pop("number", None)
    for name in _TITLES:
        if name in item:
            item[name] = _APOSTROPHE.sub("’", item[name])
    if style.capital_after_colon and item.get("language", "en").lower().startswith("en"):
        item["title"] = _SUBTITLE.sub(_with_capital, item["title"])
    return item


def _with_capital(found: re.Match[str]) -> str:
    word = found.group(1)
    if word != word.lower():
        return found.group()
    return found.group()[: -len(word)] + word[0].upper() + word[1:]
