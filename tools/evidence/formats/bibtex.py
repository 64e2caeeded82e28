r"""BibTeX, in the entry types and fields that bibtex, biber and pybtex know.

UTF-8; LaTeX's own characters are escaped in text and never in doi, url and the like. The coding stands in `annote`,
which no style prints; `note`, which every style prints, only says that a work was retracted or warned about.
Source of the rules: O. Patashnik, BibTeXing (1988); its plain.bst for what it warns about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bibtexparser import writer
from bibtexparser.library import Library as Bibliography
from bibtexparser.model import Entry, Field

from evidence.formats.bibtex_reader import read
from evidence.formats.curated import integrity_warning, keywords, note
from evidence.library import Library
from evidence.model import Citation, Name, Study

__all__ = ["TYPES", "read", "write"]

TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "book": "book",
    "chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
"""BibTeX type of a CSL type; all others are misc."""

_NEEDS = {
    "article": ("author", "journal", "year"),
    "book": ("author", "publisher", "year"),
    "incollection": ("author", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "booktitle", "year"),
    "techreport": ("author", "institution", "year"),
    "phdthesis": ("author", "school", "year"),
}
"""Fields without which BibTeX warns; an entry that lacks one is misc."""

_WITHIN = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_ISSUED_BY = {"techreport": "institution", "phdthesis": "school"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = str.maketrans(
    {
        **{character: f"\\{character}" for character in "&%$#_"},
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "`": r"{\textasciigrave}",
    }
)
_PAIRED = str.maketrans({"{": r"\{", "}": r"\}"})
_SENTENCE_END = re.compile(r"[:.?!]\s")
_WORD = re.compile(r"([^\W_]+(?:[.'’][^\W_]+)*)")
_RANGE = re.compile(r"(?<=\w)\s*[-–]+\s*(?=\w)")


def write(studies: Iterable[Study], library: Library, address: str | None) -> str:
    """Write records as BibTeX.

    Args:
        studies: Records, in the order in which they are to stand.
        library: The library they come from.
        address: Address of the site with a slash at its end, or None while it has none.
    """
    layout = writer.BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    layout.block_separator = "\n"
    bibliography = Bibliography([_entry(study, library, address) for study in studies])
    # No middleware: the values stand in their braces already, and nothing is to be encoded a second time.
    return writer.write(bibliography, bibtex_format=layout)


def _entry(study: Study, library: Library, address: str | None) -> Entry:
    cited = study.citation
    kind = TYPES.get(cited.type, "misc")
    fields = dict(_fields(cited, kind))
    if not fields.keys() >= {*_NEEDS.get(kind, ())} and not _is_edited_book(kind, fields):
        kind = "misc"
        fields = dict(_fields(cited, kind))
    if study.integrity.status != "corrected" and (warning := integrity_warning(study)):
        fields["note"] = _text(warning)
    # A label may hold a comma; in braces it stays one keyword.
    labels = [_text(label) for label in keywords(study, library.vocabulary)]
    if labels:
        fields["keywords"] = ", ".join(f"{{{label}}}" if "," in label else label for label in labels)
    fields["annote"] = _text(note(study, library.vocabulary, address))
    return Entry(
        kind, study.key, [Field(name, value if name == "month" else f"{{{value}}}") for name, value in fields.items()]
    )


def _is_edited_book(kind: str, fields: dict[str, str]) -> bool:
    return kind == "book" and fields.keys() >= {"editor", "publisher", "year"}


def _fields(cited: Citation, kind: str) -> Iterator[tuple[str, str]]:
    """Give the bibliographic fields of an entry, their values escaped and without the outer braces."""
    text: dict[str, str | None] = {
        _WITHIN.get(kind, "howpublished"): cited.container_title,
        "shortjournal": cited.container_title_short,
        "series": cited.collection_title,
        "eventtitle": cited.event_title,
        "volume": cited.volume,
        "number": _number(cited, kind),
        "edition": cited.edition,
        "type": cited.genre,
        _ISSUED_BY.get(kind, "publisher"): cited.publisher,
        "address": cited.publisher_place,
    }
    if cited.author:
        yield "author", _names(cited.author)
    else:
        # BibTeX sorts what has no author by this.
        yield "key", _text(cited.title)
    if cited.editor:
        # BibTeX warns about a book with both; biblatex reads editora.
        yield ("editora" if kind == "book" and cited.author else "editor"), _names(cited.editor)
    yield "title", _title(cited.title)
    if cited.title_short:
        yield "shorttitle", _title(cited.title_short)
    yield from ((name, _text(value)) for name, value in text.items() if value)
    yield from _pages(cited, kind)
    yield from _date(cited)
    plain = {
        "language": cited.language, "doi": cited.doi, "url": cited.url, "urldate": cited.accessed,
        "pmid": cited.pmid, "pmcid": cited.pmcid, "isbn": cited.isbn, "issn": cited.issn,
    }  # fmt: skip
    yield from ((name, _balanced(value)) for name, value in plain.items() if value)


def _number(cited: Citation, kind: str) -> str | None:
    if kind == "article":
        return cited.issue
    if kind in {"techreport", "misc"}:
        return cited.number or cited.issue
    # BibTeX warns about the number of a book outside a series, or beside a volume.
    return cited.number if cited.collection_title and not cited.volume else None


def _pages(cited: Citation, kind: str) -> Iterator[tuple[str, str]]:
    if cited.page:
        yield "pages", _RANGE.sub("--", cited.page.translate(_ESCAPES))
    elif kind == "article" and cited.number:
        yield "pages", _text(cited.number)
    if kind == "article" and cited.number:
        yield "eid", _text(cited.number)


def _date(cited: Citation) -> Iterator[tuple[str, str]]:
    for name, value in zip(("year", "month", "day"), cited.issued_parts, strict=False):
        yield name, _MONTHS[value - 1] if name == "month" else f"{value:04d}" if name == "year" else str(value)


def _names(names: Iterable[Name]) -> str:
    return " and ".join(_name(name) for name in names)


def _name(name: Name) -> str:
    if name.literal is not None:
        return f"{{{_text(name.literal)}}}"
    family = " ".join(_name_part(part) for part in (name.non_dropping_particle, name.family) if part)
    given = " ".join(_name_part(part) for part in (name.given, name.dropping_particle) if part)
    if not given and " " in family and not family.startswith("{"):
        # Without a comma the first word would be taken for a given name.
        family = f"{{{family}}}"
    return ", ".join(part for part in (family, _name_part(name.suffix or ""), given) if part)


def _name_part(part: str) -> str:
    """Protect what BibTeX would read as the border between names or their parts."""
    text = _text(part)
    return f"{{{text}}}" if "," in part or " and " in f" {part.lower()} " else text


def _title(title: str) -> str:
    """Escape a title and put braces around each word that a style or reader must not change the case of.

    Titles are recorded in sentence case, so a capital means something wherever it stands but at the beginning; and
    the first word after a colon or full stop, which programs give a capital, stays as it is.
    """
    # A pair of braces is safe and read by every program; BibTeX counts a single one even after a backslash.
    paired = _are_paired(title)
    parts = _WORD.split(title)
    written = [_text(part, paired=paired) for part in parts]
    for place in range(1, len(parts), 2):
        capital = any(letter.isupper() for letter in (parts[place][1:] if place == 1 else parts[place]))
        if capital or _SENTENCE_END.search(parts[place - 1]):
            written[place] = f"{{{written[place]}}}"
    return "".join(written)


def _are_paired(title: str) -> bool:
    depth = 0
    for character in title:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _text(text: str, *, paired: bool = False) -> str:
    escaped = text.translate(_ESCAPES | _PAIRED if paired else _ESCAPES)
    # LaTeX makes a dash of two hyphens.
    return re.sub(r"-(?=-)", "-{}", escaped)


def _balanced(value: str) -> str:
    """Keep an address as it is, but for braces, which would end the field or never end it."""
    return value.replace("{", "%7B").replace("}", "%7D")
