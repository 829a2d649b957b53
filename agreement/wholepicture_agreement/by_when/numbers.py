"""Numbers: whom to telephone at a certain hour, so that somebody answers.

The sender's own call-back comes first, while it answers. Out of hours its agency's number for day
and night comes next, such as the control room of a police force. A number that is not known to
answer is given only where there is no other, and that is said.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from wholepicture_schemas.persons import CallBack

from wholepicture_agreement.by_when.spoken_hours import spoken_hours
from wholepicture_agreement.by_when.working_time import Hours, hours
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.files import Agency, Authority, Recipient
from wholepicture_agreement.written.model import Agreement

_OFFICE = hours("mon-fri 08:30-17:00")
"""When somebody is taken to answer whose hours are not told, or cannot be read."""

Answers = Literal["now", "out-of-hours", "not-certain"]
_HOW: Mapping[Answers, str] = {
    "now": "",
    "out-of-hours": " (out of hours)",
    "not-certain": " (it is out of hours, and nobody may answer)",
}


class Number(NamedTuple):
    """A telephone number, whose it is, and how it answers at the hour that was asked about."""

    phone: str
    whose: str
    answers: Answers = "now"

    @property
    def in_words(self) -> str:
        """Whom to telephone, such as "Force incident manager on 0117 496 0102 (out of hours)"."""
        return f"{self.whose} on {self.phone}{_HOW[self.answers]}"


def sender_answers(
    facts: EventFacts, call_back: CallBack | None, moment: dt.datetime
) -> Number | None:
    """Whom of the sender to telephone at a moment; ``call_back`` is given as far as it is told."""
    return answers_at(moment, facts.agreement, facts.agency, call_back)


def answers_at(
    moment: dt.datetime,
    agreement: Agreement,
    party: Agency | Authority | None,
    call_back: CallBack | None = None,
) -> Number | None:
    """Whom to telephone at a moment: the call-back, else the party; none where no number is known.

    >>> from wholepicture_agreement import load
    >>> agreement = load("partnership")
    >>> police = agreement.agencies["avon-and-somerset-police"]
    >>> unit = CallBack(role="The unit", phone="0117 496 0101", hours="every day 8am to 8pm")
    >>> for hour in (10, 3):
    ...     moment = dt.datetime(2026, 11, 19, hour, tzinfo=dt.UTC)
    ...     print(answers_at(moment, agreement, police, unit).in_words)
    The unit on 0117 496 0101
    Force incident manager on 0117 496 0102 (out of hours)
    """
    called = call_back.phone if call_back else None
    said = call_back.role or call_back.name if call_back and called else None
    if call_back and called and _hours_of(called, call_back.hours, agreement).open_at(moment):
        return _number(called, said, "now", agreement, party)
    office, night = (party.phone, party.phone_out_of_hours) if party else (None, None)
    if office and not (called and night) and _hours_of(office, None, agreement).open_at(moment):
        return _number(office, None, "now", agreement, party)
    if night:
        return _number(night, None, "out-of-hours", agreement, party)
    last = called or office
    return _number(last, said, "not-certain", agreement, party) if last else None


def in_office_hours(moment: dt.datetime) -> bool:
    """Whether somebody is taken to answer whose hours are not told."""
    return _OFFICE.open_at(moment)


def recipient_answers(
    moment: dt.datetime, agreement: Agreement, recipient: Recipient
) -> Number | None:
    """The number of a recipient, or of whoever is on duty for it; none where it has none."""
    duty = agreement.recipient(agreement.on_duty(recipient.id, moment))
    if duty.phone is None:
        return None
    return Number(duty.phone, recipient.name, "now" if duty == recipient else "out-of-hours")


def front_door_for(
    reader: Recipient, moment: dt.datetime, agreement: Agreement
) -> Recipient | None:
    """The front door that a reader asks at a moment; none of one who is it, or acts for it then.

    A second reader asks none: who works there may be a colleague of whoever it is about.
    """
    if reader.kind in ("front-door", "second-reader"):
        return None
    home = agreement.agencies[reader.agency].home_authority
    door = agreement.front_door(home or agreement.partnership.home_authority)
    is_reader = door is not None and agreement.on_duty(door.id, moment) == reader.id
    return None if is_reader else door


def call_back_told(facts: EventFacts, told: Mapping[str, Any]) -> CallBack | None:
    """The sender's call-back without the fields that are masked; none where it is not told."""
    given, own = facts.core.call_back, facts.once(_own_call_back)
    if given is None or not told:
        return None
    if told == own:
        return given
    untold = {name: None for name, value in own.items() if told.get(name) != value}
    return given.model_copy(update=untold) if untold else given


def _own_call_back(facts: EventFacts) -> Mapping[str, Any]:
    """The sender's call-back as it stands in the event."""
    own = facts.core.call_back
    return own.model_dump(mode="json", exclude_unset=True) if own else {}


def _hours_of(phone: str, said: str | None, agreement: Agreement) -> Hours:
    """When a number answers: in its recipient's hours, else as is said, else as an office."""
    recipient = agreement.at_number(phone)
    if recipient is not None:
        return agreement.hours_of(recipient)
    return (spoken_hours(said) if said else None) or _OFFICE


def _number(
    phone: str,
    said: str | None,
    answers: Answers,
    agreement: Agreement,
    party: Agency | Authority | None,
) -> Number:
    """A number, with the name of whoever answers: as said, else as the agreement has it."""
    recipient = agreement.at_number(phone)
    named = recipient.name if recipient else party.name if party else "the sender"
    return Number(phone, said or named, answers)
