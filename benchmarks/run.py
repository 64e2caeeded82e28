"""How fast the parts are, against peers in the same run. Figures are ratios of medians; the machine cancels out.

Run with `make benchmark`, or `python benchmarks/run.py --works 2000`. The works are copies of the real records under
invented keys, so that sizes are real.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import markdown
import yaml
from pybtex.database import parse_string

from evidence import checks, yaml_edit, yaml_text
from evidence.formats import FORMATS
from evidence.library import Library
from evidence.model import Study
from evidence.reading import NOT_RECORDS
from evidence.selection import search
from evidence.settings import Settings
from evidence.site.render import Renderer
from evidence.site.study import study_page
from evidence.validation import validate

ROOT = Path(__file__).parent.parent
ROUNDS = 3


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def copy_library(root: Path, target: Path, works: int) -> None:
    """Write a library of as many records as asked for, copies of the real ones under invented keys and DOIs."""
    for part in ("vocabulary", "summaries"):
        shutil.copytree(root / part, target / part)
    (target / "references").mkdir()
    originals = sorted(path for path in (root / "references").glob("*.yaml") if path.name not in NOT_RECORDS)
    for number in range(works):
        text = originals[number % len(originals)].read_text(encoding="utf-8")
        key = f"copy{number}y2020work"
        text = re.sub(r"^key: .*$", f"key: {key}", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^  DOI: .*$", f"  DOI: 10.5555/copy.{number}", text, count=1, flags=re.MULTILINE)
        (target / "references" / f"{key}.yaml").write_text(text, encoding="utf-8")


def report(name: str, seconds: float, works: int, peers: dict[str, float]) -> None:
    """Print one line: time a work, and the ratio to each peer."""
    ratios = ", ".join(f"{seconds / peer:.2f} × {who}" for who, peer in peers.items())
    sys.stdout.write(f"{name:<34} {1000 * seconds / works:8.3f} ms a work   {ratios}\n")


def main() -> None:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=350)
    works = parser.parse_args().works
    with tempfile.TemporaryDirectory() as folder:
        copy_library(ROOT, Path(folder), works)
        measure(Path(folder), works)


def measure(root: Path, works: int) -> None:
    """Measure every part on a library and print a line for each."""
    base = Library.load(root)
    studies = list(base.studies.values())
    texts = [path.read_text(encoding="utf-8") for path in sorted((root / "references").glob("*.yaml"))]

    report(
        "read YAML, with lines, checked",
        median_seconds(lambda: [yaml_text.read(text) for text in texts]),
        works,
        {
            "PyYAML's C loader (no lines)": median_seconds(
                lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
            ),
            "PyYAML's Python loader": median_seconds(lambda: [yaml.safe_load(text) for text in texts[:35]])
            * works
            / 35,
        },
    )
    documents = [yaml_text.read(text) for text in texts]
    report("load the library", median_seconds(lambda: Library.load(root)), works, {})
    report("validate", median_seconds(lambda: [validate(Study, one, "") for one in documents]), works, {})
    changed = [{**document.data, "relevance": "Changed."} for document in documents]
    edited = [yaml_edit.update(text, data) for text, data in zip(texts, changed, strict=True)]
    report(
        "change one field in the text",
        median_seconds(lambda: [yaml_edit.update(text, data) for text, data in zip(texts, changed, strict=True)]),
        works,
        {"PyYAML dump (loses comments)": median_seconds(lambda: [yaml.dump(data) for data in changed])},
    )
    bibtex = FORMATS["bibtex"].write(studies, base, None)
    parsed = parse_string(bibtex, "bibtex")
    report(
        "export BibTeX",
        median_seconds(lambda: FORMATS["bibtex"].write(studies, base, None)),
        works,
        {"pybtex": median_seconds(lambda: parsed.to_file(StringIO(), "bibtex"))},
    )
    report("search a word", median_seconds(lambda: search(base, "loneliness")), works, {})
    report("run all checks", median_seconds(lambda: checks.run(base)), works, {})
    renderer = Renderer(base, Settings())
    pages = [study_page(renderer, study, [], []) for study in studies]
    summaries = [summary.text for summary in base.summaries.values()]
    report(
        "page of a study, as HTML",
        median_seconds(lambda: [study_page(renderer, study, [], []) for study in studies]),
        works,
        {
            "Markdown on its summary alone": median_seconds(
                lambda: [markdown.markdown(summaries[number % len(summaries)]) for number in range(works)]
            ),
        },
    )
    size = sum(len(page.body.encode()) for page in pages) / works
    sys.stdout.write(f"{'size of a study page':<34} {size / 1000:8.1f} kB of HTML in the main part\n")
    lines = sum(a != b for a, b in zip(texts[0].splitlines(), edited[0].splitlines(), strict=True))
    sys.stdout.write(f"{'lines that change with one field':<34} {lines:8d}\n")


if __name__ == "__main__":
    main()
