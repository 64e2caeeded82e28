"""Questions: every citation and judgement leads to a record, every number stands in one, and the page is short."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from evidence.checks.numbers import numbers
from evidence.checks.presence import has_record
from evidence.checks.registry import Fault, check
from evidence.checks.summaries import FREE_NUMBERS, curated_text
from evidence.checks.texts import line_with, sentences
from evidence.errors import NotFoundError
from evidence.library import Library
from evidence.model import Study
from evidence.questions import EASY_READ, IN_SHORT, Judged, Question, cited_in, without_citations, without_counts
from evidence.selection import FilterError, select
from evidence.synthesis import design_group, judgement_of, place

LONGEST_PAGE = 850
"""Words of running text (Cochrane's template for plain language summaries)."""
LONGEST_ANSWER = 45
BULLETS = range(2, 4)
EASY_LINES = range(6, 21)
LONGEST_EASY_LINE = 15
_BLOCK = re.compile(r"\n\s*\n|\n(?=[-*>#] ?)")
_STRONG_DESIGNS = frozenset({"comparative", "synthesis"})


def path_of(slug: str) -> str:
    """Return the file of a question, relative to the root."""
    return f"summaries/questions/{slug}.md"


@check(
    "question-cites-unknown",
    "error",
    "Every work that a question cites has a record.",
    "Correct the key, or add the record.",
)
def question_cites_unknown(library: Library) -> Iterator[Fault]:
    """Look the cited keys up."""
    for question in library.questions.values():
        for section in question.sections.values():
            for key in cited_in(section.source):
                if not has_record(library, key):
                    yield _at(library, question, section.heading, key, section.line, f"There is no record {key!r}.")
        for field, text in _front_matter(question):
            for key in cited_in(text):
                if not has_record(library, key):
                    yield Fault(field, f"There is no record {key!r}.", path=path_of(question.slug))


@check(
    "question-about-unknown",
    "error",
    "A question is about terms that exist.",
    "Correct the facet or the term under `about`.",
)
def question_about_unknown(library: Library) -> Iterator[Fault]:
    """Choose the studies of each question as its page does."""
    for question in library.questions.values():
        for facet, terms in question.meta.about.items():
            try:
                select(library, filters=[f"{facet}={','.join(terms)}"])
            except FilterError as error:
                yield Fault(("about", facet), str(error), path=path_of(question.slug))


@check(
    "question-judgement",
    "error",
    "Every judgement in an answer was published by a review in this base.",
    "Name a record and an outcome with one certainty, as in {kiely2022effect quality-of-life}.",
)
def question_judgement(library: Library) -> Iterator[Fault]:
    """Look the judgements up; braces that name none would stand in the text."""
    for question in library.questions.values():
        for part in question.answer:
            path = path_of(question.slug)
            if isinstance(part, str):
                if "{" in part or "}" in part:
                    yield Fault(("answer",), f"{part.strip()!r} holds braces that name no judgement.", path=path)
                continue
            try:
                judgement_of(library, part)
                library.vocabulary.facet("outcome").term(part.outcome)
            except NotFoundError as error:
                yield Fault(("answer",), str(error), path=path)


@check(
    "question-length",
    "error",
    f"A question has at most {LONGEST_PAGE} words of running text, and an answer of at most {LONGEST_ANSWER}.",
    "Keep what changes what a reader would do; the rest stands on the pages of the studies.",
)
def question_length(library: Library) -> Iterator[Fault]:
    """Count the words."""
    for question in library.questions.values():
        path = path_of(question.slug)
        if question.running_words > LONGEST_PAGE:
            yield Fault((), f"The page has {question.running_words} words.", path=path, line=1)
        answer = sum(len((part if isinstance(part, str) else part.noun).split()) for part in question.answer)
        if answer > LONGEST_ANSWER:
            yield Fault(("answer",), f"The answer has {answer} words.", path=path)


@check(
    "question-in-short",
    "error",
    f"What is in short is {BULLETS[0]} or {BULLETS[-1]} bullets.",
    "Make two or three bullets of it, one sentence each.",
)
def question_in_short(library: Library) -> Iterator[Fault]:
    """Count the bullets."""
    for question in library.questions.values():
        section = question.sections[IN_SHORT]
        bullets = blocks(section.source)
        if len(bullets) not in BULLETS or not all(one.startswith(("- ", "* ")) for one in bullets):
            message = f"There are {len(bullets)} paragraphs or bullets."
            yield Fault((IN_SHORT,), message, path=path_of(question.slug), line=section.line)


@check(
    "question-easy-read",
    "error",
    f"The easy-read version has {EASY_LINES[0]} to {EASY_LINES[-1]} lines of at most {LONGEST_EASY_LINE} words.",
    "One idea a line, with a blank line between two.",
)
def question_easy_read(library: Library) -> Iterator[Fault]:
    """Count lines and words."""
    for question in library.questions.values():
        section = question.sections[EASY_READ]
        lines = blocks(section.source)
        if len(lines) not in EASY_LINES:
            message = f"There are {len(lines)} lines."
            yield Fault((EASY_READ,), message, path=path_of(question.slug), line=section.line)
        for line in lines:
            if len(line.split()) > LONGEST_EASY_LINE:
                message = f"A line of {len(line.split())} words starts “{' '.join(line.split()[:4])} …”."
                yield _at(library, question, EASY_READ, line[:30], section.line, message)


@check(
    "question-number-not-in-record",
    "error",
    "Every number on a question page stands in a record cited beside it, or counts the studies cited.",
    "Cite the record that holds it, correct it, or let the page count with {families}.",
)
def question_number_not_in_record(library: Library) -> Iterator[Fault]:
    """Hold the numbers of each paragraph against the records cited in it; without any, against those of the page."""
    for question in library.questions.values():
        known = {key: numbers(curated_text(library.studies[key], library)) for key in _known(library, question.cited)}
        everywhere = {value for found in known.values() for value in found}
        for section in question.sections.values():
            for block in blocks(section.source):
                cited = _known(library, cited_in(block))
                here = {value for key in cited for value in known[key]} if cited else everywhere
                for value, written in _numbers_said(library, block).items():
                    if value not in here | FREE_NUMBERS:
                        message = f"No record cited beside it holds {written!r}."
                        yield _at(library, question, section.heading, written, section.line, message)
        for field, text in _front_matter(question):
            for value, written in numbers(without_counts(without_citations(text))).items():
                if value not in everywhere | FREE_NUMBERS:
                    yield Fault(field, f"No record cited on the page holds {written!r}.", path=path_of(question.slug))


@check(
    "question-without-strong-evidence",
    "error",
    "A question cites a controlled study or a review where the base has one on it.",
    "Cite the strongest designs; the page's plot shows them first.",
)
def question_without_strong_evidence(library: Library) -> Iterator[Fault]:
    """Look at the designs of the works cited."""
    for question in library.questions.values():
        try:
            about = select(library, filters=[f"{one}={','.join(terms)}" for one, terms in question.meta.about.items()])
        except FilterError:
            continue
        if not any(_is_strong(library, study) for study in about):
            continue
        if not any(_is_strong(library, library.studies[key]) for key in _known(library, question.cited)):
            message = "It cites no controlled study and no review, and the base has one."
            yield Fault((), message, path=path_of(question.slug), line=1)


def _is_strong(library: Library, study: Study) -> bool:
    return study.counts_as_evidence and (
        design_group(library, study) in _STRONG_DESIGNS or any(one.panel == "compared" for one in place([study]))
    )


def _numbers_said(library: Library, block: str) -> Mapping[str, str]:
    """Return the numbers of a paragraph but for those that count the study families cited in their sentence."""
    found: dict[str, str] = {}
    # A citation may follow the full stop: it belongs to the sentence before it.
    for sentence in sentences(re.sub(r"([.!?])\s+((?:\[@[^\]]*\]\s*)+)", r" \2\1 ", block)):
        families = {library.families[key] for key in _known(library, cited_in(sentence))}
        for value, written in numbers(without_counts(without_citations(sentence))).items():
            if value != str(len(families)):
                found.setdefault(value, written)
    return found


def _front_matter(question: Question) -> Iterator[tuple[tuple[str, ...], str]]:
    for part in question.answer:
        yield ("answer",), part.noun if isinstance(part, Judged) else part
    for name, text in question.meta.how.model_dump(by_alias=True).items():
        yield ("how", name), text


def _known(library: Library, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key in library.studies]


def blocks(source: str) -> list[str]:
    """Return the paragraphs, list items, quotations and headings of a section, each as it stands in the file."""
    return [block.strip() for block in _BLOCK.split(source) if block.strip()]


def _at(library: Library, question: Question, heading: str, phrase: str, line: int, message: str) -> Fault:
    path = path_of(question.slug)
    return Fault((heading,), message, path=path, line=line_with(library, path, phrase, line + 1))
