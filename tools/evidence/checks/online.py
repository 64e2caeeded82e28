"""What `online` finds by asking services, listed here so that the list of checks is whole."""

from __future__ import annotations

from evidence.checks.registry import describe_online

describe_online(
    "doi-unknown",
    "error",
    "The DOI is registered.",
    "Compare it with the publisher's page, letter by letter.",
)
describe_online(
    "doi-of-another-work",
    "error",
    "The DOI is registered for the work that the record describes.",
    "Look the DOI up at the publisher; if the work is the same under another title, say so under `ignore`.",
)
describe_online(
    "doi-alias",
    "warning",
    "The DOI is the one that the work is registered under today.",
    "Write the one of today; the old one goes on leading to it.",
)
describe_online(
    "identifier-differs",
    "warning",
    "PMID and PMCID are those that OpenAlex knows for the DOI.",
    "Look both up; correct the record, or say under `ignore` that OpenAlex is mistaken.",
)
describe_online(
    "notice-not-in-record",
    "error",
    "A retraction, correction or expression of concern that is known stands in the record.",
    "Read the notice, then take it over with `evidence enrich KEY --accept integrity`.",
)
describe_online(
    "address-gone",
    "error",
    "The addresses of a record lead to pages that are there.",
    "Look for the page's new address.",
)
describe_online(
    "not-checked",
    "notice",
    "Everything could be looked up.",
    "Nothing is known about it: run the check again later, or look by hand.",
)
