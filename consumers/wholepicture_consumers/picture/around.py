"""Who is around each child of an item: made of what the item shows, for whom it may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wholepicture_agreement import Agreement, Item
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around import OfChild, People, Shown, around, people
from wholepicture_agreement.item.around.asking import Asking
from wholepicture_agreement.written.terms import Terms
from wholepicture_schemas.around import Around
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.deliveries import AlsoTold
from wholepicture_schemas.identifiers import AgencyId, PersonRef, RecipientId

from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.picture.causes import Cause, House
from wholepicture_consumers.picture.context import EarlierEvent, agency_called


def around_each(
    item: Item,
    before: Sequence[EarlierEvent],
    sender: AgencyId,
    cause: Cause,
    house: House,
    *,
    cut: bool,
) -> tuple[Around, ...]:
    """A panel for each child by whose rules its recipient is shown the people around them.

    ``before`` is what the item shows as told earlier, ``sender`` who told the item's own event;
    ``cut``, whether older events were left out.
    """
    agreement = house.agreement
    terms = agreement.in_force(cause.at)
    children = [
        child.person for child in item.children if not terms.show_people.isdisjoint(child.rules)
    ]
    if not children:
        return ()
    found = _people(item, children, before, sender, terms, house, cut=cut)
    return around(
        found,
        today=_day(cause.at),
        days=agreement.partnership.no_recorded_contact_days,
        ask=whom_to_ask(item.recipient, found, item.also_told, cause.at, agreement),
        connected=agreement.once(most_connected_since),
    )


def _people(
    item: Item,
    children: list[PersonRef],
    before: Sequence[EarlierEvent],
    sender: AgencyId,
    terms: Terms,
    house: House,
    *,
    cut: bool,
) -> People:
    """Everybody around these children, looked for once for all who are shown the same."""
    what = (item.event_type, item.happened, item.received, sender, item.told)
    of = (what, children, [(event.event, event.person, event.told) for event in before], cut)
    for made_of, found in house.people:
        if made_of == of:
            return found
    name, happened = short_name(item.event_type), _day(item.happened)
    agencies = house.agreement.agencies
    shown = []
    for child in children:
        own = Shown(
            item.told,
            item.told_by.agency,
            name,
            happened,
            child,
            own=True,
            received=item.received,
            sender=agencies.get(sender),
        )
        told = [shown_of(event, house.agreement) for event in before if event.person == child]
        reaches = min((one.on for one in told), default=happened) if cut else None
        shown.append(OfChild(child, (own, *told), reaches))
    looked_for = people(shown, terms.keeps)
    house.people.append((of, looked_for))
    return looked_for


def shown_of(event: EarlierEvent, agreement: Agreement) -> Shown:
    """An earlier event as its reader is shown it."""
    return Shown(
        event.told,
        event.told_by,
        event.about.replace(" ", "-"),
        _day(event.happened),
        event.who,
        received=event.received,
        sender=agreement.agencies.get(event.agency),
    )


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def shown_by(entry: ChronologyEntry, told: Mapping[str, Any], agreement: Agreement) -> Shown:
    """An entry of a chronology as its reader is shown it."""
    return Shown(
        told,
        agency_called(entry, agreement),
        short_name(entry.type),
        _day(entry.happened),
        entry.person,
        received=entry.received,
        sender=agreement.agencies.get(entry.agency),
    )


def whom_to_ask(
    recipient: RecipientId,
    found: People,
    also_told: Iterable[AlsoTold],
    moment: datetime,
    agreement: Agreement,
) -> Asking:
    """Whom a recipient asks before it approaches somebody, by what its item shows."""
    officers = agreement.once(_officers)
    return Asking(
        agreement,
        agreement.recipient(recipient),
        moment,
        [event for of_child in found.events for event in of_child],
        found.named,
        officer_told=any(one.name in officers for one in also_told),
    )


def _officers(agreement: Agreement) -> frozenset[str]:
    """What the designated officers are called."""
    return frozenset(one.name for one in agreement.of_kind("designated-officer"))


def most_connected_since(agreement: Agreement) -> date | None:
    """From which day on more than half of the agencies were connected; none where there is none."""
    days = sorted(agency.connected_since for agency in agreement.agencies.values())
    return days[len(days) // 2] if days else None
