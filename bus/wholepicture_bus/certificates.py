"""The TLS of a connection: which authorities are trusted, and what this client proves itself by.

TLS 1.2 or newer, and the broker's name is always checked: there is no setting against it.
"""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wholepicture_bus.errors import StopError


def tls_context(
    authorities: Path | None, certificate: Path | None, key: Path | None, password: str | None
) -> ssl.SSLContext:
    """The context; where no authorities are named, this machine's own are trusted.

    Raises:
        StopError: a file is not there, or holds something else.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authorities is None:
        context.load_default_certs()
    else:
        _require("KAFKA_SSL_CAFILE", authorities)
        try:
            context.load_verify_locations(authorities)
        except (ssl.SSLError, ValueError):
            raise _no_pem("KAFKA_SSL_CAFILE", "CERTIFICATE") from None
    if certificate is not None:
        _require("KAFKA_SSL_CERTFILE", certificate)
        if key is not None:
            _require("KAFKA_SSL_KEYFILE", key)
        try:
            # an empty password, where none is set: else OpenSSL asks for one at the terminal
            context.load_cert_chain(certificate, key, password=password or "")
        except ssl.SSLError as error:
            raise _unusable(error, key, password) from None
        except ValueError:
            raise _no_pem("KAFKA_SSL_CERTFILE", "CERTIFICATE") from None
    return context


def days_left(certificate: Any, now: datetime) -> int:
    """In how many whole days a certificate, as ``getpeercert`` tells of it, expires."""
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    return (ends - now).days


def _unusable(error: ssl.SSLError, key: Path | None, password: str | None) -> StopError:
    where = "KAFKA_SSL_KEYFILE" if key is not None else "KAFKA_SSL_CERTFILE"
    if error.reason == "KEY_VALUES_MISMATCH":
        return StopError("KAFKA_SSL_KEYFILE is not the key of the certificate KAFKA_SSL_CERTFILE.")
    if error.reason in {"BAD_DECRYPT", "BAD_PASSWORD_READ"} or password:
        return StopError(
            f"The key in {where} is locked by a password, and KAFKA_SSL_KEY_PASSWORD_FILE does not "
            "hold the right one."
        )
    return _no_pem(where if key else "KAFKA_SSL_CERTFILE", "CERTIFICATE or PRIVATE KEY")


def _require(setting: str, file: Path) -> None:
    try:
        with file.open("rb"):
            return
    except OSError as error:
        raise StopError(f"The file of {setting} cannot be read: {error.strerror}.") from None


def _no_pem(setting: str, what: str) -> StopError:
    return StopError(
        f"The file of {setting} is no PEM file: that is text with a line -----BEGIN {what}-----. "
        "Out of a Java keystore (JKS, PKCS12): openssl pkcs12 -in STORE -out FILE."
    )
