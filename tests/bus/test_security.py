"""A setting that asks for protection is honoured or refused, and never passed over."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from wholepicture_bus.addresses import addresses
from wholepicture_bus.errors import StopError
from wholepicture_bus.exposure import refuse_exposed
from wholepicture_bus.security import Security, security

SCRAM = {
    "KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
    "KAFKA_SASL_USERNAME": "police",
    "KAFKA_SASL_PASSWORD_FILE": "password",
}
TOKENS = {
    "KAFKA_SASL_MECHANISM": "OAUTHBEARER",
    "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": "https://login.example.org/token",
    "KAFKA_SASL_OAUTHBEARER_CLIENT_ID": "police",
    "KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET_FILE": "password",
}

Told = Callable[..., Security]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    """Reads the settings out of an environment that has these alone."""
    for name in os.environ:
        if name.startswith(("KAFKA_", "WHOLEPICTURE_EXERCISE")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    Path("password").write_text("made-up secret\n", encoding="utf-8")

    def read(**environment: str) -> Security:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return security()

    return read


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({}, "PLAINTEXT"),
        ({"KAFKA_SSL_CAFILE": "ca.pem"}, "SSL"),
        (SCRAM, "SASL_SSL"),
        (TOKENS, "SASL_SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": " ssl "}, "SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", **SCRAM}, "SASL_PLAINTEXT"),
        ({"KAFKA_SECURITY_PROTOCOL": "", "KAFKA_SSL_CAFILE": ""}, "PLAINTEXT"),
    ],
)
def test_the_protocol_is_what_the_settings_mean(
    told: Told, environment: dict[str, str], protocol: str
) -> None:
    """Where it is not said, it is the protected one."""
    assert told(**environment).protocol == protocol


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"KAFKA_SECURITY_PROTOCOL": "TLS"}, "one of PLAINTEXT, SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT", "KAFKA_SSL_CAFILE": "x"}, "PROTOCOL=SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": "PLAINTEXT", **SCRAM}, "PROTOCOL=SASL_SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": "SSL", **SCRAM}, "PROTOCOL=SASL_SSL"),
        ({"KAFKA_SECURITY_PROTOCOL": "SASL_SSL"}, "KAFKA_SASL_MECHANISM has to be"),
        ({**SCRAM, "KAFKA_SASL_MECHANISM": "SCRAM"}, "KAFKA_SASL_MECHANISM has to be"),
        ({"KAFKA_SASL_MECHANISM": "PLAIN"}, "KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE"),
        ({"KAFKA_SASL_MECHANISM": "OAUTHBEARER"}, "TOKEN_ENDPOINT_URL and"),
        ({"KAFKA_SSL_KEYFILE": "x"}, "KAFKA_SSL_CERTFILE"),
        ({"KAFKA_SASL_PASSWORD": "x"}, "KAFKA_SASL_PASSWORD_FILE"),
        ({"KAFKA_SSL_KEY_PASSWORD": "x"}, "KAFKA_SSL_KEY_PASSWORD_FILE"),
        ({"KAFKA_SSL_CA_FILE": "x"}, "Did you mean KAFKA_SSL_CAFILE"),
        ({"KAFKA_SSL_TRUSTSTORE_LOCATION": "x"}, "not passed over"),
        ({"KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM": "none"}, "not passed over"),
        ({"KAFKA_SASL_JAAS_CONFIG": "made-up secret"}, "is not read"),
    ],
)
def test_what_contradicts_or_is_unknown_is_refused(
    told: Told, environment: dict[str, str], says: str
) -> None:
    """The sentence names the setting, and never what stands in it."""
    with pytest.raises(StopError, match=says) as refused:
        told(**environment)

    assert "made-up secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"KAFKA_SSL_CAFILE": "nowhere.pem"}, "KAFKA_SSL_CAFILE cannot be read"),
        ({"KAFKA_SSL_CAFILE": "password"}, "KAFKA_SSL_CAFILE is no PEM file"),
        ({"KAFKA_SSL_CERTFILE": "password"}, "KAFKA_SSL_CERTFILE is no PEM file"),
        ({**SCRAM, "KAFKA_SASL_PASSWORD_FILE": "nowhere"}, "PASSWORD_FILE cannot be read"),
        ({**SCRAM, "KAFKA_SASL_PASSWORD_FILE": "/dev/null"}, "PASSWORD_FILE is empty"),
        (
            {**TOKENS, "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": "http://login.example.org"},
            "begin with https",
        ),
    ],
)
def test_a_file_that_is_not_what_it_has_to_be_is_named(
    told: Told, environment: dict[str, str], says: str
) -> None:
    """Before anything is sent."""
    with pytest.raises(StopError, match=says):
        told(**environment).client_settings()


def test_the_password_is_read_from_its_file_and_shown_nowhere(told: Told) -> None:
    """The settings can be logged."""
    found = told(**SCRAM)

    assert found.client_settings()["sasl_plain_password"] == "made-up secret"  # noqa: S105
    assert "made-up secret" not in repr(found)


ELSEWHERE = "kafka.example.org:9092"


@pytest.mark.parametrize(
    ("environment", "server", "refused"),
    [
        ({}, ELSEWHERE, "another machine"),
        ({}, "kafka:9092", "another machine"),
        ({}, f"127.0.0.1:9092,{ELSEWHERE}", "another machine"),
        ({}, "127.0.0.1:9092", None),
        ({}, "[::1]:9092", None),
        ({}, "localhost:9092", None),
        ({"WHOLEPICTURE_EXERCISE": "true"}, ELSEWHERE, None),
        ({"KAFKA_SECURITY_PROTOCOL": "SSL"}, ELSEWHERE, None),
        (SCRAM, ELSEWHERE, None),
        ({"KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", **SCRAM}, ELSEWHERE, "another machine"),
        ({"KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", **SCRAM}, "127.0.0.1:9092", None),
        (
            {
                "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT",
                **SCRAM,
                "KAFKA_SASL_MECHANISM": "PLAIN",
                "WHOLEPICTURE_EXERCISE": "true",
            },
            ELSEWHERE,
            "password to",
        ),
    ],
)
def test_nothing_goes_in_the_clear_to_another_machine(
    told: Told, environment: dict[str, str], server: str, refused: str | None
) -> None:
    """Unless everything is made up; a password never does."""
    found = told(**environment)

    if refused is None:
        refuse_exposed(addresses(server), found, in_container=False)
        return
    with pytest.raises(StopError, match=refused):
        refuse_exposed(addresses(server), found, in_container=False)


def test_in_a_container_a_bare_name_is_a_neighbour(told: Told) -> None:
    """A network of containers is reached by no other machine."""
    refuse_exposed(addresses("kafka:9092"), told(), in_container=True)
