"""The local broker, really started: reached, refused twice, stopped, killed, kept and wiped.

It is what is tested here, so these tests take it also where the others run on a container.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic
from typer.testing import CliRunner
from wholepicture_bus.local import AlreadyRunningError, LocalBroker, LocalBrokerError
from wholepicture_bus.local.commands import kafka
from wholepicture_bus.local.java import find_java
from wholepicture_bus.local.log import last_meaningful_line
from wholepicture_bus.local.ports import free_port
from wholepicture_bus.local.properties import Ports, server_properties

pytestmark = pytest.mark.broker
TOPIC = "incidents"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    """One broker for the module, with a topic; a test that ends it starts it again."""
    broker = LocalBroker(tmp_path_factory.mktemp("data"))
    with broker:
        _make_topic(broker)
        yield broker


def test_broker_is_reached_by_a_client(broker: LocalBroker) -> None:
    """What a client publishes, a client reads."""
    before = _read_all(broker)
    _publish(broker, [b"one", b"two"])

    assert _read_all(broker) == [*before, b"one", b"two"]


def test_broker_takes_records_of_eight_mebibytes(broker: LocalBroker) -> None:
    """A topic may be set to records of 8 MiB."""
    _make_topic(broker, "large", {"max.message.bytes": str(8 * 1024 * 1024)})
    large = os.urandom(8 * 1024 * 1024 - 1024)

    _publish(broker, [large], topic="large")

    assert _read_all(broker, topic="large") == [large]


def test_second_start_beside_a_running_broker_says_where_it_is(broker: LocalBroker) -> None:
    """A second start is refused with a sentence that names the running one's address."""
    with pytest.raises(AlreadyRunningError, match=broker.bootstrap):
        LocalBroker(broker.data).start()

    assert broker.running


def test_running_broker_is_found_from_its_data_folder(broker: LocalBroker) -> None:
    """Whoever knows the folder knows the broker's address and process."""
    found = LocalBroker.attach(broker.data)

    assert (found.bootstrap, found.pid) == (broker.bootstrap, broker.pid)


def test_stop_and_start_keep_data_and_address(broker: LocalBroker) -> None:
    """After a clean stop nothing is lost and clients need not look elsewhere."""
    _publish(broker, [b"before the stop"])
    kept, address = _read_all(broker), broker.bootstrap

    broker.stop()
    stopped = not broker.running
    broker.start()

    assert stopped
    assert (broker.bootstrap, _read_all(broker)) == (address, kept)


def test_crash_and_start_keep_what_was_acknowledged(broker: LocalBroker) -> None:
    """Every record acknowledged before a kill is there after it, once and in order."""
    before = _read_all(broker)
    sent = [b"%d" % number for number in range(500)]
    _publish(broker, sent)
    address = broker.bootstrap

    broker.kill()
    dead = not broker.running
    broker.start()

    assert dead
    assert broker.bootstrap == address
    assert _read_all(broker) == [*before, *sent]


def test_address_that_clients_know_is_not_changed_in_silence(broker: LocalBroker) -> None:
    """When another programme took the port, the start is refused and says so."""
    broker.stop()
    port = broker.port

    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(LocalBrokerError, match=f"Port {port} .* is taken"),
    ):
        broker.start()

    broker.start()

    assert broker.running


def test_broker_can_be_advertised_on_another_port(tmp_path: Path) -> None:
    """Clients are sent to the advertised port, while the broker listens on its own."""
    proxy = free_port()
    with LocalBroker(tmp_path, advertised_port=proxy) as broker:
        told = (tmp_path / "server.properties").read_text(encoding="ascii")

        assert broker.bootstrap == f"127.0.0.1:{proxy}"
        assert broker.port != proxy
        assert f"advertised.listeners=CLIENT://127.0.0.1:{proxy}," in told


def test_wiped_broker_starts_empty_at_the_same_address(broker: LocalBroker) -> None:
    """`wipe` deletes the data and keeps the address; a file of the user's own stays."""
    broker.stop()
    own = broker.data / "mine.txt"
    own.write_text("mine", encoding="utf-8")

    with LocalBroker(broker.data, wipe=True) as fresh:
        topics = KafkaAdminClient(bootstrap_servers=fresh.bootstrap).list_topics()
        address = fresh.bootstrap
    broker.start()
    _make_topic(broker)

    assert TOPIC not in topics
    assert address == broker.bootstrap
    assert own.exists()


def test_record_of_a_dead_broker_stops_nobody(tmp_path: Path) -> None:
    """A process number left by a dead broker, ours by now, is not taken for a broker."""
    left = {"pid": os.getpid(), "port": 20000, "advertised_port": 20000}
    (tmp_path / "running.json").write_text(json.dumps(left), encoding="utf-8")
    (tmp_path / "hold").touch()
    broker = LocalBroker(tmp_path)

    broker.stop()

    assert not broker.running


def test_broker_started_by_a_command_outlives_it_and_is_stopped_by_another(tmp_path: Path) -> None:
    """`start`, `status` and `stop` are three programmes and one broker."""
    data = ["--data", str(tmp_path)]
    started = _command("start", *data)
    again = _command("start", *data)
    there = json.loads(_command("status", "--json", *data).stdout)
    stopped = _command("stop", *data)
    gone = _command("status", *data)

    assert started.returncode == 0, started.stderr
    assert there["running"]
    assert there["bootstrap"] in started.stdout
    assert (again.returncode, there["bootstrap"] in again.stderr) == (1, True)
    assert (stopped.returncode, gone.returncode) == (0, 1)


def test_broker_that_ends_while_starting_is_told_by_its_log(tmp_path: Path) -> None:
    """Data that Kafka cannot read makes the start fail with Kafka's own reason."""
    (tmp_path / "kafka").mkdir()
    (tmp_path / "kafka" / "meta.properties").write_text("version=99\n", encoding="ascii")
    broker = LocalBroker(tmp_path)

    said = r"ended while starting; .*broker\.log says: .*meta\.properties"
    with pytest.raises(LocalBrokerError, match=said):
        broker.start()

    assert not broker.running


def test_failed_start_names_the_log_and_what_it_says(tmp_path: Path) -> None:
    """A broker that cannot come up leaves a sentence, and nothing running."""
    broker = LocalBroker(tmp_path, heap="none")

    with pytest.raises(LocalBrokerError, match=r"broker\.log says: .*[Ii]nvalid maximum heap"):
        broker.start()

    assert not broker.running


def test_stop_says_so_when_no_broker_runs(tmp_path: Path) -> None:
    """Stopping what does not run is no error."""
    result = CliRunner().invoke(kafka, ["stop", "--data", str(tmp_path)])

    assert result.exit_code == 0
    assert "No broker runs" in result.stdout


def test_java_is_new_enough() -> None:
    """The Java that is found can run Kafka."""
    assert find_java().major >= 17


def test_every_listener_is_on_the_loopback() -> None:
    """No listener of the local broker can be reached from another machine."""
    text = server_properties(
        ports=Ports(client=1, internal=2, controller=3),
        advertised_port=4,
        log_folder=Path("/data/kafka"),
    )
    settings = dict(line.split("=", 1) for line in text.splitlines())
    addresses = (settings["listeners"] + "," + settings["advertised.listeners"]).split(",")

    assert all("://127.0.0.1:" in address for address in addresses)


def test_folder_names_survive_the_properties_file() -> None:
    """A name beyond ASCII is written as Java reads it back."""
    text = server_properties(
        ports=Ports(client=1, internal=2, controller=3),
        advertised_port=1,
        log_folder=Path("/home/Zoë/kafka"),
    )

    assert "log.dirs=/home/Zo\\u00eb/kafka\n" in text


def test_reason_is_found_between_noise(tmp_path: Path) -> None:
    """The log's last meaningful line is the error, not its stack nor Java's warnings."""
    log = tmp_path / "broker.log"
    log.write_text(
        "2026-01-01 10:00:00.000Z [main] ERROR kafka.Kafka - The log folder is offline\n"
        "\tat kafka.Kafka.main(Kafka.scala)\nWARNING: old method\n\n",
        encoding="utf-8",
    )

    assert last_meaningful_line(log) == "[main] ERROR kafka.Kafka - The log folder is offline"


def _make_topic(
    broker: LocalBroker, topic: str = TOPIC, settings: dict[str, str] | None = None
) -> None:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    try:
        new = NewTopic(topic, num_partitions=1, replication_factor=1, topic_configs=settings or {})
        admin.create_topics([new])
    finally:
        admin.close()


def _publish(broker: LocalBroker, values: list[bytes], *, topic: str = TOPIC) -> None:
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, max_request_size=9 * 1024 * 1024)
    try:
        sent = [producer.send(topic, value) for value in values]
        producer.flush()
        for outcome in sent:
            outcome.get(timeout=10)
    finally:
        producer.close()


def _read_all(broker: LocalBroker, *, topic: str = TOPIC) -> list[bytes]:
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=broker.bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        group_id=None,
        consumer_timeout_ms=1000,
        max_partition_fetch_bytes=16 * 1024 * 1024,
    )
    try:
        return [record.value for record in consumer]
    finally:
        consumer.close()


def _command(*words: str) -> subprocess.CompletedProcess[str]:
    programme = "from wholepicture_bus.local.commands import kafka; kafka()"
    return subprocess.run(
        [sys.executable, "-c", programme, *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
