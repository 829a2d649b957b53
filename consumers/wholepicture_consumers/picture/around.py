"""Who is around each child of an item: made of what the item shows, for whom it may be shown."""

from collections.abc import Sequence

from wholepicture_agreement import Agreement, Item
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around import Shown, around
from wholepicture_schemas.around import Around
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.codes import RecipientKind

from wholepicture_consumers.picture.causes import Cause
from wholepicture_consumers.picture.context import EarlierEvent

THE_FRONT_DOOR = "the front door"
THE_SENDER = "the agency that told it"


def around_each(
    item: Item,
    before: Sequence[EarlierEvent],
    cause: Cause,
    agreement: Agreement,
    *,
    cut: bool,
) -> tuple[Around, ...]:
    """A panel for each child by whose rules its recipient is shown the people around them.

    ``before`` is what the item shows as told earlier; ``cut``, whether older events were left out.
    """
    show = agreement.in_force(cause.at).show_people
    children = [child for child in item.children if not show.isdisjoint(child.rules)]
    if not children:
        return ()
    name, teller = short_name(item.event_type), item.told_by.agency
    happened = item.happened.astimezone(LONDON).date()
    ask = whom_to_ask(agreement.recipient(item.recipient).kind)
    panels = []
    for child in children:
        earlier = [shown_of(event) for event in before if event.person == child.person]
        own = Shown(item.told, teller, name, happened, child.person, own=True)
        panels.append(
            around(
                child.person,
                (own, *earlier),
                today=cause.at.astimezone(LONDON).date(),
                days=agreement.partnership.no_recorded_contact_days,
                reaches=min((event.on for event in earlier), default=happened) if cut else None,
                ask=ask,
            )
        )
    return tuple(panels)


def shown_of(event: EarlierEvent) -> Shown:
    """An earlier event as its reader is shown it."""
    day = event.happened.astimezone(LONDON).date()
    return Shown(event.told, event.told_by, event.about.replace(" ", "-"), day, event.who)


def whom_to_ask(kind: RecipientKind) -> str:
    """Whom a recipient asks before it approaches somebody who is alleged."""
    return THE_SENDER if kind == "front-door" else THE_FRONT_DOOR
