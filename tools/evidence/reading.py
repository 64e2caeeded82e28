"""Reading one folder: each file becomes an object, each fault a Problem with its line, and none stops the others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from evidence import yaml_text
from evidence.errors import Problem
from evidence.files import FileError, read_text
from evidence.model import Study
from evidence.questions import HEADINGS, OPTIONAL_HEADINGS, Question, QuestionMeta
from evidence.sections import SectionedFile, SectionError, take_apart
from evidence.summaries import SUMMARY_FIELDS, Summary, SummaryMeta
from evidence.validation import validate
from evidence.vocabulary import (
    FACET_FILES,
    About,
    CodeList,
    Definition,
    Facet,
    FacetFile,
    Measure,
    PlainLanguage,
    Vocabulary,
    VocabularySource,
)
from evidence.yaml_text import Document, YamlError

BlockType = TypeVar("BlockType", bound=BaseModel)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Name of a question's file, which is its address."""

NOT_RECORDS = frozenset({"search.yaml", "screening.yaml"})
"""Files in references/ that say how works are looked for, and are no works: `screening` reads them."""


class Reader:
    """Reads the files of one folder and gathers what is wrong with them.

    Attributes:
        root: The folder that holds references/, summaries/ and vocabulary/.
        documents: Lines of every file read so far, by its path relative to root.
        problems: What was wrong with the files read so far.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def vocabulary(self) -> Vocabulary:
        """Read the terms, measures, sources and codes."""
        facets = {}
        for name in FACET_FILES:
            described = self._block(f"vocabulary/{name}.yaml", FacetFile)
            if described:
                facets[described.id] = Facet(name, described)
        return Vocabulary(
            facets=facets,
            measures={one.id: one for one in self._listed("measures", Measure)},
            definitions={one.id: one for one in self._listed("definitions", Definition)},
            sources=self._mapped("sources", VocabularySource, within="sources"),
            codes=self._mapped("codes", CodeList),
            about=self._block("vocabulary/about.yaml", About),
            plain_language=self._block("vocabulary/plain-language.yaml", PlainLanguage),
        )

    def studies(self) -> dict[str, Study]:
        """Read the records, by key."""
        found: dict[str, Study] = {}
        for path in sorted((self.root / "references").glob("*.yaml")):
            if path.name in NOT_RECORDS:
                continue
            name = f"references/{path.name}"
            study = self._block(name, Study)
            if study is None:
                continue
            if study.key in found or study.key != path.stem:
                line = self.documents[name].line_of(("key",))
                self.problems.append(
                    Problem(
                        "key-is-not-file-name", name, line, "key",
                        f"The key {study.key!r} is not the name of the file.",
                        f"Keys are addresses and never change: set the key to {path.stem!r}, or rename the file.",
                    )
                )  # fmt: skip
                continue
            found[study.key] = study
        return found

    def summaries(self) -> dict[str, Summary]:
        """Read the summaries of studies, by key."""
        found: dict[str, Summary] = {}
        for path in sorted((self.root / "summaries").glob("*.md")):
            name = f"summaries/{path.name}"
            file = self._sections(name, "summary-shape")
            meta = self._validated(SummaryMeta, file.meta, name) if file else None
            if file is None or meta is None:
                continue
            headings = [part.heading for part in file.sections]
            if headings != list(SUMMARY_FIELDS):
                wrong = next((f for f, w in zip(file.sections, SUMMARY_FIELDS, strict=False) if f.heading != w), None)
                line = wrong.line if wrong else 1
                self._fault(
                    "summary-fields",
                    name,
                    line,
                    f"The headings are not the five fixed ones in their order: {', '.join(SUMMARY_FIELDS)}.",
                )
                continue
            if meta.key != path.stem:
                self._fault(
                    "summary-key",
                    name,
                    file.meta.line_of(("key",)),
                    f"The key {meta.key!r} is not the name of the file.",
                )
                continue
            found[meta.key] = Summary(meta, file.sections)
        return found

    def questions(self) -> dict[str, Question]:
        """Read the questions, by slug, in their order."""
        found: list[Question] = []
        for path in sorted((self.root / "summaries" / "questions").glob("*.md")):
            name = f"summaries/questions/{path.name}"
            file = self._sections(name, "question-shape")
            meta = self._validated(QuestionMeta, file.meta, name) if file else None
            if file is None or meta is None:
                continue
            wanted = [one for one in HEADINGS if one not in OPTIONAL_HEADINGS or one in _headings(file)]
            if _headings(file) != wanted:
                self._fault(
                    "question-fields", name, file.sections[0].line if file.sections else 1,
                    f"The headings are not these in their order: {', '.join(wanted)}.",
                )  # fmt: skip
                continue
            if not SLUG.fullmatch(path.stem):
                self._fault(
                    "question-slug", name, 1,
                    f"The name {path.stem!r} is an address and may hold small letters, digits and hyphens only.",
                )  # fmt: skip
                continue
            found.append(Question(path.stem, meta, {section.heading: section for section in file.sections}))
        return {one.slug: one for one in sorted(found, key=lambda one: (one.meta.order, one.slug))}

    def _sections(self, name: str, code: str) -> SectionedFile | None:
        """Take a Markdown file apart; one that cannot be becomes a problem with the code given."""
        try:
            file = take_apart(read_text(self.root / name))
        except (FileError, YamlError, SectionError) as error:
            self._fault(code, name, getattr(error, "line", 1), str(error))
            return None
        self.documents[name] = file.meta
        return file

    def _fault(self, code: str, name: str, line: int, message: str) -> None:
        self.problems.append(
            Problem(code, name, line, "", message, "Mend this place; the rest of the library was read without it.")
        )

    def _document(self, name: str) -> Document | None:
        try:
            document = yaml_text.read(read_text(self.root / name))
        except FileError as error:
            self._fault("unreadable-file", name, 1, str(error))
        except YamlError as error:
            self._fault("malformed-yaml", name, error.line, str(error))
        else:
            self.documents[name] = document
            return document
        return None

    def _block(self, name: str, kind: type[BlockType]) -> BlockType | None:
        document = self._document(name)
        return None if document is None else self._validated(kind, document, name)

    def _validated(self, kind: type[BlockType], document: Document, name: str) -> BlockType | None:
        result = validate(kind, document, name)
        if isinstance(result, list):
            self.problems.extend(result)
            return None
        return result

    def _listed(self, name: str, kind: type[BlockType]) -> list[BlockType]:
        return list(self._parts(f"vocabulary/{name}.yaml", name, kind).values())

    def _mapped(self, name: str, kind: type[BlockType], within: str = "") -> dict[str, BlockType]:
        return {str(key): part for key, part in self._parts(f"vocabulary/{name}.yaml", within, kind).items()}

    def _parts(self, name: str, within: str, kind: type[BlockType]) -> dict[str | int, BlockType]:
        """Validate each part of a file by itself, so that one bad part does not hide the others."""
        document = self._document(name)
        if document is None:
            return {}
        data = document.data.get(within) if within and isinstance(document.data, dict) else document.data
        prefix: yaml_text.Path = (within,) if within else ()
        if not isinstance(data, dict | list):
            self._fault("schema", name, document.line_of(prefix), "The file does not hold the list that belongs there.")
            return {}
        parts = data.items() if isinstance(data, dict) else enumerate(data)
        found: dict[str | int, BlockType] = {}
        for place, part in parts:
            depth = len(prefix) + 1
            lines = {path[depth:]: line for path, line in document.lines.items() if path[:depth] == (*prefix, place)}
            block = self._validated(kind, Document(part, lines), name)
            if block is not None:
                found[place] = block
        return found


def _headings(file: SectionedFile) -> list[str]:
    return [section.heading for section in file.sections]
