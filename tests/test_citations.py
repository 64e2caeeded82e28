"""Formatted references, letter for letter, judged against the manuals of the styles.

APA: Publication Manual, 7th edition. Vancouver: Citing Medicine (NLM) and the ICMJE samples. Harvard: Cite Them Right.
"""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from evidence import citations
from evidence.citations import STYLES, CitationError, StyleError, format_bibliography, format_references, processor
from evidence.library import Library
from evidence.model import Name, Study
from tests.formats.awkward import TITLES, group, study_with

MINIATURE = {
    "apa": {
        "alharbi2022corner": (
            "الحربي, نورة, Núñez-Ångström, Z., Rossi, A. M. de’, da Silva, J., Neto, & Đặng, T. M. (2022). "
            "“Somebody in "
            "my corner”: People’s accounts of the Harbour & Hill link workers – an interview study. "
            "*Made-up Research & "
            "Practice*, *7*, Article e204. [https://doi.org/10.5555/lwtest(2022)7:e204\\<corner\\>2.0.co;2-a]"
            "(<https://doi.org/10.5555/lwtest(2022)7:e204%3Ccorner%3E2.0.co;2-a>)"
        ),
        "harbour2019year": (
            "Harbour Voluntary Council. (2019). *A year of links: What one service did*. "
            "https://example.org/harbour/year.pdf"
        ),
        "marsh2023link": (
            "Marsh, I., & The Invented Review Group. (2023). Link workers in primary care, a systematic "
            "review with 10% "
            "doubt. *Reviews of Things That Never Were*, *41*(2), 12–40. https://doi.org/10.5555/lwtest.2023.012"
        ),
        "nimbus2018atlas": "Nimbus, C. (2018). *An atlas of small kindnesses* (A. Quill, Ed.; 2nd ed.). Paper Press.",
        "oakley2021connector": (
            "Oakley, W. T., van der Berg, J., & Pine, R., Jr. (2021). A “connector” for 100% of practices: "
            "The Harbour & "
            "Hill randomised trial of link workers. *Journal of Invented Studies*, *12*(3), 101–110. "
            "https://doi.org/10.5555/lwtest.2021.101"
        ),
        "reed2021counting": (
            "Reed, S. (2021). Counting steps – a reply about \\<script\\>alert(1)\\</script\\> and other "
            "tags. *Annals of "
            "Pretend Medicine*, *4*, 9. https://doi.org/10.5555/lwtest.2021.009"
        ),
        "tamsin2020green": (
            "Tamsin, A., & Øvergård, L. (2020). Wellbeing before & after \\<i\\>Green Steps\\</i\\>: What "
            "48 people told "
            "us. *Annals of Pretend Medicine*, *3*, e487–e494. https://doi.org/10.5555/lwtest.2020.487"
        ),
    },
    "vancouver": {
        "alharbi2022corner": (
            "الحربي نورة, Núñez-Ångström Z, Rossi AM de’, da Silva J Neto, Đặng TM. “Somebody in my corner”: people’s "
            "accounts of the Harbour & Hill link workers – an interview study. Made-up Research & Practice. 2022 "
            "Nov;7:e204. doi:[10.5555/lwtest(2022)7:e204\\<corner\\>2.0.co;2-a]"
            "(<https://doi.org/10.5555/lwtest(2022)7:e204%3Ccorner%3E2.0.co;2-a>)"
        ),
        "harbour2019year": (
            "Harbour Voluntary Council. A year of links: what one service did \\[Internet\\]. 2019. Available from: "
            "https://example.org/harbour/year.pdf"
        ),
        "marsh2023link": (
            "Marsh I, The Invented Review Group. Link workers in primary care, a systematic review with 10% doubt. "
            "Reviews of Things That Never Were. 2023 Jun 30;41(2):12–40. "
            "doi:[10.5555/lwtest.2023.012](<https://doi.org/10.5555/lwtest.2023.012>)"
        ),
        "nimbus2018atlas": (
            "Nimbus C. An atlas of small kindnesses. 2nd ed. Quill A, editor. Harbour: Paper Press; 2018."
        ),
        "oakley2021connector": (
            "Oakley WT, van der Berg J, Pine R Jr. A “connector” for 100% of practices: the Harbour & Hill randomised "
            "trial of link workers. J Invent Stud. 2021 Mar 9;12(3):101–10. "
            "doi:[10.5555/lwtest.2021.101](<https://doi.org/10.5555/lwtest.2021.101>)"
        ),
        "reed2021counting": (
            "Reed S. Counting steps – a reply about \\<script\\>alert(1)\\</script\\> and other tags. "
            "Annals of Pretend "
            "Medicine. 2021 Jan;4:9. doi:[10.5555/lwtest.2021.009](<https://doi.org/10.5555/lwtest.2021.009>)"
        ),
        "tamsin2020green": (
            "Tamsin A, Øvergård L. Wellbeing before & after \\<i\\>Green Steps\\</i\\>: what 48 people told "
            "us. Annals of "
            "Pretend Medicine. 2020;3:e487–94. doi:[10.5555/lwtest.2020.487](<https://doi.org/10.5555/lwtest.2020.487>)"
        ),
    },
    "harvard": {
        "alharbi2022corner": (
            "الحربي, نورة *et al.* (2022) ‘“Somebody in my corner”: people’s accounts of the Harbour & Hill "
            "link workers "
            "– an interview study’, *Made-up Research & Practice*, 7, e204. Available at: "
            "[https://doi.org/10.5555/lwtest(2022)7:e204\\<corner\\>2.0.co;2-a]"
            "(<https://doi.org/10.5555/lwtest(2022)7:e204%3Ccorner%3E2.0.co;2-a>)."
        ),
        "harbour2019year": (
            "Harbour Voluntary Council (2019) *A year of links: what one service did*. Available at: "
            "https://example.org/harbour/year.pdf."
        ),
        "marsh2023link": (
            "Marsh, I. and The Invented Review Group (2023) ‘Link workers in primary care, a systematic "
            "review with 10% "
            "doubt’, *Reviews of Things That Never Were*, 41(2), pp. 12–40. Available at: "
            "https://doi.org/10.5555/lwtest.2023.012."
        ),
        "nimbus2018atlas": (
            "Nimbus, C. (2018) *An atlas of small kindnesses*. 2nd edn. Edited by A. Quill. Harbour: Paper Press."
        ),
        "oakley2021connector": (
            "Oakley, W.T., van der Berg, J. and Pine, R., Jr. (2021) ‘A “connector” for 100% of practices: "
            "the Harbour & "
            "Hill randomised trial of link workers’, *Journal of Invented Studies*, 12(3), pp. 101–110. Available at: "
            "https://doi.org/10.5555/lwtest.2021.101."
        ),
        "reed2021counting": (
            "Reed, S. (2021) ‘Counting steps – a reply about \\<script\\>alert(1)\\</script\\> and other "
            "tags’, *Annals "
            "of Pretend Medicine*, 4, p. 9. Available at: https://doi.org/10.5555/lwtest.2021.009."
        ),
        "tamsin2020green": (
            "Tamsin, A. and Øvergård, L. (2020) ‘Wellbeing before & after \\<i\\>Green Steps\\</i\\>: what "
            "48 people told "
            "us’, *Annals of Pretend Medicine*, 3, pp. e487–e494. Available at: "
            "https://doi.org/10.5555/lwtest.2020.487."
        ),
    },
}


def reference(study: Study, style: str | Path = "apa", output: citations.Output = "text") -> str:
    return format_references([study], style, output)[study.key]


@pytest.mark.parametrize("style", STYLES)
def test_the_miniature_library_letter_for_letter(style: str, miniature: Library) -> None:
    assert format_references(miniature.studies.values(), style, "markdown") == MINIATURE[style]


@pytest.mark.library
def test_the_reference_of_moffatt_2017_letter_for_letter(real_library: Library) -> None:
    study = real_library.studies["moffatt2017link"]
    assert reference(study, "apa", "markdown") == (
        "Moffatt, S., Steer, M., Lawson, S., Penn, L., & O’Brien, N. (2017). Link Worker social prescribing to improve "
        "health and well-being for people with long-term conditions: Qualitative study of service user perceptions. "
        "*BMJ Open*, *7*(7), Article e015203. https://doi.org/10.1136/bmjopen-2016-015203"
    )
    assert reference(study, "vancouver") == (
        "Moffatt S, Steer M, Lawson S, Penn L, O’Brien N. Link Worker social prescribing to improve health and "
        "well-being for people with long-term conditions: qualitative study of service user perceptions. BMJ Open. "
        "2017 Jul 16;7(7):e015203. doi:10.1136/bmjopen-2016-015203"
    )
    assert reference(study, "harvard") == (
        "Moffatt, S. et al. (2017) ‘Link Worker social prescribing to improve health and well-being for people with "
        "long-term conditions: qualitative study of service user perceptions’, BMJ Open, 7(7), e015203. Available at: "
        "https://doi.org/10.1136/bmjopen-2016-015203."
    )


@pytest.mark.library
@pytest.mark.parametrize("style", STYLES)
def test_every_real_reference_names_author_year_and_where(style: str, real_library: Library) -> None:
    studies = real_library.studies
    found = format_references(studies.values(), style, "text")
    assert list(found) == list(studies)
    for key, text in found.items():
        cited = studies[key].citation
        for first in (cited.author or cited.editor)[:1]:
            assert (first.family or first.literal or "").replace("'", "’") in text
        assert (cited.year or "n.d.") in text
        if cited.doi or cited.url:
            assert (cited.doi or cited.url or "") in text
        assert "'" not in text
        assert ".." not in text.replace("...", "")


def test_text_and_html_say_the_same_as_markdown(miniature: Library) -> None:
    study = miniature.studies["oakley2021connector"]
    assert reference(study, "apa", "text") == (
        "Oakley, W. T., van der Berg, J., & Pine, R., Jr. (2021). A “connector” for 100% of practices: The Harbour & "
        "Hill randomised trial of link workers. Journal of Invented Studies, 12(3), 101–110. "
        "https://doi.org/10.5555/lwtest.2021.101"
    )
    assert reference(study, "apa", "html") == (
        "Oakley, W. T., van der Berg, J., &amp; Pine, R., Jr. (2021). A “connector” for 100% of practices: The Harbour "
        "&amp; Hill randomised trial of link workers. <em>Journal of Invented Studies</em>, <em>12</em>(3), 101–110. "
        '<a href="https://doi.org/10.5555/lwtest.2021.101">https://doi.org/10.5555/lwtest.2021.101</a>'
    )


class Tags(HTMLParser):
    """The tags and the text of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = [
    *(title for title in TITLES if '"' not in title and "  " not in title),
    "<script>alert(1)</script> and <img src=x onerror=alert(1)>",
    "<i>x</i> <b>y</b> H<sub>2</sub>O <span class='nocase'>z</span> <span style=\"font-variant:small-caps;\">w</span>",
    "*x* **y** $x$ @x [@y] \\(z\\) `c` ^s^ ~d~![i](j) | # -- ...",
    "&lt;i&gt; &amp; &#60; and so on",
]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("style", STYLES)
def test_nothing_in_a_title_is_markup(title: str, style: str, miniature: Library) -> None:
    study = study_with(miniature, title=title, container_title="J", issued="2020")

    def plain(text: str) -> str:
        """Letters as they are, but for what a style does to all titles: kinds of quotation marks, a "
        "capital, ellipses."""
        kinds = str.maketrans({**dict.fromkeys('‘’“”"', "'"), "…": "..."})
        return text.translate(kinds).casefold()

    text = reference(study, style, "text")
    assert plain(title) in plain(text)
    page = Tags()
    page.feed(reference(study, style, "html"))
    assert plain(title) in plain(page.text)
    assert set(page.tags) <= {"em", "a"}


@pytest.mark.parametrize("title", HOSTILE)
def test_markdown_shows_a_title_as_it_is(title: str, miniature: Library) -> None:
    study = study_with(miniature, title=title, container_title="J", issued="2020")
    shown = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from", "commonmark", "--to", "plain", "--wrap=none"],
        input=reference(study, "apa", "markdown").encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    text = reference(study, "apa", "text")
    # Plain text of pandoc marks emphasis with underscores: look at the title only.
    title_as_formatted = text[text.index("(2020). ") + 8 : text.index(". J")]
    assert title_as_formatted in shown


def test_an_address_with_odd_characters_stays_inside_its_link(miniature: Library) -> None:
    study = study_with(miniature, type="webpage", url="https://example.org/?q='onclick=alert(1)&x={y}")
    page = Tags()
    page.feed(reference(study, "apa", "html"))
    assert page.tags == ["em", "a"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Links: what they do", "Links: What they do"),
        ("Links: 20 years on", "Links: 20 years on"),
        ("Links: eHealth at work", "Links: eHealth at work"),
        ("Links — an account", "Links — An account"),
        ("What works? a review", "What works? A review"),
        ("Links: ‘whole’ people", "Links: ‘Whole’ people"),
        ("A ratio of 2:1 in care", "A ratio of 2:1 in care"),
    ],
)
def test_apa_gives_a_subtitle_its_capital_and_the_others_do_not(title: str, expected: str, miniature: Library) -> None:
    study = study_with(miniature, title=title, issued="2020")
    quotes = str.maketrans("“”", "‘’")
    assert expected in reference(study, "apa").translate(quotes)
    assert title in reference(study, "vancouver").translate(quotes)


def test_an_apostrophe_and_a_quotation_mark_are_told_apart(miniature: Library) -> None:
    study = study_with(miniature, title="O'Brien's (new) view of the 'Deep End'", issued="2020")
    assert "O’Brien’s (new) view of the “Deep End”" in reference(study, "apa")
    assert "O’Brien’s (new) view of the ‘Deep End’" in reference(
        study_with(miniature, title=study.citation.title, type="book"), "harvard"
    )


def test_a_subtitle_in_another_language_keeps_its_rules(miniature: Library) -> None:
    study = study_with(miniature, title="Vernetzt: was hilft", language="de", issued="2020")
    assert "Vernetzt: was hilft" in reference(study, "apa")


@pytest.mark.parametrize("style", STYLES)
def test_publisher_and_site_are_left_out_where_they_are_the_author(style: str, miniature: Library) -> None:
    council = group("The Council")
    report = study_with(miniature, type="report", author=[council], publisher="The council", issued="2020")
    assert reference(report, style).casefold().count("the council") == 1
    page = study_with(
        miniature,
        type="webpage",
        author=[council],
        container_title="The Council",
        issued="2020",
        url="https://example.org/",
    )
    assert reference(page, style).count("The Council") == 1
    other = study_with(miniature, type="report", author=[council], publisher="A Press", issued="2020")
    assert "A Press" in reference(other, style)


def test_a_preprint_bears_neither_genre_nor_number(miniature: Library) -> None:
    study = study_with(
        miniature, type="article", genre="Preprint paper", number="77", publisher="An Archive", issued="2020"
    )
    for style in STYLES:
        assert "77" not in reference(study, style)
        assert "Preprint paper" not in reference(study, style)


def test_a_journal_article_without_a_volume_is_not_called_a_preprint(miniature: Library) -> None:
    article = {"title": "T", "container_title": "J", "issued": "2020"}
    assert "reprint" not in reference(study_with(miniature, **article), "harvard")
    assert "[Preprint]" in reference(study_with(miniature, type="article", **article), "harvard")


def test_no_date_is_said(miniature: Library) -> None:
    study = study_with(miniature, type="report", publisher="P")
    assert "(n.d.)" in reference(study, "apa")
    assert "no date" in reference(study, "harvard")


def test_each_reference_stands_alone_and_the_list_tells_years_apart(miniature: Library) -> None:
    author = [Name(family="Twin", given="Ann")]
    studies = [
        study_with(miniature, author=author, title=title, issued="2019", container_title="J").model_copy(
            update={"key": key}
        )
        for key, title in (("twin2019b", "B title"), ("twin2019a", "A title"))
    ]
    alone = format_references(studies, "apa", "text")
    assert list(alone) == ["twin2019b", "twin2019a"]
    assert all(text.startswith("Twin, A. (2019). ") for text in alone.values())
    together = format_bibliography(studies, "apa", "text")
    assert [(key, text[:16]) for key, text in together] == [
        ("twin2019a", "Twin, A. (2019a)"),
        ("twin2019b", "Twin, A. (2019b)"),
    ]


def test_a_numbered_style_keeps_the_order_of_the_records_and_leaves_the_numbers_to_the_list(miniature: Library) -> None:
    studies = [miniature.studies[key] for key in ("tamsin2020green", "marsh2023link")]
    found = format_bibliography(studies, "vancouver", "text")
    assert [key for key, _ in found] == ["tamsin2020green", "marsh2023link"]
    assert found[0][1].startswith("Tamsin A")


def test_nothing_asked_for_gives_nothing() -> None:
    assert format_references([], "apa") == {}
    assert format_bibliography([], "apa") == []


# Keeping of results


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each run of pandoc was asked for."""
    counted: list[int] = []

    def counting(items: list[dict[str, Any]], style: str) -> list[tuple[str, processor.Inlines]]:
        counted.append(len(items))
        return processor.process(items, style)

    monkeypatch.setattr(citations, "process", counting)
    return counted


def test_only_what_is_new_or_changed_is_formatted_again(miniature: Library, tmp_path: Path, runs: list[int]) -> None:
    studies = list(miniature.studies.values())
    first = format_references(studies[:5], "apa", "html", tmp_path)
    assert format_references(studies[:5], "apa", "html", tmp_path) == first
    assert runs == [5]
    format_references(studies[:5], "apa", "text", tmp_path)
    assert runs == [5]
    format_references(studies, "apa", "html", tmp_path)
    assert runs == [5, len(studies) - 5]
    changed = studies[0].model_copy(
        update={"citation": studies[0].citation.model_copy(update={"title": "Another one"})}
    )
    assert "Another one" in format_references([changed], "apa", "html", tmp_path)[changed.key]
    format_references(studies, "vancouver", "html", tmp_path)
    assert runs == [5, len(studies) - 5, 1, len(studies)]


def test_a_kept_list_is_taken_only_for_the_same_list(miniature: Library, tmp_path: Path, runs: list[int]) -> None:
    studies = list(miniature.studies.values())
    first = format_bibliography(studies, "apa", "html", tmp_path)
    assert format_bibliography(studies, "apa", "html", tmp_path) == first
    assert runs == [7]
    assert len(format_bibliography(studies[1:], "apa", "html", tmp_path)) == 6
    assert runs == [7, 6]


@pytest.mark.parametrize("damage", ["", "{", "[]", "\x00"])
def test_a_damaged_cache_is_made_again(damage: str, miniature: Library, tmp_path: Path) -> None:
    studies = miniature.studies.values()
    first = format_references(studies, "apa", "html", tmp_path)
    [kept] = tmp_path.iterdir()
    kept.write_text(damage, encoding="utf-8")
    assert format_references(studies, "apa", "html", tmp_path) == first
    assert isinstance(json.loads(kept.read_text(encoding="utf-8")), dict)


# Styles and faults


def test_an_unknown_style_names_the_known_ones(miniature: Library) -> None:
    with pytest.raises(StyleError, match="apa, vancouver, harvard"):
        format_references(miniature.studies.values(), "chicago")


def csl(rules: str) -> str:
    return f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">{rules}</style>'


OWN_STYLE = csl(
    '<citation><layout><text variable="title"/></layout></citation>'
    '<bibliography second-field-align="flush"><layout suffix="!">'
    '<text variable="citation-number" suffix=". "/><text variable="title" font-weight="bold"/>'
    "</layout></bibliography>"
)


def test_a_style_of_ones_own(miniature: Library, tmp_path: Path) -> None:
    path = tmp_path / "own.csl"
    path.write_text(OWN_STYLE, encoding="utf-8")
    study = study_with(miniature, title="Links: what they do")
    assert reference(study, path, "html") == "<strong>Links: what they do</strong>!"
    assert reference(study, path, "markdown") == "**Links: what they do**!"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not XML", "no CSL file"),
        ("<html/>", "no CSL file"),
        (
            csl('<info><link rel="independent-parent" href="https://example.org/parent"/></info>'),
            "https://example.org/parent",
        ),
        (csl("<citation/>"), "no rules for a list"),
    ],
)
def test_a_file_that_is_no_style_is_refused_with_a_reason(
    text: str, says: str, miniature: Library, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StyleError, match=says):
        reference(miniature.studies["marsh2023link"], path)


def test_a_style_file_that_is_not_there(miniature: Library, tmp_path: Path) -> None:
    with pytest.raises(StyleError, match="cannot be read"):
        reference(miniature.studies["marsh2023link"], tmp_path / "none.csl")


def stand_in(folder: Path, script: str) -> str:
    program = folder / "pandoc"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_no_pandoc_says_what_to_do(miniature: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    processor.pandoc_version.cache_clear()
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(tmp_path / "nowhere"))
    with pytest.raises(CitationError, match=r"does not start.*make setup"):
        reference(miniature.studies["marsh2023link"])

    def absent() -> str:
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", absent)
    with pytest.raises(CitationError, match=r"there is none.*make setup"):
        reference(miniature.studies["marsh2023link"])


def test_a_failing_pandoc_is_quoted(miniature: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = stand_in(
        tmp_path, 'test "$1" = --version && echo pandoc 0 && exit 0\ncat >/dev/null\necho "out of ink" >&2\nexit 83'
    )
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: program)
    with pytest.raises(CitationError, match=r"exit 83.*out of ink"):
        reference(miniature.studies["marsh2023link"])


def test_a_hanging_pandoc_is_stopped(miniature: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = stand_in(tmp_path, 'test "$1" = --version && echo pandoc 0 && exit 0\nexec sleep 20')
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: program)
    monkeypatch.setattr(processor, "SECONDS_ALLOWED", 0.2)
    with pytest.raises(CitationError, match="within"):
        reference(miniature.studies["marsh2023link"])


def test_a_style_that_gives_nothing_for_a_work_is_a_fault(miniature: Library, tmp_path: Path) -> None:
    path = tmp_path / "empty.csl"
    path.write_text(csl("<citation><layout/></citation><bibliography><layout/></bibliography>"), encoding="utf-8")
    with pytest.raises(CitationError, match="marsh2023link"):
        reference(miniature.studies["marsh2023link"], path)
