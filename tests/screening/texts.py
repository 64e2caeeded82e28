"""An invented search strategy and screening list for the miniature library. Nobody in here exists."""

from __future__ import annotations

from pathlib import Path

HELD = "10.5555/lwtest.2021.101"
"""DOI of a record of the miniature library."""

STRATEGY = """\
# Invented.
question: What do lighthouses do for people?
written: {by: A. Librarian, on: "2024-01-02"}
terms:  # with care
  - {words: social prescribing}
  - {words: link worker, vocabulary: connector/link-worker}
sources:
  - id: crossref
    name: Crossref
    asked: true
    last-looked: null  # moves by itself
filters:
  first-day: "2020-01-01"
  types: [article-journal, report]
  least-rank: 20
  at-most: 5
reasons:
  - {id: off-topic, label: Not about the topic}
  - {id: other, label: Another reason, needs-note: true}
other-sources:
  - id: list
    name: A list
    address: "https://example.org/list"
    read: "2024-01-02"
    collection: reading-list
    entries: 5
    not-works: 1
    further-works: 1
    twice: 1
    note: "Five entries, one of them a caption."
"""

WORKLIST = """\
# Never delete a work.
searches:
  - on: "2024-02-03"
    source: crossref
    since: "2020-01-01"
    whole: true
    received: 20
    twice: 4
    held: 3
    seen: 0
    set-aside: 9
    listed: 4
    terms-cut: []
works:
  - title: "Link workers at sea: an invented survey"
    doi: 10.5555/new.1
    authors: Quill and others
    issued: "2023"
    container: Journal of Invented Care
    found: {on: "2024-02-03", source: crossref, term: link worker}
    rank: 60
    why: ["in the title: link worker"]
    decision: null
  - title: Social prescribing on the moon
    doi: 10.5555/new.2
    authors: Fen
    issued: "2022"
    container: null
    found: {on: "2024-02-03", source: crossref, term: social prescribing}
    rank: 70
    why: []
    decision: null  # the best
  - title: Prescribing <em>light</em>
    doi: 10.5555/new.3
    authors: null
    issued: null
    container: null
    found: {on: "2024-02-03", source: crossref, term: social prescribing}
    rank: 30
    why: []
    decision: {verdict: exclude, reason: off-topic, note: null, stage: title, by: AL, on: "2024-02-04"}
  - title: A dark tower
    doi: 10.5555/new.4
    authors: Ink
    issued: "2023"
    container: null
    found: {on: "2024-02-03", source: crossref, term: social prescribing}
    rank: 25
    why: []
    decision: {verdict: later, reason: null, note: null, stage: title, by: AL, on: "2024-02-04"}
"""


def write(root: Path, strategy: str = STRATEGY, worklist: str | None = WORKLIST) -> Path:
    """Put both files into a library."""
    (root / "references/search.yaml").write_text(strategy, encoding="utf-8")
    if worklist is not None:
        (root / "references/screening.yaml").write_text(worklist, encoding="utf-8")
    return root
