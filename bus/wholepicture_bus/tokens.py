"""Tokens for SASL OAUTHBEARER: fetched by client credentials, kept until shortly before they end.

Source: RFC 6749 (2012), section 4.4, and 2.3.1 for how the client says who it is.
"""

import base64
import json
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from kafka.net.sasl.oauth import AbstractTokenProvider

from wholepicture_bus.certificates import tls_context
from wholepicture_bus.errors import StopError
from wholepicture_bus.refusals import refused
from wholepicture_bus.secret_files import secret

_ANSWER_SECONDS = 5.0
_BEFORE_ITS_END = 60.0
_ASSUMED_SECONDS = 300.0
"""How long a token is taken to be good where the answer does not say."""


class ClientCredentials(AbstractTokenProvider):  # type: ignore[misc]  # kafka-python has no types
    """Gets tokens from a token endpoint, and gives the same one out while it is good."""

    def __init__(
        self,
        endpoint: str,
        client: str,
        secret_file: Path | None,
        scope: str | None = None,
        authorities: Path | None = None,
    ) -> None:
        self._endpoint, self._client, self._scope = endpoint, client, scope
        self._secret_file, self._authorities = secret_file, authorities
        self._alone = threading.Lock()
        self._token, self._until = "", 0.0
        where = urllib.parse.urlsplit(endpoint)
        on_loopback = where.hostname in {"127.0.0.1", "::1", "localhost"}
        if where.scheme != "https" and not (where.scheme == "http" and on_loopback):
            raise StopError(
                "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL has to begin with https://: the "
                "client's secret goes there."
            )

    def token(self) -> str:
        """A token that is good for now.

        Raises:
            RefusedError: the endpoint gave none.
        """
        with self._alone:
            if time.monotonic() >= self._until:
                self._token, seconds = self._fetched()
                self._until = time.monotonic() + max(1.0, seconds - _BEFORE_ITS_END)
            return self._token

    def _fetched(self) -> tuple[str, float]:
        asked = {"grant_type": "client_credentials"} | (
            {"scope": self._scope} if self._scope else {}
        )
        known = secret("KAFKA_SASL_OAUTHBEARER_CLIENT_SECRET_FILE", self._secret_file) or ""
        pair = ":".join(urllib.parse.quote(part, safe="") for part in (self._client, known))
        request = urllib.request.Request(  # noqa: S310 - https, as __init__ saw to
            self._endpoint,
            data=urllib.parse.urlencode(asked).encode(),
            headers={
                "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
                "Accept": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(  # noqa: S310 - likewise
                request, timeout=_ANSWER_SECONDS, context=self._tls()
            ) as answer:
                told = json.load(answer)
            return str(told["access_token"]), float(told.get("expires_in", _ASSUMED_SECONDS))
        except urllib.error.HTTPError as error:
            with error:
                raise refused("no-token", more=f"it answers {error.code}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise refused("no-token", more=type(error).__name__) from None

    def _tls(self) -> ssl.SSLContext:
        """This machine's authorities, and the one that is named for the broker."""
        context = tls_context(None, None, None, None)
        if self._authorities is not None:
            context.load_verify_locations(self._authorities)
        return context
