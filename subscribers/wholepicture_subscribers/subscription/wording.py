"""What an item says: what to do first, then who, then what, then what is not known."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from wholepicture_schemas.codes import (
    ARRIVALS,
    CONFIDENCES,
    OUTCOMES,
    URGENCIES,
    Asks,
    QuestionKind,
)
from wholepicture_schemas.deliveries import AboutChild, DeliveryData
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.persons import CallBack, Professional
from wholepicture_schemas.problems import Problem

from wholepicture_subscribers.subscription.afterwards import Afterwards, LaterChange
from wholepicture_subscribers.subscription.moments import moment
from wholepicture_subscribers.subscription.parts import (
    Fact,
    Group,
    Part,
    ReadableItem,
    Section,
    SectionName,
    Sentence,
    Steps,
)
from wholepicture_subscribers.subscription.plain import as_text
from wholepicture_subscribers.subscription.telling import (
    People,
    changed,
    people_of,
    told_parts,
    unborn_of,
    where,
)

SHORT = 8
"""How much of an item's id is enough to name it."""

_ASKS: dict[Asks, str] = {
    "information": "tells you this for information",
    "referral": "asks you to treat this as a referral",
    "status": "tells you of a change",
    "outcome": "tells you an outcome",
    "correction": "corrects what it told",
    "retraction": "takes back what it told",
}
_WHOM: dict[QuestionKind, str] = {
    "originator-control": "Who would be told",
    "objection": "Who would be told",
    "phone": "Whom to telephone",
}
_AFTERWARDS: dict[LaterChange, str] = {
    "taken back": "TAKEN BACK by item {by}: this is not so, or was not meant for you. Do not act "
    "on it, and read that item.",
    "corrected": "CORRECTED by item {by}: part of this was wrong. Read that item instead.",
    "replaced": "REPLACED by item {by}: read that item instead.",
    "kept back": "KEPT BACK by item {by}: the sender keeps this back from you now. Do what that "
    "item says before anything else.",
    "put right in part": "PUT RIGHT IN PART by item {by}: part of what this shows as told before "
    "does not hold. Read that item too.",
}
_TO_SAY_WHO = (
    "Answer who a child is with what you decide on this item: give your number for the child where "
    f"you know it. Where nobody knows who it is, decide: {OUTCOMES['cannot-identify']}."
)
_GO_BY = "Go by the name, the birth date and the school that you are told."
_GO_BY_OF_UNBORN = "Go by the mother and the expected birth date that you are told."


class Came(Protocol):
    """An item that came, as far as it is shown."""

    redelivered: bool
    received: datetime
    left_out: tuple[Problem, ...]

    @property
    def id(self) -> EventId:
        """Its id."""

    @property
    def data(self) -> DeliveryData:
        """What it says."""

    @property
    def afterwards(self) -> Afterwards | None:
        """What became of it since, and by which item."""


def in_words(came: Came) -> str:
    """The whole item as plain text."""
    return as_text(item_of(came))


def item_of(came: Came) -> ReadableItem:
    """The whole item, its sections in the order in which they matter."""
    data = came.data
    again = ", shown before" if came.redelivered else ""
    return ReadableItem(
        short=came.id[:SHORT],
        exercise=_exercise(data),
        afterwards=_afterwards(came.afterwards),
        kind=data.kind,
        headline=data.headline,
        came=f"Item {came.id}, came at {moment(came.received)}{again}",
        sections=tuple(
            section
            for section in _sections(came, data)
            if section.parts or section.name == "children"
        ),
    )


def _exercise(data: DeliveryData) -> str | None:
    if data.replayed:
        return "EXERCISE: this is practice, an earlier item played again."
    return "EXERCISE: this is practice, no real child." if data.exercise else None


def _afterwards(became: Afterwards | None) -> str | None:
    return _AFTERWARDS[became.how].format(by=became.by[:SHORT]) if became else None


def _sections(came: Came, data: DeliveryData) -> Iterator[Section]:
    taken_back = _is_taken_back(data)
    if taken_back:
        yield _amends(data)
    yield _section("first", "First", _first(data))
    if not taken_back:
        yield _amends(data)
    named = "Children" if data.children else "Children: none is named."
    yield _section("children", named, _children(data))
    yield _section("told-by", "Who told it", _told_by(data))
    yield _section("told", "What was told", _told(data))
    yield _section("earlier", "Told before", _earlier(data))
    yield _section("coverage", "Who has told anything, and who has not", _coverage(data))
    yield _section("missing", "What is missing", _missing(came))
    yield _section("why", "Why you are told", _why(data))


def _section(name: SectionName, title: str, parts: Iterable[Part]) -> Section:
    return Section(name, title, tuple(parts))


def _first(data: DeliveryData) -> Iterator[Part]:
    if data.phone_first:
        yield Sentence(f"PHONE FIRST: {data.phone_first}, before you read on.", strong=True)
    if data.instructions:
        yield Steps(data.instructions)
    if data.question:
        yield Sentence(f"QUESTION: {data.question.asks}", strong=True)
        yield Sentence(f"{_WHOM[data.question.kind]}: {data.question.whom}")
    if data.respond_by_words or data.respond_by:
        by = data.respond_by_words or (data.respond_by and f"by {moment(data.respond_by)}")
        yield Sentence(f"Respond {by}.", strong=True)
    to = data.addressed_to
    for label, whom in (("team", to.team), ("setting", to.setting)):
        if whom:
            yield Sentence(f"For the {label} {words_of(whom)}.")
    for label, person in (("worker", to.worker), ("manager", to.manager)):
        if person:
            yield Sentence(f"For the {label} {_reached(person)}.")
    if data.urgency != "routine":
        yield Sentence(f"Urgency: {URGENCIES[data.urgency]}.")


def _amends(data: DeliveryData) -> Section:
    amends = data.amends
    if amends is None:
        return _section("amends", "", ())
    how = "corrects" if amends.how == "correction" else "takes back"
    rows = changed(amends.before, amends.after, _people(data))
    parts: tuple[Part, ...] = (
        Sentence(f"Because: {amends.because}"),
        *((rows,) if rows.rows else ()),
        Sentence("Put it right in your own record, then answer: correction-applied."),
    )
    return _section("amends", f"This {how} item {amends.delivery}", parts)


def _people(data: DeliveryData) -> People:
    """The people of the corrected event: of the item itself, or of an earlier event in it."""
    if data.told:
        return people_of(data.told)
    return {ref: name for earlier in data.earlier for ref, name in people_of(earlier.told).items()}


def _is_taken_back(data: DeliveryData) -> bool:
    return data.amends is not None and data.amends.how == "retraction"


def _children(data: DeliveryData) -> Iterator[Part]:
    names, unborn = people_of(data.told), unborn_of(data.told)
    taken_back, unnamed = _is_taken_back(data), "a child whose name was not told"
    nothing_told = data.amends is not None and not data.told
    if data.amends and nothing_told:  # nobody can be looked up by what is not told here
        unnamed = f"a child of item {data.amends.delivery[:SHORT]}"
    for child in data.children:
        is_said = child.question or not nothing_told
        who = (_who(child, unborn=child.person in unborn),) if is_said else ()
        about = (*who, *_about(child, taken_back=taken_back))
        yield Group(names.get(child.person, unnamed), about, ends="")
    if any(child.question for child in data.children):
        yield Sentence(_TO_SAY_WHO)


def _who(child: AboutChild, *, unborn: bool) -> Sentence:
    """How sure it is who the child is; where that is asked, the question says it."""
    if child.confidence == "not-confirmed" and not child.question:
        return Sentence(_GO_BY_OF_UNBORN if unborn else _GO_BY)
    if child.question:
        return Sentence(f"Question to you: {child.question}", strong=True)
    confidence = CONFIDENCES[child.confidence]
    return Sentence(f"{confidence[:1].upper()}{confidence[1:]}.")


def _about(child: AboutChild, *, taken_back: bool) -> Iterator[Part]:
    if not taken_back:
        yield Sentence(f"This is {ARRIVALS[child.arrival]}.")
    if child.your_reference:
        yield Fact("Your reference", child.your_reference)


def _told_by(data: DeliveryData) -> Iterator[Part]:
    teller = data.told_by
    yield Sentence(f"{teller.agency} {_ASKS[teller.asks]}. Its reference: {teller.local_reference}")
    call = teller.call_back
    whom = _reached(call).rstrip(".") or "nobody was named; ask the agency"
    yield Fact("Call back", whom + (f", {call.hours}" if call and call.hours else ""))


def _told(data: DeliveryData) -> Iterator[Part]:
    yield Sentence(f"Happened at {moment(data.happened)}")
    yield from told_parts(data.told)


def _earlier(data: DeliveryData) -> Iterator[Part]:
    if not data.earlier:
        yield Sentence("Nothing is shown here. This does not mean that nothing happened.")
    names = people_of(data.told)
    for item in data.earlier:
        taken_back = ", since taken back" if item.retracted else ""
        child = names.get(item.person, "a child of this item")
        title = f"{moment(item.happened)}, {item.told_by}: {item.about} (of {child}){taken_back}"
        yield Group(title, told_parts(item.told), ends="")
    if data.earlier_cut:
        yield Sentence(data.earlier_cut)
    if data.earlier_item_held:
        yield Sentence("An earlier item about this family could not be sent yet. It will follow.")


def _coverage(data: DeliveryData) -> Iterator[Part]:
    if not data.coverage:
        yield Sentence("This is not known. Silence does not mean that nothing happened.")
    for agency in data.coverage:
        heard = f" Last heard {moment(agency.last_heard)}." if agency.last_heard else ""
        yield Fact(agency.agency, f"{agency.says}{heard}")


def _missing(came: Came) -> Iterator[Part]:
    gaps = [(gap.field, gap.what) for gap in came.data.incomplete]
    gaps += [(gap.field, gap.what) for gap in came.left_out]
    yield from (Sentence(f"{where(field)} {what}.") for field, what in gaps)


def _why(data: DeliveryData) -> Iterator[Part]:
    why = data.reason
    yield Sentence(f"{why.purpose.rstrip('.')}. Legal basis: {why.legal_basis}.")
    rule = f"rule {words_of(why.rule)}, version {why.rule_version}"
    yield Sentence(f"By the sharing agreement {why.agreement}, {rule}.")


def _reached(person: Professional | CallBack | None) -> str:
    """How to reach somebody, as far as it was told."""
    if person is None:
        return ""
    organisation = person.organisation if isinstance(person, Professional) else None
    parts = (person.name, person.role, organisation, person.phone, person.email)
    return ", ".join(part for part in parts if part)
