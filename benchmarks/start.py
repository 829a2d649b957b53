"""From nothing to the first delivery: a broker, topics, the stages, an event, its referral."""

import time
from contextlib import closing
from dataclasses import dataclass

from kafka import TopicPartition
from wholepicture_bus import client, topics
from wholepicture_bus.settings import Settings
from wholepicture_consumers.running.machine import start

from benchmarks.events import records
from benchmarks.machine import Ground

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds since the start, by what had happened."""

    started: float
    """Broker, topics and stage processes had been started, and the event was published."""
    delivered: float
    """Its referral was read."""
    broker_too: bool
    """Whether the broker was started too, or was there."""


def measure(ground: Ground) -> Start:
    """Start the house in a new folder, publish one event at once, and wait for its referral."""
    data = ground.folder / "start"
    settings = Settings().model_copy(
        update={
            "data": data, "partnership": ground.partnership(), "bootstrap": None,
            "database_url": None,
        }
    )  # fmt: skip
    began = time.monotonic()
    machine = start(settings, workers=1, fresh=True, say=lambda _: None)
    try:
        (event,) = records(1, first=3_000_000)
        with closing(client.producer(machine.bootstrap)) as producer:
            producer.send(
                event.topic, key=event.key, value=event.value, headers=list(event.headers)
            ).get(timeout=20)
        started = time.monotonic() - began
        with closing(client.consumer(machine.bootstrap, None)) as reader:
            places = [
                TopicPartition(topics.referrals(recipient), 0)
                for recipient in machine.agreement.subscribers
            ]
            reader.assign(places)
            reader.seek_to_beginning(*places)
            while not reader.poll(timeout_ms=200):
                if time.monotonic() - began > _PATIENCE:
                    raise RuntimeError(f"No referral came in {_PATIENCE:.0f} s.")
        return Start(started, time.monotonic() - began, broker_too=True)
    finally:
        machine.end()
