"""A file of references as pieces: what stands before, between and after the text of each record.

The browser joins the same pieces for any selection, and the site for each of its lists, so that both give byte for
byte what `evidence export` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.formats import FORMATS
from evidence.library import Library


@dataclass(frozen=True)
class Frame:
    """What stands around the texts of records in a file that holds at least one.

    Attributes:
        head: Before the first.
        between: Between two.
        tail: After the last.
    """

    head: str = ""
    between: str = ""
    tail: str = ""

    def around(self, texts: Iterable[str]) -> str:
        """Return the file that holds these texts."""
        return self.head + self.between.join(texts) + self.tail

    def within(self, file: str) -> str:
        """Return the text of the record in a file that holds only one."""
        return file[len(self.head) : len(file) - len(self.tail)]


@dataclass(frozen=True)
class Pieces:
    """One format of all records, in pieces.

    Attributes:
        format_id: Key of `FORMATS`.
        frame: What stands around them.
        texts: Text of each record by its key.
    """

    format_id: str
    frame: Frame
    texts: Mapping[str, str]

    def file(self, keys: Iterable[str]) -> str:
        """Return the file with some records, in their order; the same as writing them together."""
        texts = [self.texts[key] for key in keys]
        return self.frame.around(texts) if texts else _EMPTY.get(self.format_id, self.frame.head)


_FRAMES = {
    "bibtex": Frame(between="\n"),
    "biblatex": Frame(between="\n"),
    "ris": Frame(between="\r\n"),
    "csl-json": Frame("[\n", ",\n", "\n]\n"),
}
_EMPTY = {"csl-json": "[]\n"}


def pieces(format_id: str, library: Library, address: str | None) -> Pieces:
    """Write every record of a library in a format, each by itself."""
    write = FORMATS[format_id].write
    # A table starts with its names, and its rows need nothing between them.
    frame = _FRAMES.get(format_id) or Frame(head=write([], library, address))
    return Pieces(
        format_id,
        frame,
        {key: frame.within(write([study], library, address)) for key, study in library.studies.items()},
    )
