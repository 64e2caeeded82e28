"""A plan, and what became of it, in words for a person and in data for a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from evidence.identifiers import shorten
from evidence.zotero.fields import Value
from evidence.zotero.steps import Conflict, Plan, Side, Step
from evidence.zotero.sync import Outcome

_HEADINGS: dict[Side, str] = {"base": "to the base (pull)", "zotero": "to Zotero (push)"}


def plan_lines(plan: Plan, side: Side | None, *, delete: bool) -> Iterator[str]:
    """Describe a plan.

    Args:
        plan: The plan.
        side: The side that is to be written, or None for both.
        delete: Whether deletions are carried out.
    """
    for one in (side,) if side else _HEADINGS:
        steps = plan.towards(one, delete=True)
        if steps:
            yield f"{_HEADINGS[one]}: {_count(len(steps), 'work')}"
        for step in steps:
            yield from step_lines(step, one, delete=delete)
    yield from open_lines(plan)


def step_lines(step: Step, side: Side, *, delete: bool) -> Iterator[str]:
    """Describe what one step writes on one side."""
    waits = "" if delete else " (only with --delete)"
    match step.kind:
        case "create-record":
            yield f"  + {step.key}: new record for item {step.item}: {_shown(step.to_base.get('title'))}"
        case "create-item":
            what = "item restored" if step.item else "new item"
            yield f"  + {step.key}: {what}: {_shown(step.to_zotero.get('title'))}"
        case "delete-record":
            yield f"  - {step.key}: its item is gone from Zotero; the record and its summary are deleted{waits}"
        case "delete-item":
            yield f"  - {step.key}: the record is gone; item {step.item} goes into Zotero's trash{waits}"
        case _:
            for name, value in (step.to_base if side == "base" else step.to_zotero).items():
                yield f"  ~ {step.key}: {name}: {_shown(value)}"


def open_lines(plan: Plan) -> Iterator[str]:
    """Describe what a person has to decide, and what a person should know."""
    if plan.conflicts:
        yield f"to be decided: {_count(len(plan.conflicts), 'conflict')}"
    for step, conflict in plan.conflicts:
        yield f"  ! {step.key}: {_conflict(conflict)}"
    if plan.conflicts:
        yield "  Decide all with --prefer base (on push) or --prefer zotero (on pull), or make the two equal by hand."
    for notice in plan.notices:
        yield f"note: {notice.about} {notice.text}"


def plan_data(plan: Plan, outcome: Outcome | None = None) -> dict[str, Any]:
    """Return a plan, and what became of it, as data."""
    data: dict[str, Any] = {
        "steps": [asdict(step) for step in plan.steps],
        "notices": [asdict(notice) for notice in plan.notices],
    }
    if outcome is not None:
        data["done"] = [{"kind": step.kind, "key": step.key} for step in outcome.done]
        data["failed"] = outcome.failed
    return data


def needs_a_person(plan: Plan) -> bool:
    """Tell whether something cannot be settled by pulling and pushing."""
    return bool(plan.conflicts) or any(notice.to_decide for notice in plan.notices)


def _conflict(conflict: Conflict) -> str:
    if conflict.field == "record":
        gone, changed = ("base", "Zotero") if conflict.base is None else ("Zotero", "base")
        return f"deleted in {_the(gone)}, changed in {_the(changed)} ({_shown(conflict.base or conflict.zotero)})"
    text = f"{conflict.field}: the base has {_shown(conflict.base)}, Zotero has {_shown(conflict.zotero)}"
    if conflict.agreed is not None:
        text += f"; both had {_shown(conflict.agreed)}"
    return f"{text}; Zotero's value cannot be taken: {conflict.reason}" if conflict.reason else text


def _the(side: str) -> str:
    return "the base" if side == "base" else side


def _shown(value: Value | None) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else "; ".join(value)
    return f'"{shorten("".join(one if one.isprintable() else " " for one in text), 100)}"'


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
