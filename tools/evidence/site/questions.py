"""The pages of the questions: the answer first, then what it rests on, and the same in easy words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.formats.pieces import Pieces
from evidence.library import Library
from evidence.model import Study
from evidence.questions import CLAIMS, EASY_READ, IN_SHORT, NOT_KNOWN, STUDIES_SAY, Question, with_counts
from evidence.selection import select
from evidence.site import addresses, linked_data
from evidence.site.dials import Dials, dials_of
from evidence.site.downloads import downloads_of
from evidence.site.markdown import render
from evidence.site.page import Asset, Page, link
from evidence.site.plot_files import plot_downloads
from evidence.site.plots import plot_of_question
from evidence.site.question_tables import tables_of
from evidence.site.render import Renderer
from evidence.site.reviews import review_matrix
from evidence.synthesis import Panel, judgement_of, overview, statement

HOW_WORDS = {
    "grouping": "How studies were grouped, and why",
    "metric": "What was compared across studies",
    "method": "How the results were put together",
    "weight": "Which studies weighed most",
    "differences": "How differences between studies were looked at",
    "certainty": "How certainty was judged, and by whom",
    "display": "How the results are shown and ordered",
    "findings": "What was found, in how many studies and people",
    "limits": "Limits of this answer",
}
"""The nine items of SWiM (doi:10.1136/bmj.l6890) in plain words."""

COUNTED_PANELS: Mapping[str, Panel] = {
    "compared": "compared",
    "over-time": "change-over-time",
    "told": "told",
    "counted": "described",
    "reviewed": "reviewed",
}
"""The numbers that a text may have the page count (`questions.COUNTS`), and the panels they count."""


@dataclass(frozen=True)
class AnswerPart:
    """A piece of the answer: words, and for a judgement the review that made it and its level in words.

    A review that judged several things is named once, at the last of them (`names_judge`).
    """

    text: str
    judge: Study | None = None
    level: str = ""
    names_judge: bool = False


@dataclass(frozen=True)
class Answered:
    """A question as lists show it: with its answer and its dials."""

    question: Question
    answer: tuple[AnswerPart, ...]
    dials: Dials
    studies: tuple[Study, ...]
    counts: Mapping[str, int]

    @property
    def text(self) -> str:
        """The answer as plain text."""
        return "".join(part.text for part in self.answer)


def answered(library: Library) -> list[Answered]:
    """Return every question with its answer and dials, in their order.

    Raises:
        NotFoundError: An answer names a judgement that no record holds.
        FilterError: A question is about a term that does not exist.
    """
    return [_answered(library, one) for one in library.questions.values()]


def studies_of(library: Library, question: Question) -> list[Study]:
    """Return the studies that a question looks at."""
    return select(library, filters=[f"{facet}={','.join(terms)}" for facet, terms in question.meta.about.items()])


def outcomes_of(library: Library, question: Question) -> set[str] | None:
    """Return the outcomes that a question is about with those below them; None where it is about all."""
    named = question.meta.about.get("outcome")
    facet = library.vocabulary.facet("outcome")
    return {inner for one in named for inner in facet.within(one)} if named else None


def answer_of(library: Library, question: Question) -> tuple[AnswerPart, ...]:
    """Return the answer with its judgements in words.

    Raises:
        NotFoundError: An answer names a judgement that no record holds.
    """
    parts: list[AnswerPart] = []
    for part in question.answer:
        if isinstance(part, str):
            parts.append(AnswerPart(part))
            continue
        found = judgement_of(library, part)
        term = library.vocabulary.facet("outcome").term(part.outcome)
        said = statement(found.finding.direction, found.level, term, part.noun)
        level = library.vocabulary.code("certainty", found.level).label.lower()
        parts.append(AnswerPart(said, library.studies.get(found.judged_by), level))
    last = {part.judge.key: place for place, part in enumerate(parts) if part.judge}
    named = set(last.values())
    return tuple(replace(part, names_judge=place in named) for place, part in enumerate(parts))


def _answered(library: Library, question: Question) -> Answered:
    studies = studies_of(library, question)
    outcomes = outcomes_of(library, question)
    found = overview(library, studies, outcomes)
    counts = {"works": len(studies), "families": found.families}
    counts |= {name: found.panels.get(panel, 0) for name, panel in COUNTED_PANELS.items()}
    if not question.meta.about:
        # Of the whole base only what the answer itself rests on says how sure anyone is.
        judged = tuple(judgement_of(library, part) for part in question.answer if not isinstance(part, str))
        found = replace(found, judgements=judged)
    asks = bool(question.meta.about) and found.families > 0
    dials = dials_of(library, found, studies, outcomes or (), asks=asks)
    return Answered(question, answer_of(library, question), dials, tuple(studies), counts)


def question_pages(
    renderer: Renderer, apa: Mapping[str, str], made: Mapping[str, Pieces], questions: Sequence[Answered]
) -> Iterator[Page | Asset]:
    """Return the list of questions, a page for each with its files, and each again in easy words.

    Args:
        renderer: Renders the pages.
        apa: Each study's reference as safe HTML.
        made: The references in pieces, from which the files are put together.
        questions: The questions in their order.
    """
    if not questions:
        return
    yield renderer.page(
        addresses.QUESTIONS,
        "questions",
        "Questions",
        "Plain answers to the questions people ask about social prescribing and link workers, with what each rests on.",
        questions=questions,
    )
    for one in questions:
        yield from _question_page(renderer, apa, made, one, [other for other in questions if other is not one])
        yield _easy_read(renderer, one)


def _question_page(
    renderer: Renderer,
    apa: Mapping[str, str],
    made: Mapping[str, Pieces],
    one: Answered,
    others: Sequence[Answered],
) -> Iterator[Page | Asset]:
    library, question = renderer.library, one.question
    path = addresses.question(question.slug)
    about = question.meta.about
    # A question about no outcome and no people would plot the whole base, which says nothing.
    plot = plot_of_question(library, question.title, one.studies, about.get("outcome", [])) if about else None
    plot_files = plot_downloads(renderer, plot, path) if plot else []
    files = downloads_of(made, question.cited, path + question.slug)
    trail = [("Questions", addresses.QUESTIONS), (question.title, path)]
    yield from (file.asset for file in [*plot_files, *files])
    yield renderer.page(
        path,
        "question",
        question.title,
        one.text,
        head=linked_data.script(linked_data.breadcrumbs(renderer.settings, trail)),
        one=one,
        question=question,
        sections={name: _html(renderer, path, one, name) for name in (IN_SHORT, STUDIES_SAY, CLAIMS, NOT_KNOWN)},
        all_of_them=addresses.browse(**{one: ",".join(terms) for one, terms in about.items()}),
        plot=plot,
        plot_files=plot_files,
        matrix=review_matrix(library, one.studies),
        tables=tables_of(library, question.meta.tables, one.studies),
        cited=[(library.studies[key], apa.get(key, "")) for key in question.cited],
        how=[
            (name, label, _markdown(renderer, path, one, getattr(question.meta.how, name), inline=True))
            for name, label in HOW_WORDS.items()
        ],
        files=files,
        others=others,
    )


def _easy_read(renderer: Renderer, one: Answered) -> Page:
    path = addresses.easy_read(one.question.slug)
    return renderer.page(
        path,
        "easy-read",
        f"{one.question.title} Easy read",
        "The same answer in short lines and easy words.",
        one=one,
        body=_html(renderer, path, one, EASY_READ),
    )


def _html(renderer: Renderer, path: str, one: Answered, heading: str) -> str:
    section = one.question.sections.get(heading)
    return _markdown(renderer, path, one, section.source) if section else ""


def _markdown(renderer: Renderer, path: str, one: Answered, text: str, *, inline: bool = False) -> str:
    def cite(key: str) -> tuple[str, str]:
        study = renderer.library.study(key)
        return link(path, addresses.study(study.key)), study.citation.short

    return render(with_counts(text, one.counts), cite, lambda target: link(path, target), inline=inline)
