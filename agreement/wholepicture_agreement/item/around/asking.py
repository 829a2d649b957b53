"""Whom a recipient asks before it approaches somebody: a number that answers at that hour.

A question is a telling. It goes to nobody who works where somebody of the events works, to no
colleague of a second reader, and to no agency that told nothing of what it is about. The designated
officer comes first where the recipient is told that they decide. Else it is the front door, then
the sender of what is to be heeded, and at last the designated officer of the reader's area.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.in_texts.traces import KEPT_BACK
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.persons import CallBack, School

from wholepicture_agreement.by_when.numbers import (
    Number,
    answers_at,
    front_door_for,
    recipient_answers,
)
from wholepicture_agreement.item.around.adults import Adult
from wholepicture_agreement.item.around.shown import Entry, Shown, entry, texts
from wholepicture_agreement.item.around.with_care import NamedWithCare
from wholepicture_agreement.whom.meant import Meant, meant
from wholepicture_agreement.written.files import Agency, Recipient
from wholepicture_agreement.written.model import Agreement

Ask = Callable[[Sequence[Shown]], str]
"""Whom to ask about somebody of whom some events tell, in words."""
NOBODY = "the agency that told it"
"""Where no number is known at all."""

_call_back = unchecked(CallBack)


@dataclass(frozen=True, eq=False)
class Asking:
    """Whom the reader of an item asks about an adult, by what the item shows."""

    agreement: Agreement
    reader: Recipient
    moment: dt.datetime
    events: Sequence[Shown]
    """Everything that is shown of any child of the item, newest first."""
    named: NamedWithCare
    """Whoever is not asked, nor called about a child."""
    officer_told: bool = False
    """Whether the item says that a designated officer is told too."""
    _asked: dict[tuple[Shown, ...], str] = field(default_factory=dict, init=False)

    def __call__(self, events: Sequence[Shown]) -> str:
        """Whom to ask about somebody of whom these events tell, in words: a name and a number."""
        of = tuple(events)
        if of not in self._asked:
            self._asked[of] = self._ask(of)
        return self._asked[of]

    def _ask(self, events: Sequence[Shown]) -> str:
        first = None
        for number in self._numbers(events):
            if number.answers != "not-certain":
                return number.in_words
            first = first or number
        return first.in_words if first else NOBODY

    def _numbers(self, events: Sequence[Shown]) -> Iterator[Number]:
        """The numbers in the order in which they are tried."""
        if self.officer_told and self._officer:
            yield self._officer
        yield from self._of(front_door_for(self.reader, self.moment, self.agreement))
        for shown in events:
            sender = shown.sender
            if sender is None or self._works_at(sender):
                continue
            number = answers_at(self.moment, self.agreement, sender, self._call_back(shown))
            if number:
                yield number
        if self._officer:
            yield self._officer

    def _of(self, asked: Recipient | None) -> Iterator[Number]:
        """Who answers for a recipient now, unless somebody of the events works there."""
        if asked is None or self._employers.includes(asked, self._schools):
            return
        duty = self.agreement.recipient(self.agreement.on_duty(asked.id, self.moment))
        if self._employers.includes(duty, self._schools):
            return
        if number := recipient_answers(self.moment, self.agreement, asked):
            yield number

    @cached_property
    def _officer(self) -> Number | None:
        """The designated officer of the reader's area, who is asked also of the council's staff."""
        home = self._own_agency.home_authority or self.agreement.partnership.home_authority
        area = self.agreement.area(home)
        if area is None or area.designated_officer is None:
            return None
        officer = self.agreement.recipient(area.designated_officer)
        if officer.id in self._employers.recipients or officer.phone is None:
            return None
        duty = self.agreement.recipient(self.agreement.on_duty(officer.id, self.moment))
        others = duty.id not in (officer.id, self.reader.id)
        if others and not self._employers.includes(duty, self._schools):
            return recipient_answers(self.moment, self.agreement, officer)
        is_open = self.agreement.hours_of(officer).open_at(self.moment)
        return Number(officer.phone, officer.name, "now" if is_open else "not-certain")

    @property
    def _own_agency(self) -> Agency:
        return self.agreement.agencies[self.reader.agency]

    def _works_at(self, agency: Agency) -> bool:
        """Whether somebody of the events works for an agency, as far as that is shown."""
        if not self._works:
            return False
        readers = (one for one in self.agreement.recipients.values() if one.agency == agency.id)
        return agency.id in self._employers.agencies or any(
            self._employers.includes(one, self._schools) for one in readers
        )

    def _call_back(self, shown: Shown) -> CallBack | None:
        """The call-back of an event as it is told; none that may be somebody with care."""
        told = entry(shown.core.get("call_back"))
        if self.named.may_be(told.get("name")):
            return None
        name, role = _told(told, "name"), _told(told, "role")
        phone, hours = _told(told, "phone"), _told(told, "hours")
        return _call_back(name=name, role=role, phone=phone, hours=hours)

    @cached_property
    def _schools(self) -> Sequence[School]:
        """The schools of the children, where one of them may be where somebody works."""
        if not self._works:
            return ()
        told = (entry(child.get("school")) for one in self.events for child in one.children)
        return [
            School.model_construct(name=_told(school, "name"), urn=_told(school, "urn"))
            for school in told
            if school
        ]

    @cached_property
    def _works(self) -> Sequence[str]:
        """Where the adults of the events work, as far as it is shown, in the senders' words."""
        adults = [adult for one in self.events for adult in one.adults]
        at = [adult for adult in adults if "works_for" in adult or "works_at" in adult]
        words = [text for adult in at if (text := _told(adult, "works_for"))]
        return [*words, *(place for adult in at for place in texts(adult.get("works_at")))]

    @cached_property
    def _employers(self) -> Meant:
        return meant(self._works, self.agreement, self._schools) if self._works else Meant()


def told_of(adult: Adult) -> Sequence[Shown]:
    """The events about which it is asked: those that say why an adult is heeded, else all."""
    seen = [(one.get("person"), shown) for one, shown in adult.everywhere]
    why = [
        shown
        for person, shown in seen
        if person in shown.careful_with or person in shown.harmed or person in shown.protected
    ]
    return why or [shown for _, shown in seen]


def _told(of: Entry, field: str) -> str | None:
    value: Any = of.get(field)
    return value if isinstance(value, str) and value and KEPT_BACK not in value else None
