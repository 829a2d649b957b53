"""How a connection to Kafka is protected, from the environment: TLS, a user, a client certificate.

A setting that asks for protection is never passed over. One that is unknown, that contradicts
another, or whose file is not there, ends in a sentence before anything is sent. Secrets stand in
files: a command line and an environment are seen by others.
"""

import difflib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wholepicture_bus.certificates import tls_context
from wholepicture_bus.errors import StopError
from wholepicture_bus.secret_files import secret

PROTOCOLS = ("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
BY_TOKEN = "OAUTHBEARER"  # noqa: S105 - the name of a mechanism
MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", BY_TOKEN)
_OF_PROTECTION = ("KAFKA_SASL_", "KAFKA_SSL_", "KAFKA_SECURITY_", "KAFKA_TLS_")
_IN_FILES = {
    "KAFKA_SASL_PASSWORD": "KAFKA_SASL_PASSWORD_FILE",
    "KAFKA_SASL_PLAIN_PASSWORD": "KAFKA_SASL_PASSWORD_FILE",
    "KAFKA_SASL_JAAS_CONFIG": "KAFKA_SASL_PASSWORD_FILE",
    "KAFKA_SSL_KEY_PASSWORD": "KAFKA_SSL_KEY_PASSWORD_FILE",
    "KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET": "KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET_FILE",
}


class Security(BaseSettings):
    """The settings that protect a connection; without any of them it is in the clear."""

    model_config = SettingsConfigDict(
        env_prefix="KAFKA_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    security_protocol: str | None = None
    """One of ``PROTOCOLS``; where it is not said, it follows from the other settings."""
    ssl_cafile: Path | None = None
    """The certificates of the authorities to trust, as PEM; else those of this machine."""
    ssl_certfile: Path | None = None
    """This client's own certificate, as PEM."""
    ssl_keyfile: Path | None = None
    """Its key, where that is not in the same file."""
    ssl_key_password_file: Path | None = None
    sasl_mechanism: str | None = None
    """One of ``MECHANISMS``."""
    sasl_username: str | None = None
    sasl_password_file: Path | None = None
    sasl_oauthbearer_token_endpoint_url: str | None = None
    sasl_oauthbearer_client_id: str | None = None
    sasl_oauthbearer_client_secret_file: Path | None = None
    sasl_oauthbearer_scope: str | None = None
    exercise: bool = Field(default=False, validation_alias="WHOLEPICTURE_EXERCISE")
    """Only made-up events go over this connection, so that it may be in the clear."""

    @property
    def protocol(self) -> str:
        """The protocol: as it is said, else the protected one that the other settings mean."""
        if self.security_protocol:
            return self.security_protocol.strip().upper()
        if self._of_users():
            return "SASL_SSL"
        return "SSL" if self._of_tls() else "PLAINTEXT"

    @property
    def tls(self) -> bool:
        """Whether the connection is encrypted, and the broker proves its name."""
        return self.protocol.endswith("SSL")

    @property
    def login(self) -> bool:
        """Whether this client says who it is by SASL."""
        return self.protocol.startswith("SASL_")

    @property
    def mechanism(self) -> str:
        """The SASL mechanism, in Kafka's spelling."""
        return (self.sasl_mechanism or "").strip().upper()

    @property
    def protected(self) -> bool:
        """Whether nobody on the way can read along, and the broker knows who this client is."""
        return self.tls and (self.login or self.ssl_certfile is not None)

    def check(self) -> None:
        """Refuse settings that contradict each other, or that lack something.

        Raises:
            StopError: one sentence, with the setting and what to write.
        """
        if self.protocol not in PROTOCOLS:
            raise StopError(f"KAFKA_SECURITY_PROTOCOL has to be one of {', '.join(PROTOCOLS)}.")
        if not self.tls and self._of_tls():
            raise StopError(
                f"{self._of_tls()[0]} asks for TLS, and KAFKA_SECURITY_PROTOCOL={self.protocol} "
                f"has none. Say KAFKA_SECURITY_PROTOCOL={'SASL_SSL' if self.login else 'SSL'}."
            )
        if not self.login and self._of_users():
            raise StopError(
                f"{self._of_users()[0]} asks for a login, and KAFKA_SECURITY_PROTOCOL="
                f"{self.protocol} has none. Say KAFKA_SECURITY_PROTOCOL=SASL_SSL."
            )
        if self.ssl_keyfile and not self.ssl_certfile:
            raise StopError(
                "KAFKA_SSL_KEYFILE is the key of a certificate: set KAFKA_SSL_CERTFILE."
            )
        if self.login:
            self._check_login()

    def client_settings(self) -> dict[str, Any]:
        """The settings for a client of kafka-python; files are read anew each time.

        Raises:
            StopError: a file is not there, or is not what it has to be.
        """
        settings: dict[str, Any] = {"security_protocol": self.protocol}
        if self.tls:
            settings["ssl_context"] = tls_context(
                self.ssl_cafile,
                self.ssl_certfile,
                self.ssl_keyfile,
                secret("KAFKA_SSL_KEY_PASSWORD_FILE", self.ssl_key_password_file),
            )
        if self.login:
            settings["sasl_mechanism"] = self.mechanism
            if self.mechanism == BY_TOKEN:
                settings["sasl_oauth_token_provider"] = _tokens(self)
            else:
                password = secret("KAFKA_SASL_PASSWORD_FILE", self.sasl_password_file)
                settings["sasl_plain_username"] = self.sasl_username
                settings["sasl_plain_password"] = password
        return settings

    def _check_login(self) -> None:
        if self.mechanism not in MECHANISMS:
            raise StopError(f"KAFKA_SASL_MECHANISM has to be one of {', '.join(MECHANISMS)}.")
        needed: Mapping[str, object] = {
            "KAFKA_SASL_USERNAME": self.sasl_username,
            "KAFKA_SASL_PASSWORD_FILE": self.sasl_password_file,
        }
        if self.mechanism == BY_TOKEN:
            needed = {
                "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL": (
                    self.sasl_oauthbearer_token_endpoint_url
                ),
                "KAFKA_SASL_OAUTHBEARER_CLIENT_ID": self.sasl_oauthbearer_client_id,
                "KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET_FILE": (
                    self.sasl_oauthbearer_client_secret_file
                ),
            }
        absent = [name for name, value in needed.items() if not value]
        if absent:
            raise StopError(f"KAFKA_SASL_MECHANISM={self.mechanism} needs {' and '.join(absent)}.")

    def _of_tls(self) -> list[str]:
        return self._set(("ssl_cafile", "ssl_certfile", "ssl_keyfile", "ssl_key_password_file"))

    def _of_users(self) -> list[str]:
        return self._set(name for name in type(self).model_fields if name.startswith("sasl_"))

    def _set(self, names: Any) -> list[str]:
        return [f"KAFKA_{name.upper()}" for name in names if getattr(self, name)]


def security(environment: Mapping[str, str] | None = None) -> Security:
    """The protection that the environment asks for, checked.

    Raises:
        StopError: a setting of protection is unknown, lacks something, or contradicts another.
    """
    _refuse_unknown(os.environ if environment is None else environment)
    told = Security()
    told.check()
    return told


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {f"KAFKA_{name.upper()}" for name in Security.model_fields}
    for name, value in sorted(environment.items()):
        if name in known or not value or not name.startswith(_OF_PROTECTION):
            continue
        if name in _IN_FILES:
            raise StopError(
                f"{name} is not read: a secret in the environment is seen by others. Put it into a "
                f"file that only this user can read, and name the file: {_IN_FILES[name]}."
            )
        like = difflib.get_close_matches(name, known, 1, 0.5)
        raise StopError(
            f"{name} asks for protection in a way that is not known here, and is not passed over. "
            f"{f'Did you mean {like[0]}? ' if like else ''}The settings that there are stand in "
            "docs/deploying.md, 'A hosted Kafka'."
        )


@lru_cache(maxsize=4)
def _tokens(told: Security) -> Any:
    """The source of tokens, shared by all clients of a process, so that one token serves them."""
    from wholepicture_bus.tokens import ClientCredentials

    return ClientCredentials(
        str(told.sasl_oauthbearer_token_endpoint_url),
        str(told.sasl_oauthbearer_client_id),
        told.sasl_oauthbearer_client_secret_file,
        told.sasl_oauthbearer_scope,
        told.ssl_cafile,
    )
