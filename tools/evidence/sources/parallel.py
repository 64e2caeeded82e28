"""Several questions at once, answers in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from evidence.sources.errors import SourceError

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

_WORKERS = 32
"""Threads; how many calls are really under way is the limiter's business."""
_AHEAD = 128
"""Questions begun beyond the answer that is waited for, so that a slow one does not hold up the rest."""


def in_order(
    ask: Callable[[_Question], _Answer], questions: Iterable[_Question]
) -> Generator[tuple[_Question, _Answer | SourceError]]:
    """Ask several questions at once and yield each with its answer, or with the error of its service, in order.

    Whoever stops early, by leaving the loop, by Ctrl-C or by another error, ends the questions not yet begun.
    """
    waiting: deque[tuple[_Question, Future[_Answer]]] = deque()
    still_to_ask = iter(questions)
    pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="sources")
    try:
        while True:
            for question in islice(still_to_ask, _AHEAD - len(waiting)):
                waiting.append((question, pool.submit(ask, question)))
            if not waiting:
                return
            question, future = waiting.popleft()
            answer: _Answer | SourceError
            try:
                answer = future.result()
            except SourceError as error:
                answer = error
            yield question, answer
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
