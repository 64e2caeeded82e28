"""Whether a work comes in: it is there already, it may be, or it is new and its record is written."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evidence import yaml_text
from evidence.adding.drafting import COLLECTION, Work, draft, key_of
from evidence.adding.outcomes import Candidate, Outcome
from evidence.adding.sourcing import with_sources
from evidence.adding.suggesting import suggest
from evidence.adding.texts import record_text, summary_draft
from evidence.adding.writing import keys_from, write_new
from evidence.duplicates import Near, nearest
from evidence.errors import EvidenceError
from evidence.identifiers import IdentifierError, shorten
from evidence.library import Library
from evidence.model import Study, to_plain
from evidence.sources.asked import Asked, identify
from evidence.sources.lookup import Found, Sources, look_up_all

_PARTS_OF_BOOKS = frozenset({"chapter", "entry-encyclopedia", "paper-conference"})
"""Types that bear the ISBN of the book they stand in."""
_SAME = frozenset({"same", "likely"})


class Intake:
    """Takes works in one by one; each is compared with the base and with those that came in before it.

    Args:
        library: The base.
        collection: Collection of new records.
        dry_run: Write nothing.
        force: Take in what may be there already, but not what surely is.
        summary_drafts: Whether to write the draft of a summary beside each record.
    """

    def __init__(
        self,
        library: Library,
        *,
        collection: str = COLLECTION,
        dry_run: bool = False,
        force: bool = False,
        summary_drafts: bool = True,
    ) -> None:
        self.library = library
        self.added: list[str] = []
        self._collection = collection
        self._dry_run = dry_run
        self._force = force
        self._summary_drafts = summary_drafts

    def holder_of(self, asked: Asked) -> str | None:
        """Return the key of the record that bears an identifier; the ISBN of a chapter is that of its book."""
        for key in self.library.by_identifier.get(f"{asked.scheme}:{asked.value.lower()}", []):
            if asked.scheme != "isbn" or self.library.studies[key].citation.type not in _PARTS_OF_BOOKS:
                return key
        return None

    def there(self, asked: str, key: str, why: Iterable[str] = (), remarks: Iterable[str] = ()) -> Outcome:
        """Say which record holds a work."""
        reasons = " ".join(why)
        when = "was added just now" if key in self.added else "is there already"
        message = f"It {when}: {self.library.path_of(key)}." + (f" {reasons}" if reasons else "")
        return Outcome("there", asked, message, key, tuple(remarks), integrity=self.library.studies[key].integrity)

    def take(self, asked: str, work: Work) -> Outcome:
        """Take a work in, unless it is there or may be.

        Raises:
            FileError: The record cannot be written.
        """
        near = nearest(work.citation, self.library)
        best = near[0].comparison.verdict if near else "different"
        if best == "same" or (best in _SAME and not self._force):
            return self._there(asked, work, near[0])
        if near and not self._force:
            return Outcome(
                "unsure",
                asked,
                f"{_described(work)} may be there already. {_how_to_force(work)}",
                remarks=work.remarks,
                candidates=tuple(self.candidate(one) for one in near),
                integrity=work.integrity,
            )
        return self._add(asked, work)

    def _there(self, asked: str, work: Work, near: Near) -> Outcome:
        remarks = list(work.remarks)
        if near.comparison.verdict != "same":
            remarks.append(f"This is likely and not certain. {_how_to_force(work)}")
        if work.citation.doi and not self.library.studies[near.key].citation.doi:
            remarks.append(f"The record has no DOI; that of this work is {work.citation.doi}.")
        return self.there(asked, near.key, near.comparison.reasons, remarks)

    def _add(self, asked: str, work: Work) -> Outcome:
        root = self.library.root
        suggestions = suggest(self.library.vocabulary, work.citation.title, work.abstract)
        for key in keys_from(key_of(work.citation)):
            if self._is_taken(key):
                continue
            study = draft(work, key, self._collection, suggestions, self.library)
            text = record_text(study, suggestions, work.remarks)
            if not _reads_as(text, study):
                return Outcome("failed", asked, "Its record cannot be written as a file: enter it by hand.")
            if not self._dry_run:
                if not write_new(root / self.library.path_of(key), text):
                    # Somebody took the key a moment ago, perhaps with this very work: look anew.
                    self.library = Library.load(root)
                    if self._is_taken(key):
                        return self.take(asked, work)
                    continue
                if self._summary_drafts:
                    write_new(root / f"summaries/{key}.md.draft", summary_draft(key, work.retrieved))
            self.library = replace(self.library, studies={**self.library.studies, key: study})
            self.added.append(key)
            message = f"{self.library.path_of(key)}: {shorten(work.citation.title, 100)}"
            return Outcome("added", asked, message, key, work.remarks, (), work.integrity, text)
        raise AssertionError("there is always a further key")

    def _is_taken(self, key: str) -> bool:
        """Tell whether a key stood in the base when it was read; a file written since then is met on writing."""
        path = self.library.path_of(key)
        known = key in self.library.studies or path in self.library.documents
        unread = any(problem.path == path for problem in self.library.problems)
        return known or unread or (self.library.root / f"summaries/{key}.md").exists()

    def candidate(self, near: Near) -> Candidate:
        """Describe a record that may hold a work."""
        cited = self.library.studies[near.key].citation
        return Candidate(near.key, f"{cited.short}: {shorten(cited.title, 100)}", near.comparison.reasons)


def add_all(identifiers: Iterable[str], intake: Intake, sources: Sources) -> Iterator[Outcome]:
    """Add works by their identifiers and yield what became of each, in order; a failure never stops the rest.

    What the base holds by that very identifier is not looked up.

    Raises:
        FileError: A record, or an answer of a service, cannot be written.
    """
    given = [(text, _holder(text, intake)) for text in identifiers]
    answers = look_up_all([text for text, key in given if key is None], sources)
    for text, key in given:
        if key is not None:
            yield intake.there(text, key)
            continue
        found = next(answers)[1]
        if isinstance(found, EvidenceError):
            yield Outcome("failed", text, str(found))
        else:
            yield intake.take(text, work_of(found))


def work_of(found: Found) -> Work:
    """Turn what the services know into a work that may come in."""
    borne = {name for name in ("PMID", "PMCID") if to_plain(found.citation).get(name)}
    source = with_sources(found.source, found.source, found.retrieved, borne)
    return Work(found.citation, source, found.retrieved, found.access, found.integrity, found.abstract, found.remarks)


def _holder(text: str, intake: Intake) -> str | None:
    try:
        return intake.holder_of(identify(text))
    except IdentifierError:
        return None


def _how_to_force(work: Work) -> str:
    doi = work.citation.doi
    return (
        "Compare them."
        if doi is None
        else f"Compare them; `evidence add --force {shlex.quote(doi)}` adds it all the same."
    )


def _reads_as(text: str, study: Study) -> bool:
    try:
        return bool(yaml_text.read(text).data == to_plain(study))
    except yaml_text.YamlError:
        return False


def _described(work: Work) -> str:
    return f"{work.citation.short}: {shorten(work.citation.title, 100)}"
