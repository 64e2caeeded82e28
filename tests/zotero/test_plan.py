"""The plan: applied, both sides are equal but for conflicts, and a second plan has nothing to do."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.zotero.fields import Fields, Value
from evidence.zotero.items import item_key
from evidence.zotero.plan import agree, make_plan
from evidence.zotero.state import Pair
from evidence.zotero.steps import Item, Plan, Side, Step
from evidence.zotero.views import View

NAMES = ("title", "volume", "tags.model", "outcome")
VALUES: st.SearchStrategy[Value] = st.sampled_from(["a", "b", "c"])
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.none() | VALUES, max_size=3)
RECORDS = ("one", "two", "three", "four")


@dataclass
class World:
    """Two sides and what they had, without files and without network."""

    base: dict[str, dict[str, Value]] = field(default_factory=dict)
    zotero: dict[str, dict[str, Value]] = field(default_factory=dict)
    trash: set[str] = field(default_factory=set)
    pairs: dict[str, Pair] = field(default_factory=dict)

    def plan(self, prefer: Side | None) -> Plan:
        items = {name: Item(View(dict(fields)), 1, gone=name in self.trash) for name, fields in self.zotero.items()}
        return make_plan(self.base, items, self.pairs, item_key=item_key, new_key=_new_key, prefer=prefer)

    def apply(self, plan: Plan) -> None:
        links = dict(plan.pairs)
        for step in plan.towards("base", delete=True):
            if step.kind == "delete-record":
                del self.base[step.key]
            else:
                _write(self.base.setdefault(step.key, {}), step.to_base)
                links[step.key] = step.item or links[step.key]
        for step in plan.towards("zotero", delete=True):
            name = step.item or item_key(step.key)
            if step.kind == "delete-item":
                self.trash.add(name)
            else:
                self.trash.discard(name)
                _write(self.zotero.setdefault(name, {}), step.to_zotero)
                links[step.key] = name
        for key, name in links.items():
            record = self.base.get(key)
            item = None if name in self.trash else self.zotero.get(name)
            old = self.pairs.get(key)
            if record is None and item is None:
                self.pairs.pop(key, None)
            elif record is not None and item is not None:
                self.pairs[key] = Pair(name, 1, agree(old.fields if old and old.item == name else {}, record, item))


def _write(fields: dict[str, Value], changes: object) -> None:
    assert isinstance(changes, dict)
    for name, value in changes.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value


def _new_key(fields: Fields, taken: Container[str]) -> str:
    del fields
    return next(key for number in range(99) if (key := f"new{number}") not in taken)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two sides that were the same once, and on which both then worked."""
    world = World()
    for key in RECORDS:
        start: dict[str, Value] = {"type": "book", "citation-key": key, "DOI": f"10.5555/{key}", "title": "a"}
        _write(start, draw(CHANGES))
        side = draw(st.sampled_from(["synced", "base", "zotero", "both", "nowhere"]))
        if side in {"synced", "base", "both"}:
            world.base[key] = dict(start)
        if side in {"synced", "zotero", "both"}:
            world.zotero[f"I{key}"] = {
                name: value for name, value in start.items() if side == "synced" or name != "citation-key"
            }
        if side == "synced":
            world.pairs[key] = Pair(f"I{key}", 1, dict(start))
        if key in world.base:
            _write(world.base[key], draw(CHANGES))
        if f"I{key}" in world.zotero:
            _write(world.zotero[f"I{key}"], draw(CHANGES))
        if side == "synced" and draw(st.integers(0, 5)) == 0:
            del world.base[key]
        if side == "synced" and draw(st.integers(0, 5)) == 0:
            world.trash.add(f"I{key}")
        elif side == "synced" and draw(st.integers(0, 5)) == 0:
            del world.zotero[f"I{key}"]
    return world


def compare(world: World) -> dict[str, set[str]]:
    """Fields by record in which the sides differ; `record` where one side has no such work."""
    differences: dict[str, set[str]] = {}
    names = {key: pair.item for key, pair in world.pairs.items()}
    for key in {*world.base, *names}:
        name = names.get(key, "")
        item = None if name in world.trash else world.zotero.get(name)
        record = world.base.get(key)
        if record is None or item is None:
            differences[key] = {"record"}
        elif differing := {field for field in {*record, *item} if record.get(field) != item.get(field)}:
            differences[key] = differing
    return differences


@settings(max_examples=300, deadline=None)
@given(world=worlds(), prefer=st.sampled_from([None, "base", "zotero"]))
def test_applied_it_makes_both_sides_equal_but_for_conflicts(world: World, prefer: Side | None) -> None:
    plan = world.plan(prefer)
    told: dict[str, set[str]] = {}
    for step, conflict in plan.conflicts:
        told.setdefault(step.key, set()).add(conflict.field)
    assert prefer is None or told == {}
    world.apply(plan)
    again = world.plan(prefer)
    # A work that is new in Zotero gets its citation key once it is a record.
    assert {name for step in again.steps for name in step.to_zotero} <= {"citation-key"}
    world.apply(again)
    assert compare(world) == told
    last = world.plan(prefer)
    assert [(step.kind, step.changes) for step in last.steps if step.changes] == []
    assert {(step.key, conflict.field) for step, conflict in last.conflicts} == {
        (key, one) for key, names in told.items() for one in names
    }


@settings(max_examples=300, deadline=None)
@given(world=worlds())
def test_without_a_word_nobodys_change_is_overwritten(world: World) -> None:
    for step in world.plan(None).steps:
        told_whole = {conflict.field for conflict in step.conflicts} == {"record"}
        if step.kind != "update" or step.key not in world.pairs or told_whole:
            continue
        pair, record, item = world.pairs[step.key], world.base[step.key], world.zotero[str(step.item)]
        for name in step.to_base:
            assert record.get(name) == pair.fields.get(name), "the base had changed this itself"
        for name in step.to_zotero:
            assert name == "outcome" or item.get(name) == pair.fields.get(name), "Zotero had changed this itself"


@settings(max_examples=200, deadline=None)
@given(world=worlds(), side=st.sampled_from(["base", "zotero"]))
def test_one_way_at_a_time_ends_the_same(world: World, side: Side) -> None:
    plan = world.plan(None)
    assert all(step.kind not in {"delete-item", "delete-record"} for step in plan.towards(side, delete=False))
    half = Plan(tuple(_only(step, side) for step in plan.steps if side in step.changes), plan.pairs)
    before = {step.key: step for step in plan.steps}
    world.apply(half)
    other: Side = "zotero" if side == "base" else "base"
    rest = {step.key: step for step in world.plan(None).steps}
    for step in plan.towards(other, delete=True):
        assert _writes(rest[step.key], other) == _writes(before[step.key], other) | _writes(rest[step.key], other)


def _only(step: Step, side: Side) -> Step:
    nothing: dict[str, Value | None] = {}
    return Step(
        step.kind, step.key, step.item, *((step.to_base, nothing) if side == "base" else (nothing, step.to_zotero))
    )


def _writes(step: Step, side: Side) -> set[tuple[str, str]]:
    return {(name, repr(value)) for name, value in (step.to_base if side == "base" else step.to_zotero).items()}


def test_a_preprint_is_not_its_article_and_chapters_of_one_book_are_not_one_work() -> None:
    world = World(
        base={
            "one": {
                "type": "article-journal",
                "title": "Same",
                "author": ["Q || A"],
                "issued": "2020",
                "DOI": "10.5555/a",
            },
            "two": {"type": "chapter", "title": "First", "ISBN": "9780306406157"},
        },
        zotero={
            "I1": {"type": "article", "title": "Same", "author": ["Q || A"], "issued": "2020", "DOI": "10.5555/b"},
            "I2": {"type": "chapter", "title": "Second", "ISBN": "9780306406157"},
        },
    )
    assert sorted(step.kind for step in world.plan(None).steps) == ["create-item"] * 2 + ["create-record"] * 2


def test_the_same_title_author_and_year_are_one_work() -> None:
    world = World(
        base={
            "one": {"type": "report", "title": "A year of links!", "author": ["Harbour Council"], "issued": "2019-05"}
        },
        zotero={
            "I1": {
                "type": "report",
                "title": "A Year of Links",
                "author": ["Harbour Council"],
                "issued": "2019",
                "volume": "1",
            }
        },
    )
    [step] = world.plan(None).steps
    assert step.to_base == {"volume": "1"}
    assert {conflict.field for conflict in step.conflicts} == {"title", "issued"}
