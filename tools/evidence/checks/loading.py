"""What the library finds while it loads, listed here so that the list of checks is whole."""

from __future__ import annotations

from evidence.checks.fixing import text_in_record
from evidence.checks.registry import describe

_MEND = "Correct the place named; the rest of the library was read without it."

describe("unreadable-file", "error", "Every file is there and is UTF-8 text.", "Save the file as UTF-8.")
describe("malformed-yaml", "error", "Every file is plain YAML without aliases, tags and double fields.", _MEND)
describe(
    "schema",
    "error",
    "Every record and term has the fields it needs, of the right kind, and no others.",
    _MEND,
    fix=text_in_record,
)
describe("key-is-not-file-name", "error", "The key of a record is the name of its file.", "Rename one of the two.")
describe("summary-shape", "error", "A summary starts with a front matter, followed by headings.", _MEND)
describe("summary-fields", "error", "A summary has the five fixed fields in their order.", _MEND)
describe("summary-key", "error", "The key of a summary is the name of its file.", "Rename one of the two.")
describe("question-shape", "error", "A question starts with a front matter, followed by headings.", _MEND)
describe("question-fields", "error", "A question has its fixed headings in their order.", _MEND)
describe("question-slug", "error", "The name of a question's file can be an address.", "Rename the file.")
