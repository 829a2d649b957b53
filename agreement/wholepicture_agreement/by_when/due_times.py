"""Due times: by when a recipient acts, by the rule's limit, the urgency and who is there to act."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from wholepicture_schemas.codes import Urgency

from wholepicture_agreement.by_when.school_days import EVERY_WORKING_DAY, SchoolDays
from wholepicture_agreement.by_when.working_time import in_words, limit_after

BEFORE_SCHOOL = "before the next school day"
"""The limit of whoever hands a child over: before the school day begins, or before it ends."""
_NEXT_WORKING_DAY = "1 working day"
_WITHIN: Mapping[Urgency, dt.timedelta] = {
    "immediate": dt.timedelta(hours=1),
    "same-day": dt.timedelta(hours=4),
}
"""How long the urgent may wait once somebody is there to act on it."""


Opening = tuple[dt.datetime, dt.datetime | None]
"""From when and until when a recipient answers; no end means day and night."""


class Due(NamedTuple):
    """When something is due, and whether it is to be acted on now."""

    at: dt.datetime
    now: bool = False

    @property
    def in_words(self) -> str:
        """The time as practitioners say it: by 5pm Tuesday 4 March, or now, by then."""
        return f"now, {in_words(self.at)}" if self.now else in_words(self.at)


class Limit(NamedTuple):
    """The limit of a rule, for one whom it gives something."""

    within: str | None
    school: SchoolDays = EVERY_WORKING_DAY
    waits_for_school: bool = False
    """Whether the recipient is the school; one who acts in its place works in the holidays."""
    order_stands: bool = False
    """Whether the recipient is told an order or bail condition that is in force."""


def due_by(
    limits: Iterable[Limit], urgency: Urgency, moment: dt.datetime, opening: Opening
) -> Due | None:
    """When an item is due: the shortest of its limits; none where nothing limits it.

    ``opening`` is when its recipient answers next: from ``moment`` itself where it is open. What is
    urgent waits an hour or four hours from then at the longest, and not for another day. An order
    that stands is urgent for whoever hands a child over, and is due before they do.
    """
    ends: list[dt.datetime] = []
    is_open, now = opening[0] <= moment, urgency == "immediate"
    for limit in limits:
        if limit.within is None:
            continue
        ends.append(due(limit.within, moment, limit.school))
        if limit.within == BEFORE_SCHOOL:
            if not limit.waits_for_school and limit.school.in_holidays(moment):
                ends.append(due(_NEXT_WORKING_DAY, moment))
            if limit.order_stands and is_open:
                now = True
                ends += filter(None, (limit.school.hand_over(moment),))
    ends += _urgent("immediate" if now else urgency, opening)
    return Due(min(ends), now and is_open) if ends else None


def question_due(within: str, urgency: Urgency, moment: dt.datetime, opening: Opening) -> Due:
    """When the answer to a question is due, by its limit and the urgency of what it is about."""
    ends = [due(within, moment), *_urgent(urgency, opening)]
    return Due(min(ends), urgency == "immediate" and opening[0] <= moment)


def _urgent(urgency: Urgency, opening: Opening) -> Iterator[dt.datetime]:
    """The end of what is urgent, for one who answers from and until these moments."""
    there, until = opening
    if within := _WITHIN.get(urgency):
        yield min(filter(None, (there + within, until)))


@lru_cache(maxsize=1000)
def due(within: str, moment: dt.datetime, school: SchoolDays = EVERY_WORKING_DAY) -> dt.datetime:
    """The moment in UTC when a time limit ends that began at ``moment``.

    Limits are "1 working day", "3 working days", "24 hours" and "before the next school day".

    Raises:
        ValueError: where the limit is none of these.
    """
    return school.limit(moment) if within == BEFORE_SCHOOL else limit_after(within, moment)
