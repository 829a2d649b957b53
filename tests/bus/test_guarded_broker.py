"""A broker with TLS, users and rights: who is let in, and what each refusal says.

One broker for the module: mutual TLS, SCRAM, PLAIN, tokens, and a right for each topic.
"""

import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.admin import ACLOperation
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.doctor import Owner, examine
from wholepicture_bus.errors import RefusedError
from wholepicture_bus.records import Outgoing
from wholepicture_bus.settings import Settings
from wholepicture_bus.spool import Sender, Spool
from wholepicture_schemas.identifiers import AgencyId

from tests.support.guarded import PASSWORD, USER, GuardedBroker, Papers, papers, unsigned_token
from tests.support.token_endpoint import TokenEndpoint

pytestmark = pytest.mark.broker
Told = Callable[..., None]
OWN, OTHERS = f"events.{USER}", "events.somebody-else"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Papers, Path]:
    """The certificates and passwords, and what the broker proves itself by."""
    return papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def guarded(
    kept: tuple[Papers, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[GuardedBroker]:
    """The broker, with a topic of the user's and one of somebody else's."""
    broker = GuardedBroker(tmp_path_factory.mktemp("guarded"), *kept)
    broker.start()
    try:
        broker.make([OWN, OTHERS])
        broker.allow({OWN: [ACLOperation.WRITE, ACLOperation.READ]})
        yield broker
    finally:
        broker.end()


@pytest.fixture
def told(kept: tuple[Papers, Path], monkeypatch: pytest.MonkeyPatch) -> Told:
    """Sets what the environment says, beside the authority that is trusted and the user."""
    for name in os.environ:
        if name.startswith("KAFKA_"):
            monkeypatch.delenv(name)

    def say(mechanism: str | None = None, **settings: object) -> None:
        monkeypatch.setenv("KAFKA_SSL_CAFILE", str(kept[0].authority))
        if mechanism is not None:
            monkeypatch.setenv("KAFKA_SASL_MECHANISM", mechanism)
            monkeypatch.setenv("KAFKA_SASL_USERNAME", USER)
            monkeypatch.setenv("KAFKA_SASL_PASSWORD_FILE", str(kept[0].password))
        for name, value in settings.items():
            monkeypatch.setenv(name, str(value))

    return say


def _sent_and_read(server: str) -> list[bytes]:
    with closing(client.producer(server)) as producer:
        producer.send(OWN, key=b"k", value=b"as it was").get(timeout=10)
    with closing(client.consumer(server, None, auto_offset_reset="earliest")) as reader:
        reader.assign([TopicPartition(OWN, 0)])
        return [record.value for batch in reader.poll(5_000).values() for record in batch]


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"])
def test_a_user_with_a_password_writes_and_reads_its_topic(
    guarded: GuardedBroker, told: Told, mechanism: str
) -> None:
    """By TLS, with the password from a file; the name of the broker is checked."""
    told(mechanism)

    assert b"as it was" in _sent_and_read(guarded.by_user)


def test_a_client_with_a_certificate_writes_and_reads_its_topic(
    guarded: GuardedBroker, told: Told, kept: tuple[Papers, Path]
) -> None:
    """Mutual TLS: the certificate's name is the user."""
    told(KAFKA_SSL_CERTFILE=kept[0].client)

    assert b"as it was" in _sent_and_read(guarded.by_certificate)


def test_a_client_with_a_token_writes_and_reads_its_topic(
    guarded: GuardedBroker, told: Told, kept: tuple[Papers, Path]
) -> None:
    """OAUTHBEARER by client credentials: one token serves all of a process's clients."""
    with TokenEndpoint(lambda: unsigned_token(USER), USER, PASSWORD) as endpoint:
        told(**endpoint.settings(kept[0].password))

        assert b"as it was" in _sent_and_read(guarded.by_user)
        assert endpoint.asked == 1


def test_a_spool_is_sent_over_tls_and_a_missing_right_is_said(
    guarded: GuardedBroker, told: Told, tmp_path: Path
) -> None:
    """What a user may not write waits, with the reason, and holds up nothing else."""
    told("SCRAM-SHA-512")
    headers = tuple((name, b"1") for name in ("ce_specversion", "ce_type", "ce_source"))
    with closing(Spool(tmp_path / "spool.db")) as spool:
        spool.append(
            [
                Outgoing(topic, b"k", b"v", (*headers, ("ce_id", topic.encode())))
                for topic in (OTHERS, OWN)
            ]
        )
        sender = Sender(spool, guarded.by_user)
        tries = (sender.send(within=timedelta(seconds=1)).rows for _ in range(20))

        assert any(rows == 1 for rows in tries)
        assert any("does not let this user write" in said for said in spool.counts().troubles)


def test_what_only_an_administrator_may_do_is_refused_with_a_sentence(
    guarded: GuardedBroker, told: Told
) -> None:
    """A right that is missing is not called a broker that is away."""
    told("SCRAM-SHA-512")

    with pytest.raises(RefusedError, match="does not give this user a right"):
        Admin(guarded.by_user).set_offsets("somebody-s-group", {(OWN, 0): 0})


_REFUSALS: dict[str, tuple[str, str | None, dict[str, str]]] = {
    "speaks-tls": ("by_user", None, {"KAFKA_SSL_CAFILE": ""}),
    "speaks-no-tls": ("plain", "SCRAM-SHA-512", {}),
    "unknown-authority": ("by_user", "PLAIN", {"KAFKA_SSL_CAFILE": "other_authority"}),
    "wrong-password": ("by_user", "SCRAM-SHA-512", {"KAFKA_SASL_PASSWORD_FILE": "wrong_password"}),
    "wants-login": ("by_user", None, {}),
    "wants-no-login": ("by_certificate", "PLAIN", {"KAFKA_SSL_CERTFILE": "client"}),
    "wants-certificate": ("by_certificate", None, {}),
    "certificate-refused": ("by_certificate", None, {"KAFKA_SSL_CERTFILE": "stranger"}),
}
"""By reason: the listener, the mechanism, and the settings, each of which may name a paper."""


@pytest.mark.parametrize("reason", _REFUSALS)
def test_each_refusal_is_told_apart(
    guarded: GuardedBroker, told: Told, kept: tuple[Papers, Path], reason: str
) -> None:
    """At once, with what to set or whom to ask; kafka-python would call each a broker away."""
    listener, mechanism, settings = _REFUSALS[reason]
    told(mechanism)
    told(**{name: getattr(kept[0], paper, "") for name, paper in settings.items()})

    _assert_refused(getattr(guarded, listener), reason)


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("KAFKA_SASL_USERNAME", "nobody", "wrong-password"),
        ("KAFKA_SSL_CAFILE", "", "unknown-authority"),
    ],
)
def test_an_unknown_user_and_this_machines_authorities_are_refused(
    guarded: GuardedBroker, told: Told, setting: str, value: str, reason: str
) -> None:
    """A broker does not say whether it is the name or the password."""
    told("SCRAM-SHA-256", **{setting: value})

    _assert_refused(guarded.by_user, reason)


@pytest.mark.parametrize(
    ("secret", "reason"), [("password", "token-refused"), ("wrong_password", "no-token")]
)
def test_a_token_that_has_ended_and_one_that_is_not_given_are_told_apart(
    guarded: GuardedBroker, told: Told, kept: tuple[Papers, Path], secret: str, reason: str
) -> None:
    """The one is the broker's word, the other the token endpoint's."""
    with TokenEndpoint(lambda: unsigned_token(USER, -60), USER, PASSWORD) as endpoint:
        told(**endpoint.settings(getattr(kept[0], secret)))

        _assert_refused(guarded.by_user, reason)


@pytest.mark.parametrize(("paper", "reason"), [("expired", "expired"), ("elsewhere", "other-name")])
def test_a_certificate_that_does_not_hold_is_told_apart(
    told: Told, kept: tuple[Papers, Path], paper: str, reason: str
) -> None:
    """One that has ended, and one of another name."""
    told()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(getattr(kept[0], paper))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_greet, args=[listening, context], daemon=True).start()

        _assert_refused(f"127.0.0.1:{listening.getsockname()[1]}", reason)


def test_the_password_stands_in_no_log(
    guarded: GuardedBroker, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither where it is taken nor where it is refused."""
    told("SCRAM-SHA-512")
    with caplog.at_level("DEBUG"):
        _sent_and_read(guarded.by_user)

    assert PASSWORD not in caplog.text


def _assert_refused(server: str, reason: str) -> None:
    with pytest.raises(RefusedError) as error:
        client.admin(server)
    assert error.value.reason == reason
    assert server in str(error.value) or reason == "no-token"


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    """Answer each greeting of TLS, until the listener is closed."""
    while True:
        try:
            connection: Any = listening.accept()[0]
        except OSError:
            return
        with connection:
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


def test_the_doctor_finds_nothing_wrong_but_the_right_that_is_missing(
    guarded: GuardedBroker, told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each check has a line of its own; two of the user's topics are not there."""
    told("SCRAM-SHA-512")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", guarded.by_user)

    found = list(examine(Settings(data=tmp_path), Owner(agency=AgencyId(USER))))

    states = {finding.check: finding.state for finding in found}
    assert states[f"way to {guarded.by_user}"] == "ok"
    assert states[f"topic {OWN}"] == "ok"
    assert states["topics of others"] == "ok"
    assert [finding.check for finding in found if finding.state == "not ok"] == [
        f"topic history.{USER}",
        f"topic feedback.{USER}",
    ]
