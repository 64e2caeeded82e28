"""Summaries: one for each record or a reason why not, of the right size, and true to the record."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.numbers import numbers
from evidence.checks.presence import has_record, has_summary
from evidence.checks.registry import Fault, check, record_check
from evidence.checks.texts import line_with, strings, words
from evidence.library import Library
from evidence.model import Study
from evidence.summaries import LONGEST, SHORTEST, Summary

LONGEST_KEY_MESSAGE = 35
"""Words."""

_COUNTED_BLOCKS = ("study", "findings", "points", "limitations", "relevance")
FREE_NUMBERS = frozenset({"1"})


def path_of(key: str) -> str:
    """Return the file of a summary, relative to the root."""
    return f"summaries/{key}.md"


@record_check(
    "summary-or-reason",
    "error",
    "Each record has either a summary or a reason why there is none.",
    "Write summaries/<key>.md, or say under no-summary why there is none; not both.",
)
def summary_or_reason(study: Study, library: Library) -> Iterator[Fault]:
    """Check that exactly one of the two is there."""
    there = has_summary(library, study.key)
    if there and study.no_summary:
        yield Fault(("no-summary",), "There is a summary, and a reason why there is none.")
    if not there and not study.no_summary:
        yield Fault(("key",), f"There is neither a summary ({path_of(study.key)}) nor a reason why.")


@check(
    "summary-without-record",
    "error",
    "Each summary belongs to a record.",
    "Rename the file and its key to the key of the record, or add the record.",
)
def summary_without_record(library: Library) -> Iterator[Fault]:
    """Look the records of summaries up."""
    for key in library.summaries:
        if not has_record(library, key):
            yield Fault(("key",), f"There is no record {key!r}.", path=path_of(key))


@check(
    "summary-read",
    "error",
    "Summary and record agree on how much of the work was read.",
    "Make `read` the same in both: what was really read.",
)
def summary_read(library: Library) -> Iterator[Fault]:
    """Compare `read` in the front matter with the record."""
    for study, summary in _pairs(library):
        read = study.provenance.extraction.read
        if summary.meta.read != read:
            message = f"The summary says {summary.meta.read}, the record {read}."
            yield Fault(("read",), message, path=path_of(study.key))


@check(
    "summary-length",
    "error",
    f"The five fields together have {SHORTEST} to {LONGEST} words.",
    "Shorten it, or say more of what was found and how sure we can be.",
)
def summary_length(library: Library) -> Iterator[Fault]:
    """Count the words."""
    for key, summary in library.summaries.items():
        if not SHORTEST <= summary.words <= LONGEST:
            yield Fault((), f"The summary has {summary.words} words.", path=path_of(key), line=_first_line(summary))


@check(
    "summary-empty-field", "error", "None of the five fields is empty.", "Write the field, or say what is not known."
)
def summary_empty_field(library: Library) -> Iterator[Fault]:
    """Find headings without a text."""
    for key, summary in library.summaries.items():
        for field in summary.fields:
            if not words(field.text):
                yield Fault(
                    (field.heading,), "There is nothing under this heading.", path=path_of(key), line=field.line
                )


@check(
    "key-message-length",
    "error",
    f"A key message has at most {LONGEST_KEY_MESSAGE} words.",
    "Keep what a hurried reader needs: who, what changed, how sure.",
)
def key_message_length(library: Library) -> Iterator[Fault]:
    """Count the words of the key message."""
    for key, summary in library.summaries.items():
        count = len(summary.meta.key_message.split())
        if count > LONGEST_KEY_MESSAGE:
            yield Fault(("key-message",), f"The key message has {count} words.", path=path_of(key))


@check(
    "number-not-in-record",
    "error",
    "Every number in a summary stands in the record.",
    "Compare it with the source: correct the summary, or add the number to the record with where it was seen.",
)
def number_not_in_record(library: Library) -> Iterator[Fault]:
    """Hold the numbers of each summary, in digits or words, against the curated blocks of its record."""
    for study, summary in _pairs(library):
        known = FREE_NUMBERS | numbers(curated_text(study, library)).keys()
        for value, written in numbers(summary.meta.key_message).items():
            if value not in known:
                message = f"The record holds no {written!r}."
                yield Fault(("key-message",), message, path=path_of(study.key))
        for field in summary.fields:
            for value, written in numbers(field.text).items():
                if value not in known:
                    line = line_with(library, path_of(study.key), written, field.line + 1)
                    message = f"The record holds no {written!r}."
                    yield Fault((field.heading,), message, path=path_of(study.key), line=line)


def _pairs(library: Library) -> Iterator[tuple[Study, Summary]]:
    for key, summary in library.summaries.items():
        if key in library.studies:
            yield library.studies[key], summary


def _first_line(summary: Summary) -> int:
    return summary.fields[0].line if summary.fields else 1


def curated_text(study: Study, library: Library) -> str:
    """Return everything in a record that a number of a text of ours may rest on."""
    plain = study.model_dump(mode="json", by_alias=True)
    texts = [text for name in _COUNTED_BLOCKS for _, text in strings(plain[name])]
    people = study.study.participants
    texts += [str(count) for count in (people.n, people.intervention_group) if count is not None] if people else []
    texts += [
        library.vocabulary.label(facet, term) for facet in library.vocabulary.facets for term in study.terms(facet)
    ]
    # Notes tell, for example, how often a work was counted; the rest of the provenance is addresses and dates.
    return "\n".join([*texts, *study.provenance.notes, *study.provenance.not_seen])
