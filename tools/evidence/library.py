"""The Library: every record, summary and term of one folder, validated, with the faults found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from evidence import yaml_edit, yaml_text
from evidence.errors import NotFoundError, Problem
from evidence.files import FileError, read_text, write_text
from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid
from evidence.model import SAME_FAMILY, RelationType, Study, to_plain
from evidence.summaries import SUMMARY_FIELDS, Summary, SummaryError, SummaryMeta, take_apart
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

NOT_RECORDS = frozenset({"search.yaml", "screening.yaml"})
"""Files in references/ that say how works are looked for, and are no works: `screening` reads them."""


@dataclass(frozen=True)
class Related:
    """A tie seen from one record: the type, the other record, a note, and whether it is told from the far end."""

    type: RelationType
    study: Study
    note: str | None
    inverse: bool = False


@dataclass(frozen=True)
class Library:
    """Everything of one folder, as objects.

    Attributes:
        root: The folder that holds references/, summaries/ and vocabulary/.
        vocabulary: Terms, measures and codes.
        studies: Records by key, in the order of their keys; malformed ones are left out and stand in `problems`.
        summaries: Summaries of studies by key.
        documents: Lines of every file read, by its path relative to root.
        problems: What was wrong with the files themselves.
    """

    root: Path
    vocabulary: Vocabulary = field(repr=False)
    studies: Mapping[str, Study] = field(default_factory=dict, repr=False)
    summaries: Mapping[str, Summary] = field(default_factory=dict, repr=False)
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, root: Path) -> Library:
        """Read a folder; a malformed file becomes a problem and never stops the others.

        Raises:
            NotFoundError: The folder holds no library.
        """
        if not (root / "references").is_dir() or not (root / "vocabulary").is_dir():
            raise NotFoundError(
                f"{root.resolve()} holds no library: the folders references/ and vocabulary/ are missing. "
                "Go to the library's folder or give it with --library."
            )
        reader = _Reader(root)
        vocabulary = reader.vocabulary()
        studies = reader.studies()
        summaries = reader.summaries()
        return cls(root, vocabulary, studies, summaries, reader.documents, tuple(reader.problems))

    def study(self, key: str) -> Study:
        """Return a record by its key, or by any identifier of the work.

        Raises:
            NotFoundError: No such record.
        """
        if key in self.studies:
            return self.studies[key]
        for found in self.by_identifier.get(_identifier(key), []):
            return self.studies[found]
        raise NotFoundError(f"There is no record {key!r}. `evidence list` shows the keys.")

    @cached_property
    def by_identifier(self) -> dict[str, list[str]]:
        """Keys of the records that bear an identifier (`doi:...`, `pmid:...`, `pmcid:...`, `isbn:...`)."""
        index: dict[str, list[str]] = {}
        for study in self.studies.values():
            cited = study.citation
            for kind, value in (("doi", cited.doi), ("pmid", cited.pmid), ("pmcid", cited.pmcid), ("isbn", cited.isbn)):
                if value:
                    index.setdefault(f"{kind}:{value.lower()}", []).append(study.key)
        return index

    @cached_property
    def families(self) -> dict[str, frozenset[str]]:
        """Study families: for each key, the keys of all papers on the same people, itself included.

        Counts go by family, so that three papers on one group of people count once (Cochrane Handbook 4.6.2).
        """
        family = {key: {key} for key in self.studies}
        for study in self.studies.values():
            for relation in study.relations:
                if relation.type in SAME_FAMILY and relation.key in family:
                    joined = family[study.key] | family[relation.key]
                    for member in joined:
                        family[member] = joined
        return {key: frozenset(members) for key, members in family.items()}

    def count_families(self, studies: Iterable[Study]) -> int:
        """Count study families among some records; a retracted record does not count."""
        return len({self.families[study.key] for study in studies if study.counts_as_evidence})

    @cached_property
    def relations(self) -> dict[str, list[Related]]:
        """Ties of each record, seen from both ends."""
        ties: dict[str, list[Related]] = {key: [] for key in self.studies}
        for study in self.studies.values():
            for relation in study.relations:
                if relation.key in self.studies:
                    other = self.studies[relation.key]
                    ties[study.key].append(Related(relation.type, other, relation.note))
                    ties[other.key].append(Related(relation.type, study, relation.note, inverse=True))
        return ties

    def with_term(self, facet: str, term: str) -> list[Study]:
        """Return the records that bear a term of a facet, or a narrower one."""
        wanted = self.vocabulary.facet(facet).within(term)
        return [study for study in self.studies.values() if wanted.intersection(study.terms(facet))]

    def path_of(self, key: str) -> str:
        """Return the file of a record, relative to the root."""
        return f"references/{key}.yaml"

    def save(self, study: Study) -> Path:
        """Write one record; of an existing file only the lines that changed are touched.

        Raises:
            FileError: The file cannot be written; the old one is still there.
        """
        path = self.root / self.path_of(study.key)
        plain = to_plain(study)
        old = read_text(path) if path.exists() else yaml_edit.new_record_text(study.key)
        write_text(path, yaml_edit.update(old, plain))
        return path


def _identifier(text: str) -> str:
    for kind, parse in (("doi", parse_doi), ("pmcid", parse_pmcid), ("pmid", parse_pmid), ("isbn", parse_isbn)):
        try:
            return f"{kind}:{parse(text).lower()}"
        except IdentifierError:
            continue
    return text


class _Reader:
    """Reads the files of one folder and gathers what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def vocabulary(self) -> Vocabulary:
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
        found: dict[str, Summary] = {}
        for path in sorted((self.root / "summaries").glob("*.md")):
            name = f"summaries/{path.name}"
            try:
                file = take_apart(read_text(path))
            except (FileError, YamlError, SummaryError) as error:
                self._fault("summary-shape", name, getattr(error, "line", 1), str(error))
                continue
            self.documents[name] = file.meta
            meta = validate(SummaryMeta, file.meta, name)
            if isinstance(meta, list):
                self.problems.extend(meta)
                continue
            headings = [part.heading for part in file.fields]
            if headings != list(SUMMARY_FIELDS):
                wrong = next((f for f, w in zip(file.fields, SUMMARY_FIELDS, strict=False) if f.heading != w), None)
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
            found[meta.key] = Summary(meta, file.fields)
        return found

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
