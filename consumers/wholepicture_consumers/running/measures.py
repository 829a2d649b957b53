"""The status of the whole bus as figures, taken again and again beside a stage that works.

A scrape never waits for Kafka or the database: it gets what was found last, and when that was.
"""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from prometheus_client import CollectorRegistry, Gauge
from wholepicture_bus.addresses import Address, addresses
from wholepicture_bus.errors import BusError
from wholepicture_bus.log import logger
from wholepicture_engine.meter import Meter
from wholepicture_engine.serving import MetricsServer

from wholepicture_consumers.running.status import Overview
from wholepicture_consumers.running.supervisor import METRICS

_EVERY_SECONDS = 30.0
_REST = 20
"""How many times as long as the last look took there is a pause at least."""
_log = logger()


def where(told: str) -> Address:
    """Where to serve: ``host:port``, or a port of the loopback.

    Raises:
        StopError: it is neither.
    """
    (found,) = addresses(f"127.0.0.1:{told}" if told.strip().isdigit() else told, METRICS)[:1]
    return found


class Measures:
    """Gauges of what ``wholepicture status`` says."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(f"wholepicture_{name}", what, labels, registry=registry)

        self._lag = gauge("lag_records", "Records that a stage has not handled yet.", "stage")
        self._oldest = gauge(
            "oldest_waiting_seconds", "How long the oldest of them has waited.", "stage"
        )
        self._members = gauge("members", "Processes of a stage that live.", "stage")
        self._held = gauge("held", "Records that wait for a person.", "stage")
        self._invalid = gauge("invalid_open", "Unreadable records of a sender.", "sender")
        self._unanswered = gauge("unanswered_past_due", "Items past their time, unanswered.")
        self._nobody = gauge("nobody_acts", "Events that all who were told turned away.")
        self._late = gauge("late_lists", "Feeds whose list of the day is due and has not come.")
        self._needs = gauge("person_needed", "Sentences of status that need a person.")
        self._taken = gauge("status_timestamp_seconds", "When these figures were taken.")

    def take(self, overview: Overview, now: float) -> None:
        """Take the figures of a status; what it does not know is left as it was."""
        for stage in overview.stages:
            if stage.waiting is not None:
                self._lag.labels(stage.name).set(stage.waiting)
                oldest = stage.oldest
                self._oldest.labels(stage.name).set(
                    0 if oldest is None else max(0.0, now - oldest.timestamp())
                )
            if overview.database:
                self._members.labels(stage.name).set(stage.members)
                self._held.labels(stage.name).set(stage.held)
        for sender, count in overview.unreadable.items():
            self._invalid.labels(sender).set(count)
        if overview.database:
            self._unanswered.set(overview.unanswered)
            self._nobody.set(len(overview.nobody_acts))
            self._late.set(len(overview.silent))
        self._needs.set(len(overview.needs))
        if overview.kafka and overview.database:
            self._taken.set(now)


def serve(stage: str, told: str | None, look: Callable[[], Overview], ending: ExitStack) -> Meter:
    """The meter of a member, served while ``ending`` is open where an address is told.

    Raises:
        StopError: it is no address, or the port is taken.
    """
    meter = Meter(stage)
    if told is None:
        return meter
    ending.enter_context(MetricsServer(meter, where(told)))
    stopped = threading.Event()
    ending.callback(stopped.set)
    measures = Measures(meter.registry)
    threading.Thread(
        target=_again_and_again, args=[measures, look, stopped], daemon=True, name="measures"
    ).start()
    return meter


def _again_and_again(
    measures: Measures, look: Callable[[], Overview], stopped: threading.Event
) -> None:
    while not stopped.is_set():
        began = time.monotonic()
        try:
            measures.take(look(), time.time())
        except BusError as error:
            _log.warning("status-not-taken", error=type(error).__name__)
        stopped.wait(pause_after(time.monotonic() - began))


def pause_after(took: float) -> float:
    """The seconds until the next look: on a large bus one that takes long is taken less often."""
    return max(_EVERY_SECONDS, _REST * took)
