"""Refusing a record: it is kept byte for byte, and its agency is asked about it."""

from wholepicture_bus import topics
from wholepicture_bus.records import Headers, Outgoing, Record
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.problems import Problem

from wholepicture_consumers.feedback import as_missing, feedback, fix_request
from wholepicture_consumers.intake.reading import FromAgency, Invalid
from wholepicture_consumers.intake.sent_on import BY, PUT_RIGHT, SENT_ON

OTHER_CONTENT = "the id was used before with other content"
NOT_KEPT = (
    "names an event that is not kept any more",
    (
        "The partnership keeps what was told for a stated time, and who had it is not known here "
        "any more. Tell what is so now as an event of its own, and call those who still act on it."
    ),
)
"""What an agency hears that corrects, takes back or keeps back an event that has expired."""
_TOLD_BEFORE = (
    "An event with this id was told before, and is not kept any more: nobody is told of this one. "
    "If it says something new, publish it with an id of its own."
)
REASON, PLACE = "wp_reason", "wp_place"
"""The headers in which a record that is kept says why, and where it came from."""
OURS = frozenset({REASON, PLACE, SENT_ON, PUT_RIGHT, BY})


def other_body(told: FromAgency, record: Record) -> list[Outgoing]:
    """The outputs for a known id with other content: the agency is asked which is right."""
    fix = "Send what is right with a new id, as a correction of the first if that was wrong."
    problem = Problem("id", "was used before with other content", fix)
    return invalid(Invalid(told.agency, told.event.id, OTHER_CONTENT, (problem,)), record)


def told_too_late(told: FromAgency, record: Record) -> list[Outgoing]:
    """The word to an agency about an event whose id is that of one that has expired."""
    agency, event = told.agency, told.event.id
    cause = str(record.place)
    return [feedback(agency, event, record.appended, "not-delivered", _TOLD_BEFORE, cause=cause)]


def invalid(unreadable: Invalid, record: Record) -> list[Outgoing]:
    """The record as it came, and feedback to the agency whose topic it is."""
    asked = fix_request(
        unreadable.agency,
        unreadable.event,
        record.appended,
        as_missing(unreadable.problems),
        record.place,
        delivered=False,
    )
    return [kept(unreadable.agency, unreadable.reason, record), asked]


def kept(sender: AgencyId | RecipientId, reason: str, record: Record) -> Outgoing:
    """A record as it came, with the reason and its place in headers of their own."""
    note: Headers = ((REASON, reason.encode()), (PLACE, str(record.place).encode()))
    return Outgoing(topics.invalid(sender), record.key, record.value, (*record.headers, *note))
