"""One look at a broker, step by step: its name, TCP, TLS, Kafka, the login.

kafka-python says of whatever goes wrong before the first answer that Kafka was not reached in
time. This look tells a broker that is away from one that is there and refuses, in milliseconds.
"""

import socket
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kafka.errors import KafkaError
from kafka.net.sasl import get_sasl_mechanism
from kafka.protocol.metadata import ApiVersionsRequest, MetadataRequest
from kafka.protocol.parser import KafkaProtocol
from kafka.protocol.sasl import SaslAuthenticateRequest, SaslHandshakeRequest

from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import RefusedError
from wholepicture_bus.refusals import refused
from wholepicture_bus.security import BY_TOKEN, Security

STEPS = ("name", "tcp", "tls", "kafka", "login")
"""What a look finds out, in order."""

_SECONDS = 2.0
_TLS_ALERT, _TLS_HANDSHAKE = 0x15, 0x16
_OTHER_MECHANISM, _NOT_AWAITED = 33, 34
_LARGEST_FRAME = 16 * 1024 * 1024
_VERIFICATION: Mapping[int, str] = {  # X509_V_ERR_... of OpenSSL
    9: "not-yet-valid",
    10: "expired",
    23: "revoked",
    62: "other-name",
    64: "other-name",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How far a look came; where a step was not done, either it was refused or nobody answered."""

    server: Address
    done: tuple[str, ...]
    refusal: RefusedError | None = None
    certificate: Mapping[str, Any] | None = None
    """The broker's certificate, as the module ``ssl`` tells of it."""
    brokers: tuple[Address, ...] = ()
    """The addresses to which the broker sends its clients."""

    @property
    def is_good(self) -> bool:
        """Whether a client is let in."""
        return self.done[-1:] == ("login",)


def look_at(server: Address, security: Security, *, seconds: float = _SECONDS) -> Look:
    """Look at one broker; nothing but the login is sent to it.

    Raises:
        StopError: a file of the settings is not there, or is not what it has to be.
    """
    return _Looking(server, security, seconds).look()


def refusal(servers: Sequence[Address], security: Security) -> RefusedError | None:
    """Why these brokers refuse this client; none where one lets it in, or where none is there."""
    first: RefusedError | None = None
    for server in servers:
        look = look_at(server, security)
        if look.is_good:
            return None
        first = first or look.refusal
    return first


class _Looking:
    def __init__(self, server: Address, security: Security, seconds: float) -> None:
        self._server, self._security, self._seconds = server, security, seconds
        self._settings = security.client_settings()
        self._done: list[str] = []
        self._certificate: Mapping[str, Any] | None = None
        self._brokers: tuple[Address, ...] = ()

    def look(self) -> Look:
        refusal = None
        try:
            self._steps()
        except RefusedError as error:
            refusal = error
        except (OSError, EOFError):
            pass  # nobody is there, or nobody answers
        return Look(self._server, tuple(self._done), refusal, self._certificate, self._brokers)

    def _steps(self) -> None:
        with self._connected() as plain, self._encrypted(plain) as connection:
            talk = _Talk(connection)
            self._asked_what_it_is(talk)
            if self._security.login:
                self._logged_in(talk)
            self._let_in(talk)

    def _connected(self) -> socket.socket:
        where = self._server
        socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
        self._done.append("name")
        connection = socket.create_connection((where.host, where.port), self._seconds)
        self._done.append("tcp")
        return connection

    def _encrypted(self, plain: socket.socket) -> socket.socket:
        if not self._security.tls:
            self._done.append("tls")
            return plain
        context: ssl.SSLContext = self._settings["ssl_context"]
        try:
            made = context.wrap_socket(plain, server_hostname=self._server.host.rstrip("."))
        except ssl.SSLCertVerificationError as error:
            self._refuse(_VERIFICATION.get(error.verify_code, "unknown-authority"))
        except (ssl.SSLError, ConnectionError) as error:
            if self._answers_in_the_clear():
                self._refuse("speaks-no-tls")
            if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
                self._refuse(_by_alert(error))
            raise
        self._certificate = made.getpeercert()
        self._done.append("tls")
        return made

    def _asked_what_it_is(self, talk: "_Talk") -> None:
        try:
            talk.ask(ApiVersionsRequest(version=0))
        except ssl.SSLError as error:  # with TLS 1.3 the broker judges our certificate only now
            self._refuse(_by_alert(error))
        except _NotKafka as error:
            self._refuse("speaks-tls" if error.is_tls else "not-kafka")
        except (OSError, EOFError):
            if not self._security.tls and _speaks_tls(self._server, self._seconds):
                self._refuse("speaks-tls")
            raise
        self._done.append("kafka")

    def _logged_in(self, talk: "_Talk") -> None:
        mechanism = self._security.mechanism
        shaken = talk.ask(SaslHandshakeRequest(mechanism=mechanism, version=1))
        if shaken.error_code == _OTHER_MECHANISM:
            self._refuse("other-mechanism", ", ".join(shaken.mechanisms))
        if shaken.error_code:
            self._refuse("wants-no-login")
        told = get_sasl_mechanism(mechanism)(host=self._server.host, **self._settings)
        denied = "token-refused" if mechanism == BY_TOKEN else "wrong-password"
        while not told.is_done():
            said = talk.ask(SaslAuthenticateRequest(auth_bytes=told.auth_bytes(), version=1))
            if said.error_code:
                self._refuse(denied)
            try:
                told.receive(said.auth_bytes)
            except (KafkaError, ValueError):  # the broker does not know the password either
                self._refuse(denied)

    def _let_in(self, talk: "_Talk") -> None:
        """Ask for something that only who is let in may ask."""
        try:
            told = talk.ask(MetadataRequest(topics=[], version=4))
        except (OSError, EOFError):
            if self._security.login:
                raise
            self._refuse("wants-login")
        self._brokers = tuple(Address(broker.host, broker.port) for broker in told.brokers)
        self._done.append("login")

    def _answers_in_the_clear(self) -> bool:
        with (
            suppress(OSError, EOFError, _NotKafka),
            socket.create_connection(
                (self._server.host, self._server.port), self._seconds
            ) as connection,
        ):
            connection.settimeout(self._seconds)
            _Talk(connection).ask(ApiVersionsRequest(version=0))
            return True
        return False

    def _refuse(self, reason: str, more: str = "") -> Any:
        raise refused(reason, self._server, more)


class _NotKafka(Exception):
    """What came is no answer of Kafka."""

    def __init__(self, first: bytes) -> None:
        super().__init__()
        self.is_tls = first[:1] in {bytes([_TLS_ALERT]), bytes([_TLS_HANDSHAKE])}


class _Talk:
    """Requests and answers on an open connection, encoded by kafka-python."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._protocol = KafkaProtocol(client_id="wholepicture")

    def ask(self, request: Any) -> Any:
        """The answer to a request."""
        self._protocol.send_request(request)
        self._connection.sendall(self._protocol.send_bytes())
        head = self._exactly(4)
        length = int.from_bytes(head, "big")
        if length > _LARGEST_FRAME:
            raise _NotKafka(head)
        ((_, answer),) = self._protocol.receive_bytes(head + self._exactly(length))
        return answer

    def _exactly(self, length: int) -> bytes:
        received = b""
        while len(received) < length:
            more = self._connection.recv(length - len(received))
            if not more:
                raise EOFError
            received += more
        return received


def _speaks_tls(server: Address, seconds: float) -> bool:
    """Whether it answers a greeting of TLS, whatever it then says; nothing else is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((server.host, server.port), seconds) as plain,
            context.wrap_socket(plain, server_hostname=server.host),
        ):
            return True
    except ssl.SSLError as error:
        return not isinstance(error, ssl.SSLEOFError) and error.reason != "WRONG_VERSION_NUMBER"
    except OSError:
        return False


def _by_alert(error: ssl.SSLError) -> str:
    """What the other side said as it broke off."""
    said = error.reason or ""
    if "CERTIFICATE_REQUIRED" in said:
        return "wants-certificate"
    if "CERTIFICATE" in said or "UNKNOWN_CA" in said:
        return "certificate-refused"
    return "tls-failed"
