"""Logs: JSON lines with an allow-list of keys, so that nothing personal can stand in one.

A value can only be an id, a position, a name of this project's own, or a number. Anything else that
a line was given is dropped, and the line says which keys were dropped. structlog, which takes a
fifth of a second to import, is imported for whoever has something to log.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

ALLOWED = frozenset({
    "agency", "attempt", "batch", "error", "event", "held", "level", "member", "milliseconds",
    "offset", "outputs", "partition", "pid", "place", "reason", "recipient", "records", "says",
    "slot", "stage", "step", "timestamp", "topic", "waits_for",
    "worker",
})  # fmt: skip
_LONGEST = 400
_wanted: dict[str, Any] = {}
"""How lines are written, once somebody asks for a logger; empty where nobody has said."""


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send every log line, kafka-python's warnings too, through the allow-list to ``stream``."""
    _wanted.update(stream=stream or sys.stderr, level=level)
    if "structlog" in sys.modules:
        _set_up(**_wanted)
    root = logging.getLogger()
    root.handlers = [_Bridge()]
    root.setLevel(logging.WARNING)


def logger() -> Any:
    """A logger of structlog, which writes as ``configure`` says."""
    import structlog

    if _wanted and not structlog.is_configured():
        _set_up(**_wanted)
    return structlog.get_logger()


def _set_up(stream: TextIO, level: int) -> None:
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )


def allowed_only(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The line without what may not stand in it."""
    kept = {key: _short(value) for key, value in line.items() if key in ALLOWED}
    dropped = sorted(set(line) - ALLOWED)
    return {**kept, "dropped": dropped} if dropped else kept


def _short(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:_LONGEST]


class _Bridge(logging.Handler):
    """What libraries log, as one line that names the library and not what it said.

    A library's text may quote a key or a value, so only where it came from is kept.
    """

    def emit(self, record: logging.LogRecord) -> None:
        logger().log(record.levelno, "library", reason=f"{record.name}:{record.lineno}")
