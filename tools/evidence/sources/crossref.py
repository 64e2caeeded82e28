"""Crossref, through habanero.

habanero 2.9 builds the queries: it knows the parameters, filters and fields of the REST API and refuses what
Crossref does not have. The way to the network is our own, because habanero's opens a new client for each call (32 ms
against 1.5 ms), takes none from outside, keeps no pace, does not try again, and raises six kinds of error for what is
one; so `works`, its one method that all queries go through, is overridden here. A single work needs no query: its
DOI is escaped and asked for directly. Should habanero accept a client one day, `_Habanero` can go.

Source: https://www.crossref.org/documentation/retrieve-metadata/rest-api/ and https://api.crossref.org/swagger-ui/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import habanero  # type: ignore[import-untyped]
from habanero.field_queries import validate_field_queries  # type: ignore[import-untyped]
from habanero.filterhandler import filter_handler  # type: ignore[import-untyped]
from habanero.habanero_utils import rename_query_filters  # type: ignore[import-untyped]
from habanero.select import validate_select  # type: ignore[import-untyped]

from evidence.sources.errors import BadAnswerError, NotAnsweredError, SourceError
from evidence.sources.http import Web, escape, quoted
from evidence.sources.integrity import Notice, notices_about
from evidence.sources.parallel import in_order
from evidence.sources.parts import doi as read_doi
from evidence.sources.parts import mappings, member, text

Message = dict[str, Any]
"""What Crossref says about one work: what stands under `message`, or one of its `items`."""

_FIELDS = (
    "DOI", "type", "title", "subtitle", "original-title", "author", "editor", "container-title",
    "short-container-title", "issued", "published", "published-print", "published-online", "posted", "approved",
    "volume", "issue", "page", "article-number", "publisher", "publisher-location", "ISBN", "ISSN", "event", "license",
    "relation", "update-to", "updated-by", "abstract", "created", "score",
)  # fmt: skip
"""Fields asked for in lists: all that the mapping reads and a list can give; reference lists would be megabytes."""
_BOOKS = frozenset({"book", "monograph", "edited-book", "reference-book", "report", "proceedings"})
GROUP = 20
"""DOIs in one question about notices."""
_MOST = 1000
_PAGE = 100


class Crossref:
    """Crossref's works, by DOI and by query.

    Args:
        web: The way out.
    """

    def __init__(self, web: Web) -> None:
        self._web = web

    def work(self, doi: str) -> Message:
        """Return the message of a work.

        Args:
            doi: DOI in its one form (`identifiers.parse_doi`).

        Raises:
            NotKnownError: Crossref does not know it; another agency may.
            NotAnsweredError: Could not check.
            BadAnswerError: Crossref answered with something else.
        """
        answer = self._web.ask(self._web.services.crossref, f"/works/{escape(doi)}", about=f"DOI {doi}")
        message = member(answer, "message")
        if not isinstance(message, dict) or not read_doi(message.get("DOI")):
            raise _odd(f"DOI {doi}")
        return message

    def works(self, dois: Iterable[str]) -> Iterator[tuple[str, Message | SourceError]]:
        """Yield each DOI with its message or with what went wrong, in order, several at once; each DOI once."""
        return in_order(self.work, dict.fromkeys(dois))

    def search(self, bibliographic: str, rows: int = 5) -> list[Message]:
        """Return the works that Crossref finds likest to a reference as somebody wrote it.

        Its score is no measure of certainty: compare title, first author and year before believing any of them.

        Raises:
            SourceError: As for `work`.
        """
        about = f"the reference {quoted(bibliographic)}"
        query = self._query(about).query(bibliographic=bibliographic).select(*_FIELDS).limit(rows)
        return _items(query.execute(), about)

    def books(self, isbn: str) -> list[Message]:
        """Return the books with an ISBN; the chapters of a book bear its ISBN too and are left out.

        Raises:
            SourceError: As for `work`.
        """
        about = f"ISBN {isbn}"
        query = self._query(about).filter(isbn=isbn).select(*_FIELDS).limit(_MOST)
        return [item for item in _items(query.execute(), about) if text(item.get("type")) in _BOOKS]

    def updates_of(self, doi: str) -> list[Notice]:
        """Return the notices that other works bear about this one, and marks in place.

        Raises:
            NotAnsweredError: Could not check; so for every DOI with a comma, which a filter cannot hold.
            BadAnswerError: Crossref answered with something else.
        """
        return self.updates_of_each([doi])[doi]

    def updates_of_each(self, dois: Iterable[str]) -> dict[str, list[Notice]]:
        """Return the notices about several works with one question, `GROUP` works at most.

        Raises:
            NotAnsweredError: Could not check, for any of them.
            BadAnswerError: Crossref answered with something else.
        """
        asked = list(dict.fromkeys(dois))
        about = f"notices about {asked[0]}" + (f" and {len(asked) - 1} more" if len(asked) > 1 else "")
        if any("," in doi for doi in asked):
            raise NotAnsweredError(
                f"Could not check {about}: Crossref cannot be asked for the notices about a DOI with a comma. "
                "Look at the publisher's page."
            )
        query = self._query(about).filter(updates=asked).select("DOI", "update-to").limit(_MOST)
        found = _items(query.execute(), about)
        if len(found) >= _MOST:
            raise NotAnsweredError(f"Could not check {about}: there are {_MOST:,} or more. Ask for fewer.")
        return {doi: [notice for message in found for notice in notices_about(doi, message)] for doi in asked}

    def new_works(self, query: str, since: date, rows: int = _PAGE, at_most: int = 1000) -> Iterator[Message]:
        """Yield works that match a query and came to Crossref on a day or later, the likest first, page by page.

        Pages are not kept on disk: the mark that leads to the next page is worth nothing after five minutes.

        Args:
            query: Words to look for in titles, authors and journals.
            since: First day on which the works came to Crossref, which is not their date of publication.
            rows: Works a page, 1,000 at most.
            at_most: Works in all.

        Raises:
            SourceError: As for `work`; the works before it were yielded.
        """
        about = f"new works on {quoted(query)}"
        page = (
            self._query(about).query(bibliographic=query).filter(from_created_date=since.isoformat()).select(*_FIELDS)
        )
        mark, given = "*", 0
        while given < at_most:
            answer = page.limit(min(rows, at_most - given)).cursor(mark).execute()
            items = _items(answer, about)
            yield from items
            given += len(items)
            mark = text(answer["message"].get("next-cursor")) or ""
            if not items or not mark:
                return

    def agency(self, doi: str) -> str:
        """Return the agency that registered a DOI, as Crossref names it: crossref, datacite, medra ...

        Raises:
            SourceError: As for `work`.
        """
        path = f"/works/{escape(doi)}/agency"
        answer = self._web.ask(self._web.services.crossref, path, about=f"the agency of DOI {doi}")
        found = text(member(member(member(answer, "message"), "agency"), "id"))
        if not found:
            raise _odd(f"the agency of DOI {doi}")
        return found.lower()

    def _query(self, about: str) -> Any:
        return habanero.WorksQuery(_Habanero(lambda parameters: self._list(parameters, about)))

    def _list(self, parameters: dict[str, str], about: str) -> dict[str, Any]:
        kept = timedelta(0) if "cursor" in parameters else None
        answer = self._web.ask(self._web.services.crossref_lists, "/works", parameters, about=about, max_age=kept)
        if not isinstance(answer, dict) or not isinstance(answer.get("message"), dict):
            raise _odd(about)
        return answer


class _Habanero(habanero.Crossref):  # type: ignore[misc]
    """habanero's Crossref with another way to the network: `WorksQuery` builds on it as on its own."""

    def __init__(self, ask: Callable[[dict[str, str]], dict[str, Any]]) -> None:
        super().__init__()
        self._ask = ask

    def works(self, **parameters: Any) -> dict[str, Any]:
        """Send a query; names and values as in habanero, checked by it.

        Raises:
            ValueError: A parameter that Crossref does not have.
        """
        fields = {name: value for name, value in parameters.items() if name.startswith("query_")}
        validate_field_queries([name.replace("query_", "query.", 1).replace("_", "-") for name in fields])
        validate_select(parameters.get("select"))
        sent = {
            **fields,
            "filter": filter_handler(parameters.get("filter")),
            "select": ",".join(parameters.get("select", [])),
            "rows": parameters.get("limit"),
            "cursor": parameters.get("cursor"),
        }
        return self._ask(rename_query_filters({name: str(value) for name, value in sent.items() if value}))


def _items(answer: dict[str, Any], about: str) -> list[Message]:
    items = answer["message"].get("items")
    if not isinstance(items, list):
        raise _odd(about)
    return mappings(items)


def _odd(about: str) -> BadAnswerError:
    return BadAnswerError(
        f"Crossref answered about {about} with JSON of another shape than documented: run it again later; if it stays "
        "so, report this as a fault of the program."
    )
