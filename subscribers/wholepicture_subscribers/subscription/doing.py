"""What to do with an item: what comes before all else, the steps, by when, and whom to call."""

import re
from collections.abc import Iterator

from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.codes import OUTCOMES, URGENCIES
from wholepicture_schemas.deliveries import AlsoTold, DeliveryData
from wholepicture_schemas.persons import CallBack, Professional

from wholepicture_subscribers.subscription import pattern
from wholepicture_subscribers.subscription.at_hand import name_of_recipient
from wholepicture_subscribers.subscription.moments import moment
from wholepicture_subscribers.subscription.naming import people_of
from wholepicture_subscribers.subscription.parts import Fact, Part, Sentence, Steps

_WHOM: dict[QuestionMatter, str] = {
    "originator-control": "Who would be told",
    "objection": "Who would be told",
    "phone": "Whom to telephone",
    "same-child": "Who would be told",
    "not-taken-on": "Who sent it",
}
_TO_SAY_WHO = (
    "Answer who a child is with what you decide on this item: give your number for the child where "
    f"you know it. Where nobody knows who it is, decide: {OUTCOMES['cannot-identify']}."
)
_EMERGENCY = re.compile(r"(?<![0-9])(?<![0-9] )999(?! ?[0-9])")
"""The emergency number in an instruction, and no part of another number."""


_ALSO_TOLD = "Also told"
_PHONE = "Phone "
"""How the instruction begins that says whom to phone first."""


def is_emergency(data: DeliveryData) -> bool:
    """Whether an instruction of an item says to call 999."""
    return any(map(_EMERGENCY.search, data.instructions))


def danger(data: DeliveryData) -> Iterator[str]:
    """What stands above all else: each instruction with 999, and whom to phone first."""
    yield from (text for text in data.instructions if _is_before_all(text, data))
    number = data.phone_first
    if number and not any(_says_to_phone(text, number) for text in data.instructions):
        yield f"PHONE FIRST: {number}, before you read on."


def _is_before_all(text: str, data: DeliveryData) -> bool:
    return bool(_EMERGENCY.search(text)) or _says_to_phone(text, data.phone_first)


def _says_to_phone(text: str, number: str | None) -> bool:
    return number is not None and text.startswith(_PHONE) and number in text


def what_to_do(data: DeliveryData) -> Iterator[Part]:
    """The steps in their order, what is asked, by when, whom to call, and for whom it is."""
    steps = tuple(text for text in data.instructions if not _stands_elsewhere(text, data))
    if steps:
        yield Steps(steps)
    if data.question:
        yield Sentence(f"QUESTION: {data.question.asks}", strong=True)
        yield Sentence(f"{_WHOM[data.question.matter]}: {data.question.whom}")
    yield from _who_it_is(data)
    by = data.respond_by_words or (f"by {moment(data.respond_by)}" if data.respond_by else "")
    urgency = "" if data.urgency == "routine" else f"Urgency: {URGENCIES[data.urgency]}."
    if by or urgency:
        yield Sentence(" ".join(filter(None, (by and f"Respond {by}.", urgency))), strong=True)
    yield Fact("Call", _call(data))
    if data.also_told:
        yield Fact(_ALSO_TOLD, "; ".join(map(_also_told, data.also_told)))
    yield from _addressed_to(data)


def _stands_elsewhere(text: str, data: DeliveryData) -> bool:
    """Whether an instruction stands above all else, or is the line of who else was told."""
    return _is_before_all(text, data) or bool(data.also_told and text.startswith(f"{_ALSO_TOLD}: "))


def _also_told(other: AlsoTold) -> str:
    phone = f" ({other.phone})" if other.phone else ""
    return f"{other.name}{phone} {other.does}"


def _who_it_is(data: DeliveryData) -> Iterator[Part]:
    """What the reader is asked about who each child is."""
    names = people_of(data.told)
    asked = [child for child in data.children if child.question]
    for child in asked:
        name = names.get(child.person, "A child whose name was not told")
        yield Sentence(f"Question to you about {name}: {child.question}", strong=True)
    if asked:
        yield Sentence(_TO_SAY_WHO)


def _call(data: DeliveryData) -> str:
    call = data.told_by.call_back
    whom = _reached(call) or pattern.owner(data)
    whom = whom or f"nobody was named; ask {data.told_by.agency}"
    return f"{whom} ({call.hours})" if call and call.hours else whom


def _addressed_to(data: DeliveryData) -> Iterator[Part]:
    to = data.addressed_to
    places = [name_of_recipient(to.team)] if to.team else []
    places += [to.setting] if to.setting else []
    persons = [_reached(person) for person in (to.worker, to.manager) if person]
    if places or persons:
        yield Fact("For", "; ".join((*places, *persons)))


def _reached(person: Professional | CallBack | None) -> str:
    """How to reach somebody, as far as it was told."""
    if person is None:
        return ""
    organisation = person.organisation if isinstance(person, Professional) else None
    parts = (person.name, person.role, organisation, person.phone, person.email)
    return ", ".join(part for part in parts if part)
