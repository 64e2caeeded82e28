"""What a pasted list is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from evidence.identifiers import shorten
from evidence.model import Citation

Kind = Literal["reference", "second-work", "caption", "heading", "prose"]

_LONGEST_QUERY = 300


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One part of a pasted list.

    Attributes:
        number: Its place in the list, counted from 1.
        kind: reference; second-work (a further work that an entry names in passing); caption (of an image, naming the
            work it is from); heading; prose (any other text).
        raw: Its words as they stand in the text, on one line.
        first_line: Line on which it starts, counted from 1.
        last_line: Line on which it ends.
        citation: The parts that could be told; None without a title.
        identifiers: DOI, PMID, PMCID and ISBN in their one form.
        addresses: Addresses that are not those of a DOI.
        behind: The words behind authors and year, which start with the title.
        remarks: What is odd, each a sentence.
        same_as: Number of an earlier entry that names the same work; of a caption, of the entry it belongs to.
    """

    number: int
    kind: Kind
    raw: str
    first_line: int
    last_line: int
    citation: Citation | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    behind: str = ""
    remarks: tuple[str, ...] = ()
    same_as: int | None = None

    @property
    def query(self) -> str:
        """What to ask a bibliographic service: the parts that name the work, else its words."""
        cited = self.citation
        if cited is None:
            return shorten(self.behind or self.raw, _LONGEST_QUERY)
        parts = (
            *(name.short for name in cited.author[:1]), cited.title, cited.container_title or cited.publisher,
            cited.volume, cited.page or cited.number, cited.year,
        )  # fmt: skip
        return shorten(" ".join(part for part in parts if part), _LONGEST_QUERY)


@dataclass(frozen=True, slots=True)
class ReadingList:
    """A pasted list.

    Attributes:
        entries: Every part of the text, in its order.
    """

    entries: tuple[ListEntry, ...]

    @property
    def references(self) -> list[ListEntry]:
        """Entries that name a work: references, and second works within them."""
        return [entry for entry in self.entries if entry.kind in {"reference", "second-work"}]

    @property
    def works(self) -> list[ListEntry]:
        """Entries that name a work for the first time."""
        return [entry for entry in self.references if entry.same_as is None]

    @property
    def captions(self) -> list[ListEntry]:
        """Captions that name the work their image is from."""
        return [entry for entry in self.entries if entry.kind == "caption"]
