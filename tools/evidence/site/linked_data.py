"""JSON-LD for search engines: the whole base as a Dataset, the vocabulary as DefinedTerms, the trail of a page.

Rules: schema.org; every identifier is an absolute address, so while the site has none, they are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from evidence.settings import Release, Settings
from evidence.site import addresses
from evidence.site.page import Asset
from evidence.vocabulary import Facet, Term

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_CONTEXT = "https://schema.org"


def script(*nodes: dict[str, Any]) -> str:
    """Return nodes as one script element; an empty node is left out."""
    kept = [node for node in nodes if node]
    if not kept:
        return ""
    data = kept[0] if len(kept) == 1 else kept
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A title may hold `</script>`; in JSON the same characters can be written as escapes.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))  # noqa: S704 (escaped above)


def filled(mapping: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {name: value for name, value in mapping.items() if value not in (None, "", [], {})}


def dataset(settings: Settings, release: Release, files: Sequence[tuple[Asset, str]] = ()) -> dict[str, Any]:
    """Describe the whole base; `files` are its downloads with their media types."""
    return filled(
        {
            "@context": _CONTEXT,
            "@type": "Dataset",
            "@id": settings.address,
            "url": settings.address,
            "name": settings.site_name,
            "description": release.abstract,
            "version": release.version,
            "datePublished": release.date,
            "identifier": f"https://doi.org/{release.doi}" if release.doi else None,
            "license": LICENCE,
            "isAccessibleForFree": True,
            "inLanguage": "en-GB",
            "keywords": list(release.keywords),
            "creator": [
                {"@type": "Person" if "," in author else "Organization", "name": author} for author in release.authors
            ],
            "distribution": [_distribution(settings.address, *file) for file in files] if settings.address else None,
        }
    )


def term_set(settings: Settings, facet: Facet) -> dict[str, Any]:
    """Describe the terms of a facet."""
    return filled(
        {"@context": _CONTEXT, **_set(settings, facet), "description": facet.described.question, "license": LICENCE}
        | {"hasDefinedTerm": [_term(settings, facet, term) for term in facet]}
    )


def defined_term(settings: Settings, facet: Facet, term: Term) -> dict[str, Any]:
    """Describe one term, with the set it belongs to."""
    return filled(
        {"@context": _CONTEXT, **_term(settings, facet, term), "description": term.definition}
        | {"alternateName": list(term.synonyms), "inDefinedTermSet": _set(settings, facet)}
    )


def breadcrumbs(settings: Settings, trail: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Describe the way to a page: names and addresses below the root; nothing while the site has no address."""
    if settings.address is None:
        return {}
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": settings.address + path}
            for place, (name, path) in enumerate(trail, start=1)
        ],
    }


def _set(settings: Settings, facet: Facet) -> dict[str, Any]:
    address = settings.address + addresses.facet(facet) if settings.address else None
    return filled({"@type": "DefinedTermSet", "@id": address, "url": address, "name": facet.described.heading})


def _term(settings: Settings, facet: Facet, term: Term) -> dict[str, Any]:
    address = settings.address + addresses.term(facet, term.id) if settings.address else None
    return filled({"@type": "DefinedTerm", "@id": address, "url": address, "name": term.label, "termCode": term.id})


def _distribution(address: str | None, file: Asset, media_type: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.path.rpartition("/")[2],
        "encodingFormat": media_type,
        "contentUrl": f"{address}{file.path}",
        "contentSize": f"{len(file.data)} B",
        "sha256": hashlib.sha256(file.data).hexdigest(),
    }
