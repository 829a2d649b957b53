"""The secret with which an agency hides its own references before they leave as opaque keys."""

import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path

from wholepicture_bus.spool import SpoolUnavailable

_BYTES = 32


class Secret:
    """A random key in a file beside the spool. It never leaves the agency.

    A lost key does no harm to what was sent. New events get other opaque keys, so order is no
    longer kept between a family's events before and after the loss.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._key = _read_or_make(path)
        except OSError as error:
            raise SpoolUnavailable(
                f"The key {path} cannot be read or made ({error.strerror}): "
                "check that the disk has room and that this user may write there."
            ) from None

    def opaque(self, purpose: str, text: str) -> str:
        """The keyed hash of a text: always the same, and not reversible without the key."""
        message = f"{purpose}\0{text.strip()}".encode()
        return hmac.new(self._key, message, sha256).hexdigest()[:32]


def _read_or_make(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        try:
            os.link(draft, path)  # of two processes that make one at the same time, the first wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
