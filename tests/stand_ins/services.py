"""Crossref, DataCite, OpenAlex and doi.org on one stand-in server, each below a path of its own.

Shapes and headers after the documentation of the services: https://api.crossref.org/swagger-ui/,
https://support.datacite.org/reference/get_dois-id, https://developers.openalex.org/api-reference/works/get-a-single-work
and the DOI Handbook, "Which RA?".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.stand_ins.server import Asked, Reply, StandIn, not_found

Message = dict[str, Any]


@dataclass
class Shelf:
    """What the services know; fill it before asking.

    Attributes:
        crossref: Messages by DOI.
        aliases: DOIs that lead to another one at Crossref.
        datacite: Attributes by DOI.
        openalex: Works by `doi:...`, `pmid:...` or `pmcid:...`.
        agencies: Names as doi.org writes them, by DOI, for what is neither Crossref's nor DataCite's.
        negotiated: CSL-JSON by DOI, by content negotiation.
    """

    crossref: dict[str, Message] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    datacite: dict[str, Message] = field(default_factory=dict)
    openalex: dict[str, Message] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    negotiated: dict[str, Message] = field(default_factory=dict)

    def agency(self, doi: str) -> str | None:
        if doi in self.crossref or doi in self.aliases:
            return "Crossref"
        return "DataCite" if doi in self.datacite else self.agencies.get(doi)

    def answer(self, request: Asked) -> Reply | None:
        """Answer a request below /crossref, /datacite, /openalex or /doi."""
        _, service, rest = request.path.split("/", 2)
        answers = {"crossref": self._crossref, "datacite": self._datacite, "openalex": self._openalex, "doi": self._doi}
        return answers[service](unquote(rest), request) if service in answers else None

    def _crossref(self, path: str, request: Asked) -> Reply:
        if path == "works":
            return Reply(_list(self._selected(request.query), request.query))
        doi = path.removeprefix("works/")
        return self._agency_at_crossref(doi.removesuffix("/agency")) if doi.endswith("/agency") else self._work(doi)

    def _datacite(self, path: str, _: Asked) -> Reply:
        found = self.datacite.get(path.removeprefix("dois/"))
        if found is None:
            return Reply({"errors": [{"status": "404", "title": "The resource doesn't exist."}]}, 404)
        return Reply({"data": {"id": found["doi"], "type": "dois", "attributes": found}})

    def _openalex(self, path: str, request: Asked) -> Reply:
        if path == "works":
            return self._found_at_openalex(request.query)
        work = self.openalex.get(path.removeprefix("works/"))
        return Reply(work) if work else Reply(b"<!doctype html><title>404 Not Found</title>", 404)

    def _found_at_openalex(self, query: dict[str, str]) -> Reply:
        if "cursor" in query:
            return Reply({"error": "API key required"}, 401)
        since = query["filter"].removeprefix("from_publication_date:")
        phrase = query["search"].strip('"').lower()
        works = [work for work in self.openalex.values() if phrase in str(work.get("title", "")).lower()]
        works = [work for work in works if str(work.get("publication_date", "")) >= since]
        rows, page = int(query["per-page"]), int(query["page"])
        fields = query["select"].split(",")
        shown = [{name: work.get(name) for name in fields} for work in works[rows * (page - 1) : rows * page]]
        return Reply({"meta": {"count": len(works), "page": page, "per_page": rows}, "results": shown})

    def _doi(self, path: str, request: Asked) -> Reply:
        if not path.startswith("ra/"):
            return self._negotiated(path, request.headers.get("accept", ""))
        doi = path.removeprefix("ra/")
        agency = self.agency(doi)
        return Reply([{"DOI": doi, "RA": agency} if agency else {"DOI": doi, "status": "DOI does not exist"}])

    def _work(self, doi: str) -> Reply:
        message = self.crossref.get(self.aliases.get(doi, doi).lower())
        if message is None:
            return not_found()
        return Reply({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message})

    def _agency_at_crossref(self, doi: str) -> Reply:
        agency = self.agency(doi)
        if agency is None:
            return not_found()
        named = {"id": agency.lower(), "label": agency}
        return Reply({"status": "ok", "message-type": "work-agency", "message": {"DOI": doi, "agency": named}})

    def _negotiated(self, doi: str, accept: str) -> Reply:
        item = self.negotiated.get(doi)
        if item is None:
            return not_found()
        if "application/vnd.citationstyles.csl+json" not in accept:
            return Reply(b"<html>The article</html>", 200, {"Content-Type": "text/html"})
        return Reply(item, headers={"Content-Type": "application/vnd.citationstyles.csl+json"})

    def _selected(self, query: dict[str, str]) -> list[Message]:
        filters: dict[str, list[str]] = {}
        for one in query.get("filter", "").split(","):
            name, _, value = one.partition(":")
            filters.setdefault(name, []).append(value)
        found = list(self.crossref.values())
        if "updates" in filters:
            found = [m for m in found if {update["DOI"] for update in m.get("update-to", [])} & set(filters["updates"])]
        if "isbn" in filters:
            found = [m for m in found if set(filters["isbn"]) & set(m.get("ISBN", []))]
        if "from-created-date" in filters:
            since = filters["from-created-date"][0]
            found = [m for m in found if m.get("created", {}).get("date-time", "")[:10] >= since]
        if words := query.get("query.bibliographic"):
            wanted = set(words.lower().split())
            found = [m for m in found if wanted & set(" ".join(m.get("title", [])).lower().split())]
        return found


def _list(found: list[Message], query: dict[str, str]) -> Message:
    rows = int(query.get("rows", "20"))
    start = 0
    message: Message = {"total-results": len(found), "items-per-page": rows, "query": {"start-index": 0}}
    if cursor := query.get("cursor"):
        start = 0 if cursor == "*" else int(cursor.removeprefix("mark+/=/"))
        message["next-cursor"] = f"mark+/=/{start + rows}"
    fields = query["select"].split(",") if "select" in query else None
    message["items"] = [
        {name: value for name, value in item.items() if fields is None or name in fields}
        for item in found[start : start + rows]
    ]
    return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}


def environment(stand_in: StandIn) -> dict[str, str]:
    """Return the settings that send every question to a stand-in."""
    return {
        "EVIDENCE_CROSSREF_URL": f"{stand_in.url}/crossref",
        "EVIDENCE_DATACITE_URL": f"{stand_in.url}/datacite",
        "EVIDENCE_OPENALEX_URL": f"{stand_in.url}/openalex",
        "EVIDENCE_DOI_URL": f"{stand_in.url}/doi",
    }
