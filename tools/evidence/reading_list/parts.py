"""Title, journal, volume, issue, pages and publisher of a reference, from what stands behind its year or authors."""

from __future__ import annotations

import re

from evidence.reading_list.patterns import UPPER, YEAR

_PAGES = r"(?:pp?\.?\s*)?:?\s*([A-Za-z]*\d[\w.]*(?:\s*[–—-]\s*\w+)?|[a-z]+-\d{4})"
_TAILS = (
    # 54(5), 715-718   69 (688): 538-539   18(604)   2019;12(3):45
    re.compile(rf"[,.;\s]+(?P<volume>\d{{1,4}})\s*\(\s*(?P<issue>[^()]{{1,24}})\s*\)\s*(?:[,:;]\s*{_PAGES})?$"),
    # vol. 12, no. 3, pp. 45-50
    re.compile(
        rf"(?i)[,.;\s]+vol(?:ume|\.)?\s*(?P<volume>\d{{1,4}})(?:\s*[,;]?\s*(?:no|issue|iss|number)\.?\s*(?P<issue>[\w/-]+))?"
        rf"(?:\s*[,:;]\s*{_PAGES})?$"
    ),
    # 364 :l1285   9:e033137   12, 45-50
    re.compile(rf"[,.;\s]+(?P<volume>\d{{1,4}})\s*[:,]\s*{_PAGES}$"),
    # ckz078   1742395319882068
    re.compile(r"[,.]\s*(?P<volume>)(?P<issue>)([a-z]{1,10}\d{3,}\w*|\d{7,})$"),
    re.compile(r"[,;]\s*(?P<volume>)(?P<issue>)pp?\.\s*(\w+(?:\s*[–—-]\s*\w+)?)$"),
)
_PLACE = re.compile(
    rf"^(?P<title>.+?)[,.]\s+(?P<place>[{UPPER}][\w’'-]+(?:,?\s[{UPPER}][\w.’'-]+){{0,2}}):\s+(?P<publisher>[{UPPER}][^:]{{2,80}})$"
)
_QUOTED = re.compile(rf"^[‘'“\"](?P<title>.+?)[’'”\"](?:[,.]\s*|\s+(?=[{UPPER}(])|$)(?P<rest>.*)$")
_BOUNDARY = re.compile(rf"(?<=[.?!])[.]?\s+(?=[{UPPER}\d(‘“])")
_PUBLISHER = re.compile(
    r"(?i)\b(?:universit|press|department|ministry|institute|council|centre|center|foundation|fund\b|trust|organi[sz]ation|"
    r"routledge|ltd|nhs|government|lab\b|commission|association|academy|publish|office\b|agency|network)"
)
_IN_BRACKETS = re.compile(r"(?i)[\[(](?:online|internet|accessed|cited|updated|last accessed|viewed)[^\])]*[\])]")
_NOISE = re.compile(
    r"(?i)\b(?:available (?:at|from|online|via)|retrieved (?:[^.]{0,30}\s)?from|accessed (?:on|at|via)?|doi|PMID|PMCID)"
    r"\s*:?\s*(?=$|[.,;])|"
    rf"\b(?:accessed|last accessed)\s+(?:on\s+)?\d{{1,2}}\s\w+\s{YEAR}\.?|Epub\b[^.]*\.?"
)
_EDITION = re.compile(r"(?i)[,.]?\s*\(?\b(\d{1,2})(?:st|nd|rd|th)\s+ed(?:n|ition)?\b\.?\)?(?=[\s,.]|$)")
_IN_BOOK = re.compile(
    r"^(?P<title>.*?)[,.?!’'”\"]*\s*\b[Ii]n:?\s+(?P<editors>[^()]{2,200}?),?\s*\([Ee]ds?\.?\)[,.]?\s+(?P<book>.+)$"
)
_LABEL = re.compile(r"(?i)^(editorial|letter|commentary|review|report|book|paper|article)\s*[-–—:]\s+(?=\S)")
_ARTICLE_NUMBER = re.compile(r"[a-z]+\d+\w*|\d{5,}|[a-z]+-\d{4}")
_LIKELY_ISSUES = 400
_LONGEST_JOURNAL = 12
_LONGEST = 4000


def tidy(text: str) -> str:
    """Take out words around addresses and dates of access, and the punctuation that is left."""
    cleaned = _NOISE.sub(" ", _IN_BRACKETS.sub(" ", text))
    cleaned = re.sub(r"\(\s*\)|\[\s*\]|<\s*>", " ", cleaned)
    return re.sub(r"[\s.,;:]+$", "", " ".join(cleaned.split())).lstrip(" .,;:")


def take_apart(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the parts that could be told, by CSL name, and what was odd; the year must be gone."""
    parts: dict[str, str] = {}
    remarks: list[str] = []
    text = tidy(text[:_LONGEST])
    if label := _LABEL.match(text):
        remarks.append(f"{label.group(1)!r} before the title was taken for a label.")
        text = text[label.end() :]
    if edition := _EDITION.search(text):
        parts["edition"] = edition.group(1)
        text = f"{text[: edition.start()]}. {text[edition.end() :].lstrip(' .,')}"
    text = re.sub(rf";\s*{YEAR}\.?$", "", text)
    quoted = _QUOTED.match(text)
    body, tail = _tail(quoted.group("rest") if quoted else text, parts, remarks)
    if book := _IN_BOOK.match(f"{quoted.group('title')}. {body}" if quoted else body):
        parts |= {"type": "chapter", "title": book["title"], "editors": book["editors"]}
        _of_book(book["book"], parts)
    elif quoted and _is_whole_quote(quoted.group("title")):
        parts["title"] = quoted.group("title")
        _issued_in(body, parts)
    elif tail:
        title, container = _journal_behind(body)
        parts["title"] = title
        if container:
            parts["container-title"] = container
    elif place := _PLACE.match(body):
        parts |= {"title": place["title"], "publisher-place": place["place"], "publisher": place["publisher"]}
    else:
        _by_sentences(body, parts)
    return {name: clean for name, value in parts.items() if (clean := _clean(value))}, remarks


def _tail(text: str, parts: dict[str, str], remarks: list[str]) -> tuple[str, bool]:
    """Take volume, issue and pages off the end of a text."""
    text = text.rstrip(" .,;")
    for pattern in _TAILS:
        found = pattern.search(text)
        if not found:
            continue
        groups = found.groupdict()
        if groups.get("volume"):
            parts["volume"] = groups["volume"]
        if issue := (groups.get("issue") or "").strip():
            parts["issue"] = issue
            if issue.isdigit() and int(issue) > _LIKELY_ISSUES and not found.group(found.re.groups):
                remarks.append(f"{issue} in brackets is likely an article number and no issue.")
        if pages := found.group(found.re.groups):
            name = "number" if _ARTICLE_NUMBER.fullmatch(pages) else "page"
            parts[name] = re.sub(r"\s*[–—-]\s*", "-", pages).rstrip(".")
        return text[: found.start()].rstrip(" .,;:"), True
    return text, False


def _journal_behind(body: str) -> tuple[str, str]:
    """Part a title from the journal behind it."""
    sentences = _sentences(body)
    if len(sentences) > 1:
        place = len(sentences) - 1
        # "Br. J. Gen. Pract." is one name, whatever its full stops.
        while place > 1 and len(sentences[place].split()) == 1 and len(sentences[place - 1].split()) == 1:
            place -= 1
        if len(" ".join(sentences[place:]).split()) <= _LONGEST_JOURNAL:
            return " ".join(sentences[:place]), " ".join(sentences[place:])
        return body, ""
    if capitals := re.search(rf"\s((?:[{UPPER}]{{2,8}}\s?)+)$", body):
        return body[: capitals.start()], capitals.group(1)
    if comma := re.search(rf",\s+([{UPPER}][^,]{{3,60}})$", body):
        return body[: comma.start()], comma.group(1)
    return body, ""


def _by_sentences(body: str, parts: dict[str, str]) -> None:
    sentences = _sentences(body)
    parts["title"] = sentences[0] if len(sentences) == 1 else " ".join(sentences[:-1])
    if len(sentences) > 1:
        _issued_in(sentences[-1], parts)


def _of_book(text: str, parts: dict[str, str]) -> None:
    if pages := re.search(r"\(?\bpp?\.\s*([\w]+(?:\s*[–—-]\s*\w+)?)\)?", text):
        parts["page"] = re.sub(r"\s*[–—-]\s*", "-", pages.group(1))
        text = text.replace(pages.group(), " ").replace(" .", ".")
    sentences = _sentences(text.strip(" .,"))
    parts["container-title"] = sentences[0]
    if len(sentences) > 1:
        _issued_in(" ".join(sentences[1:]), parts)


def _issued_in(text: str, parts: dict[str, str]) -> None:
    text = re.sub(r"^(?:in:?)\s+", "", text, flags=re.IGNORECASE)
    if place := re.match(rf"^(?P<place>[{UPPER}][\w .,’'-]{{1,40}}):\s+(?P<publisher>.+)$", text):
        parts |= {"publisher-place": place["place"], "publisher": place["publisher"]}
    elif text:
        is_publisher = _PUBLISHER.search(text) and "journal" not in text.lower()
        parts["publisher" if is_publisher else "container-title"] = text


def _sentences(text: str) -> list[str]:
    parts: list[str] = []
    for part in _BOUNDARY.split(text):
        # "in the U.S. and", "vs. others": the full stop of an abbreviation ends no sentence.
        if parts and re.search(rf"(?:\b[{UPPER}]|\bvs|\bSt|\bDr|\be\.g|\bi\.e|\bcf|\bNo)\.$", parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return [part.strip() for part in parts if part.strip()]


def _is_whole_quote(title: str) -> bool:
    return len(title.split()) > 1


def _clean(value: str) -> str:
    bare = " ".join(value.split()).strip(" ,;:")
    bare = re.sub(r"([?!])\.$", r"\1", bare)
    return bare if re.search(r"\b[A-Z]\.$", bare) else bare.rstrip(" .")
