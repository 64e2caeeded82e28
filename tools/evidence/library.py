"""The Library: every record, summary and term of one folder, validated, with the faults found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from evidence import yaml_edit
from evidence.errors import NotFoundError, Problem
from evidence.files import read_text, write_text
from evidence.identifiers import IdentifierError, parse_doi, parse_isbn, parse_pmcid, parse_pmid
from evidence.model import SAME_FAMILY, RelationType, Study, to_plain
from evidence.questions import Question
from evidence.reading import Reader
from evidence.summaries import Summary
from evidence.vocabulary import Vocabulary
from evidence.yaml_text import Document


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
        questions: Questions with their answers by slug, in the order of the site.
        documents: Lines of every file read, by its path relative to root.
        problems: What was wrong with the files themselves.
    """

    root: Path
    vocabulary: Vocabulary = field(repr=False)
    studies: Mapping[str, Study] = field(default_factory=dict, repr=False)
    summaries: Mapping[str, Summary] = field(default_factory=dict, repr=False)
    questions: Mapping[str, Question] = field(default_factory=dict, repr=False)
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
        reader = Reader(root)
        vocabulary = reader.vocabulary()
        studies = reader.studies()
        summaries = reader.summaries()
        questions = reader.questions()
        return cls(root, vocabulary, studies, summaries, questions, reader.documents, tuple(reader.problems))

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
