"""From an identifier to all that the services know: the citation, how free the work is, and whether it still stands.

The agency that registered the DOI is asked for the citation, whatever it is; Crossref and OpenAlex for notices;
OpenAlex for access and the identifiers at PubMed. When one of them fails, its part is "could not check" with a
remark that says so, and the rest stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from evidence.errors import EvidenceError
from evidence.identifiers import IdentifierError, shorten
from evidence.model import Access, Citation, Integrity
from evidence.sources import crossref_mapping, datacite, negotiation
from evidence.sources.asked import Asked, identify
from evidence.sources.crossref import Crossref
from evidence.sources.datacite import DataCite
from evidence.sources.errors import NotKnownError, SourceError
from evidence.sources.grouped_notices import GroupedNotices
from evidence.sources.http import Web
from evidence.sources.integrity import Notice, notices_on, weigh, works_noticed
from evidence.sources.negotiation import Doi
from evidence.sources.openalex import OpenAlex, Standing
from evidence.sources.parallel import in_order
from evidence.sources.parts import Described
from evidence.sources.parts import doi as read_doi


@dataclass(frozen=True)
class Found:
    """What the services know about a work, in the terms of a record.

    Attributes:
        asked: What was asked for.
        citation: The bibliographic description, with the identifiers at PubMed.
        access: How free the work is to read; `not-checked` when that could not be found out.
        integrity: Whether the work still stands; `not-checked` when that could not be found out.
        source: Who gave the citation: crossref, datacite, or the agency asked through doi.org, in small letters.
        retrieved: The day on which it was asked.
        abstract: The abstract as plain text: for suggesting tags, never to be stored.
        remarks: What a person should know, each a sentence; "Could not check" among them.
    """

    asked: Asked
    citation: Citation
    access: Access
    integrity: Integrity
    source: str
    retrieved: date
    abstract: str | None = None
    remarks: tuple[str, ...] = ()


class Sources:
    """All services behind one way out.

    Args:
        web: The way out.
        today: The day, for "retrieved" and for dates that lie ahead.
    """

    def __init__(self, web: Web, today: date) -> None:
        self.crossref = Crossref(web)
        self.datacite = DataCite(web)
        self.openalex = OpenAlex(web)
        self.doi = Doi(web)
        self.today = today


def look_up(identifier: str, sources: Sources) -> Found:
    """Look up one work.

    Raises:
        IdentifierError: No identifier in the text.
        NotKnownError: Nobody knows it, or it leads to no DOI.
        NotAnsweredError: The citation could not be got.
        BadAnswerError: The agency answered with something else.
    """
    return _look_up(identify(identifier), sources, sources.crossref.updates_of)


def look_up_all(identifiers: Iterable[str], sources: Sources) -> Iterator[tuple[str, Found | EvidenceError]]:
    """Look up many works, several at once, and yield each identifier as given with what was found or went wrong.

    Order is kept. A work that is asked for twice is looked up once. Notices are asked for by the group, because
    Crossref allows fewer lists than single works a second.
    """
    read = [(text, _identify_or_error(text)) for text in identifiers]
    uses = Counter(asked for _, asked in read if isinstance(asked, Asked))
    notices = GroupedNotices(sources.crossref, [asked.value for asked in uses if asked.scheme == "doi"])
    answers = in_order(partial(_look_up, sources=sources, notices_of=notices.of), uses)
    again: dict[Asked, Found | EvidenceError] = {}
    for text, asked in read:
        if isinstance(asked, EvidenceError):
            yield text, asked
            continue
        if asked not in again:
            again[asked] = next(answers)[1]
        found = again[asked]
        uses[asked] -= 1
        if not uses[asked]:
            del again[asked]
        yield text, found


def _identify_or_error(text: str) -> Asked | EvidenceError:
    try:
        return identify(text)
    except IdentifierError as error:
        return error


def _look_up(asked: Asked, sources: Sources, notices_of: Callable[[str], list[Notice]]) -> Found:
    remarks: list[str] = []
    doi = _doi_of(asked, sources)
    described, source, message = _describe(doi, sources, remarks)
    remarks += described.remarks
    registered = described.citation.doi or doi
    standing = _standing(registered, sources, remarks)
    integrity = _integrity(registered, message, standing, sources.today, partial(notices_of, registered), remarks)
    return Found(
        asked=asked,
        citation=_with_identifiers(described.citation, asked, standing),
        access=_access(described.access, standing),
        integrity=integrity,
        source=source,
        retrieved=sources.today,
        abstract=described.abstract,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _doi_of(asked: Asked, sources: Sources) -> str:
    if asked.scheme == "doi":
        return asked.value
    if asked.scheme == "isbn":
        found = {doi for book in sources.crossref.books(asked.value) if (doi := read_doi(book.get("DOI")))}
        if len(found) == 1:
            return found.pop()
        if found:
            raise NotKnownError(
                f"{asked} leads to several works: give the DOI of one, {' or '.join(sorted(found)[:4])}."
            )
        raise NotKnownError(f"Crossref knows no book with {asked}: enter it by hand, or give its DOI if it has one.")
    doi = sources.openalex.standing(asked.scheme, asked.value).doi
    if doi is None:
        raise NotKnownError(f"OpenAlex knows {asked} but no DOI of it: enter the work by hand.")
    return doi


def _describe(doi: str, sources: Sources, remarks: list[str]) -> tuple[Described, str, dict[str, Any] | None]:
    """Return the work as its agency describes it, the name of the agency, and Crossref's message if it is theirs."""
    agency = _agency(doi, sources, remarks)
    if agency == "crossref":
        message = sources.crossref.work(doi)
        return crossref_mapping.describe(message, asked=doi, today=sources.today), agency, message
    if agency == "datacite":
        return datacite.describe(sources.datacite.work(doi), asked=doi), agency, None
    return negotiation.describe(sources.doi.item(doi), asked=doi), agency, None


def _agency(doi: str, sources: Sources, remarks: list[str]) -> str:
    """Return the agency in small letters: as doi.org says, else as Crossref says, which knows all agencies too."""
    try:
        return sources.doi.agency(doi).lower()
    except NotKnownError:
        raise
    except SourceError as error:
        remarks.append(f"{error} Crossref was asked for the agency instead.")
        return sources.crossref.agency(doi)


def _standing(doi: str, sources: Sources, remarks: list[str]) -> Standing | None:
    """Return what OpenAlex says; what only adds to a record must not keep it from being made."""
    try:
        return sources.openalex.standing("doi", doi)
    except NotKnownError:
        remarks.append(f"OpenAlex does not have DOI {doi}: how free the work is to read was not checked.")
    except SourceError as error:
        remarks.append(str(error))
    return None


def _integrity(
    doi: str,
    message: dict[str, Any] | None,
    standing: Standing | None,
    today: date,
    ask_for_notices: Callable[[], list[Notice]],
    remarks: list[str],
) -> Integrity:
    """Weigh what both directions of Crossref and OpenAlex say.

    "No notice" needs an answer from Crossref to both directions, or for a work that is not Crossref's from OpenAlex,
    which takes its mark from the same Retraction Watch data. A mark that only OpenAlex has counts as a retraction,
    except on a notice: marking the notice instead of the work is a known mistake.
    """
    notices = notices_on(message)
    complete = standing is not None and standing.retracted is not None
    if message is not None:
        try:
            notices += ask_for_notices()
            complete = True
        except SourceError as error:
            remarks.append(str(error))
            complete = False
    unknown = dict.fromkeys(notice.kind for notice in notices if not notice.is_understood)
    remarks += (
        f"There is a notice of a kind not known here ({shorten(kind)}) about {doi}: read it." for kind in unknown
    )
    only_marked = standing is not None and standing.retracted and not any(n.meaning == "retracted" for n in notices)
    if only_marked and not works_noticed(message):
        remarks.append("Only OpenAlex marks the work as retracted, without a notice: look at the publisher's page.")
        notices.append(Notice(None, "retraction", source="openalex"))
    return weigh(notices, today, complete=complete)


def _access(described: Access, standing: Standing | None) -> Access:
    """Join the state from OpenAlex with the licence of the publisher, which is more exact, if there is one."""
    if standing is None:
        return described
    return standing.access.model_copy(update={"licence": described.licence}) if described.licence else standing.access


def _with_identifiers(citation: Citation, asked: Asked, standing: Standing | None) -> Citation:
    known = {"pmid": standing.pmid, "pmcid": standing.pmcid} if standing else {}
    if asked.scheme in {"pmid", "pmcid"}:
        known[asked.scheme] = asked.value
    if asked.scheme == "isbn" and citation.isbn is None:
        known["isbn"] = asked.value
    return citation.model_copy(update={name: value for name, value in known.items() if value})
