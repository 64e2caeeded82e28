"""Carrying out a plan: read both sides, plan, write one side, remember; and again, if the library moved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from evidence.library import Library
from evidence.zotero.client import ZoteroClient
from evidence.zotero.errors import MovedError
from evidence.zotero.fields import Fields
from evidence.zotero.items import item_key
from evidence.zotero.look import ROUNDS, Both, Wishes, item_of, look
from evidence.zotero.plan import agree
from evidence.zotero.pull import pull_steps
from evidence.zotero.push import Push
from evidence.zotero.state import STATE_FILE, Pair, write_state
from evidence.zotero.steps import Item, Plan, Step
from evidence.zotero.views import record_view

Tell = Callable[[str], None]
"""Tells a person how far a run is."""


def _silent(line: str) -> None:
    del line


@dataclass
class Outcome:
    """What a run did.

    Attributes:
        plan: The last plan.
        done: Steps that were carried out.
        failed: Keys of records with what Zotero or the base said about them.
    """

    plan: Plan
    done: list[Step] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def pull(library: Library, client: ZoteroClient, wishes: Wishes, tell: Tell = _silent) -> Outcome:
    """Take into the base what is new in Zotero.

    Raises:
        ZoteroError: Zotero cannot be read.
        FileError: What was done cannot be remembered; a second run finds out.
    """
    both = look(library, client, wishes)
    outcome = Outcome(both.plan)
    steps = both.plan.towards("base", delete=wishes.delete)
    records = dict(both.records)
    today = datetime.now(tz=UTC).date().isoformat()
    try:
        for step, study in pull_steps(library, steps, today, outcome.failed):
            outcome.done.append(step)
            tell(f"{len(outcome.done)} of {len(steps)} written to the base")
            if study is None:
                records.pop(step.key, None)
            else:
                records[step.key] = record_view(study, library.vocabulary)
    finally:
        _remember(library.root, both, outcome, records, both.items)
    return outcome


def push(library: Library, client: ZoteroClient, wishes: Wishes, tell: Tell = _silent) -> Outcome:
    """Write to Zotero what is new in the base, 50 items a request, and remember after each.

    Raises:
        ZoteroError: Zotero cannot be reached, or refuses; what was written is remembered.
    """
    client.require_right_to_write()
    schema = None
    done: list[Step] = []
    idle = 0
    while True:
        both = look(library, client, wishes)
        outcome = Outcome(both.plan, done)
        steps = both.plan.towards("zotero", delete=wishes.delete)
        items = dict(both.items)
        _remember(library.root, both, outcome, both.records, items)
        if not steps:
            return outcome
        schema = schema or client.schema()
        writer = Push(client, schema, library.vocabulary, both.state.collection)
        before = len(done)
        try:
            for results in writer.write(steps, both.items, both.data):
                for step, item, refusal in results:
                    if refusal:
                        outcome.failed[step.key] = refusal
                        continue
                    done.append(step)
                    items[str(item["key"])] = item_of(item, library, both.state.collection)
                _remember(library.root, both, outcome, both.records, items)
                tell(f"{len(done)} of {before + len(steps)} written to Zotero")
        except MovedError:
            idle = 0 if len(done) > before else idle + 1
            if idle >= ROUNDS:
                raise
            continue
        return outcome


def _remember(
    root: Path, both: Both, outcome: Outcome, records: Mapping[str, Fields], items: Mapping[str, Item]
) -> None:
    """Write down what is now the same, and which items have to be looked at again."""
    pairs: dict[str, Pair | None] = {}
    made = {step.key: step.item or item_key(step.key) for step in outcome.done if step.kind.startswith("create")}
    for key, name in {**both.plan.pairs, **made}.items():
        record, item = records.get(key), items.get(name)
        old = both.state.pairs.get(key)
        if record is None and (item is None or item.gone):
            pairs[key] = None
        elif record is not None and item is not None and not item.gone:
            fields = agree(old.fields if old and old.item == name else {}, record, item.view.fields)
            pairs[key] = Pair(name, item.version if fields == dict(item.view.fields) else 0, fields)
    state = both.state.with_pairs(pairs)
    if state != both.state or not (root / STATE_FILE).exists():
        write_state(root, state)
