"""bibtex and biber themselves take the exports of the whole base, without a warning, and list every work."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from evidence.formats import FORMATS
from evidence.library import Library

INSTALL = "on Debian and Ubuntu: apt-get install texlive-bibtex-extra biber"
needs_bibtex = pytest.mark.skipif(not shutil.which("bibtex"), reason=f"bibtex is not installed ({INSTALL})")
needs_biber = pytest.mark.skipif(not shutil.which("biber"), reason=f"biber is not installed ({INSTALL})")
needs_latex = pytest.mark.skipif(
    not (shutil.which("biber") and shutil.which("latex")), reason=f"latex or biber is not installed ({INSTALL})"
)
LIBRARIES = ["miniature", pytest.param("real_library", marks=pytest.mark.library)]
STYLES = ["plain", "alpha", "abbrv", "unsrt", "apalike"]
# The data model of biblatex has no place for these; biber passes over them in silence unless it is asked to check.
OUTSIDE_THE_DATA_MODEL = [
    r"Field 'pmcid' invalid in data model",
    r"Invalid field '(publisher|location)' for entrytype 'article'",
    r"Invalid field 'type' for entrytype 'online'",
    # A record says of a report only what its source says: some name no type.
    r"Missing mandatory field 'type'",
]
DOCUMENT = r"""\documentclass{article}
\usepackage[style=authoryear,backend=biber]{biblatex}
\addbibresource{base.bib}
\begin{document}\nocite{*}x\end{document}
"""


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.fixture
def library(request: pytest.FixtureRequest) -> Library:
    found: Library = request.getfixturevalue(request.param)
    return found


def export(library: Library, name: str, folder: Path) -> None:
    text = FORMATS[name].write(library.studies.values(), library, "https://example.org/base/")
    (folder / "base.bib").write_text(text, encoding="utf-8", newline="")


@needs_bibtex
@pytest.mark.parametrize("library", LIBRARIES, indirect=True)
@pytest.mark.parametrize("style", STYLES)
def test_bibtex_takes_the_base_without_a_warning(library: Library, tmp_path: Path, style: str) -> None:
    export(library, "bibtex", tmp_path)
    (tmp_path / "x.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{base}}\n", encoding="utf-8")
    said = run(tmp_path, "bibtex", "x")
    assert "Warning" not in said
    assert "error" not in said.lower()
    # bibtex of 1988 counts bytes: an initial or a label that is no ASCII letter is cut in two (biber does it right).
    listed = re.split(r"\\bibitem", (tmp_path / "x.bbl").read_text("utf-8", errors="replace"))[1:]
    assert len(listed) == len(library.studies)
    assert all(any(f"{{{key}}}" in one for one in listed) for key in library.studies)


@needs_biber
@pytest.mark.parametrize("library", LIBRARIES, indirect=True)
@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_biber_reads_the_base_without_a_warning(library: Library, tmp_path: Path, name: str) -> None:
    export(library, name, tmp_path)
    said = run(tmp_path, "biber", "--tool", "base.bib")
    assert not re.findall("(?:WARN|ERROR) .*", said)
    written = (tmp_path / "base_bibertool.bib").read_text("utf-8")
    assert set(re.findall(r"^@\w+\{(\w+),", written, re.MULTILINE)) == set(library.studies)


@needs_biber
@pytest.mark.parametrize("library", LIBRARIES, indirect=True)
def test_what_lies_outside_the_data_model_is_known(library: Library, tmp_path: Path) -> None:
    export(library, "biblatex", tmp_path)
    said = run(tmp_path, "biber", "--tool", "--validate-datamodel", "base.bib")
    unknown = [
        line
        for line in re.findall("(?:WARN|ERROR) .*", said)
        if not any(re.search(known, line) for known in OUTSIDE_THE_DATA_MODEL)
    ]
    assert unknown == []


@needs_latex
@pytest.mark.parametrize("library", LIBRARIES, indirect=True)
@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_a_document_lists_every_work(library: Library, tmp_path: Path, name: str) -> None:
    export(library, name, tmp_path)
    (tmp_path / "x.tex").write_text(DOCUMENT, encoding="utf-8")
    run(tmp_path, "latex", "-interaction=nonstopmode", "x.tex")
    said = run(tmp_path, "biber", "x")
    assert not re.findall("(?:WARN|ERROR) .*", said)
    entries = set(re.findall(r"\\entry\{(\w+)\}", (tmp_path / "x.bbl").read_text("utf-8")))
    assert entries == set(library.studies)
