"""A copy of the subscriber that is tried on Kafka: a process of the user's own command."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.subscribers import RECIPIENT_IN, cannot_start

_ENDS_WITHIN = 10.0


class Copy:
    """One running copy: it finds the broker and the recipient in its environment."""

    def __init__(self, words: Sequence[str], bootstrap: str, recipient: RecipientId) -> None:
        told = {"KAFKA_BOOTSTRAP_SERVERS": bootstrap, RECIPIENT_IN: recipient}
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the user's own command
                list(words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | told,
                start_new_session=os.name != "nt",
            )
        except OSError:
            raise cannot_start() from None

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it at once, as a crash would, with whatever it has started."""
        self._signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """Ask it to end, and kill it where it does not."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, number)
