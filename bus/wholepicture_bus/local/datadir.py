"""A broker's data folder: what lies in it, and what is written down there.

hold               locked by the broker for as long as it lives
address.json       the ports and the cluster's name, the same for every start
running.json       the broker that runs now, or ran last
server.properties  written anew by every start
broker.log         what this start of the broker said, broker.log.1 what the one before did
kafka/             Kafka's own data
scratch/           where Kafka's libraries unpack themselves
"""

import base64
import json
import secrets
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from wholepicture_bus import hold
from wholepicture_bus.local.errors import LocalBrokerError
from wholepicture_bus.local.ports import free_port, is_free
from wholepicture_bus.local.properties import Ports


@dataclass(frozen=True)
class Running:
    """The broker that holds a folder: its process, and the address it gives to clients."""

    pid: int
    port: int
    advertised_port: int

    @property
    def bootstrap(self) -> str:
        """Where clients reach it, `host:port`."""
        return f"127.0.0.1:{self.advertised_port}"


class DataFolder:
    """The files of one broker, by what they are for."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self.hold = self.path / "hold"
        self.properties = self.path / "server.properties"
        self.log = self.path / "broker.log"
        self.kafka = self.path / "kafka"
        self.scratch = self.path / "scratch"
        self._address = self.path / "address.json"
        self._running = self.path / "running.json"

    def make(self) -> None:
        """The folder, made for this user alone if it is not there."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LocalBrokerError(
                f"The data folder {self.path} cannot be made: {error.strerror}."
            ) from error

    def wipe(self) -> None:
        """Kafka's data gone; the address stays. Only what a broker put there is deleted."""
        shutil.rmtree(self.kafka, ignore_errors=True)
        if self.kafka.exists():
            raise LocalBrokerError(f"The old data cannot be deleted: {self.kafka}.")

    def empty_scratch(self) -> None:
        """A scratch folder without what a killed broker left there."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(exist_ok=True)

    def is_held(self) -> bool:
        """Whether a broker lives on this folder, or one is being started."""
        if hold.is_held(self.hold):
            return True
        return sys.platform == "win32" and hold.is_held(self.kafka / ".lock")

    def settled_ports(self, client: int | None) -> Ports:
        """The ports of the last start, where they are still to be had; `client` goes before.

        Raises:
            LocalBrokerError: the port that clients know is taken by another programme.
        """
        known = self._known_ports()
        wanted = client or (known.client if known else None)
        if wanted is not None and not is_free(wanted):
            raise LocalBrokerError(
                f"Port {wanted} of 127.0.0.1, where clients look for this broker, is taken by"
                " another programme. Stop that one, or name another port (--port)."
            )
        chosen = wanted or free_port()
        taken = frozenset({chosen})
        internal = _kept_or_free(known.internal if known else None, taken)
        controller = _kept_or_free(known.controller if known else None, taken | {internal})
        ports = Ports(client=chosen, internal=internal, controller=controller)
        _write(self._address, asdict(ports) | {"cluster": self.cluster()})
        return ports

    def cluster(self) -> str:
        """The cluster's identifier, invented once: sixteen bytes in Kafka's way of writing them."""
        known = _read(self._address).get("cluster")
        if isinstance(known, str):
            return known
        return base64.urlsafe_b64encode(b"w" + secrets.token_bytes(15)).decode().rstrip("=")

    def running(self) -> Running | None:
        """The broker written down as running; only as true as `is_held`."""
        written = _read(self._running)
        try:
            return Running(**{name: int(str(written[name])) for name in Running.__annotations__})
        except (KeyError, ValueError):
            return None

    def write_running(self, running: Running | None) -> None:
        """The broker that runs from now on; None when none does."""
        if running is None:
            self._running.unlink(missing_ok=True)
        else:
            _write(self._running, asdict(running))

    def _known_ports(self) -> Ports | None:
        written = _read(self._address)
        try:
            return Ports(**{name: int(str(written[name])) for name in Ports.__annotations__})
        except (KeyError, ValueError):
            return None


def _kept_or_free(known: int | None, taken: frozenset[int]) -> int:
    if known is not None and known not in taken and is_free(known):
        return known
    return free_port(taken=taken)


def _read(file: Path) -> dict[str, object]:
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def _write(file: Path, content: dict[str, object]) -> None:
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(content), encoding="utf-8")
    new.replace(file)
