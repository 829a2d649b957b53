"""Which agency calls: by a token, by a client certificate, or by its own word in practice.

Source: RFC 9068 (JWT profile for OAuth 2.0 access tokens), section 4; RFC 8725 (JWT best current
practices), sections 3.1 and 3.8; RFC 6750, section 3.
"""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

import jwt
from starlette.requests import Request
from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_producers.gateway.answers import Refusal, away
from wholepicture_producers.gateway.settings import PREFIX, GatewaySettings

PRACTICE_HEADER = "wholepicture-agency"
PEER = "peer_certificate"
"""Where the server puts a caller's checked certificate in a request's state."""
_LEEWAY_SECONDS = 30
_BEARER = "bearer"
_PATIENCE_SECONDS = 5.0


class Authentication(Protocol):
    """Says which agency calls."""

    def caller(self, request: Request) -> str:
        """The agency that a request proves to come from.

        Raises:
            Refusal: 401 where it proves nothing, 503 where that cannot be told now.
        """
        ...


def authentication(settings: GatewaySettings) -> Authentication:
    """The one way in which callers of this gateway prove who they are.

    Raises:
        StopError: its keys cannot be read.
    """
    if settings.by_token:
        return Tokens(settings)
    return Certificates() if settings.client_ca is not None else Practice(settings.served)


def served_caller(
    request: Request, way: Authentication, served: Mapping[AgencyId, Any]
) -> AgencyId:
    """The agency that calls, which this gateway serves.

    Raises:
        Refusal: 401 or 503 as above; 403 where it is not served here.
    """
    agency = AgencyId(way.caller(request))
    if agency not in served:
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "not-served",
            "This gateway does not serve the agency that calls",
            "Ask the gateway's operator to add your agency.",
        )
    return agency


class Tokens:
    """OAuth 2.0 access tokens of one issuer, as signed JWTs."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._settings = settings
        self._keys = _keys(settings.keys or "")

    def caller(self, request: Request) -> str:
        """The agency that the token's claim names."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != _BEARER or not token.strip():
            raise _unauthorised("Send the header Authorization: Bearer with an access token.", "")
        claims = self._claims(token.strip())
        agency = claims.get(self._settings.claim)
        if not isinstance(agency, str):
            raise _unauthorised("The token does not say which agency it is for.", "invalid_token")
        return agency

    def _claims(self, token: str) -> Mapping[str, Any]:
        settings = self._settings
        try:
            key = self._keys.get_signing_key_from_jwt(token)
            return jwt.decode(
                token,
                key.key,  # and not what the key set says of its algorithm
                algorithms=[settings.algorithm],
                audience=settings.audience,
                issuer=settings.issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWKClientConnectionError:
            title = "The gateway cannot check tokens now"
            raise away(title, "The issuer's keys cannot be had.") from None
        except jwt.ExpiredSignatureError:
            raise _unauthorised("The token has expired: get a new one.", "invalid_token") from None
        except (jwt.PyJWTError, ValueError):
            detail = "The token is not one that this gateway takes: its issuer, audience or key."
            raise _unauthorised(detail, "invalid_token") from None


class Certificates:
    """Client certificates, which the server has checked: the common name is the agency's id."""

    def caller(self, request: Request) -> str:
        """The agency that the certificate's subject names."""
        peer = request.scope.get("state", {}).get(PEER) or {}
        names = [
            value
            for part in peer.get("subject", ())
            for name, value in part
            if name == "commonName"
        ]
        if len(names) != 1:
            raise _unauthorised("Show your agency's client certificate.", "")
        return str(names[0])


class Practice:
    """The caller's own word, on this machine only: for made-up events."""

    def __init__(self, served: tuple[AgencyId, ...]) -> None:
        self._only = served[0] if len(served) == 1 else None

    def caller(self, request: Request) -> str:
        """The agency that the header names; the only one where none is named."""
        agency = request.headers.get(PRACTICE_HEADER) or self._only
        if agency is None:
            raise _unauthorised(f"Say who you are in the header {PRACTICE_HEADER}.", "")
        return agency


class _Keys(Protocol):
    """The issuer's public keys."""

    def get_signing_key_from_jwt(self, token: str | bytes) -> jwt.PyJWK:
        """The key by which a token says that it is signed.

        Raises:
            PyJWKClientConnectionError: where the keys cannot be had now.
            PyJWTError: where there is none of that name.
        """
        ...


class _KeysOfAFile:
    """The keys of a file, which is read for each token: a new key is known at once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def get_signing_key_from_jwt(self, token: str | bytes) -> jwt.PyJWK:
        """The key of the name that the token gives."""
        name = jwt.get_unverified_header(token).get("kid")
        for key in self.read():
            if key.key_id == name and key.public_key_use in {"sig", None}:
                return key
        raise jwt.InvalidKeyError("no key of this name")

    def read(self) -> list[jwt.PyJWK]:
        """All keys of the file."""
        try:
            return jwt.PyJWKSet.from_json(self._file.read_text("utf-8")).keys
        except (OSError, ValueError, TypeError, AttributeError, jwt.PyJWTError):
            raise jwt.PyJWKClientConnectionError("the file of keys cannot be read") from None


def _keys(where: str) -> _Keys:
    if not where.lower().startswith(("https:", "http:")):
        keys = _KeysOfAFile(Path(where))
        try:
            keys.read()
        except jwt.PyJWTError:
            raise StopError(f"The file of {PREFIX}KEYS holds no key set (JWKS) of JSON.") from None
        return keys
    host = where.partition("//")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
    if where.lower().startswith("http:") and not Address(host, 80).on_loopback:
        raise StopError(f"{PREFIX}KEYS has to begin with https: keys in the clear prove nothing.")
    return jwt.PyJWKClient(where, timeout=_PATIENCE_SECONDS)


def _unauthorised(detail: str, error: str) -> Refusal:
    challenge = f'Bearer error="{error}"' if error else "Bearer"
    return Refusal(
        HTTPStatus.UNAUTHORIZED,
        "unauthorised",
        "The caller has not proved who they are",
        detail,
        headers={"WWW-Authenticate": challenge},
    )
