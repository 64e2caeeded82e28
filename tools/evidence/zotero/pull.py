"""Writing to the base what a plan asks for: citations and tags, whole new records, and deletions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from evidence.errors import EvidenceError
from evidence.files import FileError
from evidence.library import Library
from evidence.model import Study
from evidence.zotero.records import changed_record, new_record
from evidence.zotero.steps import Step


def pull_steps(
    library: Library, steps: Iterable[Step], today: str, failed: dict[str, str]
) -> Iterator[tuple[Step, Study | None]]:
    """Carry out steps on the base, one record after the other.

    Args:
        library: The base.
        steps: What is to be done there.
        today: The day, as YYYY-MM-DD.
        failed: Where what could not be done is entered, by the key of the record.

    Yields:
        Each step that was carried out, with the record as it is now, or None when it was deleted.
    """
    for step in steps:
        try:
            study = _done(library, step, today)
        except (ValidationError, EvidenceError) as error:
            failed[step.key] = f"could not be changed, and stays as it is: {_reason(error)}"
            continue
        yield step, study


def _done(library: Library, step: Step, today: str) -> Study | None:
    if step.kind == "delete-record":
        _delete(library, step.key)
        return None
    study = _study(library, step, today)
    library.save(study)
    return study


def _study(library: Library, step: Step, today: str) -> Study:
    if step.kind == "create-record":
        fields = {name: value for name, value in step.to_base.items() if value is not None}
        return new_record(step.key, fields, library.vocabulary, today)
    return changed_record(library.studies[step.key], step.to_base, library.vocabulary)


def _reason(error: ValidationError | EvidenceError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
    return str(error)


def _delete(library: Library, key: str) -> None:
    """Delete a record and its summary, which would be a summary of nothing; git keeps both."""
    for path in (library.root / "summaries" / f"{key}.md", library.root / library.path_of(key)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"{path} cannot be deleted: {error.strerror or error}.") from error
