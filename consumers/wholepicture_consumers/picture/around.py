"""Who is around each child of an item: made of what the item shows, for whom it may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from wholepicture_agreement import Agreement, Item
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around import Shown, around
from wholepicture_agreement.item.around.asking import Asking
from wholepicture_schemas.around import Around
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.deliveries import AlsoTold
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.picture.causes import Cause
from wholepicture_consumers.picture.context import EarlierEvent, agency_called


def around_each(
    item: Item,
    before: Sequence[EarlierEvent],
    sender: AgencyId,
    cause: Cause,
    agreement: Agreement,
    *,
    cut: bool,
) -> tuple[Around, ...]:
    """A panel for each child by whose rules its recipient is shown the people around them.

    ``before`` is what the item shows as told earlier, ``sender`` who told the item's own event;
    ``cut``, whether older events were left out.
    """
    show = agreement.in_force(cause.at).show_people
    children = [child for child in item.children if not show.isdisjoint(child.rules)]
    if not children:
        return ()
    happened = item.happened.astimezone(LONDON).date()
    own = Shown(
        item.told,
        item.told_by.agency,
        short_name(item.event_type),
        happened,
        children[0].person,
        own=True,
        sender=agreement.agencies.get(sender),
    )
    told = [(event.person, shown_of(event, agreement)) for event in before]
    ask = whom_to_ask(
        item.recipient,
        [own, *(shown for _, shown in told)],
        item.also_told,
        cause.at,
        agreement,
    )
    panels = []
    for child in children:
        earlier = [shown for person, shown in told if person == child.person]
        panels.append(
            around(
                child.person,
                (replace(own, person=child.person), *earlier),
                today=cause.at.astimezone(LONDON).date(),
                days=agreement.partnership.no_recorded_contact_days,
                reaches=min((event.on for event in earlier), default=happened) if cut else None,
                ask=ask,
                connected=most_connected_since(agreement),
            )
        )
    return tuple(panels)


def shown_of(event: EarlierEvent, agreement: Agreement) -> Shown:
    """An earlier event as its reader is shown it."""
    return Shown(
        event.told,
        event.told_by,
        event.about.replace(" ", "-"),
        event.happened.astimezone(LONDON).date(),
        event.who,
        sender=agreement.agencies.get(event.agency),
    )


def shown_by(entry: ChronologyEntry, told: Mapping[str, Any], agreement: Agreement) -> Shown:
    """An entry of a chronology as its reader is shown it."""
    return Shown(
        told,
        agency_called(entry, agreement),
        short_name(entry.type),
        entry.happened.astimezone(LONDON).date(),
        entry.person,
        sender=agreement.agencies.get(entry.agency),
    )


def whom_to_ask(
    recipient: RecipientId,
    events: Sequence[Shown],
    also_told: Iterable[AlsoTold],
    moment: datetime,
    agreement: Agreement,
) -> Asking:
    """Whom a recipient asks before it approaches somebody, by what its item shows."""
    officers = {one.name for one in agreement.of_kind("designated-officer")}
    return Asking(
        agreement,
        agreement.recipient(recipient),
        moment,
        events,
        officer_told=any(one.name in officers for one in also_told),
    )


def most_connected_since(agreement: Agreement) -> date | None:
    """From which day on more than half of the agencies were connected; none where there is none."""
    days = sorted(agency.connected_since for agency in agreement.agencies.values())
    return days[len(days) // 2] if days else None
