"""The text of a new record: everything known, tags suggested, and what a person fills in as lines to uncomment.

Each suggested tag stands on a line of its own with the words that speak for it. A draft of the summary waits beside
the summaries under a name that the library does not read (`<key>.md.draft`), until somebody has written and renamed
it; `evidence check --notices` lists the drafts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from evidence import yaml_edit
from evidence.adding.suggesting import Suggestion, by_facet
from evidence.model import Study, to_plain
from evidence.summaries import LONGEST, SHORTEST, SUMMARY_FIELDS

_MOST_MATCHES = 3
_SKELETON = """\
# To fill in once somebody has read the work (take away "# "; the terms stand in vocabulary/):
# study:
#   setting: null
#   participants: {n: null, unit: people, note: null}
#   intervention: null
#   comparison: null
#   follow-up: null
# findings: []
# limitations: []
"""


def record_text(study: Study, suggestions: Sequence[Suggestion], remarks: Iterable[str] = ()) -> str:
    """Write a new record as text: block by block, with the suggestions and remarks as comments."""
    plain = to_plain(study)
    pieces = [yaml_edit.new_record_text(str(plain.pop("key")))]
    for name, block in plain.items():
        if name == "provenance":
            pieces += [_SKELETON, *(f"# Remark: {_one_line(remark)}\n" for remark in remarks)]
        pieces.append(_tag_lines(suggestions) if name == "tags" else _lines(name, block))
    return "".join(pieces)


def summary_draft(key: str, today: date) -> str:
    """Write the start of a plain-language summary: front matter and the five headings."""
    headings = "\n\n\n".join(f"## {heading}" for heading in SUMMARY_FIELDS)
    return (
        "---\n"
        f"# A draft. Write the five fields ({SHORTEST} to {LONGEST} words together), rename the file to {key}.md,\n"
        "# and remove no-summary from the record. `read` says the same as in the record.\n"
        f"key: {key}\n"
        'key-message: ""  # one sentence for a hurried reader: who, what changed, how sure\n'
        "read: none  # full-text, abstract or secondary\n"
        f'written: "{today.isoformat()}"\n'
        "---\n\n"
        f"{headings}\n\n"
    )


def _lines(name: str, block: Any) -> str:
    """Write a block as the records of this library look: a name a line, small mappings in braces, dates in quotes."""
    if name not in {"citation", "provenance"}:
        return f"{name}: {_flow(block)}\n"
    written = f"{name}:\n"
    for field_name, value in block.items():
        if isinstance(value, list) and field_name != "unverified":
            items = "".join(f"    - {_flow(one)}\n" for one in value)
            written += f"  {field_name}:\n{items}" if value else ""
        else:
            written += f"  {field_name}: {_flow(value)}\n"
    return written


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    # Programs that read dates as dates would else change them.
    return yaml_edit.render_scalar(value, '"' if re.fullmatch(r"\d{4}(-\d\d)*", str(value)) else None)


def _tag_lines(suggestions: Sequence[Suggestion]) -> str:
    if not suggestions:
        return "tags: {}  # no label or synonym of the vocabulary stands in title and abstract\n"
    lines = ["tags:\n"]
    for facet, found in by_facet(suggestions).items():
        if facet == "design":
            lines.append(f"  {facet}: {yaml_edit.render_scalar(found[0].term)}{_reason(found[0])}")
            continue
        lines.append(f"  {facet}:\n")
        lines += [f"    - {yaml_edit.render_scalar(one.term)}{_reason(one)}" for one in found]
    return "".join(lines)


def _reason(suggestion: Suggestion) -> str:
    said = [f'"{_one_line(match.words)}" ({match.where})' for match in suggestion.matches[:_MOST_MATCHES]]
    return f"  # suggested by {', '.join(said)}; keep it to confirm\n"


def _one_line(text: str) -> str:
    """Make a text fit for a comment: on one line, and nothing in it that YAML or a terminal would take amiss."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
