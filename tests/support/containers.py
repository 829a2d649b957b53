"""Apache Kafka in a container, where there is an engine that can run its image."""

from contextlib import suppress
from functools import cached_property
from typing import Any

from wholepicture_bus.local.probe import brokers_known_at

from tests.support.ports import free_port
from tests.support.waiting import until

IMAGE = "apache/kafka:4.3.1"
_INSIDE = 29092
_RYUK = "testcontainers/ryuk"


def why_not() -> str | None:
    """A sentence that says why no container can be had; None where one can."""
    import docker

    try:
        engine = docker.from_env(timeout=120)
    except docker.errors.DockerException:
        return "no Docker engine answers"
    try:
        with suppress(docker.errors.ImageNotFound):
            engine.images.get(IMAGE)
            return _tried(engine)
        engine.images.pull(IMAGE)
        return _tried(engine)
    except docker.errors.DockerException as error:
        return f"the Docker engine has no {IMAGE} ({type(error).__name__})"
    finally:
        engine.close()


def _tried(engine: Any) -> str | None:
    import docker

    try:
        container = engine.containers.create(IMAGE, entrypoint="/bin/true")
        try:
            container.start()
            container.wait(timeout=60)
        finally:
            container.remove(v=True, force=True)  # the image declares volumes: they go too
    except docker.errors.DockerException as error:
        return f"the Docker engine cannot run {IMAGE} ({type(error).__name__})"
    return None


class KafkaInContainer:
    """One Kafka node in a container; its host port, chosen beforehand, outlives a restart."""

    session_seconds = 3.0

    def __init__(self, *, advertised_port: int | None = None) -> None:
        self.port = free_port()
        self._advertised = advertised_port or self.port
        self._started = False

    @property
    def bootstrap(self) -> str:
        """Where clients go."""
        return f"127.0.0.1:{self._advertised}"

    @cached_property
    def _container(self) -> Any:
        from testcontainers.core.config import testcontainers_config
        from testcontainers.core.container import DockerContainer

        testcontainers_config.ryuk_disabled = not _has_ryuk()
        container = DockerContainer(IMAGE)
        container.ports[f"{_INSIDE}/tcp"] = ("127.0.0.1", self.port)
        for name, value in _settings(self._advertised).items():
            container.with_env(name, value)
        return container

    def start(self) -> "KafkaInContainer":
        """Start it, the first time or again; it answers afterwards."""
        if self._started:
            self._container.get_wrapped_container().start()
        else:
            self._started = True
            self._container.start()
        until(lambda: brokers_known_at(self.port), "Kafka in its container answers", within=120)
        return self

    def stop(self) -> None:
        """Stop it cleanly; its data stays."""
        self._container.get_wrapped_container().stop(timeout=30)

    def kill(self) -> None:
        """End it as a crash would."""
        wrapped = self._container.get_wrapped_container()
        wrapped.kill()
        wrapped.wait(timeout=30)

    def remove(self) -> None:
        """Remove the container and its data."""
        if self._started:
            self._container.stop(force=True, delete_volume=True)


def _has_ryuk() -> bool:
    import docker

    engine = docker.from_env()
    try:
        return any(_RYUK in tag for image in engine.images.list() for tag in image.tags)
    finally:
        engine.close()


def _settings(advertised: int) -> dict[str, str]:
    return {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:29094",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENERS": f"CLIENT://:{_INSIDE},INTERNAL://:29093,CONTROLLER://:29094",
        "KAFKA_ADVERTISED_LISTENERS": f"CLIENT://127.0.0.1:{advertised},INTERNAL://localhost:29093",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": (
            "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT"
        ),
        "KAFKA_INTER_BROKER_LISTENER_NAME": "INTERNAL",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS": "5",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS": "5",
        "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
        "KAFKA_BROKER_SESSION_TIMEOUT_MS": "2000",
        "KAFKA_BROKER_HEARTBEAT_INTERVAL_MS": "500",
        "KAFKA_MESSAGE_MAX_BYTES": str(9 * 1024 * 1024),
        "KAFKA_REPLICA_FETCH_MAX_BYTES": str(9 * 1024 * 1024),
    }
