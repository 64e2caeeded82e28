"""What every reader of a format gives back: entries, failures and remarks, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evidence.identifiers import shorten
from evidence.model import Citation

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_MOJIBAKE = re.compile(r"Ã[\x80-\xbf]|â€[\x80-\x9f™œ“”˜¦]|Â[\xa0-\xbf]")
_BEGINNING = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference as a file gave it.

    Attributes:
        label: The name the file gives it (BibTeX key, RIS ID, CSL id, PMID), or an empty string.
        line: Line on which it starts, counted from 1.
        citation: What could be made of it; None when it has no title, and then it has an identifier.
        identifiers: DOI, PMID, PMCID and ISBN, each in its one form, also when there is no citation.
        keywords: Keywords as the file gives them.
        notes: Notes, and what a record has no field for but a person may want.
        remarks: What was odd, left out or guessed, each a sentence.
        raw: The entry as it stands in the file.
    """

    label: str
    line: int
    citation: Citation | None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    raw: str = ""

    @property
    def name(self) -> str:
        """How to call it in a message: its label, else its title, else its line."""
        return self.label or (shorten(self.citation.title) if self.citation else f"the entry on line {self.line}")


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of a file of which no entry could be made; its text is kept."""

    line: int
    message: str
    raw: str

    def __str__(self) -> str:
        """One line: where and what."""
        return f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A file as a reader understood it: each of its parts is an entry or a failure.

    Attributes:
        entries: References in the order of the file.
        failures: Parts that could not be read, in the order of the file.
        remarks: What was odd about the file as a whole.
    """

    entries: tuple[Entry, ...] = ()
    failures: tuple[Failure, ...] = ()
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Entry | Failure], remarks: Iterable[str] = ()) -> ReadResult:
        """Sort parts into entries and failures."""
        parts = list(parts)
        return cls(
            tuple(part for part in parts if isinstance(part, Entry)),
            tuple(part for part in parts if isinstance(part, Failure)),
            tuple(remarks),
        )


def clean(text: str) -> tuple[str, list[str]]:
    """Give lines one end and drop what no text may hold; say what was dropped or looks damaged."""
    remarks = []
    kept, dropped = _CONTROL.subn("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    if dropped:
        remarks.append(f"{dropped:,} control characters were dropped: the file may be damaged, or no text at all.")
    if "\ufffd" in kept:
        remarks.append("The file holds \ufffd: characters were lost when it was saved before. Compare with the source.")
    if found := _MOJIBAKE.search(kept):
        remarks.append(
            f"The file holds {found.group()!r}, as when UTF-8 is opened as Latin-1: export it again as UTF-8."
        )
    return kept.replace("\f", "\n"), remarks


def refusal(text: str, wanted: str) -> Failure | None:
    """Return why a text cannot be in a format at all (it is empty, or a web page), else None."""
    if not text.strip():
        return Failure(1, f"The file is empty: there is no {wanted} in it.", text)
    beginning = text[:_BEGINNING].lstrip().lower()
    if beginning.startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        return Failure(
            1,
            f"This is a web page or XML, not {wanted}: the download was refused or is another format. Export it again.",
            text,
        )
    return None


def decode(data: bytes) -> tuple[str, list[str]]:
    """Turn the bytes of an exported file into text: UTF-8, UTF-16 with its mark, else Windows-1252, and say so."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), ["The file is in UTF-16; it was read as such."]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        # The five bytes that Windows-1252 leaves open are control characters of Latin-1.
        text = "".join(
            bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) if byte > 0x7F else chr(byte)  # noqa: PLR2004 (end of ASCII)
            for byte in data
        )
        remark = (
            f"The file is not UTF-8 (byte {error.start + 1:,}); it was read as Windows-1252 (Latin-1). "
            "Look at the accented letters."
        )
        return text, [remark]
