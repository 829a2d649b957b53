"""The signature of a webhook, by which its receiver knows who sent it and that nobody changed it.

Source: Standard Webhooks 1.0.0, sections "Signature scheme" and "Webhook headers".
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import datetime

from wholepicture_bus.errors import StopError

_PREFIX = "whsec_"
_LEAST_BYTES, _MOST_BYTES = 24, 64


def secrets_in(text: str) -> tuple[bytes, ...]:
    """The secrets of a file, one a line, each ``whsec_`` and base64; two while one is changed.

    Raises:
        StopError: there is none, or one has another form.
    """
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            secret = base64.b64decode(line.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            secret = b""
        if not _LEAST_BYTES <= len(secret) <= _MOST_BYTES:
            raise StopError(
                "A webhook's secret is whsec_ and the base64 of 24 to 64 random bytes: "
                "echo whsec_$(openssl rand -base64 32)"
            )
        found.append(secret)
    if not found:
        raise StopError("The file of the webhook's secret is empty.")
    return tuple(found)


def signed(item: str, at: datetime, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """The headers of a webhook: its id, the time of this attempt, and a signature by each secret.

    >>> from datetime import UTC
    >>> at = datetime.fromtimestamp(1614265330, UTC)
    >>> secrets = secrets_in("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    >>> signed("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', secrets)[
    ...     "webhook-signature"]
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    seconds = str(int(at.timestamp()))
    content = f"{item}.{seconds}.".encode() + body
    signatures = (
        base64.b64encode(hmac.digest(secret, content, "sha256")).decode() for secret in secrets
    )
    return {
        "webhook-id": item,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
