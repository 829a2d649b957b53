"""Who is around each child of an item: made of what the item shows, for whom it may be shown."""

from collections.abc import Sequence
from datetime import date, datetime

from wholepicture_agreement import Item
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around import OfChild, People, Shown, around, people
from wholepicture_agreement.written.terms import Terms
from wholepicture_schemas.around import Around
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.codes import RecipientKind
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.picture.causes import Cause, House
from wholepicture_consumers.picture.context import EarlierEvent

THE_FRONT_DOOR = "the front door"
THE_SENDER = "the agency that told it"


def around_each(
    item: Item,
    before: Sequence[EarlierEvent],
    cause: Cause,
    house: House,
    *,
    cut: bool,
) -> tuple[Around, ...]:
    """A panel for each child by whose rules its recipient is shown the people around them.

    ``before`` is what the item shows as told earlier; ``cut``, whether older events were left out.
    """
    agreement = house.agreement
    terms = agreement.in_force(cause.at)
    children = [
        child.person for child in item.children if not terms.show_people.isdisjoint(child.rules)
    ]
    if not children:
        return ()
    return around(
        _people(item, children, before, terms, house, cut=cut),
        today=_day(cause.at),
        days=agreement.partnership.no_recorded_contact_days,
        ask=whom_to_ask(agreement.recipient(item.recipient).kind),
    )


def _people(
    item: Item,
    children: list[PersonRef],
    before: Sequence[EarlierEvent],
    terms: Terms,
    house: House,
    *,
    cut: bool,
) -> People:
    """Everybody around these children, looked for once for all who are shown the same."""
    what = (item.event_type, item.happened, item.received, item.told_by.agency, item.told)
    of = (what, children, [(event.event, event.person, event.told) for event in before], cut)
    for made_of, found in house.people:
        if made_of == of:
            return found
    name, happened = short_name(item.event_type), _day(item.happened)
    shown = []
    for child in children:
        teller = item.told_by.agency
        own = Shown(item.told, teller, name, happened, child, own=True, received=item.received)
        told = [shown_of(event) for event in before if event.person == child]
        reaches = min((one.on for one in told), default=happened) if cut else None
        shown.append(OfChild(child, (own, *told), reaches))
    looked_for = people(shown, terms.keeps)
    house.people.append((of, looked_for))
    return looked_for


def shown_of(event: EarlierEvent) -> Shown:
    """An earlier event as its reader is shown it."""
    name = event.about.replace(" ", "-")
    day = _day(event.happened)
    return Shown(event.told, event.told_by, name, day, event.who, received=event.received)


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def whom_to_ask(kind: RecipientKind) -> str:
    """Whom a recipient asks before it approaches somebody who is alleged."""
    return THE_SENDER if kind == "front-door" else THE_FRONT_DOOR
