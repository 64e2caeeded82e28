"""What a plan is made of: the steps, and what a person has to decide or should know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evidence.zotero.fields import Value
from evidence.zotero.views import View

Side = Literal["base", "zotero"]
Kind = Literal["update", "create-item", "create-record", "delete-item", "delete-record", "forget"]


@dataclass(frozen=True)
class Item:
    """What Zotero has of one work.

    Attributes:
        view: What it says.
        version: Its version.
        gone: Whether it lies in the trash, or was taken out of the collection that is kept the same.
    """

    view: View
    version: int
    gone: bool = False


@dataclass(frozen=True)
class Conflict:
    """One field that only a person can decide.

    Attributes:
        field: Name of the field; `record` when one side deleted what the other changed.
        base, zotero: The values; None where there is none.
        agreed: What both had, if that is known.
        reason: Why Zotero's value cannot be taken, if it cannot.
    """

    field: str
    base: Value | None
    zotero: Value | None
    agreed: Value | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Step:
    """What is to be done with one work.

    Attributes:
        kind: What it is.
        key: Key of the record, or the one that it will get.
        item: Key of the item, or None for one that is to be made.
        to_base, to_zotero: New values by field; None takes a field away.
        conflicts: What stays as it is on both sides.
    """

    kind: Kind
    key: str
    item: str | None
    to_base: Mapping[str, Value | None] = field(default_factory=dict)
    to_zotero: Mapping[str, Value | None] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    @property
    def changes(self) -> frozenset[Side]:
        """The sides on which something is to be written."""
        match self.kind:
            case "create-item" | "delete-item":
                return frozenset({"zotero"})
            case "create-record" | "delete-record":
                return frozenset({"base"})
        sides: list[tuple[Side, bool]] = [("base", bool(self.to_base)), ("zotero", bool(self.to_zotero))]
        return frozenset(side for side, wanted in sides if wanted)


@dataclass(frozen=True)
class Notice:
    """Something that a person should know.

    Attributes:
        about: Key of the record or item.
        text: What is to be known, as the rest of a sentence.
        to_decide: Whether it stays until a person does something.
    """

    about: str
    text: str
    to_decide: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that is to be done, by the key of the record.

    Attributes:
        steps: What is to be done, or decided.
        pairs: Which item belongs to which record, newly found pairs included.
        notices: What a person should know.
    """

    steps: tuple[Step, ...]
    pairs: Mapping[str, str]
    notices: tuple[Notice, ...] = ()

    @property
    def conflicts(self) -> list[tuple[Step, Conflict]]:
        """All conflicts with the step they belong to."""
        return [(step, conflict) for step in self.steps for conflict in step.conflicts]

    def towards(self, side: Side, *, delete: bool) -> list[Step]:
        """Return the steps that write on one side; deletions only when they were asked for."""
        return [
            step
            for step in self.steps
            if side in step.changes and (delete or step.kind not in {"delete-item", "delete-record"})
        ]
