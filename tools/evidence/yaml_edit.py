"""Changing a YAML text so that only the lines that must change do.

PyYAML's nodes know where they stand in the text. A changed value is spliced in where the old one stood, in its own
style of quoting; a new field is written after the one that comes before it; a field that is gone takes its lines
with it. Comments, order, quoting and wrapping of everything else stay byte for byte.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

import yaml

from evidence import yaml_text
from evidence.errors import EvidenceError

_INDENT = 2
_WIDE = 10**6


class EditError(EvidenceError):
    """The text cannot be changed in place."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, False)  # noqa: FBT003 (hyphens of a list stand under its name, indented)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


_Dumper.yaml_implicit_resolvers = yaml_text.Loader.yaml_implicit_resolvers


def new_record_text(key: str) -> str:
    """Return the start of a new record: the line that tells an editor which schema to check against."""
    return f"# yaml-language-server: $schema=../schema/record.json\nkey: {render_scalar(key)}\n"


def update(text: str, data: dict[str, Any]) -> str:
    """Return the text with as few changes as are needed for it to hold `data`.

    Raises:
        EditError: The result would not hold the data; nothing should be written.
        YamlError: The text is not YAML.
    """
    root = yaml_text.compose(text)
    if root is not None and _same(root, data):
        return text
    if isinstance(root, yaml.MappingNode) and root.value and not root.flow_style and data:
        start = root.start_mark.index
        changed = text[:start] + _block_mapping(text, root, data) + text[_lines_end(text, root) :]
    else:
        changed = render_block(data, 0)
    if yaml_text.read(changed).data != data:
        raise EditError("The file could not be changed in place; nothing was written. Please change it by hand.")
    return changed


def render_scalar(value: Any, style: str | None = None) -> str:
    """Write one value on one line, in the quoting asked for where the value allows it."""
    if not isinstance(value, str):
        return "null" if value is None else "true" if value is True else "false" if value is False else repr(value)
    text = _dumped(value, style if style in ("'", '"') else None)
    looks_like_a_date = re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value)
    needs_quotes = text.startswith("'") or (style is None and looks_like_a_date)
    if not style and needs_quotes and not set(value) & {'"', "\\"}:
        text = _dumped(value, '"')  # the quoting of this project's records; other programs take a bare date for a date
    if "\n" in text or _reads_as(text) != value:
        text = _dumped(value, '"')
    return text


def _dumped(value: str, style: str | None) -> str:
    text = str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, width=_WIDE, default_style=style))
    return text.removesuffix("\n").removesuffix("\n...")


def _reads_as(text: str) -> Any:
    # Held against the flow context, which allows less than the block context.
    try:
        return yaml_text.read(f"[{text}]").data[0]
    except (yaml_text.YamlError, IndexError, TypeError):
        return None


def _render_flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{render_scalar(name)}: {_render_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_render_flow(part) for part in value) + "]"
    return render_scalar(value)


def render_block(value: Any, indent: int) -> str:
    """Write a mapping or list as lines, each ending in a newline."""
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{render_scalar(name)}:{_render_value(part, indent)}" for name, part in value.items())
    if isinstance(value, list) and value:
        return "".join(_render_item(part, indent) for part in value)
    return f"{pad}{_render_flow(value)}\n"


def _render_value(value: Any, indent: int) -> str:
    """Write what stands after `name:`, with its newline."""
    if isinstance(value, dict) and value and indent == 0:
        return "\n" + render_block(value, indent + _INDENT)
    if isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        return "\n" + render_block(value, indent + _INDENT)
    if isinstance(value, dict) and any(isinstance(part, dict | list) for part in value.values()):
        return "\n" + render_block(value, indent + _INDENT)
    return f" {_render_flow(value)}\n"


def _render_item(value: Any, indent: int) -> str:
    pad = " " * indent
    if isinstance(value, dict) and len(value) > 2:  # noqa: PLR2004 (a short one reads better on one line)
        block = render_block(value, indent + _INDENT)
        return f"{pad}- {block[indent + _INDENT :]}"
    return f"{pad}- {_render_flow(value)}\n"


def _block_mapping(text: str, node: yaml.MappingNode, data: dict[str, Any]) -> str:
    """Write a block mapping anew, from its first character to the end of its last line."""
    indent = int(node.value[0][0].start_mark.column)
    starts = [key.start_mark.index for key, _ in node.value]
    bodies: dict[str, str] = {}
    after: dict[str, str] = {}  # comments and blank lines between a field and the next
    for place, (key, value) in enumerate(node.value):
        end = _line_end(text, max(_end(text, value), text.index(":", key.end_mark.index) + 1))
        following = _line_start(text, starts[place + 1]) if place + 1 < len(starts) else end
        after[key.value] = text[end:following]
        if key.value in data:
            bodies[key.value] = _field(text, key, value, data[key.value], indent, end)
    orphaned, kept = "", ""
    for name, tail in after.items():  # the comments after a field that is gone go to the one before it
        if name in data:
            kept = name
        elif tail.strip() and kept:
            after[kept] += tail
        elif tail.strip():
            orphaned += tail
    pieces: list[str] = []
    for name in _order([key.value for key, _ in node.value if key.value in data], list(data)):
        body = bodies.get(name) or render_block({name: data[name]}, indent)[indent:]
        pieces.append(_closed(body) + after.get(name, ""))
    return _before(orphaned, indent) + (" " * indent).join(pieces)


def _field(text: str, key: yaml.Node, value: yaml.Node, data: Any, indent: int, end: int) -> str:
    """Write one field from its name to the end of its last line."""
    start, colon = key.start_mark.index, text.index(":", key.end_mark.index) + 1
    if _same(value, data):
        return text[start:end]
    written = _value(text, value, data)
    if written is not None:
        return text[start : max(value.start_mark.index, colon)] + written
    one_line = _render_value(data, indent)
    if one_line.count("\n") == 1 and not _is_block(value):
        value_end = max(_end(text, value), colon)
        return text[start:colon] + one_line.rstrip("\n") + text[value_end:end]
    return text[start:colon] + one_line


def _block_sequence(text: str, node: yaml.SequenceNode, data: list[Any]) -> str:
    """Write a block sequence anew, from its first hyphen to the end of its last line."""
    indent = int(node.start_mark.column)
    old = [_value_of(item) for item in node.value]
    hyphens, ends = [node.start_mark.index], list[int]()
    for place, item in enumerate(node.value):
        ends.append(_line_end(text, max(_end(text, item), hyphens[place] + 1)))
        if place + 1 < len(node.value):
            hyphens.append(_next_hyphen(text, ends[place], indent))
    matcher = SequenceMatcher(None, [_frozen(one) for one in old], [_frozen(one) for one in data], autojunk=False)
    pieces: list[str] = []
    orphaned = ""  # comments after items that are gone, before the first that stays
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        for offset in range(max(a2 - a1, b2 - b1)):
            a, b = a1 + offset, b1 + offset
            tail = ""
            if a < a2:
                following = _line_start(text, hyphens[a + 1]) if a + 1 < len(hyphens) else ends[a]
                tail = text[ends[a] : following]
            if b >= b2:
                if tail.strip() and pieces:
                    pieces[-1] += tail
                elif tail.strip():
                    orphaned += tail
            elif a >= a2:
                pieces.append(_render_item(data[b], indent)[indent:])
            elif kind == "equal":
                pieces.append(_closed(text[hyphens[a] : ends[a]]) + tail)
            else:
                pieces.append(_closed(_item(text, hyphens[a], node.value[a], data[b], indent, ends[a])) + tail)
    return _before(orphaned, indent) + (" " * indent).join(pieces)


def _item(text: str, hyphen: int, item: yaml.Node, data: Any, indent: int, end: int) -> str:
    written = _value(text, item, data)
    if written is not None:
        return text[hyphen : item.start_mark.index] + written
    rendered = _render_item(data, indent)[indent:]
    if rendered.count("\n") == 1 and not _is_block(item):
        return rendered.rstrip("\n") + text[max(_end(text, item), hyphen + 1) : end]
    return rendered


def _value(text: str, node: yaml.Node, data: Any) -> str | None:
    """Write a value in the shape it has, to the end of its last line; None where the shape cannot stay."""
    if isinstance(node, yaml.MappingNode) and isinstance(data, dict) and data and node.value:
        if not node.flow_style:
            return _block_mapping(text, node, data)
        return _flow_mapping(text, node, data) + text[_end(text, node) : _lines_end(text, node)]
    if isinstance(node, yaml.SequenceNode) and isinstance(data, list) and data and node.value and not node.flow_style:
        return _block_sequence(text, node, data)
    if isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">") and not isinstance(data, dict | list):
        end = _end(text, node)
        if end > node.start_mark.index:
            return render_scalar(data, node.style) + text[end : _lines_end(text, node)]
    return None


def _flow_mapping(text: str, node: yaml.MappingNode, data: dict[str, Any]) -> str:
    """Write a mapping in braces anew, changing only the values that differ; new names go before the closing brace."""
    names = [key.value for key, _ in node.value]
    if set(names) - set(data):
        return _render_flow(data)
    written, place = "", node.start_mark.index
    for key, value in node.value:
        part = data[key.value]
        if not _same(value, part):
            start, end = value.start_mark.index, _end(text, value)
            style = value.style if isinstance(value, yaml.ScalarNode) else None
            new = _render_flow(part) if isinstance(part, dict | list) else render_scalar(part, style)
            written += text[place:start] + (" " if start == end else "") + new
            place = end
    added = "".join(f", {render_scalar(name)}: {_render_flow(data[name])}" for name in data if name not in names)
    brace = int(node.end_mark.index) - 1
    rest = text[place:brace]
    return written + (rest.rstrip(" ,") if added else rest) + added + "}"


def _order(kept: list[str], wanted: list[str]) -> list[str]:
    """Keep the order of the file; put each new name after the one that comes before it in the data."""
    order = list(kept)
    for place, name in enumerate(wanted):
        if name not in kept:
            before = next((one for one in reversed(wanted[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, name)
    return order


def _before(comments: str, indent: int) -> str:
    """Put comments before the first part of a block, whose own indent is already written."""
    return comments.lstrip(" ") + " " * indent if comments else ""


def _closed(piece: str) -> str:
    return piece if piece.endswith("\n") else piece + "\n"


def _is_block(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style


def _same(node: yaml.Node, data: Any) -> bool:
    return _frozen(_value_of(node)) == _frozen(data)


def _next_hyphen(text: str, index: int, indent: int) -> int:
    while not text[index:].lstrip(" ").startswith("-") or text[index : index + indent].strip():
        index = _line_end(text, index)
    return index + indent


def _lines_end(text: str, node: yaml.Node) -> int:
    return _line_end(text, _end(text, node))


def _value_of(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value_of(item) for item in node.value]
    return yaml_text.scalar(node)


def _frozen(value: Any) -> str:
    """Return a text that is equal for equal values; 1 and true are not, and the order of fields means nothing."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name!r}: {_frozen(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_frozen(part) for part in value) + "]"
    return f"{type(value).__name__}:{value!r}"


def _end(text: str, node: yaml.Node) -> int:
    """Return where the last written character of a value stands.

    A block's own end mark lies beyond the blank lines and comments that follow it.
    """
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode):
        return len(text[:end].rstrip()) if node.style in ("|", ">") else end
    if not _is_block(node) or not node.value:
        return end
    last = node.value[-1]
    if isinstance(node, yaml.MappingNode):
        key, value = last
        return max(_end(text, value), int(key.end_mark.index) + 1)
    return max(_end(text, last), int(last.start_mark.index))


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1
