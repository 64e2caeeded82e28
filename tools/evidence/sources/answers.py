"""What an answer holds: JSON, if it is JSON, and the wait that it asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any


class UnreadableError(Exception):
    """An answer is no JSON; the text says what it is instead."""


def read_json(body: bytes) -> Any:
    """Read the body of an answer.

    Raises:
        UnreadableError: It is empty, a web page, in another encoding than UTF-8, or broken.
    """
    if not body.strip():
        raise UnreadableError("nothing (an empty answer)")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("text in another encoding than UTF-8") from error
    if text.lstrip().startswith("<"):
        raise UnreadableError("a web page instead of data")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("broken JSON") from error


def retry_after(headers: Mapping[str, str]) -> float:
    """Read Retry-After: seconds or a date (RFC 9110, section 10.2.3); 0 when it is missing or says nothing."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
