"""Keeping back: from whom a sender keeps an event, by the event or by a decision not to tell.

It binds everybody but those who act for a child's safety. Example: the alleged man's sister is the
secretary of the school. The police keep the incident from the school, and the front door has it.

Source: DfE, Information sharing, May 2024: share where that protects a child from harm, with those
who have a role in it, and record the decision either way.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wholepicture_schemas.any_agency import Withholding
from wholepicture_schemas.codes import RECIPIENT_KINDS, RecipientKind
from wholepicture_schemas.core import NotTo
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.persons import School
from wholepicture_schemas.words import listed

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.whom.meant import meant
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Recipient
from wholepicture_agreement.written.model import Agreement

_NO_DATE = "It says no day on which somebody looks at that again."


@dataclass(frozen=True, slots=True)
class KeepsBack:
    """From whom something is kept back; from everybody where it names nobody."""

    kinds: tuple[RecipientKind, ...] = ()
    recipients: tuple[str, ...] = ()
    """Each an id, a school's number (URN), or a name."""
    review_on: dt.date | None = None
    """The day on which somebody looks at it again."""

    def binds(
        self, recipient: RecipientId, agreement: Agreement, schools: Sequence[School]
    ) -> bool:
        """Whether a recipient is not told of a child who goes to these schools.

        Whoever carries a recipient's items counts as that recipient. Whoever tells schools that are
        no recipients is kept out as those schools are.
        """
        if agreement.recipient(recipient).kind in CHILDRENS_SERVICES:
            return False
        if not (self.kinds or self.recipients):
            return True
        read_by = [agreement.recipient(name) for name in agreement.chain(recipient)]
        tells_schools = any(entry.kind == "education-safeguarding" for entry in read_by)
        if tells_schools and "setting" in self.kinds:
            return True
        return any(self.names(entry, agreement, schools) for entry in read_by)

    def names(self, recipient: Recipient, agreement: Agreement, schools: Sequence[School]) -> bool:
        """Whether it names a recipient or its kind, whoever that is."""
        named = meant(self.recipients, agreement, schools)
        return recipient.kind in self.kinds or named.includes(recipient, schools)

    def from_whom(
        self,
        agreement: Agreement,
        unknown: Callable[[str], str] = lambda _: "a recipient that it names",
    ) -> str:
        """From whom, in words; ``unknown`` words a name that is no recipient's id."""
        names = [RECIPIENT_KINDS[kind] for kind in self.kinds]
        for said in self.recipients:
            entry = agreement.recipients.get(RecipientId(said))
            names.append(entry.name if entry else unknown(said))
        return listed(names) or "everybody but those who act for the child's safety"

    def until(self) -> str:
        """When somebody looks at it again, as a sentence."""
        if self.review_on is None:
            return _NO_DATE
        return f"It is looked at again on {day_in_words(self.review_on)}."

    def unclear(self, agreement: Agreement, schools: Sequence[School]) -> bool:
        """Whether it names somebody by words that resemble nobody."""
        return bool(meant(self.recipients, agreement, schools).nobody)


def of_not_to(entry: NotTo) -> KeepsBack:
    """What ``handling.not_to`` of an event says."""
    return KeepsBack(entry.kinds, entry.recipients, entry.review_on)


def of_withheld(detail: Withholding) -> KeepsBack:
    """What a decision not to tell says."""
    return KeepsBack(detail.from_kinds, detail.from_recipients, detail.review_on)
