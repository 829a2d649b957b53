"""The deployment, built and run: events go in on this machine's port, and deliveries come out.

Collected only where a Docker engine can run it (conftest.py says so in the report).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploying.compose_file import services
from tests.deploying.deployment import (
    FRONT_DOOR,
    Deployment,
    causes,
    partnership_of_real_agencies,
)
from tests.support.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.broker]

KNOWN = "1-the-council-works-with-a-child.json"
INCIDENT = "2-an-incident-graded-standard.json"


@pytest.fixture(scope="module")
def deployment(compose_project: str) -> Iterator[Deployment]:
    """Everything up and healthy, with two members of the picture."""
    made = Deployment(compose_project, free_port())
    try:
        made.compose("up", "--build", "--detach", "--wait", "--scale", "picture=2")
        made.publish(KNOWN).ids()
        yield made
    finally:
        made.end()


def _came(deployment: Deployment, wanted: set[str]) -> bool:
    return wanted <= set(causes(deployment.delivered()))


def _once_each(deployment: Deployment) -> bool:
    delivered = deployment.delivered()
    ids = [one["ce_id"] for one in delivered]
    return len(set(ids)) == len(ids) and len(set(causes(delivered))) == len(delivered)


def test_an_incident_reaches_the_front_door(deployment: Deployment) -> None:
    """What is published on this machine's port is delivered, and any Kafka client reads it."""
    sent = deployment.publish(INCIDENT).ids()

    deployment.wait(lambda: _came(deployment, sent), f"the incident is on {FRONT_DOOR}")
    assert _once_each(deployment)


def test_a_killed_stage_loses_and_doubles_nothing(deployment: Deployment) -> None:
    """Members that are killed in the middle and started again deliver each incident once."""
    before = deployment.publish(INCIDENT, 20)
    deployment.compose("kill", "picture")
    after = deployment.publish(INCIDENT, 20)
    deployment.compose("start", "picture")
    sent = before.ids() | after.ids()

    deployment.wait(lambda: _came(deployment, sent), "all forty were delivered")
    assert _once_each(deployment)


@pytest.mark.parametrize("service", ["kafka", "postgres"])
def test_a_restarted_server_loses_and_doubles_nothing(deployment: Deployment, service: str) -> None:
    """Kafka or PostgreSQL may stop and start: the stages wait, and go on by themselves."""
    before = deployment.publish(INCIDENT, 20)
    deployment.compose("stop", service)
    after = deployment.publish(INCIDENT, 20)
    deployment.compose("start", service)
    sent = before.ids() | after.ids()

    deployment.wait(lambda: _came(deployment, sent), "all forty were delivered")
    assert _once_each(deployment)


def test_everything_stopped_and_started_goes_on(deployment: Deployment) -> None:
    """After `down` and `up` the volumes still have everything, the password too."""
    before = deployment.publish(INCIDENT).ids()
    deployment.wait(lambda: _came(deployment, before), "the first was delivered")
    deployment.compose("down")
    deployment.compose("up", "--detach", "--wait")
    after = deployment.publish(INCIDENT).ids()

    deployment.wait(lambda: _came(deployment, before | after), "both were delivered")
    assert _once_each(deployment)


def test_only_kafka_is_published_and_only_here(deployment: Deployment) -> None:
    """From outside the containers one port answers, on the loopback."""
    published = [
        (service, binding["HostIp"], binding["HostPort"])
        for service in ("kafka", "postgres", "intake", "picture")
        for container in deployment.inspect(service)
        for bindings in container["NetworkSettings"]["Ports"].values()
        for binding in bindings or []
    ]

    assert published == [("kafka", "127.0.0.1", str(deployment.port))]


def test_every_volume_has_a_name(deployment: Deployment) -> None:
    """What `down` leaves are the volumes of the file, and none that nobody can tell apart."""
    volumes = {
        mount["Name"]
        for service in services()
        for container in deployment.inspect(service)
        for mount in container["Mounts"]
        if mount["Type"] == "volume"
    }

    assert volumes == {f"{deployment.project}_{name}" for name in ("kafka", "postgres", "password")}


def test_stages_run_without_root_and_cannot_write(deployment: Deployment) -> None:
    """A stage's process is no root, and the image under it is read-only."""
    user = deployment.compose("exec", "-T", "intake", "id", "-u").stdout.strip()
    written = deployment.compose("exec", "-T", "intake", "touch", "/app/x", check=False)

    assert user == "10001"
    assert "Read-only" in written.stderr


def test_the_password_is_only_in_its_files(deployment: Deployment) -> None:
    """The database's password stands in no container's settings, and a stage reads only its own."""
    secret = deployment.compose(
        "exec", "-T", "postgres", "cat", "/run/password/database"
    ).stdout.strip()
    told = [str(deployment.inspect(service)) for service in ("postgres", "intake", "topics")]
    stolen = deployment.compose(
        "exec", "-T", "intake", "cat", "/run/password/database", check=False
    )

    assert len(secret) == 64
    assert not [one for one in told if secret in one]
    assert stolen.returncode != 0


def test_the_image_is_whole(deployment: Deployment) -> None:
    """The installed distributions carry their typing marks and the local broker's lock."""
    listed = deployment.compose(
        "exec", "-T", "intake", "python", "-c",
        "from importlib.metadata import files\n"
        "for name in 'schemas bus producers consumers desk'.split():\n"
        "    print(*files('wholepicture-' + name), sep='\\n')",
    ).stdout.split()  # fmt: skip

    assert "wholepicture_bus/local/kafka.lock" in listed
    assert {f"wholepicture_{name}/py.typed" for name in ("schemas", "bus", "consumers")} <= {
        *listed
    }


def test_real_agencies_are_refused_on_an_exposed_broker(
    deployment: Deployment, tmp_path: Path
) -> None:
    """Until there is access control, a stage will not work for real agencies on a LAN's broker."""
    real = partnership_of_real_agencies(tmp_path)
    refused = deployment.compose(
        "run", "--rm", "--no-deps", "-T", "-e", "KAFKA_BOOTSTRAP_SERVERS=192.0.2.7:9092",
        "-v", f"{real}:/app/partnership:ro", "intake", "stage", "intake", check=False,
    )  # fmt: skip

    assert refused.returncode == 2
    assert "is in the clear: who is on the way reads every event" in refused.stderr
