"""The panel of one child: needs first, who works with the child, the household, the adults.

It is a function of what an item shows its recipient (``told`` and ``earlier``) and of nothing else,
so need to know holds by construction: whatever is kept back from the recipient is not here to begin
with. No place where anybody lives or is stands in it.
"""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from wholepicture_schemas.around import AdultAround, Around, WorksWith
from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import unchecked

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.around.adults import PARENTS, Adult, adults, join
from wholepicture_agreement.item.around.asking import Ask, told_of
from wholepicture_agreement.item.around.care import Care, Keeps, a_matter, care_with
from wholepicture_agreement.item.around.children import other_children
from wholepicture_agreement.item.around.heeding import heeded
from wholepicture_agreement.item.around.needs import adults_needs, needs
from wholepicture_agreement.item.around.recorded import Recorded, Window, recorded
from wholepicture_agreement.item.around.shown import Shown
from wholepicture_agreement.item.around.standing import ALLEGED, said_to_have_harmed
from wholepicture_agreement.item.around.with_care import NamedWithCare
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


class OfChild(NamedTuple):
    """What a panel of one child is made of."""

    person: PersonRef
    """The child's reference inside the item's own event."""
    shown: Sequence[Shown]
    """What the recipient is shown of the child: the item's own event and earlier ones."""
    reaches: dt.date | None = None
    """The oldest day that is shown, where what is older was left out; none where nothing was."""


class Known(NamedTuple):
    """An adult, with what is said of the adult to everybody who is shown the same."""

    adult: Adult
    communication: tuple[str, ...]
    is_what: str
    why: Sequence[Shown]
    """The events about which it is asked whom to speak to first."""


class People(NamedTuple):
    """Everybody around the children of an item: the same for all who are shown the same."""

    children: Sequence[OfChild]
    events: Sequence[Sequence[Shown]]
    """Of each child, newest first."""
    needs: Sequence[tuple[str, ...]]
    """Of each child, the sentences."""
    adults: Sequence[Sequence[Known]]
    """Of each child."""
    works: Sequence[tuple[tuple[WorksWith, ...], tuple[WorksWith, ...]]]
    """Of each child: who works with the child, and who else can be called."""
    named: NamedWithCare
    """Whoever is not asked, nor called about a child."""
    care: Care


def people(children: Sequence[OfChild], keeps: Keeps = a_matter) -> People:
    """Everybody around the children of an item, by what is shown of each child.

    An adult of the item's own event is one person around all of them, and what is heeded because of
    one child is heeded with all. ``keeps`` is what a restricted kind keeps back.
    """
    events = [sorted(one.shown, key=attrgetter("on"), reverse=True) for one in children]
    found = [adults(of_child) for of_child in events]
    if len(children) > 1:
        join(found)
    for of_child in found:
        of_child.sort(key=lambda adult: not adult.is_asked_about)  # else in the order of the events
    everything = [event for of_child in events for event in of_child]
    care = care_with(everything, keeps, cut=any(one.reaches is not None for one in children))
    named = NamedWithCare.of(everything)
    return People(
        children,
        events,
        [needs(of_child) for of_child in events],
        [[_known(adult) for adult in of_child] for of_child in found],
        [working_with(of_child, named) for of_child in events],
        named,
        care,
    )


def around(
    people: People,
    *,
    today: dt.date,
    days: int,
    ask: Ask,
    connected: dt.date | None = None,
) -> tuple[Around, ...]:
    """Who is around each child of an item, as it is said to one recipient.

    Args:
        people: everybody around the children.
        today: the day on which the item is delivered, in London.
        days: after how many days without a recorded contact that is said.
        ask: whom the recipient asks about somebody of whom some of these events tell, before it
            approaches them, where no handling says whom to call.
        connected: from which day on most agencies were connected; none where that is not known.
    """
    return tuple(
        _panel(people, at, Window(today, days, child.reaches, connected), ask)
        for at, child in enumerate(people.children)
    )


def _panel(people: People, at: int, window: Window, ask: Ask) -> Around:
    works, called = people.works[at]
    found = people.adults[at]
    says = (*(() if works else (NOBODY_WORKS,)), *(() if found else (NO_ADULT,)), MADE_OF)
    says = (*says, AS_OF.format(day=day_in_words(window.today)))
    return _around(
        person=people.children[at].person,
        needs=people.needs[at],
        works_with=works,
        can_be_called=called,
        children=tuple(other_children(people.events[at], window.today, ask)),
        adults=tuple(_adult(known, window, ask, people.care) for known in found),
        says=says,
    )


def _known(adult: Adult) -> Known:
    communication = adults_needs([seen.entry for seen in adult.of_the_family])
    return Known(adult, communication, _is_what(adult), told_of(adult))


def _adult(known: Known, window: Window, ask: Ask, care: Care) -> AdultAround:
    adult = known.adult
    contact = recorded(adult, window) if adult.is_asked_about else _NOTHING
    return _adult_around(
        person=adult.person,
        who=adult.called,
        heed=heeded(adult, partial(ask, known.why), care, none_recorded=contact.none),
        communication=known.communication,
        is_what=known.is_what,
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
    if adult.alleged:
        told = ((entry.get("person"), shown) for entry, shown in adult.of_the_family)
        parts += said_to_have_harmed(told) or [ALLEGED]
    if adult.harmed:
        parts.append("said to have been harmed")
    if adult.protected:
        parts.append("has moved or has a protected address")
    return ", ".join(parts)
