"""Why Kafka lets a client not in, or not do something: one sentence each, with what to do.

A refusal is told apart from a broker that is away: waiting does not end it, a person does.
"""

from collections.abc import Mapping

from wholepicture_bus.errors import RefusedError, StopError, TransientError

SENTENCES: Mapping[str, str] = {
    "speaks-tls": (
        "{server} speaks TLS, and this client was not told to. Set KAFKA_SECURITY_PROTOCOL=SSL, or "
        "SASL_SSL where its operator gave you a user."
    ),
    "speaks-no-tls": (
        "{server} does not speak TLS, which KAFKA_SECURITY_PROTOCOL asks for; nothing was sent. "
        "Use the port of its TLS listener: ask its operator."
    ),
    "not-kafka": (
        "What answers at {server} is not Kafka. Correct the host and the port in "
        "KAFKA_BOOTSTRAP_SERVERS."
    ),
    "unknown-authority": (
        "The certificate of {server} is from an authority that this machine does not know. Put "
        "that authority's certificate into a PEM file and name it: KAFKA_SSL_CAFILE."
    ),
    "other-name": (
        "The certificate of {server} is made out to another name. Write in "
        "KAFKA_BOOTSTRAP_SERVERS the name that it is made out to, or ask the operator for one "
        "that has this name."
    ),
    "expired": (
        "The certificate of {server} has expired: its operator has to renew it. Check this "
        "machine's clock first."
    ),
    "not-yet-valid": (
        "The certificate of {server} is not valid yet. Check this machine's clock; else ask the "
        "broker's operator."
    ),
    "revoked": "The certificate of {server} was revoked: ask its operator.",
    "wants-certificate": (
        "{server} asks for a client certificate. Name yours and its key: KAFKA_SSL_CERTFILE and "
        "KAFKA_SSL_KEYFILE."
    ),
    "certificate-refused": (
        "{server} refuses this client's certificate (KAFKA_SSL_CERTFILE): it may have expired, or "
        "be from an authority that the broker does not know. Ask its operator."
    ),
    "tls-failed": (
        "{server} and this client agree on no way of TLS; it has to be version 1.2 or newer. Ask "
        "the broker's operator."
    ),
    "wants-login": (
        "{server} asks for a user. Set KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and "
        "KAFKA_SASL_PASSWORD_FILE as its operator says."
    ),
    "wants-no-login": (
        "{server} has no users on this port, and KAFKA_SASL_MECHANISM is set. Use the port of its "
        "SASL listener, or take the KAFKA_SASL_ settings away: ask its operator."
    ),
    "other-mechanism": (
        "{server} does not log in by what KAFKA_SASL_MECHANISM says. It offers: {more}."
    ),
    "wrong-password": (
        "{server} refuses this user: the name (KAFKA_SASL_USERNAME) or the password (the file "
        "KAFKA_SASL_PASSWORD_FILE) is wrong, or the user is not there yet. Ask its operator."
    ),
    "token-refused": (
        "{server} refuses the token of KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL: ask the broker's "
        "operator which issuer, scope and client it takes."
    ),
    "no-token": (
        "No token came from KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL ({more}). Check that "
        "address, KAFKA_SASL_OAUTHBEARER_CLIENT_ID and the file of the client's secret."
    ),
    "wrong-settings": (
        "The settings of the connection to Kafka contradict each other, or lack a file. What is "
        "wrong says wholepicture doctor."
    ),
    "no-right": (
        "Kafka does not give this user a right that is needed here ({more}). Which one it is says "
        "wholepicture doctor; the broker's operator gives it."
    ),
}
"""By reason; ``{server}`` is the broker, ``{more}`` a name that only the case knows."""


def refused(reason: str, server: object = "The broker", more: str = "") -> RefusedError:
    """The error of a refusal."""
    return RefusedError(reason, sentence(reason, server, more))


def sentence(reason: str, server: object = "The broker", more: str = "") -> str:
    """What a refusal means, and what to do."""
    return SENTENCES[reason].format(server=server, more=more or "it does not say which")


def as_ours(error: BaseException) -> TransientError:
    """An error of the Kafka client as one of the bus: a right is missing, or Kafka is away."""
    from kafka.errors import AuthorizationError

    if isinstance(error, AuthorizationError):
        return refused("no-right", more=type(error).__name__)
    return TransientError(f"Kafka is away or busy: {type(error).__name__}.")


def name_of(error: BaseException) -> str:
    """The reason of a refusal, ``wrong-settings``, or of any other error its class."""
    if isinstance(error, StopError):
        return "wrong-settings"
    return error.reason if isinstance(error, RefusedError) else type(error).__name__
