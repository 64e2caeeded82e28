"""Changing a text so that only the lines that must change do."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from evidence import yaml_edit, yaml_text

letters = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff\ufffe\uffff\x85"), max_size=12
)
names = st.sampled_from(["a", "b", "container-title", "DOI", "key", "x y", "no", "1"])
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | letters
    | st.sampled_from(["yes", "null", "012", "2017", "a: b", "- x", "# c", "'q'", '"d"', "é ü", "x #y"])
    | st.sampled_from(["[a", "*b", "&c", "%d", "@e", "`f", "!g", "|", "multi\nline"])
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)
documents = st.dictionaries(names, values, min_size=1, max_size=6)


def written(data: dict[str, Any], *, flow: bool = False) -> str:
    return yaml.dump(
        data, Dumper=yaml_edit._Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None if flow else False
    )


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, documents, st.booleans())
@example({"a": [1, 2]}, {"a": [2]}, False)  # noqa: FBT003
@example({"a": {"b": 1}}, {"a": {}}, True)  # noqa: FBT003
@example({"a": ""}, {"a": None}, False)  # noqa: FBT003
def test_any_change_is_read_back_equal(old: dict[str, Any], new: dict[str, Any], flow: bool) -> None:  # noqa: FBT001
    text = "# head\n" + written(old, flow=flow)
    assert yaml_edit.update(text, old) == text
    changed = yaml_edit.update(text, new)
    assert yaml_text.read(changed).data == new
    assert yaml_edit.update(changed, new) == changed


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, names, leaves)
def test_other_fields_keep_their_lines_and_comments(old: dict[str, Any], name: str, value: object) -> None:
    pieces = {field: f"# on {place}\n{written({field: part})}\n" for place, (field, part) in enumerate(old.items())}
    text = "".join(pieces.values())
    new = {**old, name: value}
    changed = yaml_edit.update(text, new)
    assert yaml_text.read(changed).data == new
    for field, piece in pieces.items():
        if field != name:
            assert piece.rstrip("\n") in changed
        assert piece.splitlines()[0] in changed.splitlines()


RECORD = """\
# yaml-language-server: $schema=../schema/record.json
key: oak2020tree   # the key
citation:
  title: 'It''s a "tree"'
  author:
    # the first author planted it
    - {family: Oak, given: Ash}
    - {family: Elm, given: Ivy}   # and Ivy watered it
  volume: "7"

  page: 1-9
tags:
  model: [holistic]
limitations:
  - "One."
  # a thought about two
  - "Two."
no-summary: >
  folded over
  two lines
# the end
"""


def edited(**changes: Any) -> tuple[str, list[str]]:
    data = yaml_text.read(RECORD).data
    for path, value in changes.items():
        place = data
        *above, last = path.split("__")
        for name in above:
            place = place[int(name) if name.isdigit() else name]
        if value is ...:
            del place[last]
        else:
            place[int(last) if last.isdigit() else last] = value
    text = yaml_edit.update(RECORD, data)
    assert yaml_text.read(text).data == data
    return text, [line for line in difflib.ndiff(RECORD.splitlines(), text.splitlines()) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({"key": "elm2020tree"}, ["- key: oak2020tree   # the key", "+ key: elm2020tree   # the key"]),
        ({"citation__volume": "8"}, ['-   volume: "7"', '+   volume: "8"']),
        ({"citation__title": "It's"}, ["-   title: 'It''s a \"tree\"'", "+   title: 'It''s'"]),
        ({"citation__page": ...}, ["-   page: 1-9"]),
        (
            {"citation__author__1": {"family": "Elm", "given": "I."}},
            [
                "-     - {family: Elm, given: Ivy}   # and Ivy watered it",
                "+     - {family: Elm, given: I.}   # and Ivy watered it",
            ],
        ),
        ({"tags__model": ["light", "holistic"]}, ["-   model: [holistic]", "+   model: [light, holistic]"]),
        ({"limitations": ["One.", "Two.", "Three."]}, ["+   - Three."]),
    ],
)  # fmt: skip
def test_one_change_is_one_line(change: dict[str, Any], lines: list[str]) -> None:
    assert edited(**change)[1] == lines


def test_a_new_field_is_one_line_after_the_one_before_it() -> None:
    text, lines = edited(citation__issue="3")
    assert len(lines) == 1
    assert (
        yaml_text.read(text).line_of(("citation", "issue")) == yaml_text.read(RECORD).line_of(("citation", "page")) + 1
    )


def test_an_item_that_is_gone_takes_its_line_with_it() -> None:
    assert edited(limitations=["One."])[1] == ['-   - "Two."']


def test_the_comment_after_an_item_that_is_gone_stays() -> None:
    assert edited(limitations=["Two."])[1] == ['-   - "One."']


def test_a_folded_text_can_be_replaced() -> None:
    text, lines = edited(**{"no-summary": "Short."})
    assert "no-summary: Short." in text
    assert text.endswith("# the end\n")
    assert len(lines) == 4


def test_comments_survive_the_field_below_them() -> None:
    text, _ = edited(citation__author=[{"family": "Elm", "given": "Ivy"}])
    assert "# and Ivy watered it" in text


def test_a_new_record_starts_with_the_schema() -> None:
    text = yaml_edit.new_record_text("oak2020tree")
    assert text.startswith("# yaml-language-server: $schema=../schema/record.json\n")
    assert yaml_text.read(text).data == {"key": "oak2020tree"}
    longer = yaml_edit.update(text, {"key": "oak2020tree", "tags": {"model": ["holistic"]}})
    assert longer.startswith(text)


@given(leaves | st.text(max_size=30))
def test_a_value_on_one_line_reads_as_itself(value: Any) -> None:
    try:
        line = yaml_edit.render_scalar(value)
        assert "\n" not in line
        assert yaml_text.read(f"a: {line}\n").data == {"a": value}
        assert yaml_text.read(f"[{line}]\n").data == [value]
    except yaml_text.YamlError:
        pytest.fail(f"{value!r} was written so that it cannot be read")


def test_broken_text_is_not_changed() -> None:
    with pytest.raises(yaml_text.YamlError):
        yaml_edit.update("a: [1\n", {"a": 2})


def scalars(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict | list):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from scalars(part, (*path, name))
    elif isinstance(data, str):
        yield path


@pytest.mark.library
def test_one_value_changed_in_a_real_record_is_one_line_changed(real_path: Path) -> None:
    for file in sorted((real_path / "references").glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        document = yaml_text.read(text)
        every = list(scalars(document.data))
        for path in every[:: max(1, len(every) // 8)]:
            data = copy.deepcopy(document.data)
            place = data
            for name in path[:-1]:
                place = place[name]
            place[path[-1]] = "Another: text, with “marks”"
            before, after = text.splitlines(), yaml_edit.update(text, data).splitlines()
            changed = [number for number, (a, b) in enumerate(zip(before, after, strict=True), start=1) if a != b]
            assert changed == [document.line_of(path)], (file.name, path)
