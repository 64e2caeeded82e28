"""What hand-written pages may say in numbers: every figure on them is counted here, from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from evidence.agreement import agreements, load_codes
from evidence.library import Library
from evidence.model import Study
from evidence.screening import flow_of
from evidence.site import words
from evidence.vocabulary import Code


@dataclass(frozen=True)
class ReadCount:
    """How many works were read to one extent."""

    code: Code
    works: int


def guide_context(library: Library, guides: Collection[str]) -> dict[str, Any]:
    """Return the names that a hand-written page may use between double braces.

    Args:
        library: What is counted.
        guides: Source files of the hand-written pages, such as `about.md`.

    Raises:
        ScreeningError: The search strategy or the screening list is malformed.
        FlowError: The numbers of the flow do not add up.
        AgreementError: The codes of two coders are malformed.
    """
    studies = list(library.studies.values())
    years = sorted(study.citation.year for study in studies if study.citation.year)
    read: Counter[str] = Counter(study.provenance.extraction.read for study in studies)
    codes = library.vocabulary.codes
    codes_by_two = load_codes(library.root)
    return {
        "link": _linker(guides),
        "works": len(studies),
        "families": library.count_families(studies),
        "summaries": len(library.summaries),
        "without_summary": [study for study in studies if study.key not in library.summaries],
        "first_year": years[0] if years else "",
        "last_year": years[-1] if years else "",
        "findings": sum(len(study.findings) for study in studies),
        "double_checked": sum(study.provenance.extraction.double_checked for study in studies),
        "integrity_not_checked": sum(study.integrity.status == "not-checked" for study in studies),
        "listed": _in(studies, "reading-list"),
        "listed_last_year": max((year for year in _years(studies, "reading-list")), default=""),
        "wider": _in(studies, "wider-literature"),
        "newest_record": max((study.provenance.extraction.extracted for study in studies), default=""),
        "coded": codes_by_two,
        "agreement": agreements(codes_by_two),
        "questions": list(library.questions.values()),
        "certainty": codes["certainty"].values if "certainty" in codes else [],
        "in_words": words.date_in_words,
        "read": [ReadCount(code, read[code.id]) for code in codes["read"].values] if "read" in codes else [],
        "codes": {name: codes[name].values for name in codes},
        "about_vocabulary": library.vocabulary.about,
        "facets": list(library.vocabulary.facets.values()),
        "prisma": flow_of(library),
    }


def _in(studies: list[Study], collection: str) -> int:
    return sum(collection in study.collections for study in studies)


def _years(studies: list[Study], collection: str) -> list[str]:
    return [study.citation.year for study in studies if collection in study.collections and study.citation.year]


def _linker(guides: Collection[str]) -> Callable[[str], str]:
    """Return a function from an address of the site to its source file, which MkDocs resolves and checks."""

    def source_of(address: str) -> str:
        path, mark, query = address.partition("?")
        name = f"{path.rstrip('/')}.md"
        return (name if name in guides else f"{path}index.md") + mark + query

    return source_of
