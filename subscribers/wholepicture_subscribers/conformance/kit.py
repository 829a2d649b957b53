"""The subscription kit as a subscriber for the conformance run.

``python -m wholepicture_subscribers.conformance.kit RECORD`` reads an item a line, answers each as
the kit answers one from Kafka, and writes the replies. With ``--kafka`` it reads from Kafka as any
program with the kit does. With ``--list`` it prints the id of each item in its record.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wholepicture_bus import log
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Place, Record
from wholepicture_schemas.identifiers import EventId, RecipientId
from wholepicture_schemas.reading import Unreadable

from wholepicture_subscribers.conformance.stream import RECIPIENT
from wholepicture_subscribers.conformance.subscribers import RECIPIENT_IN
from wholepicture_subscribers.subscription.reader import Batch
from wholepicture_subscribers.subscription.record import ItemState, Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.recording import Recorder
from wholepicture_subscribers.subscription.referral import Referral
from wholepicture_subscribers.subscription.subscription import Subscription


class Desk:
    """A desk that answers every item by itself and keeps the kit's record."""

    def __init__(self, file: Path, recipient: RecipientId = RECIPIENT) -> None:
        self._recipient = recipient
        self._record = SubscriptionRecord(file, recipient)
        self._recorder = Recorder(self._record, recipient, _now)

    def take(self, event: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Keep an item, handle it unless it is handled, and return every reply to it."""
        record = _record(event, self._recipient)
        self._recorder.keep(Batch((record,), ()))
        try:
            kept = self._record.find(str(event.get("id")))
            if kept.state is ItemState.WAITING:
                self._handle(kept)
        except Unreadable:
            pass  # the recorder has answered it
        replies = self._record.replies.answers().get(EventId(str(event.get("id"))), ())
        return [_as_event(reply.outgoing.headers, reply.outgoing.value) for reply in replies]

    def listed(self) -> list[str]:
        """The id of each item in the record."""
        return [kept.id for kept in self._record.everything()]

    def _handle(self, kept: Kept) -> None:
        answer(Referral(kept, self._recipient, self._record, answered=lambda: None, now=_now))


def answer(referral: Referral) -> None:
    """Handle and answer an item in one transaction, so that no crash comes between."""
    with referral.transaction():
        if referral.amends is not None:
            referral.correction_applied(by="duty social worker")
        else:
            referral.acknowledge(by="duty social worker")
        question = referral.data.question
        if question is not None and referral.amends is None:
            referral.answer_question(
                "yes",
                "It is for them too.",
                taken_by="duty manager of the other area" if question.kind == "phone" else None,
                by="duty social worker",
            )


def main(arguments: list[str]) -> int:
    """Take in what comes on standard input, or list the record."""
    log.configure()
    file, recipient = Path(arguments[0]), RecipientId(os.environ.get(RECIPIENT_IN, RECIPIENT))
    if "--kafka" in arguments:
        try:
            for referral in Subscription(recipient, record=file):
                answer(referral)
        except StopError as error:  # another copy reads already, say
            sys.stderr.write(f"{error}\n")
            return 1
        return 0
    desk = Desk(file, recipient)
    if "--list" in arguments:
        sys.stdout.writelines(f"{name}\n" for name in desk.listed())
        return 0
    for line in sys.stdin:
        sys.stdout.write(json.dumps({"replies": desk.take(json.loads(line))}) + "\n")
        sys.stdout.flush()
    return 0


def _record(event: Mapping[str, Any], recipient: RecipientId) -> Record:
    """The record that the bus would have sent."""
    headers = [("content-type", b"application/json")]
    headers += [
        (f"ce_{name}", str(value).encode())
        for name, value in event.items()
        if name not in {"data", "datacontenttype"}
    ]
    data = event.get("data")
    is_notice = isinstance(data, dict) and data.get("kind") == "notice"
    value = json.dumps(data).encode()
    return Record(
        Place(f"{'notices' if is_notice else 'referrals'}.{recipient}", "conformance", 0, 0),
        str(event.get("partitionkey", "")).encode(),
        value,
        tuple(headers),
        _now(),
    )


def _as_event(headers: tuple[tuple[str, bytes | None], ...], value: bytes | None) -> dict[str, Any]:
    return {**attributes_of(headers), "data": json.loads(value or b"null")}


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
