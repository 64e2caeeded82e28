"""Numbers, dates and lists in words, the same on every page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evidence.library import Library
from evidence.model import Citation, Study

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIELD_WORDS = {
    "title": "title", "author": "authors", "editor": "editors", "issued": "date", "container-title": "journal",
    "publisher": "publisher", "publisher-place": "place", "volume": "volume", "issue": "issue", "page": "pages",
    "number": "article number", "type": "kind of publication", "DOI": "DOI", "PMID": "PubMed number",
    "PMCID": "PubMed Central number", "ISBN": "ISBN", "ISSN": "ISSN", "URL": "address", "edition": "edition",
    "language": "language", "genre": "kind",
}  # fmt: skip
"""CSL variables in the words a reader knows."""
TYPE_WORDS = {
    "article": "Preprint", "article-journal": "Journal article", "book": "Book", "chapter": "Book chapter",
    "report": "Report", "thesis": "Thesis", "webpage": "Web page", "paper-conference": "Conference paper",
    "dataset": "Data", "post-weblog": "Blog post",
}  # fmt: skip
"""CSL types in the words a reader knows; the others are understood with their hyphens taken out."""


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: `1 work`, `2 works`, `2 study families`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def families_and_works(library: Library, studies: Collection[Study]) -> str:
    """Return how many study families and works: `34 study families (35 works)`, or `5 works` where each is its own."""
    families = library.count_families(studies)
    works = plural(len(studies), "work")
    return works if families == len(studies) else f"{plural(families, 'study family', 'study families')} ({works})"


def date_in_words(text: str) -> str:
    """Return a partial date as a reader writes it: `2017`, `July 2017`, `16 July 2017`."""
    parts = [int(part) for part in text.split("-")]
    words = [str(parts[0])]
    if len(parts) > 1:
        words.insert(0, MONTHS[parts[1] - 1])
    words[:0] = [str(part) for part in parts[2:]]
    return " ".join(words)


def type_in_words(citation: Citation) -> str:
    """Return the kind of publication: its genre as the source names it, else its type."""
    return citation.genre or TYPE_WORDS.get(citation.type, citation.type.replace("-", " ").capitalize())


def published_in(citation: Citation) -> str:
    """Return where a work appeared, with volume, issue and pages: `BMJ Open 7(7), e015203`."""
    volume = citation.volume or ""
    if citation.issue:
        volume += f"({citation.issue})"
    where = [" ".join(part for part in (citation.container_title, volume) if part)]
    pages = citation.page.replace("-", "–") if citation.page else citation.number
    where += [part for part in (pages, citation.edition, citation.publisher, citation.publisher_place) if part]
    return ", ".join(part for part in where if part)


def sentence(text: str) -> str:
    """Return a text that starts with a capital and ends with a full stop, its words untouched."""
    start = text[:1].upper() + text[1:]
    return start if start.endswith((".", "!", "?")) else f"{start}."


def capitalised(text: str) -> str:
    """Return a text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Return a text as it stands within a sentence, its first letter small."""
    return text[:1].lower() + text[1:]


def file_size(content: str | bytes) -> str:
    """Return the size of a file, in the units of file managers: `640 bytes`, `21 kB`."""
    size = len(content.encode() if isinstance(content, str) else content)
    return f"{size} bytes" if size < 1000 else f"{size / 1000:,.0f} kB"  # noqa: PLR2004
