"""Writing to Zotero what a plan asks for: 50 items a request, each with the version that it was read at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evidence.vocabulary import Vocabulary
from evidence.zotero.client import BATCH, ZoteroClient
from evidence.zotero.errors import MovedError, TooLargeError
from evidence.zotero.items import item_changes, item_key, new_item
from evidence.zotero.schema import Schema
from evidence.zotero.steps import Item, Step

_STALE = 412
_REASONS = {
    400: "does not fit Zotero's form",
    403: "may not be changed with this key",
    404: "is no longer there",
    409: "is locked by another write; run it again",
    413: "is too large for Zotero, or a tag of it is too long",
    428: "was sent without a version; report this as a fault of the program",
}

Result = tuple[Step, Mapping[str, Any], str | None]
"""A step, the item as it is now, and what Zotero said when it refused."""


class Push:
    """Writes steps of a plan.

    Args:
        client: The way to Zotero.
        schema: What the server allows.
        vocabulary: Terms, to write and recognise tags of the base.
        collection: Key of the collection that new items go into.
    """

    def __init__(self, client: ZoteroClient, schema: Schema, vocabulary: Vocabulary, collection: str | None) -> None:
        self._client = client
        self._schema = schema
        self._vocabulary = vocabulary
        self._collection = collection

    def write(
        self,
        steps: Sequence[Step],
        items: Mapping[str, Item],
        data: Mapping[str, Mapping[str, Any]],
    ) -> Iterator[list[Result]]:
        """Write the steps, and return after each request what became of it.

        Raises:
            MovedError: Somebody else wrote meanwhile; the rest has to be planned anew.
        """
        for start in range(0, len(steps), BATCH):
            batch = list(steps[start : start + BATCH])
            for results in self._batch(batch, [self._payload(step, items, data) for step in batch]):
                yield [(step, _whole(item, data), refusal) for step, item, refusal in results]

    def _batch(self, steps: list[Step], payloads: list[dict[str, Any]]) -> Iterator[list[Result]]:
        try:
            written = self._client.write(payloads)
        except TooLargeError as error:
            if len(steps) == 1:
                yield [(steps[0], {}, str(error))]
                return
            half = len(steps) // 2
            yield from self._batch(steps[:half], payloads[:half])
            yield from self._batch(steps[half:], payloads[half:])
            return
        results: list[Result] = []
        stale = False
        for step, payload, one in zip(steps, payloads, written, strict=True):
            if one.item is not None:
                results.append((step, one.item, None))
            elif one.code == _STALE:
                stale = True
            else:
                reason = _REASONS.get(one.code, f"was refused with status {one.code}")
                results.append((step, {}, f"item {payload['key']} {reason} ({one.message})"))
        yield results
        if stale:
            raise MovedError("An item was changed in Zotero meanwhile: run it again.")

    def _payload(self, step: Step, items: Mapping[str, Item], data: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        key = step.item or item_key(step.key)
        version = items[key].version if key in items else 0
        head = {"key": key, "version": version}
        if step.kind == "delete-item":
            # Into the trash, with its notes and attachments: there a person can take it out again.
            return {**head, "deleted": 1}
        if key not in data:
            fields = {name: value for name, value in step.to_zotero.items() if value is not None}
            made = new_item(fields, self._schema, self._vocabulary)
            return {**head, **made, "collections": [self._collection] if self._collection else []}
        there = data[key]["data"]
        changed = item_changes(there, step.to_zotero, self._schema, self._vocabulary)
        if step.kind == "create-item":
            changed["deleted"] = 0
            inside = list(there.get("collections") or [])
            if self._collection and self._collection not in inside:
                changed["collections"] = [*inside, self._collection]
        return {**head, **changed}


def _whole(item: Mapping[str, Any], data: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return an item in full, also where Zotero only said that nothing changed."""
    before = data.get(str(item.get("key")))
    return item if before is None else {**before, **item, "data": {**before["data"], **item["data"]}}
