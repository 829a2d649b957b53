"""A target: a recipient that is to be told, and what is said to it because of how it was found."""

import datetime as dt
from typing import NamedTuple

from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.written.model import Agreement

_NOW = "now"


class Target(NamedTuple):
    """A recipient that is to be told, and what is said to it because of how it was found."""

    recipient: RecipientId
    urgent: str | None = None
    """What to do before all else."""
    phone_first: str | None = None
    note: str | None = None
    team: RecipientId | None = None
    """The team that it is meant for."""
    setting: str | None = None
    """The school that it is to be passed on to."""
    area: str | None = None
    """The area that is told by telephone, and of which a person says who took it."""
    stands_in_for: RecipientId | None = None
    """Whom it is on duty for, where that one is closed."""

    def noting(self, sentence: str) -> "Target":
        """The target with one more sentence in its note."""
        return self._replace(note=" ".join(filter(None, (self.note, sentence))))


def carried(target: Target, agreement: Agreement, digest: dt.date | None = None) -> Target:
    """The target, and where somebody else carries its items, that they pass this one on.

    What is read with the others of a day, its ``digest``, is passed on with them.
    """
    if agreement.recipient(target.recipient).via is None:
        return target
    when = f"on {digest:%A} {day_in_words(digest)}, with the others of that day" if digest else _NOW
    for sentence in passing_on(target.recipient, agreement, when):
        return target.noting(sentence)
    return target


def passing_on(name: RecipientId, agreement: Agreement, when: str = _NOW) -> tuple[str, ...]:
    """What whoever carries the items of a recipient is told first; none where nobody does.

    Example: a school is reached via the council's education team. Whoever reads its item there is
    told to pass it on to the school, and on which number.
    """
    recipient = agreement.recipient(name)
    if recipient.via is None:
        return ()
    number = f": phone {recipient.phone}" if recipient.phone else ""
    sentence = f"Pass this on to {recipient.name} {when}{number}. It has no connection of its own."
    return (f"{sentence} Answer when you have.",)


def taking_back_too(name: RecipientId, agreement: Agreement) -> tuple[str, ...]:
    """What whoever carries the items of a recipient does where one of them is taken back."""
    recipient = agreement.recipients.get(name)
    if recipient is None or recipient.via is None:
        return ()
    number = f": phone {recipient.phone}" if recipient.phone else ""
    return (f"Tell {recipient.name} now that it is taken back, if you passed it on{number}.",)
