"""Citations of every shape, for hypothesis: each is one that the checks would let pass, however awkward its letters."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from hypothesis import strategies as st

from evidence.model import Citation, Name, WorkType

WORDS = st.sampled_from(
    ["Wellbeing", "link", "workers", "NHS", "eHealth", "and", "Ünïcödé", "Łódź", "Ελληνικά", "社会的処方", "العربية",
     "50%", "R&D", "$5", "#1", "under_score", "~", "caret^2", "\\LaTeX", "{braces}", "“quoted”", '"straight"',
     "people’s", "O'Brien", "a–b", "a—b", "GP-led", "two--hyphens", "`tick`", "x < y", "[1]", "@home", "a;b", "a, b",
     "*star*", "(2)", "what:", "How?", "No.", "!", "=1+1", "TY - JOUR", "I", "ﬁx", "½"]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
TITLE = st.lists(WORDS | st.sampled_from(["https://example.org/a_b", "<i>in", "vivo</i>"]), min_size=1).map(" ".join)
CAPITAL = st.sampled_from(
    ["Moffatt", "O’Brien", "Núñez-Ångström", "Đặng", "الحربي", "山田", "Παπαδόπουλος", "Иванова", "Li"]
)
GIVEN = st.sampled_from(["Suzanne", "Wren T.", "J. K.", "João", "Thị Mỹ", "太郎", "Anna-Maria", "نورة", "A"])
GROUPS = st.sampled_from(
    ["NHS England", "Health & Care (UK)", "World Health Organization", "Trial Group and Partners", "Σύλλογος", "SPRING",
     "Health, Wellbeing and Care", "50% Club", "Group_1 {x}"]
)  # fmt: skip
PERSON = st.builds(
    Name,
    family=CAPITAL,
    given=st.none() | GIVEN,
    non_dropping_particle=st.none() | st.sampled_from(["van der", "de", "von"]),
    suffix=st.none() | st.sampled_from(["Jr.", "III"]),
)
DROPPING = st.builds(Name, family=CAPITAL, given=GIVEN, dropping_particle=st.sampled_from(["de", "van"]))
NAMES = st.lists(PERSON | DROPPING | st.builds(Name, literal=GROUPS), max_size=4)
DAY = st.dates(date(1850, 1, 1), date(2026, 12, 31))
DATES = DAY.map(str) | DAY.map(lambda day: str(day)[:7]) | DAY.map(lambda day: str(day)[:4])
NUMBER = st.integers(1, 9999).map(str)
PAGE = st.one_of(
    NUMBER,
    st.tuples(st.integers(1, 99), st.integers(100, 9999)).map(lambda pages: f"{pages[0]}-{pages[1]}"),
    st.just("e487-e494"),
    st.just("S1-S12"),
    st.just("12-14, 20"),
)
ARTICLE_NUMBER = st.sampled_from(["e015203", "bjgpopen18X101598", "ckz078", "1742395319882068", "7", "86"])
REPORT_NUMBER = st.sampled_from(["12", "HC 123", "WHO/EURO:2022", "2019-04"])
DOI = st.sampled_from(
    [
        "10.1136/bmjopen-2016-015203",
        "10.5555/a_b(c)<d>1.0.co;2-#",
        "10.1002/14651858.cd000980.pub3",
        "10.1016/s0140-6736(19)30041-8",
    ]
)
URL = st.sampled_from(
    [
        "https://example.org/a_b?x=1&y=%20#z",
        "https://example.org/~x",
        "http://example.org/a^b",
        "https://example.org/(a)",
    ]
)


def isbn13(number: int) -> str:
    digits = f"978{number:09d}"
    return digits + str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)


def issn(number: int) -> str:
    digits = f"{number:07d}"
    check = -sum(int(digit) * (8 - place) for place, digit in enumerate(digits)) % 11
    return f"{digits[:4]}-{digits[4:]}{'X' if check == 10 else check}"


@st.composite
def citations(draw: st.DrawFn, kinds: tuple[str, ...] = get_args(WorkType)) -> Citation:
    """Draw a citation of any type, with any of the fields that a record may bear."""
    kind = draw(st.sampled_from(kinds))
    article = kind.startswith("article-") or kind in {"review", "review-book"}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "title_short": TEXT, "container_title": TEXT, "container_title_short": TEXT, "collection_title": TEXT,
        "event_title": TEXT, "issued": DATES, "volume": NUMBER, "issue": st.sampled_from(["1", "3-4", "Suppl 1"]),
        "page": PAGE, "number": ARTICLE_NUMBER if article else REPORT_NUMBER, "edition": st.sampled_from(["2", "3rd"]),
        "genre": st.sampled_from(["Discussion paper", "PhD thesis", "Blog"]), "publisher": TEXT | GROUPS,
        "publisher_place": st.sampled_from(["Harbour", "Zürich"]),
        "language": st.sampled_from(["en", "en-GB", "fr", "ja"]),
        "doi": DOI, "pmid": NUMBER, "pmcid": NUMBER.map("PMC{}".format), "isbn": st.integers(0, 10**9 - 1).map(isbn13),
        "issn": st.integers(0, 10**7 - 1).map(issn), "url": URL, "accessed": DAY.map(str),
    }  # fmt: skip
    fields: dict[str, Any] = {"type": kind, "title": draw(TITLE), "author": draw(NAMES), "editor": draw(NAMES)}
    for name, strategy in optional.items():
        if draw(st.booleans()):
            fields[name] = draw(strategy)
    if "container_title" not in fields or fields["container_title"] == fields.get("container_title_short"):
        fields.pop("container_title_short", None)
    # One place of an article has one name: the same text as page and as number would be read as either.
    if fields.get("page") == fields.get("number"):
        fields.pop("page", None)
    return Citation(**fields)
