"""The broker that the tests run against: the one that was named, a container, or the local one.

All three are Apache Kafka. Which one it is, is decided once, before the first test, and said in the
head of the report.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wholepicture_bus.local import LocalBroker

from tests.support import containers

GIVEN = "KAFKA_BOOTSTRAP_SERVERS"
WANTED = "WHOLEPICTURE_TEST_KAFKA"
"""Set to ``local``, the tests take the local broker though there is a Docker engine."""


class Broker(Protocol):
    """A broker, as far as the tests need it."""

    @property
    def bootstrap(self) -> str:
        """Where it answers."""

    @property
    def session_seconds(self) -> float:
        """The shortest time after which it lets a group take a silent member for dead."""


class OwnBroker(Broker, Protocol):
    """A broker that the tests themselves have started, and may end."""

    @property
    def port(self) -> int:
        """Where it listens on this machine, whatever it advertises."""

    def start(self) -> object:
        """Start it again, over the same data and at the same address; it answers afterwards."""

    def stop(self) -> None:
        """Stop it cleanly."""

    def kill(self) -> None:
        """End it as a crash would."""

    def remove(self) -> None:
        """End it for good; nothing of it is left running or lying about."""


@dataclass(frozen=True)
class GivenBroker:
    """A broker that was there before; nobody knows how its groups are set up."""

    bootstrap: str
    session_seconds: float = 6.0


class OwnLocalBroker(LocalBroker):
    """The local broker of this project, which allows short sessions."""

    session_seconds = 3.0

    def remove(self) -> None:
        """End it at once; its folder goes with pytest's, so nothing need be written away."""
        self.kill()


@dataclass(frozen=True)
class Choice:
    """The kind of broker, and why."""

    kind: str
    why: str


def choose() -> Choice:
    """What kind of broker the tests take here."""
    given = os.environ.get(GIVEN)
    if given:
        return Choice("given", f"{GIVEN} names {given}")
    if os.environ.get(WANTED) == "local":
        return Choice("local", f"the local broker; {WANTED} says so")
    missing = containers.why_not()
    if missing is None:
        return Choice("container", f"a Docker engine runs {containers.IMAGE}")
    return Choice("local", f"the local broker; {missing}")


NewBroker = Callable[..., OwnBroker]
"""Makes and starts a broker, behind a proxy's port where ``advertised_port`` says so."""


def given() -> GivenBroker:
    """The broker that was named."""
    return GivenBroker(os.environ[GIVEN])


def make_own(choice: Choice, data: Path, *, advertised_port: int | None = None) -> OwnBroker:
    """A broker of the tests' own that is not started yet: in a container where that was chosen.

    ``advertised_port`` is where clients are told to go, if a proxy stands in front.
    """
    if choice.kind == "container":
        return containers.KafkaInContainer(advertised_port=advertised_port)
    return OwnLocalBroker(data, advertised_port=advertised_port)
