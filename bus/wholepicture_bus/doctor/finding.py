"""One check of the doctor: what was looked at, how it is, and what to do."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "not ok", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``unknown`` where this user may not ask, or nothing shows it."""

    check: str
    state: State
    says: str
    """How it is; where it is not ok, with what to do."""

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON values."""
        return asdict(self)


def good(check: str, says: str) -> Finding:
    """A check that found nothing wrong."""
    return Finding(check, "ok", says)


def bad(check: str, says: str) -> Finding:
    """A check that found what a person has to put right."""
    return Finding(check, "not ok", says)


def unknown(check: str, says: str) -> Finding:
    """A check that could not be made."""
    return Finding(check, "unknown", says)
