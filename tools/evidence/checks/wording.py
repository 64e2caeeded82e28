"""Wording: no word that a reader misreads, sentences that a tired reader can follow, nothing copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.checks.questions import blocks
from evidence.checks.questions import path_of as question_path_of
from evidence.checks.registry import Fault, check, record_check
from evidence.checks.summaries import path_of
from evidence.checks.texts import line_with, sentences, strings, without_quotations, words
from evidence.library import Library
from evidence.model import Study
from evidence.questions import without_citations
from evidence.summaries import Summary

LONGEST_SENTENCE = 30
"""Words."""

EASIEST_ALLOWED = 50
"""Flesch reading ease below which a text counts as difficult (Flesch 1948: 50 to 60 is fairly difficult)."""

COPIED_RUN = 8
"""Words in a row from which two summaries are no longer alike by chance."""

HOUSE_PHRASES = (
    "we read the abstract only, not the full paper",
    "we read the opening only, not the full paper",
    "we read other people's accounts of the work, not the work itself",
    "this is an interview study without a comparison group, so it cannot show what caused the changes",
    "this is opinion, so it cannot show whether social prescribing works",
    "this is an editorial, which is an opinion piece",
    "it cannot show whether link workers make a difference",
    "nobody took part: this is not a study",
    "we did not see how many people took part",
    "we did not see how large the changes were",
    "there was no difference between the groups in",
)
"""Sentences that say one thing in one way on purpose, and so may stand in many summaries."""

_VOWELS = re.compile(r"[aeiouy]+")
_HIATUS = re.compile(r"(?<![cstx])i[ao]|(?<![gq])ua|[ey]ing$")
_SILENT_ENDING = re.compile(r"[aeiouy]?[^aeiouy]+(?<![^aeiouy]l)e$|[^aeioutd]ed$|[^aeiouyscxzgh]es$")

_FORBIDDEN = re.compile(r"(?i)\b(?:significant|significantly|proven)\b")
_NOT_OUR_WORDS = frozenset({"title", "title-short", "container-title", "url", "URL", "full-text"})


@record_check(
    "forbidden-word",
    "error",
    "No text of ours says significant or proven: readers take it for large, or for certain.",
    "Say how large the difference is; of a test say that it was passed, or give P under `figures`.",
)
def forbidden_word(study: Study, library: Library) -> Iterator[Fault]:
    """Search every text that we wrote; titles and addresses are not ours."""
    document = library.documents.get(library.path_of(study.key))
    for place, text in strings(document.data if document else None):
        found = _FORBIDDEN.search(without_quotations(text))
        if found and not _NOT_OUR_WORDS.intersection(place):
            yield Fault(place, f"{found.group()!r} stands here.")


@check(
    "forbidden-word-in-question",
    "error",
    "No question says significant or proven, not even where it tells how it was put together.",
    "Say how large the difference is, or leave the word out.",
)
def forbidden_word_in_question(library: Library) -> Iterator[Fault]:
    """Search the front matter; the words of the sections stand in the list of words to avoid."""
    for question in library.questions.values():
        path = question_path_of(question.slug)
        for place, text in strings(library.documents[path].data):
            found = _FORBIDDEN.search(without_quotations(text))
            if found:
                yield Fault(place, f"{found.group()!r} stands here.", path=path)


@dataclass(frozen=True)
class Passage:
    """A text of ours for readers in a hurry: its file, the field or heading, and the line of the heading, if any."""

    path: str
    field: tuple[str, ...]
    text: str
    line: int | None = None

    def fault(self, library: Library, phrase: str, message: str, remedy: str = "") -> Fault:
        """Return a fault at the line that holds a phrase."""
        exact = None if self.line is None else line_with(library, self.path, phrase, self.line + 1)
        return Fault(self.field, message, remedy, path=self.path, line=exact)


def _passages(library: Library) -> Iterator[Passage]:
    """Go through the plain texts of all summaries and questions, without references and quotations set apart."""
    yield from _summaries(library)
    for question in library.questions.values():
        path = question_path_of(question.slug)
        yield Passage(path, ("answer",), " ".join(part for part in question.answer if isinstance(part, str)))
        for section in question.sections.values():
            for block in blocks(section.source):
                if not block.startswith(">"):
                    yield Passage(path, (section.heading,), without_citations(block.lstrip("-*# ")), section.line)


def _summaries(library: Library) -> Iterator[Passage]:
    for key, summary in library.summaries.items():
        yield Passage(path_of(key), ("key-message",), summary.meta.key_message)
        for field in summary.fields:
            yield Passage(path_of(key), (field.heading,), field.text, field.line)


@check(
    "words-to-avoid",
    "error",
    "Summaries and questions do without the words listed in vocabulary/plain-language.yaml.",
    "Use the plain words that the list gives.",
)
def words_to_avoid(library: Library) -> Iterator[Fault]:
    """Search for whole words, outside quotation marks."""
    listed = library.vocabulary.plain_language
    instead = {word.avoid.casefold(): word.say for word in listed.words} if listed else {}
    if not instead:
        return
    # The longest first, so that a phrase wins over a word in it; the words of a phrase may stand on two lines.
    choices = [re.escape(word).replace(r"\ ", r"\s+") for word in sorted(instead, key=len, reverse=True)]
    pattern = re.compile(rf"(?i)(?<![\w-])(?:{'|'.join(choices)})(?![\w-])")
    for passage in _passages(library):
        for said in dict.fromkeys(found.group() for found in pattern.finditer(without_quotations(passage.text))):
            remedy = f"Instead: {instead[' '.join(said.casefold().split())]}."
            yield passage.fault(library, said, f"{said!r} is a word to avoid.", remedy)


@check(
    "sentence-length",
    "warning",
    f"No sentence of a summary or question has more than {LONGEST_SENTENCE} words.",
    "Make two of it.",
)
def sentence_length(library: Library) -> Iterator[Fault]:
    """Count the words of each sentence."""
    for passage in _passages(library):
        for sentence in sentences(passage.text):
            count = len(sentence.split())
            if count > LONGEST_SENTENCE and passage.field != ("answer",):
                start = " ".join(sentence.split()[:4])
                yield passage.fault(library, start, f"A sentence of {count} words starts “{start} …”.")


@check(
    "reading-ease",
    "warning",
    f"The Flesch reading ease of a summary is {EASIEST_ALLOWED} or more.",
    "Shorten the sentences, and use shorter words.",
)
def reading_ease_of_summary(library: Library) -> Iterator[Fault]:
    """Measure each summary."""
    for key, summary in library.summaries.items():
        ease = reading_ease(_body(summary))
        if ease < EASIEST_ALLOWED:
            line = summary.fields[0].line if summary.fields else None
            yield Fault((), f"The reading ease is {ease:.0f} of 100.", path=path_of(key), line=line)


def reading_ease(text: str) -> float:
    """Return the Flesch reading ease of a text: 100 is very easy, 0 very difficult (Flesch 1948)."""
    spoken = words(text)
    if not spoken:
        return 100.0
    syllables = sum(count_syllables(word) for word in spoken)
    return 206.835 - 1.015 * len(spoken) / len(sentences(text)) - 84.6 * syllables / len(spoken)


def count_syllables(word: str) -> int:
    """Count the syllables of an English word by its groups of vowels; a number counts as one."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(plain)) + len(_HIATUS.findall(plain)) - len(_SILENT_ENDING.findall(plain))
    return max(groups, 1)


def _body(summary: Summary) -> str:
    return "\n\n".join(field.text for field in summary.fields)


@check(
    "copied-text",
    "error",
    f"No two summaries share a run of {COPIED_RUN} or more words.",
    "Say it in other words, for the work at hand.",
)
def copied_text(library: Library) -> Iterator[Fault]:
    """Compare every run of words, sentence by sentence; house phrases are allowed.

    Questions may say a thing as a summary or another question says it: one thing, one way.
    """
    first: dict[tuple[str, ...], str] = {}
    for passage in _summaries(library):
        told: set[str] = set()
        for sentence in sentences(passage.text):
            spoken = words(sentence)
            for run in _runs(sentence):
                other = first.setdefault(run, passage.path)
                if other != passage.path and other not in told:
                    told.add(other)
                    phrase = " ".join(spoken[:3])
                    yield passage.fault(library, phrase, f"“{' '.join(run)}” also stands in {other}.")


def _runs(sentence: str) -> Iterator[tuple[str, ...]]:
    for piece in _HOUSE.split(" ".join(words(sentence.lower().replace("’", "'")))):
        spoken = piece.split()
        for start in range(len(spoken) - COPIED_RUN + 1):
            yield tuple(spoken[start : start + COPIED_RUN])


_HOUSE = re.compile("|".join(re.escape(" ".join(words(phrase))) for phrase in HOUSE_PHRASES))
