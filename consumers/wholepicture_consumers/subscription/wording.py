"""An item as a person reads it: what to do first, then who, then what, then what is not known."""

from collections.abc import Iterator

from wholepicture_schemas.codes import Arrival, Asks, Confidence
from wholepicture_schemas.deliveries import AboutChild, DeliveryData
from wholepicture_schemas.persons import CallBack, Professional

from wholepicture_consumers.field_words import words_of
from wholepicture_consumers.subscription.moments import moment
from wholepicture_consumers.subscription.referral import Referral
from wholepicture_consumers.subscription.telling import clean, people_of, told_lines

_ARRIVALS: dict[Arrival, str] = {
    "contact": "a contact: no work with this child is open with you",
    "news-on-open-case": "news on an open case",
    "for-your-information": "for your information",
    "possible-linked-children": "there may be children: please check",
}
_CONFIDENCE: dict[Confidence, str] = {
    "confirmed": "who the child is has been confirmed",
    "probable": "probably this child: please check",
    "not-confirmed": "child not confirmed: please check who it is",
}
_ASKS: dict[Asks, str] = {
    "information": "tells you this for information",
    "referral": "asks you to treat this as a referral",
    "status": "tells you of a change",
    "outcome": "tells you an outcome",
    "correction": "corrects what it told",
    "retraction": "takes back what it told",
}


def in_words(referral: Referral) -> str:
    """The whole item, its sections in the order in which they matter."""
    data = referral.data
    head = (_amends(data), _first(data)) if _is_taken_back(data) else (_first(data), _amends(data))
    sections = (
        _heading(referral),
        *head,
        _children(data),
        _told_by(data),
        _told(data),
        _earlier(data),
        _coverage(data),
        _missing(referral),
        _why(data),
    )
    return "\n\n".join(clean("\n".join(section)) for section in map(tuple, sections) if section)


def _heading(referral: Referral) -> Iterator[str]:
    data = referral.data
    if data.exercise:
        yield "EXERCISE: this is practice, no real child."
    yield f"{data.kind.upper()}: {data.headline}"
    again = ", shown before" if referral.redelivered else ""
    yield f"Item {referral.id}, came at {moment(referral.received)}{again}"


def _first(data: DeliveryData) -> Iterator[str]:
    lines = tuple(_at_once(data))
    if lines:
        yield "First"
        yield from lines


def _at_once(data: DeliveryData) -> Iterator[str]:
    if data.phone_first:
        yield f"  PHONE FIRST: {data.phone_first}, before you read on."
    yield from (f"  {at}. {text}" for at, text in enumerate(data.instructions, start=1))
    if data.respond_by_words or data.respond_by:
        by = data.respond_by_words or (data.respond_by and f"by {moment(data.respond_by)}")
        yield f"  Respond {by}."
    to = data.addressed_to
    for label, whom in (("team", to.team), ("setting", to.setting)):
        if whom:
            yield f"  For the {label} {words_of(whom)}."
    for label, person in (("worker", to.worker), ("manager", to.manager)):
        if person:
            yield f"  For the {label} {_reached(person)}."
    if data.urgency != "routine":
        yield f"  Urgency: {words_of(data.urgency)}."


def _amends(data: DeliveryData) -> Iterator[str]:
    if data.amends is None:
        return
    how = "corrects" if data.amends.how == "correction" else "takes back"
    yield f"This {how} item {data.amends.delivery}"
    yield f"  Because: {data.amends.because}"
    people = people_of(data.told)
    for label, told in (("Before", data.amends.before), ("Now", data.amends.after)):
        if told:
            yield f"  {label}:"
            yield from told_lines(told, people, "    ")
    yield "  Put it right in your own record, then answer: correction-applied."


def _is_taken_back(data: DeliveryData) -> bool:
    return data.amends is not None and data.amends.how == "retraction"


def _children(data: DeliveryData) -> Iterator[str]:
    yield "Children" if data.children else "Children: none is named."
    names = people_of(data.told)
    taken_back = _is_taken_back(data)
    for child in data.children:
        yield f"  {names.get(child.person, 'a child whose name was not told')}"
        yield from (f"    {line}" for line in _about(child, taken_back=taken_back))


def _about(child: AboutChild, *, taken_back: bool) -> Iterator[str]:
    if child.question:
        yield f"Question to you: {child.question}"
    yield f"{_CONFIDENCE[child.confidence].capitalize()}."
    if not taken_back:
        yield f"This is {_ARRIVALS[child.arrival]}."
    if child.your_reference:
        yield f"Your reference: {child.your_reference}"


def _told_by(data: DeliveryData) -> Iterator[str]:
    teller = data.told_by
    yield "Who told it"
    yield f"  {teller.agency} {_ASKS[teller.asks]}. Its reference: {teller.local_reference}"
    call = teller.call_back
    whom = _reached(call).rstrip(".") or "nobody was named; ask the agency"
    yield f"  Call back: {whom}" + (f", {call.hours}" if call and call.hours else "")


def _told(data: DeliveryData) -> Iterator[str]:
    yield "What was told"
    yield f"  Happened at {moment(data.happened)}"
    people = people_of(data.told)
    for part in ("core", "detail"):
        told = data.told.get(part)
        if isinstance(told, dict):
            yield from told_lines(told, people, "  ")


def _earlier(data: DeliveryData) -> Iterator[str]:
    yield "Told before"
    if not data.earlier:
        yield "  Nothing is shown here. This does not mean that nothing happened."
    names = people_of(data.told)
    for item in data.earlier:
        taken_back = ", since taken back" if item.retracted else ""
        of = names.get(item.person, "a child of this item")
        yield f"  {moment(item.happened)}, {item.told_by}: {item.about} (of {of}){taken_back}"
        yield from told_lines(item.told, names, "    ")
    if data.earlier_item_held:
        yield "  An earlier item about this family could not be sent yet. It will follow."


def _coverage(data: DeliveryData) -> Iterator[str]:
    yield "Who has told anything, and who has not"
    if not data.coverage:
        yield "  This is not known. Silence does not mean that nothing happened."
    for agency in data.coverage:
        heard = f" Last heard {moment(agency.last_heard)}." if agency.last_heard else ""
        yield f"  {agency.agency}: {agency.says}{heard}"


def _missing(referral: Referral) -> Iterator[str]:
    gaps = [(gap.field, gap.what) for gap in referral.data.incomplete]
    gaps += [(gap.field, gap.what) for gap in referral.left_out]
    if gaps:
        yield "What is missing"
    yield from (f"  {_where(field)} {what}." for field, what in gaps)


def _why(data: DeliveryData) -> Iterator[str]:
    yield "Why you are told"
    yield f"  {data.reason.purpose.rstrip('.')}. Legal basis: {data.reason.legal_basis}."


def _where(path: str) -> str:
    """A field's path as words: core.children.0.birth_date is children 1, birth date."""
    words: list[str] = []
    for part in path.split("."):
        if part.isdigit() and words:
            words[-1] += f" {int(part) + 1}"
        elif part not in {"core", "detail", "data"}:
            words.append(words_of(part))
    return ", ".join(words).capitalize()


def _reached(person: Professional | CallBack | None) -> str:
    """How to reach somebody, as far as it was told."""
    if person is None:
        return ""
    organisation = person.organisation if isinstance(person, Professional) else None
    parts = (person.name, person.role, organisation, person.phone, person.email)
    return ", ".join(part for part in parts if part)
