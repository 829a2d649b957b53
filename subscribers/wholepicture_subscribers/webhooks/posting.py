"""Posting an item to the system of its recipient, over TLS, and to no other place."""

import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from wholepicture_bus.addresses import Address
from wholepicture_bus.errors import StopError

from wholepicture_subscribers.webhooks.signing import signed

_PATIENCE_SECONDS = 20.0
_STRUCTURED = "application/cloudevents+json"
_GOOD = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver answered."""

    status: int | None
    """None where there was no answer."""
    why: str
    """The same in words, without anything that it said."""
    wait: float | None = None
    """For how many seconds it asks to wait."""

    @property
    def is_taken(self) -> bool:
        """Whether it has the item."""
        return self.status in _GOOD


class Receiver:
    """The address of one system, and the secrets that it shares."""

    def __init__(
        self,
        address: str,
        secrets: Sequence[bytes],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make a receiver.

        Raises:
            StopError: items would go in the clear, or the address is none.
        """
        _require_protected(address)
        self._address, self._secrets, self._now = address, tuple(secrets), now
        self._opener = urllib.request.build_opener(_NoRedirect())

    def post(self, item: str, body: bytes) -> Answer:
        """Post an item once, signed for this attempt."""
        headers = {"Content-Type": _STRUCTURED, **signed(item, self._now(), body, self._secrets)}
        request = urllib.request.Request(  # noqa: S310 - https, or the loopback
            self._address, data=body, headers=headers, method="POST"
        )
        try:
            with self._opener.open(request, timeout=_PATIENCE_SECONDS) as answer:
                return Answer(answer.status, f"HTTP {answer.status}")
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, f"HTTP {error.code}", _seconds(error.headers))
        except urllib.error.URLError as error:
            return Answer(None, type(error.reason).__name__)
        except (OSError, HTTPException) as error:
            return Answer(None, type(error).__name__)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: an item goes where its recipient said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """None, so that the redirect is the answer."""


def _require_protected(address: str) -> None:
    try:
        parts = urlsplit(address)
        loopback = Address(parts.hostname or "", parts.port or 443).on_loopback
    except ValueError:
        raise StopError("The address of a webhook is https://host/path.") from None
    if not parts.hostname or parts.scheme not in {"http", "https"}:
        raise StopError("The address of a webhook is https://host/path.")
    if parts.scheme == "http" and not loopback:
        raise StopError("The address of a webhook begins with https: items hold children's data.")
    if parts.username or parts.password:
        raise StopError("Leave the password out of the address: items are signed instead.")


def _seconds(headers: Any) -> float | None:
    told = str(headers.get("Retry-After", ""))
    return float(told) if told.isdecimal() else None
