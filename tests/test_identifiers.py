"""Identifiers: whatever form a person pastes, one form comes out; what is none is refused."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import EvidenceError
from evidence.identifiers import (
    IdentifierError,
    doi_url,
    is_key,
    make_key,
    parse_doi,
    parse_isbn,
    parse_orcid,
    parse_pmcid,
    parse_pmid,
    plain_letters,
    shorten,
)

inner = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-_/():;", min_size=0, max_size=20)
edge = st.sampled_from("abcxyz0189")
registrants = st.integers(1000, 999_999_999).map(str)


def balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


suffixes = st.builds(lambda a, b, c: a + b + c, edge, inner.filter(balanced), edge).filter(
    lambda text: "10." not in text
)
dois = st.builds(lambda registrant, suffix: f"10.{registrant}/{suffix}", registrants, suffixes)

SENTENCES: list[Callable[[str], str]] = [
    lambda doi: doi,
    lambda doi: doi.upper(),
    lambda doi: f"  {doi}\n",
    lambda doi: f"doi{doi}",
    lambda doi: f"doi:{doi}",
    lambda doi: f"DOI: {doi}",
    lambda doi: f"https://doi.org/{doi}",
    lambda doi: f"http://dx.doi.org/{doi}",
    lambda doi: f"https://journal.example/doi/full/{doi}",
    lambda doi: f"https://doi.org/{doi}?utm_source=x&y=1#top",
    lambda doi: f"https://doi.org/{quote(doi, safe='')}",
    lambda doi: f"https://link.example/?url={quote(quote('https://doi.org/' + doi, safe=''), safe='')}",
    lambda doi: f"see {doi}.",
    lambda doi: f"({doi})",
    lambda doi: f"“{doi}”,",
    lambda doi: f"[{doi}];",
    lambda doi: f"<{doi}>",
    lambda doi: f"{doi} (accessed yesterday)",
]


@given(dois, st.sampled_from(SENTENCES))
def test_a_doi_is_found_in_every_form(doi: str, sentence: Callable[[str], str]) -> None:
    assert parse_doi(sentence(doi)) == doi


@given(dois)
def test_the_address_of_a_doi_gives_the_doi(doi: str) -> None:
    assert parse_doi(doi_url(doi)) == doi


def test_an_old_doi_keeps_its_brackets() -> None:
    doi = "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
    assert parse_doi(f"doi:{doi.upper()}") == doi
    assert parse_doi(doi_url(doi)) == doi
    assert doi_url(doi).endswith("17:15%3C1661::aid-sim968%3E3.0.co;2-2")


@pytest.mark.parametrize(
    "text", ["", "10.1000", "10.12/x", "10.1000/", "https://example.org/", "doi", "10.1000/a\u200bb", "10.1000/ x"]
)
def test_no_doi(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_doi(text)


@given(st.text(max_size=80))
def test_anything_gives_a_doi_or_a_clear_error(text: str) -> None:
    try:
        doi = parse_doi(text)
    except IdentifierError as error:
        assert str(error).endswith(".")  # noqa: PT017 (both ways are right)
    else:
        assert doi.startswith("10.")
        assert doi == doi.lower().strip()


@given(
    st.integers(1, 999_999_999).map(str),
    st.sampled_from(
        [
            "{}",
            " {} ",
            "PMID: {}",
            "pmid:{}",
            "PMID {}.",
            "https://pubmed.ncbi.nlm.nih.gov/{}/",
            "http://www.ncbi.nlm.nih.gov/pubmed/{}",
        ]
    ),
)
def test_a_pmid_is_read_in_every_form(pmid: str, form: str) -> None:
    assert parse_pmid(form.format(pmid)) == pmid


@pytest.mark.parametrize("text", ["", "0123", "1234567890", "12a", "PMC123", "10.1000/1"])
def test_no_pmid(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_pmid(text)


@given(
    st.integers(1, 9_999_999_999).map(str),
    st.sampled_from(
        ["PMC{}", "pmc{}", "PMCID: PMC{}", "PMC {}", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{}/", "PMC{}.2"]
    ),
)
def test_a_pmcid_is_read_in_every_form(number: str, form: str) -> None:
    assert parse_pmcid(form.format(number)) == f"PMC{number}"


@pytest.mark.parametrize("text", ["", "123", "PMC", "PMC0", "PMC12x"])
def test_no_pmcid(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_pmcid(text)


def isbn13(body: str) -> str:
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(body))
    return body + str((10 - total % 10) % 10)


def isbn10(body: str) -> str:
    for check in "0123456789X":
        if sum((10 - p) * (10 if d == "X" else int(d)) for p, d in enumerate(body + check)) % 11 == 0:
            return body + check
    raise AssertionError(body)


bodies = st.text("0123456789", min_size=9, max_size=9)


@given(
    bodies,
    st.sampled_from(["{}", "ISBN {}", "isbn: {}", "ISBN-13: {}", " {} "]),
    st.sampled_from(["", "-", " ", "‐", "–"]),
)
def test_an_isbn_is_read_in_every_form(body: str, form: str, hyphen: str) -> None:
    isbn = isbn13("978" + body)
    shown = hyphen.join([isbn[:3], isbn[3], isbn[4:8], isbn[8:12], isbn[12]])
    assert parse_isbn(form.format(shown)) == isbn


@given(bodies)
def test_an_old_isbn_becomes_a_new_one(body: str) -> None:
    assert parse_isbn(isbn10(body)) == isbn13("978" + body)
    assert parse_isbn(isbn10(body).lower()) == isbn13("978" + body)


@given(bodies, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(body: str, place: int, shift: int) -> None:
    isbn = isbn13("978" + body)
    wrong = isbn[:place] + str((int(isbn[place]) + shift) % 10) + isbn[place + 1 :]
    with pytest.raises(IdentifierError):
        parse_isbn(wrong)


@pytest.mark.parametrize("text", ["", "978", "9770306406157", "030640615", "0306406153", "not a book"])
def test_no_isbn(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_isbn(text)


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "0000000218250097",
        "https://orcid.org/0000-0002-1825-0097",
        "ORCID: 0000-0002-1825-0097",
        "orcid.org/0000-0002-1825-0097",
    ],
)
def test_an_orcid_is_read_in_every_form(text: str) -> None:
    assert parse_orcid(text) == "0000-0002-1825-0097"


def test_an_orcid_with_x() -> None:
    assert parse_orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@pytest.mark.parametrize("text", ["", "0000-0002-1825-0098", "0000-0002-1825", "0000-0002-1825-009Y"])
def test_no_orcid(text: str) -> None:
    with pytest.raises(IdentifierError):
        parse_orcid(text)


@given(st.text(max_size=30), st.integers(1000, 2999).map(str), st.text(max_size=60))
def test_every_made_key_is_a_key(family: str, year: str, title: str) -> None:
    assert is_key(make_key(family, year, title))


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Moffatt", "2017", "Link Worker social prescribing", "moffatt2017link"),
        ("Kilgarriff-Foster", "2015-03", "Exploring the components", "kilgarrifffoster2015exploring"),
        ("O'Donnell", "2020", "What is the use of it?", "odonnell2020use"),
        ("Strauß", "1999", "The Øresund", "strauss1999oresund"),
        ("Núñez", "2021", "100 days of “walks”", "nunez2021days"),
        ("الحربي", "2022", "عنوان", "anonymous2022untitled"),
        ("3rd Group", "", "A", "rdgroup1000untitled"),
    ],
)
def test_keys_of_names_from_many_places(family: str, year: str, title: str, key: str) -> None:
    assert make_key(family, year, title) == key


@pytest.mark.parametrize("text", ["moffatt2017link", "a1999b", "x2000123"])
def test_keys(text: str) -> None:
    assert is_key(text)


@pytest.mark.parametrize(
    "text",
    ["", "Moffatt2017link", "moffatt2017", "2017link", "moffatt-2017-link", "moffatt3017link", "moffatt2017link\n"],
)
def test_no_keys(text: str) -> None:
    assert not is_key(text)


@given(st.text(max_size=50))
def test_plain_letters_are_plain(text: str) -> None:
    assert set(plain_letters(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(st.text(max_size=300), st.integers(2, 80))
def test_a_shortened_text_fits_on_a_line(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert "\n" not in short


def test_every_error_is_one_a_person_can_read() -> None:
    assert issubclass(IdentifierError, EvidenceError)
