"""Authors of a reference, in APA, Harvard or Vancouver manner or a mixture of them."""

from __future__ import annotations

import re

from evidence.formats.names import dotted, from_inverted, make, person
from evidence.model import Name
from evidence.reading_list.patterns import BARE_INITIALS, ET_AL, FAMILY, INITIALS

_DOTTED = re.compile(rf"{INITIALS}\s*")
_BARE = re.compile(BARE_INITIALS)
_TOGETHER = re.compile(rf"({FAMILY})\s+({INITIALS}|{BARE_INITIALS})\.?(?:\s(Jr|Sr|II|III|IV)\b\.?)?")
_TURNED = re.compile(rf"({INITIALS})\s*({FAMILY})")
_SUFFIX = re.compile(r"(?i)(?:jr|sr|II|III|IV)\.?")
_ELLIPSIS = re.compile(r"\.{3}|…|\. \. \.")
_EDITORS = re.compile(r"\(\s*[Ee]ds?\.?\s*\)|\b[Ee]ds?\.\s*$")


def parse_authors(text: str) -> tuple[list[Name], list[str]]:
    """Return the people and groups that a text names, and what is odd about the list."""
    remarks = []
    if _ELLIPSIS.search(text):
        remarks.append("The list of authors is cut: names are left out in the middle.")
    if re.search(ET_AL, text):
        remarks.append("The list of authors is cut: it ends in et al.")
    bare = _EDITORS.sub("", re.sub(ET_AL, "", _ELLIPSIS.sub(",", text)))
    bare = " ".join(bare.replace("&amp;", "&").split()).strip(" ,;:&")
    if not bare:
        return [], remarks
    if ";" in bare:
        return [name for part in bare.split(";") if (name := from_inverted(part.strip(" ,&")))], remarks
    chunks = [part.strip() for part in re.split(r",|&|\band\b", bare) if part.strip()]
    if not any(_DOTTED.fullmatch(one) or _BARE.fullmatch(one) or _TOGETHER.fullmatch(one) for one in chunks):
        return [_without_initials(bare)], remarks
    return _people(chunks), remarks


def _people(chunks: list[str]) -> list[Name]:
    names: list[Name] = []
    family = ""
    for chunk in chunks:
        together, turned = _TOGETHER.fullmatch(chunk), _TURNED.fullmatch(chunk)
        if family and (_DOTTED.fullmatch(chunk) or _BARE.fullmatch(chunk)):
            names.append(_person(family, chunk))
            family = ""
        elif names and _SUFFIX.fullmatch(chunk):
            names[-1] = names[-1].model_copy(update={"suffix": chunk})
        else:
            if family:
                names.append(_group(family))
            family = ""
            if together:
                names.append(_person(together.group(1), together.group(2), together.group(3) or ""))
            elif turned:
                names.append(_person(turned.group(2), turned.group(1)))
            else:
                family = chunk
    if family:
        names.append(_group(family))
    return names


def _person(family: str, initials: str, suffix: str = "") -> Name:
    return person(family.strip(" ."), dotted(initials), suffix) or _group(family)


def _group(text: str) -> Name:
    return make(literal=text.strip(" .") or text) or Name(literal="?")


def _without_initials(text: str) -> Name:
    parts = [part.strip() for part in text.split(",")]
    # "Reed, Ada" is a person; "Department of Health, Harbour" is not.
    if len(parts) == 2 and all(len(part.split()) == 1 for part in parts):  # noqa: PLR2004 (family and given)
        return person(parts[0], parts[1].strip(".")) or _group(text)
    return _group(text)
