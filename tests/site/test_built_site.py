"""The finished pages: valid, whole, at home with each other, and asking nobody else for anything."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from justhtml import JustHTML

from evidence.formats.tables import TABLES
from evidence.library import Library
from evidence.settings import read_release
from evidence.site.api import API_VERSION
from evidence.site.plots import total_words
from evidence.synthesis import Total
from tests.sites import html_files

SITES = ["miniature_site", pytest.param("real_site", marks=pytest.mark.library)]
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}


class Seen(HTMLParser):
    """What a test needs to know of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.titles: list[str] = []
        self.inline_handlers: list[str] = []
        self.inline_scripts = 0
        self.text: list[str] = []
        self.main_text: list[str] = []
        self._stack: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._stack.append(tag)
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "link" and values.get("rel", "") in {"stylesheet", "icon", "preload", "modulepreload", "manifest"}:
            self.loads.append(values["href"])
        if tag in LOADING and LOADING[tag] in values:
            self.loads.append(values[LOADING[tag]])
        elif tag == "script" and values.get("type") != "application/ld+json":
            self.inline_scripts += 1
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            self.references.extend((name, target) for target in values.get(name, "").split())
        self.inline_handlers.extend(name for name in values if name.startswith("on"))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._stack and self._stack[-1] == "title" and "svg" not in self._stack:
            self.titles.append(data)
        if not {"script", "style", "title"} & set(self._stack[-1:]):
            self.text.append(data)
            if "main" in self._stack:
                self.main_text.append(data)


@pytest.fixture(scope="session", params=SITES)
def pages(request: pytest.FixtureRequest) -> tuple[Path, dict[str, tuple[str, Seen]]]:
    site: Path = request.getfixturevalue(request.param)
    return site, {path: (html, Seen(html)) for path, html in html_files(site)}


Pages = tuple[Path, dict[str, tuple[str, Seen]]]


def test_there_are_pages(pages: Pages) -> None:
    _, found = pages
    assert {"index.html", "404.html", "evidence/index.html", "bibliography/index.html"} <= set(found)


def test_html_is_valid(pages: Pages) -> None:
    faults = {}
    for path, (html, _) in pages[1].items():
        errors = JustHTML(html, collect_errors=True, sanitize=False).errors
        if errors:
            faults[path] = [str(error) for error in errors[:3]]
    assert faults == {}


def test_ids_are_unique_and_what_refers_to_them_finds_them(pages: Pages) -> None:
    faults = []
    for path, (_, seen) in pages[1].items():
        faults += [f"{path}: id {name} stands {count} times" for name, count in seen.ids.items() if count > 1]
        faults += [f"{path}: {kind} names {name}" for kind, name in seen.references if name not in seen.ids]
    assert faults == []


def test_all_internal_links_and_anchors_resolve(pages: Pages) -> None:
    site, found = pages
    faults = []
    for path, (_, seen) in found.items():
        for address in {*seen.links, *seen.loads}:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = _target(path, unquote(parts.path))
            if not (site / target).is_file():
                faults.append(f"{path}: {address}")
            elif parts.fragment and target.endswith(".html") and unquote(parts.fragment) not in found[target][1].ids:
                faults.append(f"{path}: {address} (no such anchor)")
    assert sorted(faults) == []


def test_nothing_is_loaded_from_another_host(pages: Pages) -> None:
    site, found = pages
    elsewhere = [f"{path}: {load}" for path, (_, seen) in found.items() for load in seen.loads if urlsplit(load).netloc]
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        elsewhere += [f"{sheet.name}: {url}" for url in re.findall(r"url\(['\"]?((?:https?:)?//[^)'\"]+)", text)]
    assert elsewhere == []


def test_no_script_stands_in_a_page(pages: Pages) -> None:
    for path, (_, seen) in pages[1].items():
        assert seen.inline_scripts == 0, path
        assert seen.inline_handlers == [], path


def test_every_page_has_one_title_one_main_heading_and_headings_in_order(pages: Pages) -> None:
    faults = []
    for path, (_, seen) in pages[1].items():
        if len(seen.titles) != 1 or not seen.titles[0].strip():
            faults.append(f"{path}: titles {seen.titles}")
        if seen.headings.count(1) != 1:
            faults.append(f"{path}: {seen.headings.count(1)} main headings")
        steps = zip(seen.headings, seen.headings[1:], strict=False)
        faults += [f"{path}: h{a} is followed by h{b}" for a, b in steps if b > a + 1]
    assert faults == []


def test_titles_tell_pages_apart(pages: Pages) -> None:
    titles = Counter(seen.titles[0] for path, (_, seen) in pages[1].items() if path != "404.html")
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_page_uses_words_that_claim_too_much(pages: Pages) -> None:
    for path, (_, seen) in pages[1].items():
        text = " ".join(seen.main_text).lower()
        assert not re.search(r"\b(statistically significant|proven to|it is proven)\b", text), path


def test_a_strangers_markup_stays_text(miniature_site: Path) -> None:
    for path, html in html_files(miniature_site):
        assert "<script>alert" not in html, path
        assert "<i>Green Steps" not in html, path
    study = (miniature_site / "studies/reed2021counting/index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in study


def test_a_retracted_work_is_marked_wherever_it_stands(miniature_site: Path) -> None:
    for path in ("studies/tamsin2020green/index.html", "evidence/index.html", "bibliography/index.html"):
        text = " ".join(Seen((miniature_site / path).read_text(encoding="utf-8")).main_text)
        assert "retracted" in text.lower(), path


@pytest.mark.library
def test_every_record_and_term_has_its_page(real_site: Path, real_library: Library) -> None:
    missing = [key for key in real_library.studies if not (real_site / "studies" / key / "index.html").is_file()]
    for facet in real_library.vocabulary.facets.values():
        if facet.id in {"model", "connector", "activity", "population", "outcome", "design", "country"}:
            missing += [
                f"{facet.path}/{term.id}"
                for term in facet
                if not (real_site / facet.path / term.id.lower() / "index.html").is_file()
            ]
    assert missing == []


@pytest.mark.library
def test_each_study_page_says_what_was_read_and_offers_the_reference(real_site: Path, real_library: Library) -> None:
    for key, study in real_library.studies.items():
        folder = real_site / "studies" / key
        text = " ".join(Seen((folder / "index.html").read_text(encoding="utf-8")).main_text)
        assert real_library.vocabulary.code("read", study.provenance.extraction.read).label in text, key
        if study.no_summary:
            assert study.no_summary in text, key
        assert (folder / f"{key}.bib").read_text(encoding="utf-8").count("@") >= 1
        assert (folder / f"{key}.ris").read_bytes().startswith(b"TY  - ")


@pytest.mark.library
def test_every_number_on_a_page_stands_in_a_record(real_site: Path, real_library: Library) -> None:
    """A figure on a page is the base's own, or a count of the base's own things: nothing else."""
    root = real_library.root
    known: set[str] = set()
    for folder, pattern in (("references", "*.yaml"), ("summaries", "**/*.md"), ("vocabulary", "*.yaml")):
        for file in (root / folder).glob(pattern):
            known |= _numbers(file.read_text(encoding="utf-8"))
    counts = {str(number) for number in range(len(real_library.studies) + 1)}
    counts |= {str(len(facet.terms)) for facet in real_library.vocabulary.facets.values()}
    counts |= {str(sum(len(study.findings) for study in real_library.studies.values()))}
    for directional in range(1, len(real_library.studies) + 1):  # shares, intervals and tests under a plot
        for favourable in range(directional + 1):
            counts |= _numbers(" ".join(total_words(Total(favourable, directional, 0), is_use=False)))
    for study in real_library.studies.values():  # Vancouver shortens a page range: 466–81
        last = (study.citation.page or "").rpartition("-")[2]
        known |= {last[start:] for start in range(len(last))}
    # The axis of years on the page of pictures has no holes.
    years = [int(study.citation.year) for study in real_library.studies.values() if study.citation.year]
    known |= {str(year) for year in range(min(years), max(years) + 1)}
    release = read_release(root)
    # The release says its version and day itself; the others are names of standards and kinds of licence.
    known |= _numbers(f"{release.version} {release.date} SHA-256 UTF-8 4.0 1.0.2") | {str(API_VERSION)}
    known |= {str(len(TABLES)), *(str(len(table.columns)) for table in TABLES)}
    faults = []
    for path, html in html_files(real_site):
        # The guides are written by hand; sizes of files stand in the words of links and change with every record.
        if path.split("/")[0] in {"about", "methods", "contribute"}:
            continue
        text = re.sub(r"\b\d+(?:\.\d+)?\s(?:kB|bytes|KB|B)\b", "", " ".join(Seen(html).main_text))
        text = re.sub(r"https?://\S+", "", text)
        faults += [f"{path}: {number}" for number in sorted(_numbers(text) - known - counts)]
    assert faults == []


def _numbers(text: str) -> set[str]:
    return {re.sub(r"(?<=\d),(?=\d{3})", "", number) for number in re.findall(r"\d+(?:[.,]\d+)*", text)}


def _target(path: str, address: str) -> str:
    """Return the file that a relative address means on a page."""
    if address.startswith("/"):  # the page for what is not found stands at any depth, so it names the site's root
        target = PurePosixPath(address.removeprefix("/base/").lstrip("/"))
        if not target.parts:
            return "index.html"
    else:
        parts: list[str] = []
        for part in (*PurePosixPath(path).parent.parts, *PurePosixPath(address).parts):
            if part == "..":
                parts.pop()
            elif part != ".":
                parts.append(part)
        target = PurePosixPath(*parts)
    if not address:
        return path
    return (target / "index.html").as_posix() if address.endswith(("/", ".", "..")) else target.as_posix()
