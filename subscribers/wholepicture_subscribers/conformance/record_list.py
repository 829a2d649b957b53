"""A subscriber's own record, as its command lists it."""

import os
import subprocess
from collections.abc import Sequence
from typing import Protocol

from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.subscribers import RECIPIENT_IN, words_of

_ASKED_WITHIN = 60


class Listing(Protocol):
    """Whatever says what is in a subscriber's record."""

    def now(self) -> Sequence[str] | None:
        """The id of each item in the record; None where nobody can say."""


class RecordList:
    """The id of each item in the record, as a command prints it; nothing without a command."""

    def __init__(self, command: str | None, recipient: RecipientId) -> None:
        self._words = words_of(command) if command else None
        self._recipient = recipient

    def now(self) -> tuple[str, ...] | None:
        """What is in the record now; None where nobody can say.

        Raises:
            StopError: the command failed.
        """
        if self._words is None:
            return None
        try:
            ran = subprocess.run(  # noqa: S603 - the user's own command
                self._words,
                capture_output=True,
                check=True,
                timeout=_ASKED_WITHIN,
                text=True,
                env=os.environ | {RECIPIENT_IN: self._recipient},
            )
        except (OSError, subprocess.SubprocessError):
            raise StopError("The command that lists your record failed.") from None
        return tuple(line.strip() for line in ran.stdout.splitlines() if line.strip())
