"""The local broker's `server.properties`: one KRaft node, on the loopback only.

The broker speaks to itself over a listener of its own. A test that puts a proxy in front of the
clients' port, and cuts it, cuts the clients off and not the broker from itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wholepicture_bus.local.errors import LocalBrokerError

NODE_ID = 1
LARGEST_RECORD = 9 * 1024 * 1024  # so that a topic may set 8 MiB
INTERNAL_PARTITIONS = 5  # the default 50 costs start-up time
_TEN_YEARS_IN_MINUTES = 10 * 365 * 24 * 60
_LONGEST_MS = 2**31 - 1
_SMALL_SEGMENT = 16 * 1024 * 1024


@dataclass(frozen=True)
class Ports:
    """The three ports a broker listens on: for clients, for itself, for the controller."""

    client: int
    internal: int
    controller: int


@dataclass(frozen=True)
class Guard:
    """More listeners beside the plain one, and who is let in there; nothing by default.

    The plain listener stays: it is on the loopback, and the way in for who looks after the broker.
    """

    listeners: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """By name: its security protocol, and its port on the loopback."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings of the broker, such as keys, mechanisms and an authorizer."""
    format_options: tuple[str, ...] = ()
    """Options for making the storage, such as ``--add-scram``."""


def server_properties(
    *, ports: Ports, advertised_port: int, log_folder: Path, guard: Guard | None = None
) -> str:
    """The text of the file.

    Raises:
        LocalBrokerError: the folder's name has a comma, which Kafka reads as two folders.
    """
    if "," in str(log_folder):
        raise LocalBrokerError(f"Kafka cannot keep data under a name with a comma: {log_folder}.")
    settings = dict(_settings(ports, advertised_port, log_folder))
    if guard is not None:
        for name, (protocol, port) in guard.listeners.items():
            settings["listeners"] = f"{settings['listeners']},{name}://127.0.0.1:{port}"
            settings["advertised.listeners"] = (
                f"{settings['advertised.listeners']},{name}://127.0.0.1:{port}"
            )
            settings["listener.security.protocol.map"] = (
                f"{settings['listener.security.protocol.map']},{name}:{protocol}"
            )
        settings |= guard.settings
    return "".join(f"{name}={_escaped(str(value))}\n" for name, value in settings.items())


def _settings(ports: Ports, advertised_port: int, log_folder: Path) -> Mapping[str, str | int]:
    here = "127.0.0.1"
    return {
        "process.roles": "broker,controller",
        "node.id": NODE_ID,
        "controller.quorum.voters": f"{NODE_ID}@{here}:{ports.controller}",
        "listeners": (
            f"CLIENT://{here}:{ports.client},INTERNAL://{here}:{ports.internal},"
            f"CONTROLLER://{here}:{ports.controller}"
        ),
        "advertised.listeners": (
            f"CLIENT://{here}:{advertised_port},INTERNAL://{here}:{ports.internal}"
        ),
        "listener.security.protocol.map": (
            "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"
        ),
        "inter.broker.listener.name": "INTERNAL",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": log_folder.as_posix(),
        "auto.create.topics.enable": "false",
        # One node: every internal topic has one copy.
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": INTERNAL_PARTITIONS,
        "offsets.topic.segment.bytes": _SMALL_SEGMENT,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "transaction.state.log.num.partitions": INTERNAL_PARTITIONS,
        "transaction.state.log.segment.bytes": _SMALL_SEGMENT,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "share.coordinator.state.topic.num.partitions": INTERNAL_PARTITIONS,
        # Nobody loses a place by being away for long.
        "offsets.retention.minutes": _TEN_YEARS_IN_MINUTES,
        "transactional.id.expiration.ms": _LONGEST_MS,
        # Groups form at once, and a short session is allowed: a dead member is soon noticed.
        "group.initial.rebalance.delay.ms": 0,
        "group.min.session.timeout.ms": 1000,
        # After a crash the controller waits for the broker's old session: 2 s and not 9.
        "broker.session.timeout.ms": 4000,
        "broker.heartbeat.interval.ms": 500,
        # A transaction whose owner is gone is ended when its time is up, and not up to 10 s later.
        "transaction.abort.timed.out.transaction.cleanup.interval.ms": 1000,
        "message.max.bytes": LARGEST_RECORD,
        "replica.fetch.max.bytes": LARGEST_RECORD,
        # The default takes 128 MiB of the heap to compact logs far larger than these.
        "log.cleaner.dedupe.buffer.size": 16 * 1024 * 1024,
        "num.network.threads": 2,
        "num.io.threads": 4,
    }


def _escaped(value: str) -> str:
    """A value as Java reads it from such a file: ASCII, with backslashes doubled."""
    doubled = value.replace("\\", "\\\\")
    utf_16 = doubled.encode("utf-16-be", "surrogatepass")
    units = (int.from_bytes(utf_16[at : at + 2], "big") for at in range(0, len(utf_16), 2))
    return "".join(chr(unit) if 31 < unit < 127 else f"\\u{unit:04x}" for unit in units)  # noqa: PLR2004 - printable ASCII
