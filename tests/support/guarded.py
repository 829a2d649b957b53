"""A local broker with TLS, users and rights: SCRAM, PLAIN, tokens, client certificates, ACLs.

Its plain listener on the loopback is the administrator's. All else needs a right on each topic.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    NewTopic,
    ResourcePattern,
    ResourceType,
)
from wholepicture_bus.local import LocalBroker
from wholepicture_bus.local.ports import free_port
from wholepicture_bus.local.properties import Guard

USER, PASSWORD = "avon-police", "a made-up pass word"
STRANGER = "nobody-knows"
_MODULES = "org.apache.kafka.common.security"
_LOGINS = {
    "scram-sha-512": f"{_MODULES}.scram.ScramLoginModule required;",
    "scram-sha-256": f"{_MODULES}.scram.ScramLoginModule required;",
    "plain": f'{_MODULES}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";',
    "oauthbearer": (
        f"{_MODULES}.oauthbearer.OAuthBearerLoginModule required "
        'unsecuredLoginStringClaim_sub="broker";'
    ),
}


@dataclass(frozen=True)
class Papers:
    """Certificates and a password, as files."""

    authority: Path
    other_authority: Path
    client: Path
    """The certificate and key of a client called ``USER``."""
    stranger: Path
    """Those of a client whom another authority vouches for."""
    expired: Path
    """Those of a server; they ended yesterday."""
    elsewhere: Path
    """Those of a server of another name."""
    password: Path
    wrong_password: Path


class GuardedBroker:
    """The broker, its addresses, and who may do what."""

    def __init__(self, data: Path, papers: Papers, server: Path) -> None:
        used: set[int] = set()  # the broker's own ports are chosen later, of those still free
        for _ in range(3):
            used.add(free_port(taken=frozenset(used)))
        by_user, by_certificate, in_the_clear = sorted(used)
        self.by_user = f"127.0.0.1:{by_user}"
        self.by_certificate = f"127.0.0.1:{by_certificate}"
        self.users_in_the_clear = f"127.0.0.1:{in_the_clear}"
        logins = {
            f"listener.name.{listener}.{mechanism}.sasl.jaas.config": login
            for listener in ("users", "clear")
            for mechanism, login in _LOGINS.items()
        }
        self._broker = LocalBroker(
            data,
            guard=Guard(
                {
                    "USERS": ("SASL_SSL", by_user),
                    "CERTS": ("SSL", by_certificate),
                    "CLEAR": ("SASL_PLAINTEXT", in_the_clear),
                },
                {
                    "ssl.keystore.type": "PEM",
                    "ssl.keystore.location": server.as_posix(),
                    "ssl.truststore.type": "PEM",
                    "ssl.truststore.location": papers.authority.as_posix(),
                    "listener.name.certs.ssl.client.auth": "required",
                    "ssl.principal.mapping.rules": r"RULE:^.*CN=([^,]+).*$/$1/,DEFAULT",
                    "sasl.enabled.mechanisms": "SCRAM-SHA-512,SCRAM-SHA-256,PLAIN,OAUTHBEARER",
                    "connections.max.reauth.ms": "0",
                    "authorizer.class.name": (
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
                    ),
                    "super.users": "User:ANONYMOUS",
                    **logins,
                },
                tuple(
                    part
                    for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")
                    for part in (
                        "--add-scram",
                        f"{mechanism}=[name={USER},password={PASSWORD}]",
                    )
                ),
            ),
        )

    def start(self) -> None:
        """Start it."""
        self._broker.start()

    def end(self) -> None:
        """End it for good."""
        self._broker.kill()

    @property
    def plain(self) -> str:
        """The administrator's address."""
        return self._broker.bootstrap

    def make(self, topics: Iterable[str]) -> None:
        """Make topics, each of one partition."""
        with closing(KafkaAdminClient(bootstrap_servers=self.plain)) as admin:
            admin.create_topics([NewTopic(name, 1, 1) for name in topics])

    def allow(self, rights: Mapping[str, Iterable[ACLOperation]], user: str = USER) -> None:
        """Give a user rights on topics."""
        with closing(KafkaAdminClient(bootstrap_servers=self.plain)) as admin:
            admin.create_acls(
                [
                    ACL(
                        f"User:{user}",
                        "*",
                        operation,
                        ACLPermissionType.ALLOW,
                        ResourcePattern(ResourceType.TOPIC, topic),
                    )
                    for topic, operations in rights.items()
                    for operation in operations
                ]
            )


def papers(folder: Path) -> tuple[Papers, Path]:
    """The papers, and the server's certificate with its key."""
    authority, other = trustme.CA(), trustme.CA()
    made = Papers(*(folder / f"{name}.pem" for name in Papers.__annotations__))
    server = folder / "server.pem"
    authority.cert_pem.write_to_path(str(made.authority))
    other.cert_pem.write_to_path(str(made.other_authority))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for file, certificate in (
        (server, authority.issue_cert("127.0.0.1", "localhost")),
        (made.client, authority.issue_cert("client.example.org", common_name=USER)),
        (made.stranger, other.issue_cert("client.example.org", common_name=USER)),
        (made.expired, authority.issue_cert("127.0.0.1", not_after=yesterday)),
        (made.elsewhere, authority.issue_cert("kafka.example.org")),
    ):
        file.write_bytes(_as_java_reads_it(certificate))
    made.password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    made.wrong_password.write_text("another\n", encoding="utf-8")
    return made, server


def _as_java_reads_it(certificate: trustme.LeafCert) -> bytes:
    """The key in PKCS 8, the certificate, and those above it."""
    key = load_pem_private_key(certificate.private_key_pem.bytes(), None)
    return b"".join(
        (
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            *(pem.bytes() for pem in certificate.cert_chain_pems),
        )
    )


def unsigned_token(user: str, seconds: int = 3600) -> str:
    """A token such as Kafka's own login for tests takes: without a signature."""
    now = datetime.now(UTC).timestamp()
    parts = ({"alg": "none"}, {"sub": user, "iat": now, "exp": now + seconds})
    texts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    ]
    return f"{'.'.join(texts)}."
