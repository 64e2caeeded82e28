"""OpenAlex: works that hold a phrase and were published on a day or later, to look out for new ones.

Pages are asked for by number: since 2026 OpenAlex answers 401 to a cursor without a key. The day is that of
publication, because the day on which a work came to OpenAlex can only be asked for with a paid key; so a work that
comes late with an old date is missed, and the strategy says so.

Source: https://developers.openalex.org/api-reference/works (list works, paging, search).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from typing import Any

from evidence.model import Name
from evidence.sources import parts
from evidence.sources.errors import BadAnswerError
from evidence.sources.http import Web, quoted
from evidence.sources.names import group, person
from evidence.sources.parts import Described, mappings, member, text

Work = dict[str, Any]
"""A work as OpenAlex gives it in a list."""

_FIELDS = "id,doi,title,type,publication_date,language,authorships,primary_location,biblio,abstract_inverted_index"
_PAGE = 100
_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
    "preprint": "article",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "standard": "standard",
}
_LONGEST_ABSTRACT = 2000
"""Words; more is no abstract."""


def new_works(web: Web, phrase: str, since: date, at_most: int = 1000) -> Iterator[Work]:
    """Yield works with a phrase in title, abstract or full text, published on a day or later, the likest first.

    Raises:
        SourceError: OpenAlex gave no further page; the works before it were yielded.
    """
    about = f"new works on {quoted(phrase)}"
    rows = min(_PAGE, at_most)
    given = 0
    for page in itertools.count(1):
        query = {
            "search": f'"{phrase}"',
            "filter": f"from_publication_date:{since.isoformat()}",
            "select": _FIELDS,
            "per-page": str(rows),
            "page": str(page),
        }
        answer = web.ask(web.services.openalex, "/works", query, about=about)
        if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
            raise BadAnswerError(
                f"OpenAlex answered about {about} with JSON of another shape than documented: run it again later; if "
                "it stays so, report this as a fault of the program."
            )
        works = mappings(answer["results"])[: at_most - given]
        yield from works
        given += len(works)
        if len(answer["results"]) < rows or given >= at_most:
            return


def describe(work: Work) -> Described:
    """Read a work of a list: enough to screen it, not to record it. Pure, and never raises."""
    source = member(work.get("primary_location"), "source")
    biblio = work.get("biblio")
    first, last = parts.numbering(member(biblio, "first_page")), parts.numbering(member(biblio, "last_page"))
    issued = text(work.get("publication_date"))
    names = [_name(member(one.get("author"), "display_name")) for one in mappings(work.get("authorships"))]
    citation = parts.citation(
        _TYPES.get(text(work.get("type")) or "", "document"),
        text(work.get("title")),
        author=[name.model_dump(exclude_none=True) for name in names if name],
        container_title=text(member(source, "display_name")),
        issued=issued if issued and len(issued) == len("2026-01-31") else None,
        volume=parts.numbering(member(biblio, "volume")),
        issue=parts.numbering(member(biblio, "issue")),
        page=f"{first}-{last}" if first and last and first != last else first,
        language=parts.language(work.get("language")),
        doi=parts.doi(work.get("doi")),
    )
    return Described(citation, abstract=_abstract(work.get("abstract_inverted_index")))


def _name(displayed: Any) -> Name | None:
    """Make a name of a display name, which has no parts: the last word is taken for the family name."""
    words = (text(displayed) or "").split()
    if len(words) < 2:  # noqa: PLR2004 (one word has no parts)
        return group(displayed)
    return person(words[-1], " ".join(words[:-1]))[0]


def _abstract(inverted: Any) -> str | None:
    """Put an abstract together again; OpenAlex gives for each word the places where it stands."""
    if not isinstance(inverted, dict):
        return None
    placed: dict[int, str] = {}
    for word, places in inverted.items():
        for place in places if isinstance(places, list) else []:
            if isinstance(place, int) and 0 <= place < _LONGEST_ABSTRACT:
                placed[place] = str(word)
    return text(" ".join(placed[place] for place in sorted(placed))) if placed else None
