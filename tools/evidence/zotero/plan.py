"""The heart: what to write where, from what the base has, what Zotero has, and what both had. A pure function.

By field: changed on one side, it goes to the other; changed on both to the same value, it is agreed; changed on both
to different values, it is a conflict, and nothing is written until a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace

from evidence.zotero.fields import Fields, Value
from evidence.zotero.pairing import Works
from evidence.zotero.state import Pair
from evidence.zotero.steps import Conflict, Item, Notice, Plan, Side, Step
from evidence.zotero.tags import OUTCOME
from evidence.zotero.views import CITATION_KEY, DERIVED, View


def make_plan(
    records: Mapping[str, Fields],
    items: Mapping[str, Item],
    agreed: Mapping[str, Pair],
    *,
    item_key: Callable[[str], str],
    new_key: Callable[[Fields, Container[str]], str],
    prefer: Side | None = None,
    reserved: Container[str] = (),
    taken: Container[str] = (),
) -> Plan:
    """Plan how the two sides become the same.

    Args:
        records: What the base has, by key.
        items: What Zotero has, by item key.
        agreed: What both had, by the key of the record.
        item_key: The key that the item of a record gets.
        new_key: A key for a new record, that is not taken.
        prefer: Which side wins a conflict; None leaves all of them to a person.
        reserved: Keys of records that cannot be read: neither they nor their items are touched.
        taken: Keys that no new record may get.
    """
    pairs, notices = _pair(records, items, agreed, item_key, reserved)
    steps: list[Step] = []
    for key, name in pairs.items():
        pair = agreed.get(key)
        # What was agreed with one item says nothing about another that took its place.
        pair = pair if pair and pair.item == name else None
        steps.append(_step(key, name, records.get(key), items.get(name), pair, prefer))
        notices += _outcome_notices(key, records.get(key), items.get(name), pair)
    steps += [Step("create-item", key, None, to_zotero=records[key]) for key in records if key not in pairs]
    used = {*records, *agreed, *(step.key for step in steps)}
    works = Works(records)
    here = set(pairs.values()) | {pair.item for pair in agreed.values()}
    for name in sorted(items):
        item = items[name]
        if name in here or item.gone:
            continue
        if double := works.same_as(item.view.fields):
            notices.append(
                Notice(name, f"is the same work as {double}, which has an item already: merge the two.", to_decide=True)
            )
        elif item.view.unreadable:
            reasons = "; ".join(f"{field}: {reason}" for field, reason in item.view.unreadable.items())
            notices.append(Notice(name, f"cannot become a record: {reasons}."))
        else:
            key = new_key(item.view.fields, _Either(used, taken))
            used.add(key)
            works.add(key, item.view.fields)
            steps.append(Step("create-record", key, name, to_base=item.view.fields))
    wanted = [step for step in steps if step.changes or step.conflicts or step.kind == "forget"]
    return Plan(tuple(sorted(wanted, key=lambda step: step.key)), pairs, tuple(notices))


def agree(old: Fields, base: Fields, zotero: Fields) -> dict[str, Value]:
    """Return what both sides have had: the new value of what is the same now, the old one of what is not."""
    names = {*old, *base, *zotero}
    now = {name: base.get(name) if base.get(name) == zotero.get(name) else old.get(name) for name in names}
    return {name: value for name, value in now.items() if value is not None}


class _Either:
    """What is in one of two."""

    def __init__(self, *parts: Container[str]) -> None:
        self._parts = parts

    def __contains__(self, key: object) -> bool:
        return any(key in part for part in self._parts)


def _pair(
    records: Mapping[str, Fields],
    items: Mapping[str, Item],
    agreed: Mapping[str, Pair],
    item_key: Callable[[str], str],
    reserved: Container[str],
) -> tuple[dict[str, str], list[Notice]]:
    """Find the item of each record: the one it had, the one made for it, or one that is the same work."""
    pairs = {key: pair.item for key, pair in agreed.items() if key not in reserved}
    known = {pair.item for pair in agreed.values()}
    for key in records:
        if key not in pairs and item_key(key) in items.keys() - known:
            pairs[key] = item_key(key)
            known.add(pairs[key])
    # Also where the item is gone: Zotero's own merging of doubles puts one of the two into the trash.
    lost = {key for key in records if key not in pairs or pairs[key] not in items or items[pairs[key]].gone}
    free = Works({key: records[key] for key in lost})
    for name in sorted(items.keys() - known):
        item = items[name]
        same = None if item.gone else free.same_as(item.view.fields)
        if same in lost:
            pairs[same] = name
            lost.discard(same)
    held = [key for key in agreed if key in reserved]
    notices = [
        Notice(key, "is left alone on both sides: its file cannot be read (see `evidence check`).") for key in held
    ]
    return pairs, notices


def _step(
    key: str, name: str, record: Fields | None, item: Item | None, pair: Pair | None, prefer: Side | None
) -> Step:
    """Plan one work that is, or was, on both sides."""
    there = item is not None and not item.gone
    if record is None:
        return _deleted_in_base(key, name, item if there else None, pair, prefer)
    if item is None or item.gone:
        return _deleted_in_zotero(key, name, record, item, pair, prefer)
    step = Step("update", key, name)
    for field_name in sorted({*record, *item.view.fields}):
        step = _field(step, field_name, record.get(field_name), item.view, pair, prefer)
    return step


def _field(step: Step, name: str, base: Value | None, view: View, pair: Pair | None, prefer: Side | None) -> Step:
    zotero = view.fields.get(name)
    if base == zotero or (name == CITATION_KEY and zotero):
        return step
    agreed = pair.fields.get(name) if pair else None
    reason = view.unreadable.get(name)
    take_base = replace(step, to_zotero={**step.to_zotero, name: base})
    take_zotero = replace(step, to_base={**step.to_base, name: zotero})
    # Without an earlier sync, what only one side has is new to the other.
    if name in DERIVED or zotero == agreed:
        return take_base
    if reason is None and base == agreed:
        return take_zotero
    if prefer == "base":
        return take_base
    if prefer == "zotero" and reason is None:
        return take_zotero
    return replace(step, conflicts=(*step.conflicts, Conflict(name, base, zotero, agreed, reason)))


def _deleted_in_base(key: str, name: str, item: Item | None, pair: Pair | None, prefer: Side | None) -> Step:
    if item is None:
        return Step("forget", key, name)
    changed = pair is None or _differ(item.view.fields, pair.fields)
    if not changed or prefer == "base":
        return Step("delete-item", key, name)
    if prefer == "zotero" and not item.view.unreadable:
        return Step("create-record", key, name, to_base=item.view.fields)
    return Step("update", key, name, conflicts=(Conflict("record", None, _title(item.view.fields)),))


def _deleted_in_zotero(
    key: str, name: str, record: Fields, item: Item | None, pair: Pair | None, prefer: Side | None
) -> Step:
    changed = pair is None or _differ(record, pair.fields)
    if not changed or prefer == "zotero":
        return Step("delete-record", key, name)
    if prefer == "base":
        left = dict.fromkeys(item.view.fields) if item else {}
        return Step("create-item", key, name if item else None, to_zotero={**left, **record})
    return Step("update", key, name, conflicts=(Conflict("record", _title(record), None),))


def _differ(one: Fields, other: Fields) -> bool:
    return any(one.get(name) != other.get(name) for name in {*one, *other} - DERIVED)


def _title(fields: Fields) -> Value:
    return fields.get("title", "")


def _outcome_notices(key: str, record: Fields | None, item: Item | None, pair: Pair | None) -> list[Notice]:
    if record is None or item is None or item.gone:
        return []
    zotero = item.view.fields.get(OUTCOME)
    if zotero in (record.get(OUTCOME), pair.fields.get(OUTCOME) if pair else None) or zotero is None:
        return []
    text = "outcome tags were changed in Zotero; the base derives them from its findings and does not take them."
    return [Notice(key, text)]
