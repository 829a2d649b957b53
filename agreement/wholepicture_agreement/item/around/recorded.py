"""What is said of contact with an adult: the last one that is recorded, or that none is.

"No recorded contact" says what stands in records that this recipient may see, and no more: not that
nobody was in contact, nor that somebody should be. It is said only where what is shown reaches back
far enough, and where the adult is surely not another one with whom there was contact.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from wholepicture_schemas.around import Contact
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.texts import PartialDate
from wholepicture_schemas.words import listed

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.adults import Adult
from wholepicture_agreement.item.around.in_contact import Found, not_seen_since
from wholepicture_agreement.item.orders import date_in_words

LAST = "Last recorded contact: {day}, with {agency} ({how})."
NONE = "No recorded contact with any agency in the last {days} days."
NONE_SINCE = (
    "No recorded contact with any agency in the last {days} days; the last one that stands here "
    "was on {day}, with {agency} ({how})."
)
NONE_CONNECTED = (
    "No contact is recorded in what stands here; most agencies are connected since {since} only, "
    "and what was before stands in their own records."
)
NONE_HERE = (
    "No contact is recorded in what stands here, which goes back to {day} only; what is older does "
    "not stand here."
)
LAST_HERE = "The last one that stands here was on {day}, with {agency} ({how})."
NOT_CERTAIN = "Whether any agency was in contact is not certain: see {others}."
MAY_BE = "May be the same person as {others}."
NOT_SEEN_SINCE = "{agency} told on {day}: not seen{since}."

_contact = unchecked(Contact)


class Window(NamedTuple):
    """The days in which a contact is looked for."""

    today: dt.date
    days: int
    """How many days without a recorded contact are said."""
    reaches: dt.date | None = None
    """The oldest day that is shown, where what is older was left out; none where nothing was."""

    connected: dt.date | None = None
    """From which day on most agencies were connected; none where that is not known."""

    @property
    def begins(self) -> dt.date:
        """The first of its days."""
        return self.today - dt.timedelta(days=self.days)

    @property
    def is_cut(self) -> bool:
        """Whether something inside the window is not shown for its age."""
        return self.reaches is not None and self.reaches > self.begins

    @property
    def is_short(self) -> bool:
        """Whether most agencies could not tell anything in the first of its days."""
        return self.connected is not None and self.connected > self.begins


class Recorded(NamedTuple):
    """What is said of contact with one adult."""

    says: tuple[str, ...]
    last: Contact | None
    none_in_days: int | None
    none: bool
    """Whether it is said that none is recorded, in the days or in what stands here."""


def recorded(adult: Adult, window: Window) -> Recorded:
    """What is said of contact with an adult in a window of days."""
    last, others = adult.last, listed([other.called for other in adult.may_be])
    none_in_days, none = None, True
    if last is not None and last.on >= window.begins:
        says, none = [LAST.format(**_in_words(last))], False
    elif any(one.last and one.last.on >= window.begins for one in adult.may_be):
        says = [NOT_CERTAIN.format(others=others)]
    elif window.is_cut and window.reaches is not None:
        says = [NONE_HERE.format(day=day_in_words(window.reaches))]
    elif window.is_short and window.connected is not None:
        none_in_days = max((window.today - window.connected).days, 0)
        says = [NONE_CONNECTED.format(since=day_in_words(window.connected))]
        says += [LAST_HERE.format(**_in_words(last))] if last else []
    else:
        none_in_days = window.days
        says = [
            NONE_SINCE.format(days=window.days, **_in_words(last))
            if last
            else NONE.format(days=window.days)
        ]
    says += _not_seen(adult)
    if adult.may_be:
        says.append(MAY_BE.format(others=others))
    contact = _contact(on=last.on, agency=last.agency, how=last.how) if last else None
    return Recorded(tuple(says), contact, none_in_days, none)


def _not_seen(adult: Adult) -> Iterator[str]:
    """What an agency told of an adult whom it has not seen, the newest."""
    for entry, shown in adult.seen_in:
        since = not_seen_since(entry, shown)
        if since is not None:
            words = f" since {date_in_words(PartialDate(since))}" if since else ""
            yield NOT_SEEN_SINCE.format(
                agency=shown.agency, day=day_in_words(shown.on), since=words
            )
            return


def _in_words(last: Found) -> dict[str, str]:
    return {"day": day_in_words(last.on), "agency": last.agency, "how": last.how}
