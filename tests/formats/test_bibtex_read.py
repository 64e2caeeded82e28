"""BibTeX as people have it."""

from __future__ import annotations

import logging

import pytest

from evidence.formats import bibtex
from evidence.formats.reading import Entry, ReadResult
from evidence.model import Citation, Name


def one(text: str) -> Entry:
    result = bibtex.read(text)
    assert not result.failures
    assert len(result.entries) == 1
    return result.entries[0]


def cited(text: str) -> Citation:
    citation = one(text).citation
    assert citation is not None
    return citation


def article(fields: str, kind: str = "article") -> Citation:
    return cited(f"@{kind}{{key2020, title = {{A title}}, {fields}}}")


@pytest.mark.parametrize(
    ("latex", "title"),
    [
        (r"{M{\"u}ller and \'Etude in {\O}stfold}", "Müller and Étude in Østfold"),
        (r"{\'{\i}ndice, Ma\v{s}a, \c{c}a, {\aa}}", "índice, Maša, ça, å"),
        ('"Quoted, with {"}marks{"} in it"', 'Quoted, with "marks" in it'),
        (r"{100% of {GPs} \& 50\% of the rest, $5 each}", "100% of GPs & 50% of the rest, $5 each"),
        (r"{A & B, section #1, snake_case}", "A & B, section #1, snake_case"),
        (r"{H$_2$O, CO\textsubscript{2}, m$^{2}$ and $\beta$}", "H₂O, CO₂, m² and β"),
        ("{``Quoted'' text -- with dashes --- and~ties}", "“Quoted” text – with dashes — and ties"),
        (r"{\emph{100%} of GPs & 50% of the rest, $5 for #1}", "100% of GPs & 50% of the rest, $5 for #1"),
        (r"{\emph{In vitro} and \textit{in vivo}}", "In vitro and in vivo"),
        ("{{Double} {Braces}\n   over   lines}", "Double Braces over lines"),
        (r"{A \textless b\textgreater{} c \textbar d}", "A <b> c |d"),
    ],
)
def test_latex_in_a_title_becomes_letters(latex: str, title: str) -> None:
    assert cited(f"@article{{k, title = {latex}}}").title == title


def test_a_command_nobody_knows_is_told() -> None:
    entry = one(r"@article{k, title = {A \institutionmacro{} title}}")
    assert entry.citation is not None
    assert entry.citation.title == "A title"
    assert entry.remarks == (r"title: \institutionmacro was not understood and left out.",)


@pytest.mark.parametrize("latex", [r"{Broken \verb}", r"{Ends \href{x}}", r"{\begin{x} unfinished}", r"{$\frac{1}$}"])
def test_latex_that_is_broken_is_no_reason_to_stop(latex: str) -> None:
    assert one(f"@article{{k, title = {latex}, doi = {{10.5555/x}}}}").identifiers["DOI"] == "10.5555/x"


def test_a_doi_and_an_address_are_never_decoded() -> None:
    citation = article(
        r"doi = {https://doi.org/10.5555/A\_b--c~d%3Ce%3E}, url = {https://example.org/~a\_b/?x=1\&y=%20--z}"
    )
    assert citation.doi == "10.5555/a_b--c~d<e>"
    assert citation.url == "https://example.org/~a_b/?x=1&y=%20--z"
    assert article(r"url = {\url{https://example.org/a_b}}").url == "https://example.org/a_b"


def test_the_address_of_a_doi_is_the_doi() -> None:
    citation = article("url = {http://dx.doi.org/10.5555/abc}")
    assert (citation.doi, citation.url) == ("10.5555/abc", None)


def test_names_are_split_before_they_are_decoded() -> None:
    authors = (
        r"author = {van der Berg, Jan and {World Health Organization} and de la Cruz, Jr., Mar{\'\i}a and "
        r"Ludwig von Beethoven and {\"U}nal, {\"O}. and {Sinn und Form, Inc. and Co} and Plato and "
        r"Anna Maria Rossi and الحربي, نورة}"
    )
    assert article(authors).author == [
        Name(family="Berg", given="Jan", non_dropping_particle="van der"),
        Name(literal="World Health Organization"),
        Name(family="Cruz", given="María", non_dropping_particle="de la", suffix="Jr."),
        Name(family="Beethoven", given="Ludwig", non_dropping_particle="von"),
        Name(family="Ünal", given="Ö."),
        Name(literal="Sinn und Form, Inc. and Co"),
        Name(family="Plato"),
        Name(family="Rossi", given="Anna Maria"),
        Name(family="الحربي", given="نورة"),
    ]


def test_an_unfinished_list_of_authors_is_told() -> None:
    entry = one("@article{k, title = {T}, author = {Reed, A. and others}}")
    assert entry.citation is not None
    assert entry.citation.author == [Name(family="Reed", given="A.")]
    assert entry.remarks == ("The list of authors is not complete: it ends in 'others'.",)


def test_authors_parted_by_semicolons() -> None:
    assert article("author = {Reed, Ada; Marsh, Indigo}").author == [
        Name(family="Reed", given="Ada"),
        Name(family="Marsh", given="Indigo"),
    ]


def test_three_hundred_authors() -> None:
    names = " and ".join(f"Family{number}, Given" for number in range(300))
    assert len(article(f"author = {{{names}}}").author) == 300


def test_strings_are_joined_and_months_known() -> None:
    text = """
    @string{jis = "Journal of Invented Studies"}
    @STRING(sup = { Suppl})
    @article{k, title = "A " # {title}, journal = JIS # sup # { 2}, year = 2020, month = "16~" # jul, volume = 12}
    """
    citation = cited(text)
    assert citation.title == "A title"
    assert citation.container_title == "Journal of Invented Studies Suppl 2"
    assert (citation.issued, citation.volume) == ("2020-07-16", "12")


def test_a_string_that_is_not_defined_keeps_its_name_and_is_told() -> None:
    entry = one("@article{k, title = {T}, journal = bmj}")
    assert entry.citation is not None
    assert entry.citation.container_title == "bmj"
    assert entry.remarks == ("journal: @string bmj is not defined; its name was kept.",)


def test_a_part_inherits_from_its_book() -> None:
    text = """
    @inproceedings{part, title = {The part}, author = {Reed, Ada}, pages = {3--9}, crossref = {Whole}}
    @proceedings{whole, title = {The whole}, editor = {Quill, Abel}, year = 2019, publisher = {Paper Press},
      doi = {10.5555/whole}, isbn = {978-0-306-40615-7}}
    """
    part, whole = bibtex.read(text).entries
    assert part.citation == Citation.model_validate(
        {
            "type": "paper-conference", "title": "The part", "author": [Name(family="Reed", given="Ada")],
            "editor": [Name(family="Quill", given="Abel")], "container-title": "The whole", "issued": "2019",
            "publisher": "Paper Press", "page": "3-9", "ISBN": "9780306406157",
        }
    )  # fmt: skip
    assert whole.identifiers == {"DOI": "10.5555/whole", "ISBN": "9780306406157"}


def test_a_parent_that_is_missing_is_told() -> None:
    assert one("@inbook{k, title = {T}, crossref = {nobody}}").remarks == (
        "The entry 'nobody' that its crossref names is not in the file.",
    )


def test_two_entries_with_one_key_are_both_read() -> None:
    result = bibtex.read("@article{a, title = {One}}\n\n@book{a, title = {Two}}")
    assert [entry.citation.title for entry in result.entries if entry.citation] == ["One", "Two"]
    assert result.entries[1].remarks == ("The key 'a' stands on line 1 too; both entries were read.",)


def test_a_field_given_twice_is_told() -> None:
    entry = one("@article{a, title = {One}, title = {Two}}")
    assert entry.citation is not None
    assert entry.citation.title == "One"
    assert entry.remarks == ("Fields given twice, of which the first was taken: title.",)


BROKEN = """@article{first, title = {First}}

@article{open, title = {Never closed, author = {Reed, Ada}

@article{second, title = {Second}}
@article{nokey title = {x}}
@article{third, title = {Third}
"""


def test_broken_entries_are_reported_with_their_lines_and_text() -> None:
    result = bibtex.read(BROKEN)
    assert [entry.label for entry in result.entries] == ["first", "second"]
    assert [failure.line for failure in result.failures] == [3, 6, 7]
    assert "Never closed" in result.failures[0].raw
    assert "Third" in result.failures[2].raw


def test_the_parser_does_not_talk_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers, handlers = [], logging.getLogger().handlers
    try:
        bibtex.read(BROKEN)
    finally:
        logging.getLogger().handlers = handlers
    assert capfd.readouterr().err == ""


def test_lines_are_those_of_the_file() -> None:
    assert [entry.line for entry in bibtex.read("\r\n\r\n@book{a, title={A}}\r\n@book{b, title={B}}").entries] == [3, 4]


def test_biblatex_names_of_fields() -> None:
    citation = article(
        "journaltitle = {J}, shortjournal = {Jn}, date = {2019-07-16/2019-08-01}, location = {Harbour}, "
        "subtitle = {With a subtitle}, number = 3, pages = {101–110}, urldate = {2020-01-02}, langid = {en}"
    )
    assert citation.title == "A title: With a subtitle"
    assert (citation.container_title, citation.container_title_short) == ("J", "Jn")
    assert (citation.issued, citation.accessed) == ("2019-07-16", "2020-01-02")
    assert (citation.publisher_place, citation.issue, citation.page, citation.language) == (
        "Harbour", "3", "101-110", "en",
    )  # fmt: skip


def test_an_eprint_is_a_preprint_and_one_of_pubmed_a_pmid() -> None:
    preprint = one("@misc{k, title = {T}, archivePrefix = {arXiv}, eprint = {2101.00001}, primaryClass = {cs.DL}}")
    assert preprint.citation is not None
    assert (preprint.citation.type, preprint.notes) == ("article", ("arXiv: 2101.00001",))
    assert article("eprint = {28713072}, eprinttype = {pubmed}").pmid == "28713072"


def test_zoteros_habits() -> None:
    entry = one(
        "@article{reed_counting_2021,\n\ttitle = {Counting {Links}},\n\tvolume = {7},\n\tcopyright = {CC},\n"
        "\tabstract = {Not to be kept.},\n\tjournal = {Journal},\n\tauthor = {Reed, Ada},\n\tmonth = mar,\n"
        "\tyear = {2021},\n\tnote = {Number: 2\nPMID: 28713072\nPublisher: Press},\n\tkeywords = {one, {two, three}},\n"
        "\tfile = {Full text:C\\:\\\\x.pdf:application/pdf},\n}"
    )
    assert entry.citation is not None
    assert (entry.citation.issued, entry.citation.pmid) == ("2021-03", "28713072")
    assert entry.keywords == ("one", "two, three")
    assert entry.notes == ("Number: 2 Publisher: Press",)
    assert "Not to be kept" not in repr((entry.citation, entry.notes, entry.remarks))
    assert entry.remarks == ()


def test_mendeleys_and_endnotes_habits() -> None:
    mendeley = one(
        "@article{Reed2021, author = {Reed, A.}, doi = {10.5555/a\\_b}, title = {{Counting links}}, "
        "url = {http://example.org/a{\\_}b}, mendeley-groups = {x}, pmid = {28713072}}"
    )
    assert mendeley.citation is not None
    assert (mendeley.citation.title, mendeley.citation.doi) == ("Counting links", "10.5555/a_b")
    assert mendeley.citation.url == "http://example.org/a_b"
    endnote = one(
        "@article{RN12,\n   author = {Reed, Ada},\n   title = {Counting},\n   ISSN = {2049-3630 (Electronic)\n"
        "2049-3622 (Linking)},\n   DOI = {10.5555/12},\n   year = {2021},\n   type = {Journal Article}\n}"
    )
    assert endnote.citation is not None
    assert (endnote.citation.issn, endnote.citation.genre) == ("2049-3630", None)


def test_jabrefs_comments_are_no_failures() -> None:
    result = bibtex.read(
        "% Encoding: UTF-8\n\n@Article{a, title = {A}, owner = {me}, timestamp = {2020}}\n\n"
        "@Comment{jabref-meta: databaseType:bibtex;}\n@preamble{{x}}\n"
    )
    assert (len(result.entries), result.failures, result.remarks) == (1, (), ())
    assert result.entries[0].remarks == ()


def test_text_and_entries_outside_of_entries_are_told() -> None:
    result = bibtex.read(
        "Dear all,\n@article{a, title = {A}}\n@comment{@book{b, title = {B}}}\n@article\n{c, title={C}}"
    )
    assert result.remarks == ("Line 1: text outside the entries was left out: 'Dear all,'.",)
    assert [failure.line for failure in result.failures] == [3, 4]


def test_a_field_without_a_place_is_told() -> None:
    assert one("@book{k, title = {T}, translator = {Quill, Abel}}").remarks == (
        "A record has no place for: translator.",
    )


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("PhdThesis", "school = {U}", "thesis"),
        ("mastersthesis", "", "thesis"),
        ("techreport", "institution = {U}", "report"),
        ("incollection", "booktitle = {B}", "chapter"),
        ("conference", "booktitle = {B}", "paper-conference"),
        ("online", "url = {https://example.org}", "webpage"),
        ("misc", r"howpublished = {\url{https://example.org}}", "document"),
        ("misc", "url = {https://example.org}", "webpage"),
        ("article", "entrysubtype = {newspaper}", "article-newspaper"),
        ("dataset", "", "dataset"),
        ("patent", "", "document"),
    ],
)
def test_types(kind: str, fields: str, expected: str) -> None:
    assert article(fields, kind).type == expected


def test_an_article_number_stands_where_pages_do() -> None:
    assert article("pages = {e015203}").number == "e015203"
    assert article("pages = {bjgpopen18X101598}, eid = {bjgpopen18X101598}").page is None
    assert article("pages = {835}").page == "835"
    assert article("pages = {e487--e494}").page == "e487-e494"
    assert article("pages = {S62}").page == "S62"


def test_an_entry_without_title_lives_by_its_identifier_or_fails() -> None:
    entry = one("@article{k, doi = {10.5555/x}}")
    assert (entry.citation, entry.identifiers) == (None, {"DOI": "10.5555/x"})
    assert entry.remarks == ("There is no title; the work can be looked up by its identifier.",)
    failed = bibtex.read("@article{k, author = {Reed, Ada}}")
    assert failed.entries == ()
    assert "neither a title nor an identifier" in failed.failures[0].message


def test_a_wrong_identifier_or_date_is_told() -> None:
    entry = one("@book{k, title = {T}, isbn = {123}, year = {in press}, month = {Michaelmas}}")
    assert entry.citation is not None
    assert entry.citation.issued is None
    assert "'123' is no ISBN: it has 10 or 13 digits." in entry.remarks
    assert any(remark.startswith("issued: no date in") for remark in entry.remarks)


def test_a_file_of_another_kind() -> None:
    assert bibtex.read("TY  - JOUR\nTI  - x\nER  - ") == ReadResult(
        failures=bibtex.read("TY  - JOUR\nTI  - x\nER  - ").failures
    )
    assert "no BibTeX entry" in bibtex.read("TY  - JOUR\nTI  - x\nER  - ").failures[0].message
