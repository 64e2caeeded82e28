"""Reading PubMed's own format (MEDLINE, `.nbib`).

Source of the tags: "MEDLINE/PubMed Data Element (Field) Descriptions", National Library of Medicine.
"""

from __future__ import annotations

import re

from evidence.formats.draft import Draft
from evidence.formats.names import from_initials, from_inverted, make
from evidence.formats.reading import Entry, Failure, ReadResult, clean, refusal
from evidence.formats.tagged import Record, split

_LINE = re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,3}-(?: (.*)|\s*)$")
_ARTICLE_NUMBER = re.compile(r"[a-z]+\d{3,}\w*")
_LANGUAGES = {
    "eng": "en", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "dut": "nl", "dan": "da",
    "swe": "sv", "nor": "no", "fin": "fi", "pol": "pl", "jpn": "ja", "chi": "zh", "kor": "ko", "rus": "ru",
    "wel": "cy", "gle": "ga", "ara": "ar", "tur": "tr",
}  # fmt: skip
"""ISO 639-1 code of the MARC codes that PubMed writes."""

_NOTICES = {
    "RIN": "Retraction in", "EIN": "Erratum in", "ECI": "Expression of concern in", "ROF": "Retraction of",
    "EFR": "Erratum for", "ECF": "Expression of concern for", "CRI": "Corrected and republished in",
    "UIN": "Update in", "UOF": "Update of", "CIN": "Comment in", "CON": "Comment on",
}  # fmt: skip
_WARNINGS = ("Retracted Publication", "Retraction of Publication", "Published Erratum", "Expression of Concern")


def read(text: str) -> ReadResult:
    """Read a PubMed file; every `PMID-` line becomes an entry or a failure."""
    text, remarks = clean(text)
    if refused := refusal(text, "PubMed format"):
        return ReadResult(failures=(refused,), remarks=tuple(remarks))
    parts, more = split(text, _LINE, "PMID")
    if not parts:
        what = "There is no PubMed record in the file: no line starts with `PMID-`."
        return ReadResult(failures=(Failure(1, what, text),), remarks=tuple(remarks))
    return ReadResult.of((_entry(part) if isinstance(part, Record) else part for part in parts), [*remarks, *more])


def _entry(record: Record) -> Entry | Failure:
    draft = Draft()
    pmid = record.first("PMID").strip("- ")
    draft.identifier("PMID", pmid)
    kinds = record.all("PT")
    draft.fields["type"] = _type(record, kinds)
    for kind in kinds:
        if kind in _WARNINGS:
            draft.remark(f"PubMed marks it as: {kind}.")
    _titles(record, draft)
    _people(record, draft)
    draft.put("volume", record.first("VI"))
    draft.put("issue", record.first("IP"))
    draft.pages(_whole_range(record.first("PG")))
    draft.date("issued", record.first("DP"))
    draft.put("publisher", record.first("PB"))
    draft.put("publisher-place", record.first("PL") if draft.fields["type"] in {"book", "chapter"} else "")
    draft.put("edition", record.first("EN"))
    language = record.first("LA")
    draft.put("language", _LANGUAGES.get(language, language))
    _identifiers(record, draft)
    for keyword in [*record.all("OT"), *(re.sub(r"\*", "", one) for one in record.all("MH"))]:
        draft.keyword(keyword.strip("* "))
    for tag, meaning in _NOTICES.items():
        for value in record.all(tag):
            draft.note(f"{meaning}: {value}")
    return draft.finish(pmid, record.line, record.raw)


def _type(record: Record, kinds: list[str]) -> str:
    if "Preprint" in kinds:
        return "article"
    if record.first("CTI") or (record.first("BTI") and record.first("TI")):
        return "chapter"
    if record.first("BTI") or "Book" in kinds:
        return "book"
    return "dataset" if "Dataset" in kinds else "article-journal"


def _titles(record: Record, draft: Draft) -> None:
    title = record.first("CTI", "TI")
    book = record.first("BTI")
    translated = re.fullmatch(r"\[(.+?)\.?\]\.?", title)
    if translated:
        draft.remark("The title is PubMed's translation; the original may stand in the notes.")
        draft.note(f"Original title: {record.first('TT')}" if record.first("TT") else "")
    # PubMed ends each title with a full stop that is not part of it.
    draft.put("title", re.sub(r"(?<!\.\.)\.$", "", translated.group(1) if translated else title or book))
    draft.put("container-title", book.rstrip(".") if title and book else record.first("JT", "TA"))
    if record.first("TA") != draft.fields.get("container-title"):
        draft.put("container-title-short", record.first("TA"))
    draft.put("collection-title", record.first("CTDT", "SERI"))


def _people(record: Record, draft: Draft) -> None:
    for full, short, role in (("FAU", "AU", "author"), ("FED", "ED", "editor")):
        has_full = bool(record.first(full))
        for tag, value in record.values:
            if tag == full and value:
                # A person by one name has no comma there either.
                draft.name(role, from_inverted(value if "," in value else f"{value},"))
            elif tag == short and not has_full and value:
                draft.name(role, from_initials(value))
            elif tag == "CN" and role == "author" and value:
                draft.name(role, make(literal=value))


def _identifiers(record: Record, draft: Draft) -> None:
    for value in record.all("AID", "LID"):
        bare, _, kind = value.rpartition(" ")
        if kind == "[doi]":
            draft.identifier("DOI", bare)
        elif kind == "[pii]" and not {"page", "number"} & draft.fields.keys() and _ARTICLE_NUMBER.fullmatch(bare):
            draft.put("number", bare)
    draft.identifier("PMCID", record.first("PMC"))
    for value in record.all("ISBN"):
        draft.identifier("ISBN", re.sub(r"\s*\([^)]*\)", "", value))
    for value in sorted(record.all("IS"), key=lambda one: "Linking" not in one):
        if re.match(r"\d{4}-", value):
            draft.issn(value)


def _whole_range(pages: str) -> str:
    """Spell out the end of a range that PubMed shortens: `101-10` is 101 to 110."""
    found = re.fullmatch(r"([A-Za-z]*)(\d+)-([A-Za-z]*)(\d+)", pages)
    if not found:
        return pages
    letters, first, letters_again, last = found.groups()
    if letters_again not in {"", letters} or len(last) > len(first):
        return pages
    return f"{letters}{first}-{letters}{first[: len(first) - len(last)]}{last}"
