"""The broker of a machine: the one that was named, or a local one, restarted where it dies."""

import time
from collections.abc import Callable
from typing import Protocol

from wholepicture_bus.local import LocalBroker, LocalBrokerError
from wholepicture_bus.local.folders import KAFKA_FOLDER
from wholepicture_bus.running import RUNNING_FILE
from wholepicture_bus.settings import Settings

Say = Callable[[str], None]
_LONGEST_WAIT = 30.0
"""Seconds until a broker that does not come up is tried again."""


def broker(
    settings: Settings, *, fresh: bool, say: Say
) -> tuple[str, Callable[[], None], Callable[[], None]]:
    """The brokers to use, how to revive them where they die, and how to end them."""
    if settings.bootstrap:
        say(f"Kafka: {settings.bootstrap} (as KAFKA_BOOTSTRAP_SERVERS says).")
        return settings.bootstrap, _nothing, _nothing
    local = LocalBroker(settings.data / KAFKA_FOLDER, wipe=fresh)
    if local.running and not (settings.data / RUNNING_FILE).exists():
        say(f"Kafka: {local.bootstrap} (was running).")
        return local.bootstrap, _nothing, _nothing
    if local.running and fresh:
        local.stop()
    if local.running:  # whoever started it with the house was killed: it is the house's own
        say(f"Kafka: {local.bootstrap} (left running by one that was killed).")
    else:
        say("Kafka: starting on this machine ...")
        local.start()
        say(f"Kafka: {local.bootstrap}.")
    return local.bootstrap, Revival(local, say).look_after, local.stop


class Mortal(Protocol):
    """A broker that may die and be started again."""

    @property
    def running(self) -> bool:
        """Whether it lives."""

    def start(self) -> object:
        """Start it on the data that it has kept."""


class Revival:
    """Restarts a broker that has died, on its data; tries ever later where that fails."""

    def __init__(
        self, local: Mortal, say: Say, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._local, self._say, self._clock = local, say, clock
        self._failures = 0
        self._again_at = 0.0

    def look_after(self) -> None:
        """Start the broker where it does not run and it is time to try."""
        if self._local.running or self._clock() < self._again_at:
            return
        self._say("Kafka has died; starting it again, with what it has kept ...")
        try:
            self._local.start()
        except LocalBrokerError as error:
            self._failures += 1
            wait = min(_LONGEST_WAIT, 2.0**self._failures)
            self._again_at = self._clock() + wait
            self._say(f"{error} It is tried again in {wait:.0f} s; the stages wait meanwhile.")
        else:
            self._failures = 0


def _nothing() -> None:
    """Does nothing: a broker that was not started here is neither restarted nor ended."""
