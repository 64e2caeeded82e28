"""YAML as this project allows it: plain data, every fault with its line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from evidence import yaml_text
from evidence.yaml_text import YamlError, read


def fault(text: str) -> YamlError:
    with pytest.raises(YamlError) as caught:
        read(text)
    return caught.value


def test_fields_know_their_lines() -> None:
    document = read("# first\nkey: x\ncitation:\n  author:\n    - {family: A}\n    - family: B\n      given: C\n")
    assert document.data == {"key": "x", "citation": {"author": [{"family": "A"}, {"family": "B", "given": "C"}]}}
    assert document.line_of(("key",)) == 2
    assert document.line_of(("citation", "author", 0, "family")) == 5
    assert document.line_of(("citation", "author", 1)) == 6
    assert document.line_of(("citation", "author", 1, "given")) == 7


def test_a_field_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    document = read("key: x\ncitation:\n  title: y\n")
    assert document.line_of(("citation", "DOI")) == 2
    assert document.line_of(("nothing", "at", "all")) == 1
    assert read("").line_of(("key",)) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("yes", "yes"), ("on", "on"), ("2017-07-16", "2017-07-16"), ("012", "012"), ("1_000", "1_000"),
        ("0x1f", "0x1f"), ("1e3", "1e3"), (".5", ".5"), ("12:30", "12:30"), ("True", "True"), ("Null", "Null"),
        ("null", None), ("~", None), ("", None), ("true", True), ("false", False), ("7", 7), ("-7", -7), ("0.50", 0.5),
        ('"7"', "7"), ("'null'", "null"), (".inf", ".inf"), ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_only_the_plain_values_are_anything_but_text(text: str, value: object) -> None:
    assert read(f"a: {text}\n").data == {"a": value}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("x:\n  a: 1\n  a: 1\n", 3, "twice"),
        ("{a: 1,\n a: 2}\n", 2, "twice"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2, "tag"),
        ("a: !!binary aGVsbG8=\n", 1, "tag"),
        ("a: 1\nb: !own x\n", 2, "tag"),
        ("a: 1\n? [b]\n: 2\n", 2, "plain text"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("a: 'x\n", 2, "not YAML"),
        ("a: 1\nb: x\x00y\n", 2, "forbids"),
        ("a: 1\n\nb: \x07\n", 3, "forbids"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_at_its_line(text: str, line: int, said: str) -> None:
    error = fault(text)
    assert said in str(error)
    assert error.line == line


def test_a_bomb_is_refused() -> None:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    levels = "".join(f"{name}: &{name} [{', '.join(['*' + last] * 9)}]\n" for last, name in pairs)
    error = fault('a: &a ["lol"]\n' + levels)
    assert error.line in {1, 2}  # where the name is given, or where it is first used
    assert "Aliases" in str(error)


def test_an_alias_is_refused() -> None:
    error = fault("x: 1\na: &one [1]\nb: *one\n")
    assert error.line == 3
    assert "Aliases" in str(error)


def test_a_ring_is_refused() -> None:
    assert "Aliases" in str(fault("a: &ring\n  b: *ring\n"))


@pytest.mark.parametrize("depth", [60, 2_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    assert "deep" in str(fault("a: " + "[" * depth + "]" * depth))


def test_the_depth_of_records_is_allowed() -> None:
    assert read("a: " + "[" * 20 + "]" * 20).data


def test_a_huge_text_is_refused_before_it_is_read() -> None:
    assert "1,000,000" in str(fault("#" * (yaml_text.LARGEST_FILE + 1)))


def test_nothing_is_nothing() -> None:
    assert read("").data is None
    assert read("# only a comment\n").data is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        read(text)
    except YamlError as error:
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + text.count("\x85") + 3  # noqa: PT017


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "DOI", "x-y"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["key", "b", "no"]), values))
def test_quoted_data_is_read_as_it_was_written(data: dict[str, object]) -> None:
    class Quoting(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
            return True

    Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
    assert read(yaml.dump(data, Dumper=Quoting, allow_unicode=True)).data == data
