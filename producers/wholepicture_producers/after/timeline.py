"""The timeline of an event: from being kept here to the decisions, and who has not answered.

Its corrections stand in it, under their own receipts, at the time of their publishing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import History, Receipt, Spool, SpooledRecord, why_dropped
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.catalogue import AMENDING
from wholepicture_schemas.codes import OUTCOMES

from wholepicture_producers.after.hearing import FeedbackEntry, Hearing
from wholepicture_producers.telling import when

_OUTCOMES: Mapping[str, str] = OUTCOMES
_ANSWERS = frozenset({"acknowledged", "decided", "correction-applied"})
_NOTICES = "Whoever was sent it as a notice need not answer; the bus does not say who that is."
"""Said to a sender, who hears of a family only: whether it was a notice could tell of a case."""
_UNKNOWN = (
    "Neither this machine nor the feedback of this agency knows it. What publish refused was not "
    "sent and has no receipt: put it right in the file of rejected rows that publish named, and "
    "publish that file. It holds nothing that was sent, so nothing is doubled."
)


class NoSuchReceipt(LookupError):
    """A receipt that is unknown, or a beginning that is ambiguous; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How far an event has come, as far as is known here."""

    receipt: str
    own: Receipt | None
    """None where this machine did not publish it."""
    heard: tuple[FeedbackEntry, ...]
    corrections: tuple["Timeline", ...] = ()
    amends: bool = False
    """Whether it corrects an event or takes one back, which every recipient is to answer."""
    is_list: bool = False
    """Whether it is the list of a day, which is sent to no recipient."""
    dropped: str | None = None
    """Why it was given up, where Kafka refused it and somebody did so."""

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The recipients that have not answered a delivery, whether or not they have to."""
        answered = {
            to for feedback in self.heard if feedback.state in _ANSWERS for to in feedback.to_each
        }
        return tuple(to for to in self.delivered_to if to not in answered)

    @property
    def delivered_to(self) -> tuple[str, ...]:
        """The recipients to which a delivery is known, each once."""
        delivered = (feedback.to_each for feedback in self.heard if feedback.state == "delivered")
        return tuple(dict.fromkeys(chain.from_iterable(delivered)))

    @property
    def delivered(self) -> bool:
        """Whether any delivery of it is known."""
        return any(feedback.state == "delivered" for feedback in self.heard)

    def as_json(self) -> dict[str, Any]:
        """The timeline as JSON values."""
        told: dict[str, Any] = {"receipt": self.receipt}
        if self.own is not None:
            told["status"] = self.own.status
            told["kept"] = self.own.appended.isoformat()
            told["sent"] = self.own.sent.isoformat() if self.own.sent else None
        told["timeline"] = [feedback.as_json() for feedback in self.heard]
        told["not_answered"] = list(self.waiting_for)
        told["corrections"] = [correction.as_json() for correction in self.corrections]
        return told


def whole_receipt(text: str, *known: History | Hearing) -> str:
    """The receipt that a text is, or begins, among those that are known.

    Raises:
        NoSuchReceipt: where none begins so, or several do.
    """
    found = {str(receipt) for receipts in known for receipt in receipts.beginning(text)}
    if text in found:
        return text
    if len(found) > 1:
        raise NoSuchReceipt(f"{len(found)} receipts begin with {text}: write more of it.")
    if not found:
        raise NoSuchReceipt(_UNKNOWN)
    return found.pop()


def timeline(receipt: str, spool: Spool, history: History, hearing: Hearing) -> Timeline:
    """What is known of an event and of its corrections."""
    amending = history.amending(receipt)
    heard = {name: hearing.about(name) for name in (receipt, *(row.event for row in amending))}
    return _timeline(receipt, spool, amending, heard)


def timelines(
    receipts: Iterable[str], spool: Spool, history: History, hearing: Hearing
) -> Iterator[Timeline]:
    """What is known of each event, in one pass over what was heard."""
    amended, heard = history.amendments(), hearing.everything()
    for receipt in receipts:
        yield _timeline(receipt, spool, amended.get(receipt, ()), heard)


def _timeline(
    receipt: str,
    spool: Spool,
    amending: Sequence[SpooledRecord],
    heard: Mapping[str, tuple[FeedbackEntry, ...]],
) -> Timeline:
    corrections = tuple(
        Timeline(row.event, spool.receipt(row.event), heard.get(row.event, ()), amends=True)
        for row in amending
    )
    row = spool.row(receipt)
    kind = attributes_of(row.outgoing.headers).get("type") if row is not None else None
    return Timeline(
        receipt,
        spool.receipt(receipt),
        heard.get(receipt, ()),
        corrections,
        amends=kind in AMENDING,
        is_list=kind == FeedManifestSent.TYPE,
        dropped=None if row is not None else why_dropped(spool, receipt),
    )


def lines_of(told: Timeline) -> Iterator[str]:
    """The timeline for a person, in order of time, and who has not answered yet."""
    yield from _story(told)
    if told.waiting_for:
        yield _unanswered(told)
    elif told.delivered:
        yield "There is an answer from each of those to whom it was delivered."
    else:
        yield _undelivered(told)


def _undelivered(told: Timeline) -> str:
    """What no delivery means so far: most events have one, and some have none for good."""
    if told.dropped is not None:
        return f"Kafka refused it, and it was given up: {told.dropped}"
    if not told.heard:
        return "Nothing was heard of it from the bus yet."
    if told.is_list:
        return "It is a list of a day: the bus compares it with what came, and sends it to nobody."
    return "No delivery of it is known. Where nobody is to be told of an event, there is none."


def _unanswered(told: Timeline) -> str:
    who = ", ".join(told.waiting_for)
    return f"Not answered yet: {who}." if told.amends else f"No answer so far: {who}. {_NOTICES}"


def _story(told: Timeline) -> Iterator[str]:
    yield f"Receipt {told.receipt}"
    for _, lines in sorted(_entries(told), key=lambda entry: entry[0]):
        yield from (f"  {line}" for line in lines)
    if told.own is not None and told.own.status == "waiting":
        yield "  waiting to be sent: wholepicture spool"


def _entries(told: Timeline) -> Iterator[tuple[datetime, list[str]]]:
    own, first = told.own, _first(told)
    if own is not None:
        yield own.appended, [f"{when(own.appended)}  kept on this machine"]
        if own.sent is not None:
            # what the bus says of it can bear an earlier time than its own confirmation here
            at = min(own.sent, first or own.sent)
            yield at, [f"{when(at)}  sent to Kafka"]
        elif own.status == "refused":
            why = f"{when(own.appended)}  refused by Kafka ({own.error}): nobody was told of it"
            fix = f"wholepicture fix {told.receipt} --set FIELD=VALUE"
            yield own.appended, [why, f"  shorten its row and publish it again, or: {fix}"]
    for feedback in told.heard:
        yield feedback.at, [_line(feedback), *(f"    {problem}" for problem in feedback.problems)]
    for correction in told.corrections:
        at_first = correction.own.appended if correction.own else _first(correction)
        if at_first is not None:
            lines = [f"  {line}" for line in _story(correction)]
            if correction.waiting_for:
                lines.append(f"    {_unanswered(correction)}")
            yield at_first, lines


def _line(feedback: FeedbackEntry) -> str:
    outcome = _OUTCOMES.get(feedback.outcome or "", feedback.outcome)
    said = feedback.says.lower()
    more = ", ".join(part for part in (feedback.to, outcome) if part and part.lower() not in said)
    return f"{when(feedback.at)}  {feedback.says}{more and f' ({more})'}"


def _first(told: Timeline) -> datetime | None:
    return told.heard[0].at if told.heard else None
