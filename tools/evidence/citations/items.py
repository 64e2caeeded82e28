"""Records as items for a citation style: the rules of a style that no style file can express."""

from __future__ import annotations

import re
from typing import Any

from evidence.citations.styles import Style
from evidence.formats.csljson import to_csl
from evidence.model import Study

_PREPRINT = "article"
_IN_BOOKS = frozenset({"chapter", "entry-encyclopedia", "paper-conference"})
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
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
    * A name in a script without capitals stands whole.
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
    if style.name == "vancouver":
        # Optional there, and the style file joins them to the DOI without a full stop.
        item.pop("PMID", None)
        item.pop("PMCID", None)
    for name in _TITLES:
        if name in item:
            item[name] = _APOSTROPHE.sub("’", item[name])
    for role in ("author", "editor"):
        if role in item:
            item[role] = [_name(name, style) for name in item[role]]
    if style.capital_after_colon and item.get("language", "en").lower().startswith("en"):
        for name in ("title", "container-title") if item["type"] in _IN_BOOKS else ("title",):
            if name in item:
                item[name] = _SUBTITLE.sub(_with_capital, item[name])
    return item


def _name(name: dict[str, str], style: Style) -> dict[str, str]:
    """Give a name whose script has no capitals whole: it has no initials either, and pandoc makes up some."""
    given, family = name.get("given", ""), name.get("family", "")
    if not given or any(letter.isupper() or letter.islower() for letter in given):
        return name
    between = "" if _EAST_ASIAN.search(given) else " " if style.name == "vancouver" else ", "
    return {"literal": family + between + given}


def _with_capital(found: re.Match[str]) -> str:
    word = found.group(1)
    if word != word.lower():
        return found.group()
    return found.group()[: -len(word)] + word[0].upper() + word[1:]
