"""Atom feeds: what was put in or changed last, for all and for each term in use (RFC 4287).

A feed needs lasting absolute addresses, so while the site has no address there is none.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from evidence.library import Library
from evidence.model import Study
from evidence.settings import Settings
from evidence.site import addresses
from evidence.site.linked_data import LICENCE
from evidence.site.page import Asset

NEWEST = 50
MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"


def feeds(library: Library, settings: Settings) -> Iterator[Asset]:
    """Return every feed; none while the site has no address."""
    if settings.address is None or not library.studies:
        return
    yield _feed(library, settings, "", addresses.HOME, library.studies.values())
    for facet in library.vocabulary.facets.values():
        for term in facet:
            if studies := library.with_term(facet.id, term.id):
                yield _feed(library, settings, f"{facet.label}: {term.label}", addresses.term(facet, term.id), studies)


def feed_of(path: str) -> str:
    """Return the address of the feed of a page."""
    return f"{path}feed.xml"


def feed_link(settings: Settings, path: str, about: str = "") -> str:
    """Return the link by which feed readers find the feed of a page; nothing while the site has no address."""
    if settings.address is None:
        return ""
    title = f"{about} · {settings.site_name}" if about else settings.site_name
    return Markup('\n<link rel="alternate" type="{}" title="{}" href="{}">').format(
        MEDIA_TYPE, title, settings.address + feed_of(path)
    )


def changed(library: Library, study: Study) -> str:
    """Return the last day on which the record was coded or its summary written, YYYY-MM-DD."""
    summary = library.summaries.get(study.key)
    return max(study.provenance.extraction.extracted, summary.meta.written if summary else "")


def _feed(library: Library, settings: Settings, about: str, path: str, studies: Iterable[Study]) -> Asset:
    root = settings.address or ""
    newest = sorted(sorted(studies, key=lambda one: one.key), key=lambda one: changed(library, one), reverse=True)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})
    _text(feed, "id", root + path)
    _text(feed, "title", f"{about} · {settings.site_name}" if about else settings.site_name)
    _text(feed, "updated", _moment(changed(library, newest[0])))
    _text(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", settings.site_name)
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="self", type=MEDIA_TYPE, href=root + feed_of(path))
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=root + path)
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="license", href=LICENCE)
    for study in newest[:NEWEST]:
        _entry(feed, library, root, study)
    ET.indent(feed, " ")
    return Asset(feed_of(path), ET.tostring(feed, encoding="unicode", xml_declaration=False) + "\n")


def _entry(feed: ET.Element, library: Library, root: str, study: Study) -> None:
    entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
    address = root + addresses.study(study.key)
    summary = library.summaries.get(study.key)
    retracted = "" if study.counts_as_evidence else "Retracted: "
    _text(entry, "id", address)
    _text(entry, "title", retracted + study.citation.title)
    _text(entry, "updated", _moment(changed(library, study)))
    ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=address)
    message = summary.meta.key_message if summary else study.no_summary or ""
    _text(entry, "summary", f"{study.citation.short}. {message}")
    for facet in library.vocabulary.facets.values():
        for term in study.terms(facet.id):
            label = library.vocabulary.label(facet.id, term)
            scheme = root + addresses.facet(facet)
            ET.SubElement(entry, f"{{{_ATOM}}}category", term=term, scheme=scheme, label=label)


def _moment(day: str) -> str:
    # A record knows the day and no hour.
    return f"{day}T00:00:00Z"


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text.strip()
