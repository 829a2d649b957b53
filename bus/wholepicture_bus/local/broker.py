"""Apache Kafka on this machine: one node, on the loopback, with nothing but Python installed."""

import atexit
import os
import subprocess
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from wholepicture_bus import hold
from wholepicture_bus.local.datadir import DataFolder, Running
from wholepicture_bus.local.errors import AlreadyRunningError, LocalBrokerError
from wholepicture_bus.local.folders import data_folder
from wholepicture_bus.local.java import find_java
from wholepicture_bus.local.kafka_process import KafkaCommand, end, happens_within
from wholepicture_bus.local.log import last_meaningful_line, turn_over
from wholepicture_bus.local.probe import brokers_known_at
from wholepicture_bus.local.properties import Guard, Ports, server_properties

_ANSWERS_WITHIN = timedelta(seconds=90)
_STOPS_WITHIN = timedelta(seconds=30)
_DIES_WITHIN = timedelta(seconds=10)


class LocalBroker:
    """A Kafka broker over a data folder: the same data and the same address at every start.

    Any `LocalBroker` over a folder sees, and can stop, the broker that another one started there.
    As a context manager it runs for the length of the block.

    Args:
        data: the folder; None for this user's own (WHOLEPICTURE_DATA names another).
        port: where to listen; else the last start's port, else a free one.
        advertised_port: where clients are told to go, if a proxy stands in front.
        heap: the most memory that Java may use for objects, as Java writes it.
        wipe: whether the first start by this object deletes the data that it finds.
        guard: more listeners, with TLS or users; its format options count at the first start.
    """

    def __init__(
        self,
        data: Path | None = None,
        *,
        port: int | None = None,
        advertised_port: int | None = None,
        heap: str = "512m",
        wipe: bool = False,
        guard: Guard | None = None,
    ) -> None:
        self._folder = DataFolder(data or data_folder())
        self._port = port
        self._advertised_port = advertised_port
        self._heap = heap
        self._wipe = wipe
        self._guard = guard
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def attach(cls, data: Path | None = None) -> Self:
        """The broker that already runs over this folder.

        Raises:
            LocalBrokerError: none does.
        """
        broker = cls(data)
        broker._now()
        return broker

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._folder.path

    @property
    def running(self) -> bool:
        """Whether a broker lives over this folder, whoever started it."""
        return self._folder.is_held()

    @property
    def bootstrap(self) -> str:
        """Where clients go, `127.0.0.1:PORT`: the advertised port, if one was given.

        After a crash it still tells where the broker was and, started again, will be.
        """
        return self._last().bootstrap

    @property
    def port(self) -> int:
        """Where the broker listens: where a proxy in front of it has to go."""
        return self._last().port

    @property
    def pid(self) -> int:
        """The running broker's process."""
        return self._now().pid

    def start(self, *, detached: bool = False) -> Self:
        """The broker, answering. Blocks for seconds; the very first time, for the download too.

        It is stopped when this Python programme ends, unless it is `detached`.

        Raises:
            AlreadyRunningError: a broker already runs over this folder.
            LocalBrokerError: it does not come up; the sentence tells why.
        """
        # Here, because `python -m wholepicture_bus.local.jars` must find it not yet imported.
        from wholepicture_bus.local.jars import kafka_jars

        self._refuse_a_second()
        java, jars = find_java(), kafka_jars()
        self._folder.make()
        held = hold.take(self._folder.hold, wait=hold.PAST_A_LOOK)
        if held is None:
            self._refuse_a_second()
            raise AlreadyRunningError(f"A broker over {self.data} is being started just now.")
        with held:  # the broker's process inherits it; this one's part ends here
            self._begin(KafkaCommand(self._folder, java, jars, self._heap), held)
        if not detached:
            atexit.register(self._stop_at_exit, os.getpid())
        return self

    def stop(self) -> None:
        """The broker stopped cleanly, whoever started it; nothing happens when none runs."""
        self._end(clean=True)

    def kill(self) -> None:
        """The broker ended at once, as a crash would; what it acknowledged is kept."""
        self._end(clean=False)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _begin(self, kafka: KafkaCommand, held: hold.Hold) -> None:
        folder = self._folder
        folder.write_running(None)
        if self._wipe:
            folder.wipe()
        folder.empty_scratch()
        turn_over(folder.log)
        ports = folder.settled_ports(self._port)
        advertised = self._advertised_port or ports.client

        def properties_for(log_folder: Path) -> str:
            return server_properties(
                ports=ports, advertised_port=advertised, log_folder=log_folder, guard=self._guard
            )

        folder.properties.write_text(properties_for(folder.kafka), encoding="ascii")
        kafka.format_storage(properties_for, self._guard.format_options if self._guard else ())
        process = kafka.run(held)
        self._process = process
        try:
            folder.write_running(Running(process.pid, ports.client, advertised))
            self._wait_for_answer(process, ports)
        except BaseException:
            self._end_own(process, clean=False)
            folder.write_running(None)
            raise
        self._wipe = False

    def _wait_for_answer(self, process: subprocess.Popen[bytes], ports: Ports) -> None:
        def settled() -> bool:
            return process.poll() is not None or brokers_known_at(ports.client) > 0

        answered = happens_within(_ANSWERS_WITHIN, settled)
        if answered and process.poll() is None:
            return
        how = "ended while starting" if answered else "did not answer in time"
        said = last_meaningful_line(self._folder.log)
        raise LocalBrokerError(f"The broker {how}; its log {self._folder.log} says: {said}")

    def _end(self, *, clean: bool) -> None:
        atexit.unregister(self._stop_at_exit)
        if self._process is not None and self._process.poll() is None:
            self._end_own(self._process, clean=clean)
        elif self.running:
            self._end_anothers(self.pid, clean=clean)
        self._process = None

    def _end_own(self, process: subprocess.Popen[bytes], *, clean: bool) -> None:
        for cleanly, limit in ((clean, _STOPS_WITHIN), (False, _DIES_WITHIN)):
            if process.poll() is not None:
                return
            end(process.pid, clean=cleanly)
            with suppress(subprocess.TimeoutExpired):
                process.wait(limit.total_seconds())
                return
        raise LocalBrokerError(f"The broker (process {process.pid}) does not end.")

    def _end_anothers(self, pid: int, *, clean: bool) -> None:
        for cleanly, limit in ((clean, _STOPS_WITHIN), (False, _DIES_WITHIN)):
            end(pid, clean=cleanly)
            if happens_within(limit, lambda: not self.running):
                return
        raise LocalBrokerError(f"The broker (process {pid}) does not end.")

    def _refuse_a_second(self) -> None:
        if not self.running:
            return
        written = self._folder.running()
        where = f"answers on {written.bootstrap}" if written else "is being started just now"
        raise AlreadyRunningError(
            f"A broker already runs over {self.data} and {where}. Use it, or stop it first."
        )

    def _now(self) -> Running:
        written = self._folder.running()
        if not self.running:
            raise LocalBrokerError(f"No broker runs over {self.data}.")
        if written is None:
            raise LocalBrokerError(f"A broker over {self.data} is being started just now.")
        return written

    def _last(self) -> Running:
        written = self._folder.running()
        if written is None:
            raise LocalBrokerError(f"No broker has been started over {self.data}.")
        return written

    def _stop_at_exit(self, starter: int) -> None:
        if os.getpid() == starter:  # and not in a fork of the programme that started it
            self.stop()
