"""The notice: what a recipient reads where there is news of a child of whom its agency told.

It is made of what that agency told itself, and of whom to call. So it is the same whatever the news
is, and whoever told it. The number is that of a front door which follows from the reader alone:
where the child is now, and who was told, does not show in it. That front door may have been told
nothing of the news, and finds out who can answer: the notice says so.
"""

import datetime as dt

from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import AgencyId, EventId, PersonRef, RecipientId, Source
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.persons import Child

from wholepicture_agreement.by_when.working_time import LONDON, hours
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import Agreement

THE_CHILD = PersonRef("child")
"""How a notice calls the child that it is about."""
WHAT_THIS_IS = (
    "Something new was told of this child. What it is and who told it are not said here; this is "
    "the same whatever it is. Whom to call is the same too: they may have to find out first who "
    "can answer, and that they have nothing does not mean that nothing was told."
)
_WHO = ("name", "birth_date", "expected_birth_date")


def attributes_of(name: EventId, owner: AgencyId, at: dt.datetime) -> Attributes:
    """The attributes of a notice, which comes from one agency, whoever told what is news."""
    source = Source(f"/agencies/{owner}/news")
    return Attributes(id=name, source=source, type=NewsOfAChild.TYPE, time=at)


def may_say_again(own: EventFacts, recipient: RecipientId) -> bool:
    """Whether a notice may name what an agency told: not where that is for few to know.

    Who reads the notice may be others than those who told it.
    """
    if own.restricted_kinds or own.restricted_place_or_service or own.employer_not_known:
        return False
    read_by = map(own.agreement.recipient, own.agreement.chain(recipient))
    return not any(map(own.names_staff_of, read_by))


def notice(
    own: EventFacts,
    person: PersonRef,
    recipient: RecipientId,
    *,
    exercise: bool,
    at_once: dt.datetime | None,
) -> JsonObject:
    """The content of the notice for the recipient of an agency, made of what that agency told.

    ``at_once`` is the hour at which it is read; none where that is a working day's morning.
    """
    name, phone = _whom_to_call(recipient, own.agreement, at_once)
    child = next((one for one in own.core.children if one.person == person), None)
    told_on = own.situation.received.astimezone(LONDON).date()
    core: JsonObject = {
        "local_reference": own.core.local_reference,
        "asks": "information",
        "urgency": "routine",
        "exercise": exercise,
        "call_back": {"role": name, "phone": phone} if phone else None,
        "children": [{"person": THE_CHILD, **_who(child)}],
    }
    return {
        "core": {key: said for key, said in core.items() if said is not None},
        "detail": {
            "you_told_on": told_on.isoformat(),
            "what_this_is": WHAT_THIS_IS,
            "whom_to_call": f"{name}, {phone}" if phone else name,
        },
    }


def _who(child: Child | None) -> JsonObject:
    if child is None:
        return {}
    said: JsonObject = child.model_dump(mode="json", include=set(_WHO), exclude_defaults=True)
    return said


def _whom_to_call(
    recipient: RecipientId, agreement: Agreement, hour: dt.datetime | None
) -> tuple[str, str | None]:
    """A front door and its number, or at an ``hour`` whoever is on duty for it then.

    It is that of the reader's area. That one itself calls another: its home area's, else the next.
    Where there is none, it calls the owner of the notices.
    """
    reader = agreement.recipient(recipient)
    agency = agreement.agencies[reader.agency]
    home = agreement.partnership.home_authority
    areas = (agency.home_authority or home, home, *agreement.authorities)
    doors = (agreement.front_door(code) for code in areas)
    door = next((one for one in doors if one and one.agency != agency.id), None)
    if door is None:
        news = agreement.terms[-1].news
        owner = agreement.agencies[news.owner] if news else agency
        return owner.name, owner.phone
    if hour and door.out_of_hours and not hours(door.hours or "always").open_at(hour):
        door = agreement.recipient(door.out_of_hours)
    return door.name, door.phone
