"""The panel of one child: needs first, who works with the child, the household, the adults.

It is a function of what an item shows its recipient (``told`` and ``earlier``) and of nothing else,
so need to know holds by construction: whatever is kept back from the recipient is not here to begin
with. No place where anybody lives or is stands in it.
"""

import datetime as dt
from collections.abc import Sequence

from wholepicture_schemas.around import AdultAround, Around
from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import unchecked

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.adults import PARENTS, Adult, adults
from wholepicture_agreement.item.around.asking import Ask, told_of
from wholepicture_agreement.item.around.children import other_children
from wholepicture_agreement.item.around.heeding import heeded
from wholepicture_agreement.item.around.needs import adults_needs, needs
from wholepicture_agreement.item.around.recorded import Recorded, Window, recorded
from wholepicture_agreement.item.around.shown import Shown
from wholepicture_agreement.item.around.standing import said_to_have_harmed
from wholepicture_agreement.item.around.working import working_with

MADE_OF = (
    "Made of what stands here alone: that no contact is recorded does not mean that nobody was in "
    "contact, and asks nobody to get in touch."
)
AS_OF = "It is of {day}: an item that came later may say more."
NO_ADULT = "No adult around the child is named here. That does not mean that there is none."
NOBODY_WORKS = "Nobody who works with the child is named here. That does not mean that nobody does."
_RESPONSIBILITY = {"yes": "with parental responsibility", "no": "without parental responsibility"}
_LIVES_THERE = {"yes": "lives with the child", "no": "does not live with the child"}
_RELATIONS = {"not-related": "not related", "unknown": "relation not known"}
_NOTHING = Recorded((), None, None, none=False)

_around, _adult_around = unchecked(Around), unchecked(AdultAround)


def around(
    person: PersonRef,
    shown: Sequence[Shown],
    *,
    today: dt.date,
    days: int,
    reaches: dt.date | None,
    ask: Ask,
    connected: dt.date | None = None,
) -> Around:
    """Who is around a child.

    Args:
        person: the child's reference inside the item's own event.
        shown: what the recipient is shown of the child: the item's own event and earlier ones.
        today: the day on which the item is delivered, in London.
        days: after how many days without a recorded contact that is said.
        reaches: the oldest day that is shown, where what is older was left out; none where nothing
            was.
        ask: whom the recipient asks about somebody of whom some of these events tell, before it
            approaches them, where no handling says whom to call.
        connected: from which day on most agencies were connected; none where that is not known.
    """
    events = sorted(shown, key=lambda one: one.on, reverse=True)
    window = Window(today, days, reaches, connected)
    found = adults(events)
    works, called = working_with(events)
    found.sort(key=lambda adult: not adult.is_asked_about)  # else in the order of the events
    says = (*(() if works else (NOBODY_WORKS,)), *(() if found else (NO_ADULT,)), MADE_OF)
    says = (*says, AS_OF.format(day=day_in_words(window.today)))
    return _around(
        person=person,
        needs=needs(events),
        works_with=works,
        can_be_called=called,
        children=tuple(other_children(events, today, ask)),
        adults=tuple(_adult(adult, window, ask) for adult in found),
        says=says,
    )


def _adult(adult: Adult, window: Window, ask: Ask) -> AdultAround:
    contact = recorded(adult, window) if adult.is_asked_about else _NOTHING
    own = next((one.entry for one in adult.seen_in if one.shown.own), {})
    return _adult_around(
        person=own.get("person"),
        who=adult.called,
        heed=heeded(adult, ask(told_of(adult)), none_recorded=contact.none),
        communication=adults_needs([one.entry for one in adult.seen_in]),
        is_what=_is_what(adult),
        says=contact.says,
        last_contact=contact.last,
        no_recorded_contact_in_days=contact.none_in_days,
    )


def _is_what(adult: Adult) -> str:
    """How an adult is related to the child, and what the adult's part is, in words."""
    relation = adult.relation
    parts = [_RELATIONS.get(relation) or RELATIONS.get(relation, relation)]
    if responsibility := _RESPONSIBILITY.get(adult.has_responsibility):
        parts.append(responsibility)
    elif relation in PARENTS:
        parts.append("parental responsibility not known")
    if lives := _LIVES_THERE.get(adult.lives_there):
        parts.append(lives)
    elif adult.is_asked_about:
        parts.append("not known whether they live with the child")
    parts += said_to_have_harmed((one.entry.get("person"), one.shown) for one in adult.seen_in)
    if adult.harmed:
        parts.append("said to have been harmed")
    return ", ".join(parts)
