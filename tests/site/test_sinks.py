"""The two ways out: MkDocs, building or serving, and plain files."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.exceptions import Abort

from evidence.cli import main
from tests.sites import ROOT, build_site

STUDY = "studies/oakley2021connector/index.html"


@pytest.fixture
def site_copy(library_copy: Path) -> Path:
    """A copy of the miniature library with guides and the real look, as a folder that can be built."""
    guides = library_copy / "site" / "pages"
    guides.mkdir(parents=True)
    for name in ("about", "methods", "contribute"):
        (guides / f"{name}.md").write_text("# Guide\n\n## Accessibility\n\n{{ works }} works.\n", encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("custom_dir: site/theme", f"custom_dir: {ROOT / 'site/theme'}")
    (library_copy / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return library_copy


def test_evidence_build_and_mkdocs_build_give_the_same(site_copy: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--library", str(site_copy), "build"])
    assert result.exit_code == 0, result.output
    other = tmp_path / "other"
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(site_copy / "mkdocs.yml"), "-d", str(other)]
    subprocess.run(command, check=True, capture_output=True)
    own = site_copy / "site" / "public"
    names = {path.relative_to(own) for path in own.rglob("*") if path.is_file()}
    assert names == {path.relative_to(other) for path in other.rglob("*") if path.is_file()}
    for name in names:
        if name.suffix in {".html", ".json", ".bib", ".ris"}:
            assert (own / name).read_bytes() == (other / name).read_bytes(), name


def test_hand_written_pages_are_filled_with_counts(site_copy: Path) -> None:
    site = build_site(
        site_copy / "public",
        docs_dir=str(site_copy / "site/pages"),
        plugins=[{"evidence": {"library": str(site_copy)}}],
    )
    assert "7 works." in (site / "about/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("break_", [lambda _: "key: [", lambda text: text.replace("[link-worker]", "[nobody]")])
def test_nothing_is_published_from_a_broken_library(site_copy: Path, break_: Callable[[str], str]) -> None:
    record = site_copy / "references/oakley2021connector.yaml"
    record.write_text(break_(record.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises((Abort, SystemExit)):
        build_site(
            site_copy / "public",
            docs_dir=str(site_copy / "site/pages"),
            plugins=[{"evidence": {"library": str(site_copy)}}],
        )
    assert not (site_copy / "public" / STUDY).exists()
    result = CliRunner().invoke(main, ["--library", str(site_copy), "build"])
    assert result.exit_code != 0
    assert not (site_copy / "site/public" / STUDY).exists()


def test_a_folder_without_settings_says_so(library_copy: Path) -> None:
    (library_copy / "mkdocs.yml").unlink()
    result = CliRunner().invoke(main, ["--library", str(library_copy), "build"])
    assert result.exit_code == 1
    assert "There is no mkdocs.yml" in result.stderr


def test_pages_can_be_written_for_any_generator(miniature_path: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--library", str(miniature_path), "build", "--pages-only", str(tmp_path)])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "studies/reed2021counting/index.md").read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    meta = yaml.safe_load(front)
    assert meta["title"] == "Counting steps – a reply about <script>alert(1)</script> and other tags"
    assert meta["kind"] == "study"
    assert "citation_title" in meta["head"]
    assert "\n\n" not in body.strip(), "a blank line would end the HTML block"
    assert "<script>" not in body
    assert (tmp_path / "studies/reed2021counting/reed2021counting.ris").read_bytes().endswith(b"ER  - \r\n")
    assert json.loads((tmp_path / "data/browse.json").read_text(encoding="utf-8"))["works"]


def test_serving_reloads_when_a_record_changes_and_survives_a_broken_one(site_copy: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-c", "from evidence.cli import main; main()", "--library", str(site_copy)]
    server = subprocess.Popen(
        [*command, "serve", "--address", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    study = address + "studies/oakley2021connector/"
    record = site_copy / "references/oakley2021connector.yaml"
    whole = record.read_text(encoding="utf-8")
    try:
        _until(lambda: "randomised trial of link workers" in _get(study))
        record.write_text(whole.replace("8 general practices", "Eight practices"), encoding="utf-8")
        _until(lambda: "Eight practices" in _get(study))
        record.write_text("key: [", encoding="utf-8")
        _until(lambda: "oakley2021connector" not in _get(address + "evidence/"))
        record.write_text(whole, encoding="utf-8")
        _until(lambda: "8 general practices" in _get(study))
    finally:
        server.terminate()
        server.wait(timeout=10)


def _get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own server)
            return re.sub(r"\s+", " ", answer.read().decode())
    except OSError:
        return ""


def _until(holds: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.3)
