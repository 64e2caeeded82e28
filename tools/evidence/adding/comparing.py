"""What differs between a record and what the services know, field by field; the way of writing is no difference.

Who decided a value: a value that stands in a record was decided by a person, unless the record calls it unverified,
or says the same less precisely (a year where the service has the day). In a record whose citation came from a
service, how free the work is to read is the service's to keep up to date; nobody decides that by hand.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from evidence.adding.sourcing import is_from, service_of, source_of
from evidence.model import Access, Citation, Integrity, Study, to_plain
from evidence.sources.lookup import Found

Kind = Literal["gap", "change", "refresh"]

_DASHES = re.compile(r"[‐-―−]|(?<=\w)--(?=\w)")
_QUOTES = str.maketrans(dict.fromkeys('‘’‚‛“”„‟«»"`´', "'"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_NOT_COMPARED = frozenset({"accessed", "URL"})
"""The address a person chose leads where they read; services give that of the DOI."""
_ANY_IS_RIGHT = frozenset({"ISSN"})
"""A journal has one in print and one online: a gap is filled, another one is no difference."""
_STRENGTH = ("not-checked", "no-notice", "corrected", "expression-of-concern", "retracted")


@dataclass(frozen=True)
class Change:
    """One field in which a service says something that the record does not.

    Attributes:
        field: Dotted name in the record, such as `citation.volume`.
        old: What stands in the record; None for a gap.
        new: What the service says.
        kind: A gap to fill, a change to propose, or a refreshed state.
        decided: Whether a person decided the old value, so that it changes only when named.
        old_source: Where the old value comes from.
        new_source: Where the new value comes from.
    """

    field: str
    old: Any
    new: Any
    kind: Kind
    decided: bool
    old_source: str
    new_source: str


@dataclass(frozen=True)
class Differences:
    """What a look-up tells about a record.

    Attributes:
        changes: Fields that differ.
        confirmed: Names of citation fields that no one had seen in a source, and that the service gives alike.
    """

    changes: tuple[Change, ...]
    confirmed: tuple[str, ...]


def differences(study: Study, found: Found) -> Differences:
    """Compare a record with what was found about its work; what only the record has is never proposed to go."""
    mine, theirs = _known(study.citation), _known(found.citation)
    provenance = study.provenance.citation
    changes, confirmed = [], []
    for name, new in theirs.items():
        old = mine.get(name)
        if name in _NOT_COMPARED or _stands_elsewhere(name, new, mine):
            continue
        unverified = name in provenance.unverified
        if old is not None and (same(old, new) or name in _ANY_IS_RIGHT):
            confirmed += [name] if unverified and same(old, new) else []
            continue
        decided = old is not None and not unverified and not _is_less(old, new)
        kind: Kind = "gap" if old is None else "change"
        said = source_of(name, provenance.source) + (", unverified" if unverified else "")
        source = f"{service_of(name, found.source)}, {found.retrieved.isoformat()}"
        changes.append(Change(f"citation.{name}", old, new, kind, decided, said, source))
    changes += _access(study, found, is_machine_made=is_from(provenance.source, found.source))
    changes += _integrity(study.integrity, found)
    return Differences(tuple(changes), tuple(confirmed))


def same(old: Any, new: Any) -> bool:
    """Tell whether two values say the same, whatever the case, dashes, quotation marks, markup and full stop.

    Names are the same when one gives in full what the other abbreviates and the record has the fuller form; a date
    is the same when the record has it more precisely.
    """
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(_same_name(one, other) for one, other in zip(old, new, strict=True))
    if isinstance(old, str) and isinstance(new, str):
        is_date = re.fullmatch(r"\d{4}(-\d\d){0,2}", old) and re.fullmatch(r"\d{4}(-\d\d){0,2}", new)
        return _plain(old) == _plain(new) or bool(is_date and old.startswith(new))
    return bool(old == new)


def _known(block: Citation | Access | Integrity) -> dict[str, Any]:
    return {name: value for name, value in to_plain(block).items() if value not in (None, [])}


def _stands_elsewhere(name: str, new: Any, mine: Mapping[str, Any]) -> bool:
    """Tell whether the record has as article number what the service calls a page, or the other way round."""
    other = {"page": "number", "number": "page"}.get(name)
    return other is not None and name not in mine and other in mine and same(mine[other], new)


def _is_less(old: Any, new: Any) -> bool:
    """Tell whether an old value says what the new one says, only less precisely: a year and the day in it."""
    return isinstance(old, str) and bool(re.fullmatch(r"\d{4}(-\d\d)?", old)) and str(new).startswith(f"{old}-")


def _access(study: Study, found: Found, *, is_machine_made: bool) -> Iterator[Change]:
    mine, theirs = _known(study.access), _known(found.access)
    for name, new in theirs.items():
        old = None if mine.get(name) == "not-checked" else mine.get(name)
        if new == "not-checked" or (old is not None and same(old, new)):
            continue
        kind: Kind = "gap" if old is None else "change"
        decided = old is not None and not is_machine_made
        source = f"openalex, {found.retrieved.isoformat()}" if name != "licence" else _services(found)
        yield Change(f"access.{name}", old, new, kind, decided, "the record", source)


def _integrity(mine: Integrity, found: Found) -> Iterator[Change]:
    """Propose the state as looked up today; a graver state that a person entered is theirs."""
    theirs = found.integrity
    if theirs.status == "not-checked":
        return
    old, new = _known(mine), _known(theirs)
    if old == new:
        return
    graver = _STRENGTH.index(mine.status) > _STRENGTH.index(theirs.status)
    kind: Kind = "gap" if mine.status == "not-checked" else "refresh" if mine.status == theirs.status else "change"
    checked = f"checked {mine.checked}" if mine.checked else "the record"
    yield Change("integrity", None if kind == "gap" else old, new, kind, graver, checked, _services(found))


def _services(found: Found) -> str:
    return f"{found.source} and openalex, {found.retrieved.isoformat()}"


def _same_name(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    if _plain(_family(old)) != _plain(_family(new)):
        return False
    mine, theirs = (_given(name.get("given")) for name in (old, new))
    if not theirs:
        return True
    return len(mine) >= len(theirs) and all(_covers(one, other) for one, other in zip(mine, theirs, strict=False))


def _family(name: Mapping[str, str]) -> str:
    return " ".join(name[part] for part in ("non-dropping-particle", "family", "literal", "suffix") if name.get(part))


def _given(text: str | None) -> list[str]:
    """Split given names: `Suzanne M.` and `SM` alike are parts; initials run together are parts of their own."""
    parts: list[str] = []
    for word in re.findall(r"[^\s.\-]+", _DASHES.sub("-", text or "")):
        parts += list(word) if word.isupper() and len(word) <= 3 else [word]  # noqa: PLR2004 (initials)
    return [_plain(part) for part in parts]


def _covers(fuller: str, shorter: str) -> bool:
    return fuller == shorter or (len(shorter) == 1 and fuller.startswith(shorter))


def _plain(text: str) -> str:
    plain = html.unescape(_TAG.sub("", html.unescape(text))).translate(_QUOTES).casefold().replace("&", " and ")
    return " ".join(_DASHES.sub("-", plain).split()).rstrip(".")


def shown(value: Any) -> str:
    """Write a value for a person: names as spoken, texts in quotation marks."""
    if isinstance(value, list):
        return "; ".join(_spoken(name) for name in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {part}" for name, part in value.items())
    return f'"{value}"'


def _spoken(name: Mapping[str, str]) -> str:
    order: Iterable[str] = ("given", "dropping-particle", "non-dropping-particle", "family", "literal", "suffix")
    return " ".join(name[part] for part in order if name.get(part))
