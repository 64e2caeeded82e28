"""What leaves the site: files beside lists, the page of downloads, JSON, feeds, and what machines read in lists."""

from __future__ import annotations

import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from evidence.formats import FORMATS
from evidence.formats.losses import LOSSES
from evidence.formats.tables import TABLES
from evidence.library import Library
from evidence.model import Citation, Study
from evidence.settings import Release, Settings
from evidence.site.coins import coins
from evidence.site.metadata import citation_tags
from evidence.site.page import Asset, Page
from tests.site.building import SETTINGS, build, page
from tests.site.test_metadata import KIND_TAGS
from tests.sites import html_files

Made = dict[str, Page | Asset]
ADDRESS = str(SETTINGS.address)
ATOM = "{http://www.w3.org/2005/Atom}"
RELEASE = Release("A base", "1.2.0", "2024-05-06", ("A group",), ("CC-BY-4.0",), "What it is.", ("x",))


@pytest.fixture(scope="module")
def made(miniature: Library) -> Made:
    return build(miniature, release=RELEASE)


@pytest.fixture(scope="module")
def without_address(miniature: Library) -> Made:
    return build(miniature, Settings("Miniature evidence base"), RELEASE)


def parsed(xml: str) -> ET.Element:
    return ET.fromstring(xml)  # noqa: S314 (what the builders wrote)


def text(made: Made, path: str) -> str:
    found = made[path]
    assert isinstance(found, Asset)
    return found.data.decode()


class Spans(HTMLParser):
    """The COinS of a page, read as Zotero's translator and its openurl.js do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "span" and "Z3988" in (values.get("class") or "").split():
            self.found.append(self.read(values["title"] or ""))

    @staticmethod
    def read(title: str) -> dict[str, list[str]]:
        item: dict[str, list[str]] = {}
        for part in title.split("&"):
            name, equals, value = part.partition("=")
            assert name, "a part without a key stops the translator"
            assert equals, "a part without a value stops the translator"
            assert "=" not in value
            item.setdefault(name, []).append(unquote(re.sub(r"\+|%2[bB]", " ", value), errors="strict"))
        return item


def assert_is(item: dict[str, list[str]], study: Study) -> None:
    cited = study.citation
    [title] = item.get("rft.atitle") or item.get("rft.btitle") or item["rft.title"]
    assert title == cited.title.replace("+", " ")
    people = cited.author or cited.editor
    assert item.get("rft.aucorp", []) == [name.literal for name in people if name.literal]
    given = [[part.strip() for part in one.split(",", 1)] for one in item.get("rft.au", [])]
    persons = [name for name in people if not name.literal]
    assert [family for family, _ in given] == [name.short for name in persons]
    if cited.doi:
        assert f"info:doi/{cited.doi}" in item["rft_id"]
    assert item.get("rft.date") == ([cited.issued] if cited.issued else None)


def keys_of_cards(html: str) -> list[str]:
    return re.findall(r'data-keep="([^"]+)"', html)


LISTS = ["", "evidence/", "outcomes/gp-contacts/", "models/holistic/", "designs/rct/", "collections/reading-list/"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_bears_one_span_an_entry(made: Made, miniature: Library, path: str) -> None:
    body = page(made, path).body
    spans, keys = Spans(body).found, keys_of_cards(body)
    assert len(spans) == len(keys) > 0
    for item, key in zip(spans, keys, strict=True):
        assert_is(item, miniature.studies[key])


def test_the_bibliography_bears_each_work_once(made: Made, miniature: Library) -> None:
    spans = Spans(page(made, "bibliography/").body).found
    assert sorted(title for item in spans for title in (item.get("rft.atitle") or item["rft.btitle"])) == sorted(
        study.citation.title for study in miniature.studies.values()
    )


def test_no_page_about_one_work_bears_a_span(made: Made, miniature: Library) -> None:
    for key in miniature.studies:
        one = page(made, f"studies/{key}/")
        assert "Z3988" not in one.body + one.head
    for path, found in made.items():
        if isinstance(found, Page) and not path.startswith("studies/"):
            assert "citation_" not in found.head, path


def test_a_page_about_one_work_gives_its_kind_exactly_once(miniature: Library) -> None:
    told = {"article-journal", "report", "thesis", "paper-conference", "chapter"}
    for study in miniature.studies.values():
        names = [name for name, _ in citation_tags(miniature, study, "x")]
        assert sum(name in KIND_TAGS for name in names) == (study.citation.type in told), study.key


@pytest.mark.library
@pytest.mark.parametrize("folder", ["evidence", "bibliography", "outcomes/loneliness"])
def test_the_spans_of_the_real_lists_can_be_read(real_site: Path, real_library: Library, folder: str) -> None:
    found = Spans((real_site / folder / "index.html").read_text(encoding="utf-8")).found
    by_title = {study.citation.title: study for study in real_library.studies.values()}
    assert found
    for item in found:
        assert_is(item, by_title[(item.get("rft.atitle") or item["rft.btitle"])[0]])


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("article-journal", {"rft.genre": ["article"]}),
        ("article", {"rft.genre": ["preprint"]}),
        ("book", {"rft.genre": ["book"], "rft.btitle": ["A title"]}),
        ("chapter", {"rft.genre": ["bookitem"], "rft.atitle": ["A title"], "rft.btitle": ["Within & without = 1"]}),
        ("report", {"rft.genre": ["report"], "rft.btitle": ["A title"]}),
        ("thesis", {"rft_val_fmt": ["info:ofi/fmt:kev:mtx:dissertation"], "rft.inst": ["A place"]}),
        ("webpage", {"rft.genre": ["document"]}),
    ],
)
def test_every_type_is_told_as_what_it_is(miniature: Library, kind: Any, wanted: dict[str, list[str]]) -> None:
    cited = Citation(type=kind, title="A title", container_title="Within & without = 1", publisher="A place")
    study = miniature.studies["oakley2021connector"].model_copy(update={"citation": cited})
    [item] = Spans(str(coins(study, miniature))).found
    assert {name: item.get(name) for name in wanted} == wanted


def test_the_files_of_a_list_are_what_the_command_line_exports(made: Made, miniature: Library) -> None:
    stems = {"models/holistic/holistic": [study.key for study in miniature.with_term("model", "holistic")]}
    stems |= {f"studies/{key}/{key}": [key] for key in miniature.studies}
    for stem, keys in stems.items():
        for name in ("bibtex", "ris", "csl-json"):
            written = FORMATS[name].write([miniature.studies[key] for key in keys], miniature, ADDRESS)
            assert text(made, stem + FORMATS[name].extension) == written
    for name, one in FORMATS.items():
        whole = text(made, f"bibliography/link-worker-evidence-base{one.extension}")
        assert whole == one.write(miniature.studies.values(), miniature, ADDRESS), name


def test_every_file_is_offered_with_its_size_and_type(made: Made) -> None:
    for path in ("studies/oakley2021connector/", "models/holistic/", "collections/reading-list/", "downloads/"):
        links = re.findall(r'<a href="([^"]+)" type="([^"]+)" download>([^<]+)</a>', page(made, path).body)
        assert len(links) >= 3
        for target, media_type, words in links:
            found = made[urljoin(path, target)]
            assert isinstance(found, Asset)
            assert re.search(r"\(\d[\d,]* (?:bytes|kB)\)", words), words
            assert "/" in media_type


def test_a_term_without_studies_offers_no_file(made: Made, miniature: Library) -> None:
    empty = [
        f"{facet.path}/{term.id.lower()}/"
        for facet in miniature.vocabulary.facets.values()
        for term in facet
        if not miniature.with_term(facet.id, term.id)
    ]
    assert empty
    for path in empty:
        assert "downloads" not in page(made, path).body
        assert not [other for other in made if other.startswith(path) and other != path]


def test_downloads_name_every_column_loss_and_the_citation(made: Made) -> None:
    body = page(made, "downloads/").body
    plain = re.sub(r"<[^>]+>", "", body).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    for table in TABLES:
        for column in table.columns:
            assert f"<code>{column.name}</code>" in body, column.name
    for losses in LOSSES.values():
        for loss in losses:
            assert loss.what in plain, loss.what
    assert f"A group (2024). A base (version 1.2.0) [Data set]. {ADDRESS}" in plain
    assert "This is version 1.2.0, released 6 May 2024." in plain
    assert "@misc{link-worker-evidence-base," in body


def test_the_checksums_are_those_of_the_files(made: Made) -> None:
    lines = text(made, "data/checksums.txt").splitlines()
    files = {found.name: found for found in made.values() if isinstance(found, Asset)}
    offered = re.findall(r'<a href="([^"]+)" type="[^"]+" download>', page(made, "downloads/").body)
    assert [line.split("  ")[1] for line in lines] == [target.rpartition("/")[2] for target in offered]
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name].data).hexdigest() == digest


def test_the_data_package_is_there(made: Made, miniature: Library) -> None:
    found = made["downloads/link-worker-evidence-base.zip"]
    with zipfile.ZipFile(io.BytesIO(found.data if isinstance(found, Asset) else b"")) as archive:
        described = json.loads(archive.read("datapackage.json"))
        assert described["version"] == "1.2.0"
        assert all(key in archive.read("studies.csv").decode() for key in miniature.studies)


def test_the_json_holds_every_record_term_and_finding(made: Made, miniature: Library) -> None:
    index = json.loads(text(made, "data/index.json"))
    assert index["apiVersion"] == 1
    assert [one["key"] for one in index["studies"]] == list(miniature.studies)
    for one in index["studies"]:
        study = json.loads(text(made, f"data/{one['file']}"))
        record = miniature.studies[one["key"]]
        assert study["record"]["citation"]["title"] == record.citation.title
        assert study["record"]["study"]["follow-up"] == record.study.follow_up
        assert study["citation"]["id"] == record.key
        assert (study["summary"] is None) == (record.key not in miniature.summaries)

        assert urljoin("/data/index.json", one["page"]).lstrip("/") in made
    for name in index["files"].values():
        assert urljoin("/data/index.json", name).lstrip("/") in made
    terms = json.loads(text(made, "data/terms.json"))
    assert [facet["id"] for facet in terms["facets"]] == list(miniature.vocabulary.facets)
    findings = json.loads(text(made, "data/findings.json"))
    assert len(findings["findings"]) == sum(len(study.findings) for study in miniature.studies.values())
    assert [one["name"] for one in findings["columns"]] == list(findings["findings"][0])
    assert findings["findings"][0]["double_checked"] in (True, False)


def test_every_field_of_the_json_is_documented(made: Made, miniature: Library) -> None:
    body = page(made, "data/").body
    index = json.loads(text(made, "data/index.json"))
    for name in {*index, *index["studies"][0]} - {"licence"}:
        assert re.search(rf"\b{name}\b", body), name
    study = json.loads(text(made, f"data/studies/{next(iter(miniature.studies))}.json"))
    for name in study:
        assert name in body, name


def test_the_browser_gets_the_same_pieces(made: Made, miniature: Library) -> None:
    keys = ["tamsin2020green", "alharbi2022corner"]
    for name, one in FORMATS.items():
        data = json.loads(text(made, f"data/exports/{name}.json"))
        joined = data["head"] + data["between"].join(data["records"][key] for key in keys) + data["tail"]
        assert joined == one.write([miniature.studies[key] for key in keys], miniature, ADDRESS)
        assert data["extension"] == one.extension


def test_feeds_are_whole_and_newest_first(made: Made, miniature: Library) -> None:
    feed = parsed(text(made, "feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}id") for entry in entries} == {
        f"{ADDRESS}studies/{key}/" for key in miniature.studies
    }
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]
    for moment in updated:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T00:00:00Z", moment)
    assert feed.findtext(f"{ATOM}id") == ADDRESS
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}["self"] == f"{ADDRESS}feed.xml"
    hostile = next(entry for entry in entries if "reed2021" in (entry.findtext(f"{ATOM}id") or ""))
    assert "<script>alert(1)</script>" in (hostile.findtext(f"{ATOM}title") or "")
    retracted = next(entry for entry in entries if "tamsin" in (entry.findtext(f"{ATOM}id") or ""))
    assert (retracted.findtext(f"{ATOM}title") or "").startswith("Retracted: ")


def test_each_term_in_use_has_a_feed_that_its_page_names(made: Made, miniature: Library) -> None:
    for facet in miniature.vocabulary.facets.values():
        for term in facet:
            path = f"{facet.path}/{term.id.lower()}/"
            studies = miniature.with_term(facet.id, term.id)
            assert (f"{path}feed.xml" in made) == bool(studies), path
            assert (f'href="{ADDRESS}{path}feed.xml"' in page(made, path).head) == bool(studies)
            if studies:
                feed = parsed(text(made, f"{path}feed.xml"))
                assert len(feed.findall(f"{ATOM}entry")) == len(studies)
                assert feed.findtext(f"{ATOM}id") == ADDRESS + path


def test_without_an_address_there_is_no_feed_and_no_relative_identifier(without_address: Made) -> None:
    assert not [path for path in without_address if path.endswith("feed.xml")]
    for path, found in without_address.items():
        if isinstance(found, Page):
            assert "feed.xml" not in found.body + found.head, path
            for node in nodes(found):
                walk(node, path)


def nodes(found: Page) -> list[dict[str, Any]]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', found.head, re.DOTALL)
    loaded = [json.loads(script) for script in scripts]
    return [node for one in loaded for node in (one if isinstance(one, list) else [one])]


def walk(node: object, path: str) -> None:
    if isinstance(node, dict):
        for name, value in node.items():
            assert value not in ("", None, [], {}), (path, name)
            if name in {"@id", "url", "contentUrl", "item"}:
                assert str(value).startswith("https://"), (path, value)
            walk(value, path)
    elif isinstance(node, list):
        for part in node:
            walk(part, path)


def test_what_search_engines_read_is_sound_on_every_page(made: Made) -> None:
    for path, found in made.items():
        if isinstance(found, Page):
            for node in nodes(found):
                walk(node, path)


def test_the_dataset_names_its_files(made: Made) -> None:
    [node] = nodes(page(made, "downloads/"))
    assert (node["@type"], node["@id"], node["version"]) == ("Dataset", ADDRESS, "1.2.0")
    for file in node["distribution"]:
        found = made[file["contentUrl"].removeprefix(ADDRESS)]
        assert isinstance(found, Asset)
        assert file["sha256"] == hashlib.sha256(found.data).hexdigest()
    [home] = nodes(page(made, ""))
    assert (home["@type"], home["@id"]) == ("Dataset", ADDRESS)


def test_terms_are_defined_terms_of_their_set(made: Made, miniature: Library) -> None:
    [whole] = nodes(page(made, "outcomes/"))
    assert whole["@type"] == "DefinedTermSet"
    assert [one["termCode"] for one in whole["hasDefinedTerm"]] == list(miniature.vocabulary.facet("outcome").terms)
    term, trail = nodes(page(made, "outcomes/gp-contacts/"))
    assert term["@type"] == "DefinedTerm"
    assert term["inDefinedTermSet"]["@id"] == whole["@id"] == f"{ADDRESS}outcomes/"
    assert trail["@type"] == "BreadcrumbList"
    assert trail["itemListElement"][0]["item"] == f"{ADDRESS}outcomes/"
    assert trail["itemListElement"][-1]["item"] == f"{ADDRESS}outcomes/gp-contacts/"


def test_the_sitemap_names_every_page(miniature_site: Path) -> None:
    sitemap = parsed((miniature_site / "sitemap.xml").read_text(encoding="utf-8"))
    named = {element.text for element in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    pages = {
        "https://example.org/base/" + path.removesuffix("index.html")
        for path, _ in html_files(miniature_site)
        if path != "404.html"
    }
    assert named == pages
