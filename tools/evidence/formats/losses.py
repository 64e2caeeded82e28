"""What a format cannot carry: said in words for the page of downloads, and done to a citation for the tests.

Whatever does not stand here comes back from the format exactly as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from evidence.formats import bibtex, ris
from evidence.formats.bibtex_reader import ARTICLES
from evidence.formats.csljson_reader import RICH_TEXT
from evidence.formats.draft import ARTICLE_NUMBER
from evidence.formats.ris_reader import TYPES as RIS_READ_AS
from evidence.model import Citation, Name


@dataclass(frozen=True)
class Loss:
    """One thing that a format cannot carry.

    Attributes:
        what: What is lost or comes back changed, in a sentence for readers.
        after: Returns a citation as it comes back.
    """

    what: str
    after: Callable[[Citation], Citation]


def after(format_id: str, citation: Citation) -> Citation:
    """Return a citation as it comes back from a format."""
    return reduce(lambda cited, loss: loss.after(cited), LOSSES[format_id], citation)


def _bibtex_number(cited: Citation) -> Citation:
    kept = cited.type in ARTICLES or bibtex.entry_type(cited) in {"techreport", "misc"}
    return cited if kept or (cited.collection_title and not cited.volume) else _changed(cited, number=None)


def _ris_type(cited: Citation) -> Citation:
    return cited.model_copy(update={"type": RIS_READ_AS[ris.TYPES[cited.type]]})


def _ris_series(cited: Citation) -> Citation:
    if ris.TYPES[cited.type] in ris.WORKS and cited.container_title and not cited.collection_title:
        return _changed(cited, collection_title=cited.container_title, container_title=None)
    return cited


def _ris_event(cited: Citation) -> Citation:
    if cited.type == "paper-conference" and not cited.container_title:
        return _changed(cited, container_title=cited.event_title, event_title=None)
    return _changed(cited, event_title=None)


def _ris_same_title(cited: Citation) -> Citation:
    changes: dict[str, str | None] = {}
    if cited.container_title == cited.title:
        changes["container_title"] = None
    if cited.title_short == cited.title:
        changes["title_short"] = None
    return _changed(cited, **changes)


def _ris_number(cited: Citation) -> Citation:
    if cited.type in ARTICLES:
        if cited.number and not cited.page and not ARTICLE_NUMBER.fullmatch(cited.number):
            return _changed(cited, page=cited.number, number=None)
        return cited
    return cited if ris.TYPES[cited.type] in ris.NUMBERED else _changed(cited, number=None)


def _ris_serial(cited: Citation) -> Citation:
    if ris.TYPES[cited.type] in ris.NUMBERED:
        return _changed(cited, issn=None, isbn=None if cited.number else cited.isbn)
    return _changed(cited, issn=None) if cited.isbn else cited


def _ris_genre(cited: Citation) -> Citation:
    return _changed(cited, genre=None) if ris.TYPES[cited.type] in ris.ARTICLES else cited


def _ris_asterisk(cited: Citation) -> Citation:
    in_t2 = ["container_title", "container_title_short"]
    if not cited.container_title and ris.TYPES[cited.type] in ris.WORKS:
        in_t2.append("collection_title")
    stars = {name: value for name in in_t2 if (value := getattr(cited, name))}
    return _changed(cited, **{name: " ".join(value.replace("*", "").split()) or None for name, value in stars.items()})


def _ris_names(cited: Citation) -> Citation:
    return cited.model_copy(
        update={
            "author": [_ris_name(name) for name in cited.author],
            "editor": [_ris_name(name) for name in cited.editor],
        }
    )


def _ris_name(name: Name) -> Name:
    if name.literal is not None:
        return Name(literal=name.literal.replace(",", "").replace("*", ""))
    if name.suffix and not name.given and not name.dropping_particle:
        return name.model_copy(update={"given": name.suffix, "suffix": None})
    return name


def _csl_rich_text(cited: Citation) -> Citation:
    plain = {
        name: " ".join(RICH_TEXT.sub("", value).split()) or None
        for name, value in cited
        if isinstance(value, str) and name not in {"type", "url"} and RICH_TEXT.search(value)
    }
    return _changed(cited, **plain)


def _changed(cited: Citation, **changes: str | None) -> Citation:
    return cited.model_copy(update=changes)


LOSSES: dict[str, tuple[Loss, ...]] = {
    "bibtex": (
        Loss("The number of a book, chapter, conference paper or thesis outside a series, or beside a volume.",
             _bibtex_number),
    ),
    "biblatex": (),
    "ris": (
        Loss("PubMed Central’s number.", lambda cited: _changed(cited, pmcid=None)),
        Loss("An asterisk in a journal’s or series’ title.", _ris_asterisk),
        Loss("The name of an event, but for a conference paper without proceedings, where it becomes their title.",
             _ris_event),
        Loss("The container of a book, report, preprint, standard, thesis or law without series becomes its series.",
             _ris_series),
        Loss("The number of anything but an article, report, preprint or standard; "
             "an article number of few digits comes back as a page.", _ris_number),
        Loss("An ISSN beside an ISBN; the ISSN of a report, preprint or standard, and its ISBN beside a number.",
             _ris_serial),
        Loss("The genre of an article.", _ris_genre),
        Loss("A comma or asterisk in the name of a group; a suffix without given names.", _ris_names),
        Loss("A short title or container that is the same as the title.", _ris_same_title),
        Loss("Some types: preprints and documents come back as reports, reviews as articles, posts as blog posts.",
             _ris_type),
    ),
    "csl-json": (
        Loss("Tags that CSL takes for markup, such as <i>: the program that reads them shows italics instead.",
             _csl_rich_text),
    ),
}  # fmt: skip
"""By format; what a format loses first stands first. CSV is for tables, and no format to be read back as references."""
