"""A member of a stage between two batches, without Kafka."""

from typing import Any

import pytest
from wholepicture_bus.errors import AbsentTopicError
from wholepicture_engine import loop as module
from wholepicture_engine.loop import Loop


class _Stage:
    """A stage that sends to one topic."""

    name, inputs, outputs = "echo", ("events.one",), ("notices.one",)


@pytest.mark.parametrize("joined", [True, False])
def test_a_member_looks_for_its_topics_after_each_failure(
    monkeypatch: pytest.MonkeyPatch, joined: bool
) -> None:
    """To a producer a topic that is gone looks like a broker that is away, for ever."""
    asked: list[str] = []

    class Admin:
        def __init__(self, bootstrap: str) -> None:
            pass

        def topic_ids(self, topics: list[str]) -> dict[str, str]:
            asked.extend(topics)
            raise AbsentTopicError("There is no topic notices.one.")

    monkeypatch.setattr(module, "Admin", Admin)
    stage: Any = _Stage()
    nothing: Any = object()
    member = Loop(stage, nothing, "nowhere:9092")
    member._slot, member._sender = nothing, nothing  # noqa: SLF001 - as a failure leaves it
    member._renewed = float("inf")  # noqa: SLF001
    member._place_lost, member._consumer = joined, nothing if joined else None  # noqa: SLF001

    with pytest.raises(AbsentTopicError):
        member._once()  # noqa: SLF001

    assert {"events.one", "notices.one"} <= set(asked)
