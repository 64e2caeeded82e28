"""Made-up sets of studies: copies of the miniature trial with findings as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evidence.library import Library
from evidence.model import Direction, Finding, Relation, Study

TRIAL = "oakley2021connector"
FOR: Direction = "favours-social-prescribing"
AGAINST: Direction = "favours-comparison"
UNCLEAR: Direction = "no-clear-direction"


def finding(direction: Direction, outcome: str = "loneliness", **values: Any) -> Finding:
    """Return a measured finding."""
    said = {"basis": "quantitative", "finding": "People were counted.", **values}
    return Finding.model_validate({"outcome": outcome, "direction": direction, **said})


def study(library: Library, key: str, findings: list[Finding], **values: Any) -> Study:
    """Return a copy of the miniature trial under another key, with its own findings.

    `design`, `relations`, `intervention_group`, `issued` and `status` (integrity) replace the trial's own.
    """
    trial = library.studies[TRIAL]
    people = trial.study.participants
    assert people is not None
    size = values.get("intervention_group", people.intervention_group)
    conduct = trial.study.model_copy(
        update={"participants": people.model_copy(update={"intervention_group": size})}
        | ({"comparison": values["comparison"]} if "comparison" in values else {})
    )
    return trial.model_copy(
        update={
            "key": key,
            "findings": findings,
            "relations": [Relation(type=kind, key=other) for kind, other in values.get("relations", [])],
            "study": conduct,
            "tags": trial.tags.model_copy(update={"design": values.get("design", "rct")}),
            "citation": trial.citation.model_copy(update={"issued": values.get("issued", "2021")}),
            "integrity": trial.integrity.model_copy(update={"status": values.get("status", "no-notice")}),
        }
    )


def library_of(library: Library, studies: list[Study]) -> Library:
    """Return a library of these studies alone, with the vocabulary of another."""
    found: Mapping[str, Study] = {one.key: one for one in studies}
    return replace(library, studies=found, summaries={}, questions={})


def trials(library: Library, *directions: Direction, outcome: str = "loneliness") -> Library:
    """Return a library of trials, one a direction, each with one finding on the outcome."""
    made = [
        study(library, f"made{number:02}up", [finding(one, outcome)]) for number, one in enumerate(directions, start=1)
    ]
    return library_of(library, made)
