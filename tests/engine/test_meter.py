"""A member's figures over HTTP, and whether it lives and works."""

import urllib.error
import urllib.request

import pytest
from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError
from wholepicture_engine.meter import Meter
from wholepicture_engine.serving import MetricsServer

LOOPBACK = Address("127.0.0.1", 0)


class _Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _asked(server: MetricsServer, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_what_a_member_does_is_counted_and_timed() -> None:
    """Records in and out, the database, Kafka, and what it waits for."""
    meter = Meter("intake")
    meter.handled(3, 5, 0.02)
    meter.sent(0.004)
    meter.waits("kafka")

    with MetricsServer(meter, LOOPBACK) as server:
        _, told = _asked(server, "/metrics")

    for line in (
        'wholepicture_records_in_total{stage="intake"} 3.0',
        'wholepicture_records_out_total{stage="intake"} 5.0',
        'wholepicture_database_seconds_count{stage="intake"} 1.0',
        'wholepicture_kafka_seconds_bucket{le="0.005",stage="intake"} 1.0',
        'wholepicture_waiting_for{stage="intake",what="kafka"} 1.0',
        'wholepicture_waiting_for{stage="intake",what="database"} 0.0',
    ):
        assert line in told


def test_a_member_that_waits_lives_and_is_not_ready() -> None:
    """Whoever restarts what is dead leaves it alone; whoever sends work waits."""
    clock = _Clock()
    meter = Meter("intake", clock)
    with MetricsServer(meter, LOOPBACK) as server:
        at_its_start = _asked(server, "/readyz")[0]
        meter.waits(None)
        at_work = (_asked(server, "/healthz")[0], _asked(server, "/readyz")[0])
        meter.waits("database")
        waiting = (_asked(server, "/healthz")[0], _asked(server, "/readyz"))
        clock.now = 3600.0
        hanging = _asked(server, "/healthz")[0]
        elsewhere = _asked(server, "/")[0]

    assert at_its_start == 503
    assert at_work == (200, 200)
    assert waiting == (200, (503, "it waits for database\n"))
    assert (hanging, elsewhere) == (503, 404)


def test_a_port_that_is_taken_is_said() -> None:
    """Before the member begins."""
    with (
        MetricsServer(Meter("intake"), LOOPBACK) as server,
        pytest.raises(StopError, match="WHOLEPICTURE_METRICS"),
    ):
        MetricsServer(Meter("picture"), Address("127.0.0.1", server.port))
