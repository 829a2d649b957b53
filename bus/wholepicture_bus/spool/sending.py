"""Sending what the spool holds: in order, by one process at a time, until Kafka has each."""

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from wholepicture_bus import hold
from wholepicture_bus.connection import checked
from wholepicture_bus.log import logger
from wholepicture_bus.spans import spans
from wholepicture_bus.spool.errors import SpoolUnavailable
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.rows import SendOutcome

if TYPE_CHECKING:
    from wholepicture_bus.spool.rounds import Rounds

_LOOK_AGAIN_SECONDS = 0.5
_LOOK_SECONDS = 0.02
_PATIENCE_TO_END_SECONDS = 10.0


class Sender:
    """Sends a spool's records to Kafka; only one sender of a spool sends at a time.

    Raises:
        StopError: no client may be made by these addresses and the settings of protection, or spans
            are asked for that cannot be had.
    """

    def __init__(self, spool: Spool, bootstrap: str, *, window: int = 500) -> None:
        checked(bootstrap)
        self._spans = spans("spool")
        self._spool = spool
        self._bootstrap = bootstrap
        self._window = window
        self._lock_file = spool.path.with_name(spool.path.name + ".lock")
        self._stop = threading.Event()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def send(
        self,
        *,
        within: timedelta | None = None,
        told: Callable[[int], None] = lambda _: None,
    ) -> SendOutcome:
        """Send until nothing waits or the time is up; without a time, until nothing waits.

        ``told`` is called after each round, with the number of records that Kafka took.
        """
        until = None if within is None else monotonic() + within.total_seconds()
        held = self._take()
        if held is None:
            return SendOutcome("busy", 0)
        with held, closing(self._rounds(told)) as sending:
            return sending.run(until)

    def start(self) -> None:
        """Send in the background until ``close``, whatever this or another process appends."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._in_background, daemon=True, name="spool")
            self._thread.start()

    def wake(self) -> None:
        """Say that something was appended."""
        self._woken.set()

    def watch(self, within: timedelta) -> bool:
        """Whether all was sent before the time was up, by whichever process sends."""
        until = monotonic() + within.total_seconds()
        pause = threading.Event()
        while self._spool.unsent(1):
            if monotonic() >= until:
                return False
            pause.wait(_LOOK_SECONDS)
        return True

    def close(self, within: timedelta = timedelta(0)) -> bool:
        """Whether all was sent before the time was up; then the background sending stops."""
        done = self.watch(within)
        self._stop.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_TO_END_SECONDS)
            self._thread = None
        return done

    def _in_background(self) -> None:
        while not self._stop.is_set():
            try:
                held = self._take()
                if held is not None:
                    with held, closing(self._rounds()) as sending:
                        while not self._stop.is_set():
                            self._woken.clear()
                            sending.run(None)
                            self._woken.wait(_LOOK_AGAIN_SECONDS)
            except (SpoolUnavailable, OSError) as error:
                _say_unavailable(error)
            self._woken.wait(_LOOK_AGAIN_SECONDS)

    def _take(self) -> hold.Hold | None:
        """The spool, held for sending; None where another process, or thread, holds it."""
        try:
            return hold.take(self._lock_file, wait=hold.AT_ONCE)
        except OSError as error:
            raise SpoolUnavailable(
                f"The spool cannot be sent: {self._lock_file} cannot be made ({error.strerror})."
            ) from None

    def _rounds(self, told: Callable[[int], None] = lambda _: None) -> "Rounds":
        """The rounds; imported here, so that a spool that sends nothing loads no Kafka client."""
        from wholepicture_bus.spool.rounds import Rounds

        return Rounds(
            self._spool, self._bootstrap, self._window, self._stop, told, spans=self._spans
        )


def _say_unavailable(error: Exception) -> None:
    logger().warning("spool-unavailable", error=type(error).__name__)
