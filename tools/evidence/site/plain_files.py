"""The second sink: generated pages as plain files, for any generator that reads Markdown with a front matter."""

from __future__ import annotations

import json
import re

from evidence.site.page import Asset, Page


def as_file(made: Page | Asset) -> tuple[str, bytes]:
    """Return the path and bytes of a page (front matter, then ready HTML) or of a file as it is."""
    if isinstance(made, Asset):
        return made.path, made.data
    meta = {
        "title": made.title,
        "description": made.description,
        "layout": made.layout,
        "kind": made.kind,
        "head": made.head,
        "scripts": list(made.scripts),
    }
    # JSON is YAML: every value is quoted, so that no title can break the front matter.
    front = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in meta.items())
    # A blank line would end the HTML block for a CommonMark parser.
    body = re.sub(r"\n\s*\n", "\n", made.body.strip())
    return made.path + "index.md", f"---\n{front}\n---\n\n{body}\n".encode()
