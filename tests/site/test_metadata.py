"""What reference managers and search engines read on a study's page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from evidence.library import Library
from evidence.model import Study
from evidence.site.metadata import citation_tags, study_head

NAME = "Miniature evidence base"
KIND_TAGS = {
    "citation_journal_title", "citation_technical_report_institution", "citation_dissertation_institution",
    "citation_conference_title", "citation_inbook_title", "citation_book_title",
}  # fmt: skip


class Head(HTMLParser):
    """Collects meta tags and scripts as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta":
            self.tags.append((values["name"] or "", values["content"] or ""))
        self._in_script = tag == "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts.append(data)
            self._in_script = False

    def of(self, name: str) -> list[str]:
        return [content for tag, content in self.tags if tag == name]


def head(library: Library, key: str, address: str | None = None) -> Head:
    return Head(study_head(library, library.studies[key], NAME, address))


def test_an_article_has_what_a_reference_manager_reads(miniature: Library) -> None:
    found = head(miniature, "oakley2021connector")
    assert found.of("citation_title") == [
        "A “connector” for 100% of practices: the Harbour & Hill randomised trial of link workers"
    ]
    assert found.of("citation_author") == ["Oakley, Wren T.", "van der Berg, Jan", "Pine, Rowan, Jr."]
    assert found.of("citation_publication_date") == ["2021/03/09"]
    assert found.of("citation_journal_title") == ["Journal of Invented Studies"]
    assert found.of("citation_firstpage") == ["101"]
    assert found.of("citation_lastpage") == ["110"]
    assert found.of("citation_doi") == ["10.5555/lwtest.2021.101"]
    assert found.of("citation_pmid") == ["99000001"]
    assert found.of("citation_public_url") == ["https://doi.org/10.5555/lwtest.2021.101"]


def test_an_article_number_stands_where_readers_look_for_the_first_page(miniature: Library) -> None:
    found = head(miniature, "alharbi2022corner")
    assert found.of("citation_firstpage") == ["e204"]
    assert found.of("citation_lastpage") == []
    assert found.of("citation_publication_date") == ["2022/11"]


def test_a_report_is_told_by_its_institution_and_its_group_stays_whole(miniature: Library) -> None:
    found = head(miniature, "harbour2019year")
    assert found.of("citation_technical_report_institution") == ["Harbour Voluntary Council"]
    assert found.of("citation_author") == ["Harbour Voluntary Council,"]
    assert found.of("citation_public_url") == ["https://example.org/harbour/year.pdf"]


def test_no_page_bears_two_tags_that_give_a_kind(miniature: Library) -> None:
    for study in miniature.studies.values():
        names = {name for name, _ in citation_tags(miniature, study, NAME)}
        assert len(names & KIND_TAGS) <= 1, study.key


def test_the_abstract_is_our_summary_and_says_so(miniature: Library) -> None:
    (abstract,) = head(miniature, "oakley2021connector").of("citation_abstract")
    assert abstract.startswith(f"Plain-language summary by {NAME}, not the authors' abstract. ")
    assert head(miniature, "nimbus2018atlas").of("citation_abstract") == []


def test_the_page_describes_the_work_and_does_not_pretend_to_be_it(miniature: Library) -> None:
    found = head(miniature, "oakley2021connector", "https://example.org/base/")
    (script,) = found.scripts
    data = json.loads(script)
    assert data["@type"] == "WebPage"
    assert data["@id"] == "https://example.org/base/studies/oakley2021connector/"
    work = data["mainEntity"]
    assert work["@type"] == "ScholarlyArticle"
    assert work["@id"] == "https://doi.org/10.5555/lwtest.2021.101"
    assert work["isPartOf"]["isPartOf"]["isPartOf"] == {
        "@type": "Periodical",
        "name": "Journal of Invented Studies",
        "issn": "2049-3630",
    }


def test_without_an_address_nothing_relative_or_empty_is_printed(miniature: Library) -> None:
    for key in miniature.studies:
        (script,) = head(miniature, key).scripts

        def walk(node: object) -> None:
            if isinstance(node, dict):
                for name, value in node.items():
                    assert value not in ("", None, [], {}), name
                    assert name != "@id" or str(value).startswith("https://"), value
                    walk(value)
            elif isinstance(node, list):
                for part in node:
                    walk(part)

        walk(json.loads(script))


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b"])
def test_a_strangers_title_stays_text(miniature: Library, title: str) -> None:
    study = miniature.studies["oakley2021connector"]
    hostile = study.model_copy(update={"citation": study.citation.model_copy(update={"title": title})})
    html = study_head(miniature, hostile, NAME, None)
    found = Head(html)
    assert found.of("citation_title") == [title]
    assert len(found.scripts) == 1
    assert json.loads(found.scripts[0])["name"] == title
    assert len(re.findall("<script", html)) == 1


def test_every_record_has_a_title_and_its_authors(miniature: Library) -> None:
    def authors(study: Study) -> int:
        return len(study.citation.author)

    for study in miniature.studies.values():
        found = head(miniature, study.key)
        assert len(found.of("citation_title")) == 1
        assert len(found.of("citation_author")) == authors(study)
