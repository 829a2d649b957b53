"""A subscriber that does everything right, and others that each do one thing wrong."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from wholepicture_subscribers.conformance.stream import RECIPIENT
from wholepicture_subscribers.conformance.subscribers import Failed

AT = "2026-11-18T10:20:00Z"
KNOWN_NEW_FIELD = "of_a_newer_version"


class Careful:
    """It keeps items and replies, and gives a repeat the replies that it had."""

    def __init__(self) -> None:
        self.items: list[str] = []
        self.given: dict[str, list[dict[str, Any]]] = {}

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:  # noqa: ARG002
        """Keep an item and answer it."""
        name, data = event["id"], event["data"]
        if name not in self.given:
            self.given[name] = self.replies(name, data)
            self.keep(name)
        return self.given[name]

    def replies(self, name: str, data: Any) -> list[dict[str, Any]]:
        """The replies to an item that comes for the first time."""
        if not isinstance(data, dict):
            return [reply(name, "cannot-process", because="It cannot be read.")]
        if data.get("amends"):
            return self.amended(name, data["amends"]["how"])
        said = [reply(name, "acknowledged")]
        if data.get("question"):
            taken = {"answer": "yes", "reason": "It is for them.", "taken_by": "duty manager"}
            said.append(reply(name, "answered", **taken))
        return said

    def amended(self, name: str, how: str) -> list[dict[str, Any]]:  # noqa: ARG002
        """The replies to what corrects or takes back."""
        return [reply(name, "correction-applied")]

    def keep(self, name: str) -> None:
        """Put an item into the record."""
        self.items.append(name)

    def kill(self, event: Mapping[str, Any]) -> bool:  # noqa: ARG002
        """Die before the item is kept."""
        return True

    def close(self) -> None:
        """Nothing is open."""

    def now(self) -> Sequence[str] | None:
        """What is in the record."""
        return tuple(self.items)


class StoresNothing(Careful):
    """It answers, and keeps nothing."""

    def keep(self, name: str) -> None:
        """Throw the item away."""


class ForgetsOnRestart(Careful):
    """It keeps items in memory only."""

    def kill(self, event: Mapping[str, Any]) -> bool:
        """Lose what was in memory."""
        self.items.clear()
        return super().kill(event)


class AnswersTwice(Careful):
    """It answers a repeat anew."""

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:
        """Answer whatever comes, and keep it once."""
        super().take(event, within)
        return self.replies(event["id"], event["data"])


class HoldsTwice(Careful):
    """It keeps a repeat as another item."""

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:
        """Keep whatever comes."""
        if event["id"] in self.given:
            self.keep(event["id"])
        return super().take(event, within)


class IgnoresCorrections(Careful):
    """It takes a correction for news."""

    def amended(self, name: str, how: str) -> list[dict[str, Any]]:
        """Acknowledge a correction, and no more."""
        return [reply(name, "acknowledged")] if how == "correction" else super().amended(name, how)


class IgnoresRetractions(Careful):
    """It takes a retraction for news."""

    def amended(self, name: str, how: str) -> list[dict[str, Any]]:
        """Acknowledge a retraction, and no more."""
        return [reply(name, "acknowledged")] if how == "retraction" else super().amended(name, how)


class DiesOfNewFields(Careful):
    """It stops at a field that it does not know."""

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:
        """Die of a new field."""
        if KNOWN_NEW_FIELD in event["data"]:
            raise Failed("ended instead of writing a line")
        return super().take(event, within)


class RefusesNewFields(Careful):
    """It says that it cannot process what has a field that it does not know."""

    def replies(self, name: str, data: Any) -> list[dict[str, Any]]:
        """Refuse a new field."""
        if KNOWN_NEW_FIELD in data:
            return [reply(name, "cannot-process", because="A field is not known.")]
        return super().replies(name, data)


class StopsAtTheUnreadable(Careful):
    """It dies of what cannot be read."""

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:
        """Die of it."""
        if not isinstance(event["data"], dict):
            raise Failed("ended instead of writing a line")
        return super().take(event, within)


class SaysNotWhoTook(Careful):
    """It answers a telephone question without saying who took the call."""

    def replies(self, name: str, data: Any) -> list[dict[str, Any]]:
        """Leave out who took it."""
        said = super().replies(name, data)
        for one in said:
            one["data"].pop("taken_by", None)
        return said


class RefusesManyChildren(Careful):
    """It has room for ten children."""

    def take(self, event: Mapping[str, Any], within: float) -> Sequence[Any]:
        """Refuse more."""
        data = event["data"]
        if isinstance(data, dict) and len(data["children"]) > 10:
            raise Failed("answered with status 500 Internal Server Error")
        return super().take(event, within)


class AnswersForAnother(Careful):
    """It gives its replies as another recipient."""

    def replies(self, name: str, data: Any) -> list[dict[str, Any]]:
        """Say that another has answered."""
        return [one | {"source": "/recipients/another"} for one in super().replies(name, data)]


def reply(delivery: str, kind: str, **said: Any) -> dict[str, Any]:
    """A reply under an id of its own."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": f"/recipients/{RECIPIENT}",
        "type": f"uk.wholepicture.recipient.{kind}.v1",
        "time": AT,
        "data": {"delivery": delivery, **said},
    }
