"""What an item says: who and what, what to do first, then the form, then what stands behind it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol

from wholepicture_schemas.codes import (
    ARRIVALS,
    CONFIDENCES,
    Asks,
)
from wholepicture_schemas.deliveries import PRACTICE, AboutChild, DeliveryData
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.problems import Problem

from wholepicture_subscribers.subscription import behind, doing, filling, pattern
from wholepicture_subscribers.subscription.afterwards import Afterwards, LaterChange
from wholepicture_subscribers.subscription.around import around, can_be_called
from wholepicture_subscribers.subscription.as_written import readable
from wholepicture_subscribers.subscription.moments import moment
from wholepicture_subscribers.subscription.naming import people_of, unborn_of
from wholepicture_subscribers.subscription.parts import (
    Fact,
    Group,
    Part,
    ReadableItem,
    Section,
    SectionName,
    Sentence,
)
from wholepicture_subscribers.subscription.plain import as_text
from wholepicture_subscribers.subscription.strip import strip
from wholepicture_subscribers.subscription.telling import Whose, changed, told_parts

SHORT = 8
"""How much of an item's id is enough to name it."""

_ASKS: dict[Asks, str] = {
    "information": "sends this for information",
    "referral": "asks you to treat this as a referral",
    "status": "sends news of a change",
    "outcome": "sends an outcome",
    "correction": "corrects what it sent",
    "retraction": "takes back what it sent",
}
_FOUND = "puts side by side what agencies told one by one"
_THEN_ANSWER = "Put it right in your own record, then answer: correction-applied."
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
_OF_ITSELF = "This is made automatically: it says that there is news, and not who told it."
_CHECK = "Check by name, birth date and school that you know this child."
_CHECK_UNBORN = "Check by the mother and the expected birth date that you know whose child this is."


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
    data = readable(came.data)
    return ReadableItem(
        short=came.id[:SHORT],
        exercise=practice(data),
        afterwards=_afterwards(came.afterwards),
        danger=tuple(doing.danger(data)),
        kind=data.kind,
        headline=data.headline,
        who=filling.who(data),
        strip=tuple(strip(data)),
        now=tuple(filling.what_and_how_now(data)),
        sections=tuple(
            section
            for section in _first_sheet(came, data)
            if section.parts or section.name == "children"
        ),
        second=tuple(section for section in _second_sheet(data) if section.parts),
    )


def practice(data: DeliveryData) -> str | None:
    """The mark of what is practice; none of what is live."""
    if data.replayed:
        return "EXERCISE: this is practice, an earlier item played again."
    return PRACTICE if data.exercise else None


def _afterwards(became: Afterwards | None) -> str | None:
    return _AFTERWARDS[became.how].format(by=became.by[:SHORT]) if became else None


def _first_sheet(came: Came, data: DeliveryData) -> Iterator[Section]:
    taken_back = _is_taken_back(data)
    if taken_back:
        yield _amends(data)
    yield _section("first", "What to do", doing.what_to_do(data))
    if not taken_back:
        yield _amends(data)
    yield _section("around", "Around the child", around(data, amended=came.afterwards is not None))
    yield _section("voice", "What the child said or showed, and the impact", filling.voices(data))
    named = "Child and family" if data.children else "Children: none is named."
    yield _section("children", named, _children(came, data))
    yield _section("adults", "Household and other adults", filling.adults(data))
    told = pattern.EVENTS_TITLE if pattern.is_pattern(data) else "What happened"
    yield _section("told", told, filling.happened(data))
    yield _section("earlier", "Told before", behind.earlier_in_short(data))
    if not data.around:  # where it is, who works with the child stands there
        yield _section("services", "Services involved", filling.services(data))
    yield _section("sharing", "Agreements, and what the family knows", filling.sharing(data))
    yield _section("told-by", "Sender", _told_by(came, data))


def _second_sheet(data: DeliveryData) -> Iterator[Section]:
    yield _section("earlier-whole", "Told before, in full", behind.earlier(data))
    yield _section("called", "Who can be called at other agencies", can_be_called(data))
    yield _section("coverage", "Who has told anything, and who has not", behind.coverage(data))
    yield _section("why", "Why you are told", behind.why(data))
    yield _section("fields", "Every field", told_parts(data.told))


def _section(name: SectionName, title: str, parts: Iterable[Part]) -> Section:
    return Section(name, title, tuple(parts))


def _amends(data: DeliveryData) -> Section:
    amends = data.amends
    if amends is None:
        return _section("amends", "", ())
    how = "corrects" if amends.how == "correction" else "takes back"
    whose = Whose(data.told, tuple(earlier.told for earlier in data.earlier))
    rows = changed(amends.before, amends.after, whose)
    parts: tuple[Part, ...] = (
        Sentence(f"Because: {amends.because}"),
        *((rows,) if rows.rows else ()),
        *(() if data.digest else (Sentence(_THEN_ANSWER),)),
    )
    return _section("amends", f"This {how} item {amends.delivery}", parts)


def _is_taken_back(data: DeliveryData) -> bool:
    return data.amends is not None and data.amends.how == "retraction"


def _children(came: Came, data: DeliveryData) -> Iterator[Part]:
    """Each child's form; what is so of each of them is said once, below."""
    names, unborn = people_of(data.told), unborn_of(data.told)
    unnamed = "A child whose name was not told"
    if data.amends and not data.told:  # nobody can be looked up by what is not told here
        unnamed = f"A child of item {data.amends.delivery[:SHORT]}"
    forms = filling.children(data)
    about = {
        child.person: tuple(_about(child, data, unborn=child.person in unborn))
        for child in data.children
    }
    first, *others = about.values() or ((),)
    of_all = [said for said in first if others and all(said in of_one for of_one in others)]
    for child in data.children:
        own = (said for said in about[child.person] if said not in of_all)
        said = " ".join(sentence.text for sentence in own)
        form = (*forms.pop(child.person, ()), *((Sentence(said),) if said else ()))
        yield Group(_capital(names.get(child.person, unnamed)), form, ends="")
    for person, form in forms.items():
        yield Group(f"Also of the family: {names[person]}", form, ends="")
    if of_all:
        yield Sentence(" ".join(said.text for said in of_all))
    yield from _missing(came)


def _about(child: AboutChild, data: DeliveryData, *, unborn: bool) -> Iterator[Sentence]:
    """How sure it is who the child is, how it arrives, and the reader's own reference.

    Where it is asked who the child is, the question says it. Of what is taken back or kept back
    nothing is told that anybody could go by.
    """
    if not child.question and not (data.amends and not data.told):
        if child.confidence == "not-confirmed":
            yield Sentence(_CHECK_UNBORN if unborn else _CHECK)
        else:
            yield Sentence(f"{_capital(CONFIDENCES[child.confidence])}.")
    if not _is_taken_back(data):
        yield Sentence(f"This is {ARRIVALS[child.arrival]}.")
    if child.your_reference:
        yield Sentence(f"Your reference: {child.your_reference}.")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _missing(came: Came) -> Iterator[Part]:
    whose = Whose(came.data.told)
    gaps = [(gap.field, gap.what) for gap in came.data.incomplete]
    gaps += [(gap.field, gap.what) for gap in came.left_out]
    if gaps:
        said = " ".join(f"{whose.where(field)} {what}." for field, what in gaps)
        yield Fact("What is missing", said)


def _told_by(came: Came, data: DeliveryData) -> Iterator[Part]:
    teller = data.told_by
    if data.event_type == NewsOfAChild.TYPE:
        yield Sentence(f"{_OF_ITSELF} Your own reference: {teller.local_reference}.")
    else:
        asks = _FOUND if pattern.is_pattern(data) else _ASKS[teller.asks]
        yield Sentence(f"{teller.agency} {asks}. Its reference: {teller.local_reference}.")
    again = ", shown before" if came.redelivered else ""
    yield Sentence(f"Item {came.id}, came at {moment(came.received)}{again}.")
