"""What is read later: a few records, in its turn, and from where the group stands."""

from typing import Any

import pytest
from kafka import TopicPartition
from wholepicture_bus import client
from wholepicture_engine.later import Later
from wholepicture_engine.pace import Pace

NOW, LATER = TopicPartition("events.one", 0), TopicPartition("history.one", 0)


class _Group:
    """The group's consumer, which owns a partition of each kind."""

    def __init__(self) -> None:
        self.generation, self.position = 1, 5
        self.waits: list[int] = []
        self.brings: dict[TopicPartition, list[str]] = {}
        self._paused: set[TopicPartition] = set()

    def assignment(self) -> set[TopicPartition]:
        return {NOW, LATER}

    def paused(self) -> set[TopicPartition]:
        return self._paused

    def pause(self, *places: TopicPartition) -> None:
        self._paused |= set(places)

    def poll(self, timeout_ms: int) -> dict[TopicPartition, list[str]]:
        self.waits.append(timeout_ms)
        return self.brings

    def committed(self, place: TopicPartition, timeout_ms: int) -> int:  # noqa: ARG002
        return self.position

    def group_metadata(self) -> Any:
        return type("Metadata", (), {"generation_id": self.generation})


class _Reader:
    """The consumer of the lane, with endless records."""

    def __init__(self) -> None:
        self.at: list[int] = []
        self.most: list[int] = []

    def assign(self, places: list[TopicPartition]) -> None:
        assert places == [LATER]

    def beginning_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(places, 0)

    def seek(self, place: TopicPartition, offset: int) -> None:  # noqa: ARG002
        self.at.append(offset)

    def poll(self, timeout_ms: int, max_records: int) -> dict[TopicPartition, list[str]]:
        assert timeout_ms == 0
        self.most.append(max_records)
        return {LATER: ["a row"] * max_records}

    def close(self, *, autocommit: bool) -> None:
        pass


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> _Reader:
    """The only consumer that is made."""
    made = _Reader()
    monkeypatch.setattr(client, "consumer", lambda *_, **__: made)
    return made


def test_it_rests_in_times_of_what_it_took_and_the_rest_is_the_wait_for_others(
    reader: _Reader,
) -> None:
    """An urgent event that comes meanwhile ends the wait at once."""
    clock = [100.0]
    group: Any = _Group()
    later = Later("", ["history.one"], Pace(), lambda: clock[0])

    assert later.others(group) == {}
    assert len(later.poll(group)[LATER]) == Pace().most_later == reader.most[0]
    later.rest(0.02)
    later.others(group)
    assert later.poll(group) == {}
    clock[0] += 0.06

    assert later.poll(group)
    assert group.waits == [200, 60]
    assert group.paused() == {LATER}


def test_it_reads_from_where_the_group_stands_in_each_generation(reader: _Reader) -> None:
    """Another member may have gone on with the same partitions meanwhile."""
    group: Any = _Group()
    later = Later("", ["history.one"], Pace())

    later.poll(group)
    later.poll(group)
    group.generation, group.position = 2, 40
    later.poll(group)
    later.forget()
    later.poll(group)

    assert reader.at == [5, 40, 40]


@pytest.mark.usefixtures("reader")
def test_what_the_group_fetched_before_it_was_paused_is_left(reader: _Reader) -> None:
    """It stays where the group stands, and comes in its turn."""
    group: Any = _Group()
    group.brings = {NOW: ["an event"], LATER: ["a row"]}

    assert Later("", ["history.one"], Pace()).others(group) == {NOW: ["an event"]}
    assert not reader.at


def test_a_stage_without_such_inputs_reads_as_ever() -> None:
    """No consumer is made for it."""
    group: Any = _Group()
    later = Later("", [], Pace())

    later.others(group)

    assert (later.poll(group), group.waits) == ({}, [200])
