"""House rules for the compose file that hold wherever it is used."""

import re
from pathlib import Path

import pytest
from wholepicture_bus.local.properties import Ports, server_properties
from wholepicture_consumers.stages import STAGES

from tests.deploying.compose_file import COMPOSE, DOCKERFILE, ONE_SHOT, kafka_settings, services

WHOLE = COMPOSE.read_text(encoding="utf-8")
OF_THE_MACHINE = {
    "node.id", "listeners", "advertised.listeners", "listener.security.protocol.map",
    "inter.broker.listener.name", "controller.quorum.voters", "controller.listener.names",
    "log.dirs", "num.network.threads", "num.io.threads", "offsets.topic.segment.bytes",
    "transaction.state.log.segment.bytes",
}  # fmt: skip
"""Settings of the local broker that are about its one small machine."""


def test_every_stage_is_a_service() -> None:
    """A stage that the house has runs in containers too, under its own name."""
    commands = {
        name: re.findall(r"command: \[stage, ([a-z]+)\]", part) for name, part in services().items()
    }

    assert {name: [name] for name in STAGES} == {k: v for k, v in commands.items() if v}


@pytest.mark.parametrize("name", sorted(set(services()) - ONE_SHOT))
def test_what_keeps_running_has_a_health_check(name: str) -> None:
    """Whatever keeps running says whether it works, so that others can wait for it."""
    part = services()[name]

    assert re.search(r"(?m)^    healthcheck:", part)
    assert re.search(rf"(?m)^ +test: .*\b{name}\]$", part) or name in {"kafka", "postgres"}


def test_images_have_exact_names() -> None:
    """An image has a version, which is never `latest`, and no registry's address."""
    images = set(re.findall(r"(?m)^ +image: (.+)$", WHOLE))
    images |= set(re.findall(r"(?m)^FROM (\S+)", DOCKERFILE.read_text(encoding="utf-8")))

    assert images == {"apache/kafka:4.3.1", "postgres:17", "python:3.11-slim", "wholepicture:local"}


def test_only_the_loopback_is_published() -> None:
    """No port is published on an address that another machine can reach."""
    published = re.findall(r"(?m)^ +ports: (.+)$", WHOLE)

    assert published == ['["127.0.0.1:${KAFKA_PORT:-9092}:19092"]']
    assert "ports:\n" not in WHOLE
    assert "network_mode: host" not in WHOLE


def test_kafka_sends_outsiders_to_the_loopback() -> None:
    """What Kafka tells a client from outside to connect to is the loopback."""
    told = dict(one.split("://") for one in kafka_settings()["advertised.listeners"].split(","))

    assert told == {"INSIDE": "kafka:9092", "OUTSIDE": "127.0.0.1:${KAFKA_PORT:-9092}"}


def test_no_secret_stands_in_a_file() -> None:
    """Passwords are named by the file that they are read from, and stand in no address."""
    named = re.findall(r"(?mi)^ +(\w*(?:password|secret|token|passfile)\w*): (\S.*)$", WHOLE)

    assert {name for name, _ in named} == {"POSTGRES_PASSWORD_FILE", "PGPASSFILE"}
    assert all(value.startswith("/run/password/") for _, value in named)
    assert not re.search(r"://[^/\s:@]+:[^@\s]+@", WHOLE)


@pytest.mark.parametrize("name", sorted(services()))
def test_no_container_gains_privileges(name: str) -> None:
    """No container is privileged or can become so, and each one's log has an end."""
    part = services()[name]
    text = part + (WHOLE.partition("\nservices:\n")[0] if "<<: *stage" in part else "")

    assert "privileged: true" not in text
    assert "docker.sock" not in text
    assert 'security_opt: ["no-new-privileges:true"]' in text
    assert "logging: *logging" in text or "logging: &logging" in text


def test_kafka_is_set_as_the_local_broker_is() -> None:
    """The broker in the container keeps the same promises as the one of `wholepicture up`."""
    local = dict(
        line.split("=", 1)
        for line in server_properties(
            ports=Ports(1, 2, 3), advertised_port=1, log_folder=Path("/log")
        ).splitlines()
    )
    wanted = {name: value for name, value in local.items() if name not in OF_THE_MACHINE}

    assert {name: kafka_settings().get(name) for name in wanted} == wanted


def test_nothing_needs_a_new_engine() -> None:
    """What an older Docker engine refuses does not occur."""
    dockerfile = DOCKERFILE.read_text(encoding="utf-8")

    assert "# syntax=" not in dockerfile
    assert "<<EOF" not in dockerfile
    assert "start_interval" not in WHOLE
