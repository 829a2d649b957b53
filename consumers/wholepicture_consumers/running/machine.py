"""Everything on one machine: the local broker, the topics, and the stages."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wholepicture_agreement import Agreement, load
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import RefusedError, StopError, TransientError
from wholepicture_bus.running import RUNNING_FILE, running_pid
from wholepicture_bus.settings import Settings
from wholepicture_engine.connection import DATABASE_FILE, database_address

from wholepicture_consumers.retention.daily import Daily
from wholepicture_consumers.retention.holds import holds_now
from wholepicture_consumers.running.brokers import broker
from wholepicture_consumers.running.exposure import require_safe
from wholepicture_consumers.running.supervisor import Supervisor, environment_for
from wholepicture_consumers.topic_specs import topic_specs


def create_topics(bootstrap: str, agreement: Agreement, *, replication: int = 1) -> list[str]:
    """Make the topics that are missing; waits for a broker that is just starting.

    Raises:
        DriftError: a topic has other settings than it must have.
        RefusedError: the broker does not let this client in, or make topics.
    """
    until = time.monotonic() + 60
    while True:
        try:
            held = bool(holds_now(bootstrap))
            wanted = topic_specs(agreement, replication=replication, held=held)
            return Admin(bootstrap).create_topics(wanted, replication=replication)
        except RefusedError:
            raise
        except TransientError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


@dataclass
class Machine:
    """A running bus: what was started, and how to end it."""

    bootstrap: str
    database_url: str
    agreement: Agreement
    supervisor: Supervisor
    revive: Callable[[], None]
    """Restarts the broker where it was started here and has died; makes a topic that is gone."""
    end: Callable[[], None]


def start(
    settings: Settings,
    *,
    workers: int,
    fresh: bool = False,
    metrics: int | None = None,
    say: Callable[[str], None],
) -> Machine:
    """Start everything, and say each step as it begins.

    ``metrics`` is the first of the loopback's ports on which the processes serve their figures.

    Raises:
        StopError: it runs already, or something must not go on.
    """
    agreement = load(settings.partnership)
    settings.data.mkdir(parents=True, exist_ok=True)
    _refuse_second(settings.data)
    bootstrap, revive, end_broker = broker(settings, fresh=fresh, say=say)
    database_url = database_address(settings)
    if fresh and not settings.database_url:
        for file in settings.data.glob(f"{DATABASE_FILE}*"):
            file.unlink()
    try:
        require_safe(bootstrap, agreement)
        made = create_topics(bootstrap, agreement)
        say(f"Topics: {len(made)} made." if made else "Topics: all there.")
        for sentence in Admin(bootstrap).raised(topic_specs(agreement)):
            say(sentence)
        environment = environment_for(
            bootstrap, database_url, settings.partnership.absolute(), settings.data
        )
        logs = settings.data / "logs"
        supervisor = Supervisor(workers, environment, logs, metrics=metrics, say=say)
        supervisor.start()
        daily = Daily(environment, logs, say)
    except BaseException:
        end_broker()
        raise
    running = settings.data / RUNNING_FILE
    running.write_text(json.dumps({"pid": os.getpid(), "bootstrap": bootstrap}), encoding="utf-8")

    def look_after() -> None:
        revive()
        daily.look_after()
        if supervisor.needs_topics:
            say(f"Made anew: {', '.join(create_topics(bootstrap, agreement))}.")
            supervisor.topics_made()

    def end() -> None:
        daily.end()
        supervisor.stop()
        end_broker()
        running.unlink(missing_ok=True)

    return Machine(bootstrap, database_url, agreement, supervisor, look_after, end)


def _refuse_second(data: Path) -> None:
    pid = running_pid(data)
    if pid is not None:
        raise StopError(
            f"Whole Picture runs here already (process {pid}). "
            "See how it is: wholepicture status. Stop it: wholepicture down."
        )
