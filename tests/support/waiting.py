"""Waiting for something to become so, with a deadline, instead of for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], what: str, *, within: float = 30.0, every: float = 0.02) -> T:
    """The first truthy answer of ``look``, which is asked every so many seconds.

    Raises:
        AssertionError: there was none in time; it says what was waited for, and the last answer.
    """
    deadline = time.monotonic() + within
    while not (answer := look()):
        if time.monotonic() >= deadline:
            raise AssertionError(f"Not within {within:g} s: {what} (at last: {answer!r})")
        time.sleep(every)
    return answer
