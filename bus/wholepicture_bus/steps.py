"""The steps of the loop and the spool at which a process may die; tests crash it there.

In production nothing listens and ``reached`` does nothing. Only the tests' own entry point installs
a listener, which kills or stops the process at the n-th pass of a step.
"""

from collections.abc import Callable
from typing import Literal

Step = Literal[
    "polled",
    "in-stage",
    "before-database-commit",
    "after-database-commit",
    "outputs-sent",
    "offsets-sent",
    "before-end",
    "after-end",
    "spool-appended",
    "spool-sent",
    "spool-marked",
]

_listener: Callable[[Step], None] | None = None


def reached(step: Step) -> None:
    """Call the listener, if any: the process has come to a step."""
    if _listener is not None:
        _listener(step)


def listen(listener: Callable[[Step], None] | None) -> None:
    """Install the one listener; for tests."""
    global _listener  # noqa: PLW0603 - one process, one listener, installed before any work
    _listener = listener
