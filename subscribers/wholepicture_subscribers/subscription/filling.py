"""An item's form, filled in: the lines of ``form.py`` with what was told."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.field_words import label_at
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.who import child_in_words, name_of

from wholepicture_subscribers.subscription import pattern
from wholepicture_subscribers.subscription.form import (
    ADULT,
    ADULT_AROUND,
    AGREEMENTS,
    CHILD,
    IN_SHORT,
    NEEDS,
    OF_ANY_TYPE,
    SHARING,
    TOLD_THE_WHOLE,
    VOICE,
    WRITTEN_FOR_YOU,
    Line,
    lines_of,
)
from wholepicture_subscribers.subscription.moments import (
    LONDON,
    has_passed,
    is_day_alone,
    moment_or_date,
    when,
)
from wholepicture_subscribers.subscription.naming import People, listed_people, people_of
from wholepicture_subscribers.subscription.parts import Fact, Group, Part, Sentence
from wholepicture_subscribers.subscription.saying import at, clean, line_said, said

_CHILDREN, _ADULTS = "core.children.*", "core.adults.*"
_OF_A_GROUP = {"police": "the police"}


def who(data: DeliveryData) -> str:
    """The item's children with age and school; empty where none of them is told."""
    on = data.happened.astimezone(LONDON).date()
    about = {child.person for child in data.children}
    children = [
        child for child in listed_people(data.told, "children") if child.get("person") in about
    ]
    said_of = []
    for child in children:
        school = clean(str(at(child, "school.name") or ""))
        said_of.append(", ".join(filter(None, (clean(child_in_words(child, on)), school))))
    text = "; ".join(said_of)
    return f"{text[:1].upper()}{text[1:]}"


def what_and_how_now(data: DeliveryData) -> Iterator[Part]:
    """What happened and when, in the words that the reader may have, and how it is now."""
    if data.event_type == NewsOfAChild.TYPE:
        yield from _news(data)
        return
    if pattern.is_pattern(data):
        yield from pattern.which_and_what(data)
        return
    people = people_of(data.told)
    reported = _reported(data)
    what = "Happened" if reported in data.headline else f"{reported}, happened"
    preposition = "on" if is_day_alone(data.happened) else "at"
    yield Sentence(f"{what} {preposition} {when(data.happened)}.", strong=True)
    yield from _in_short(data, people)
    yield from _now(data, people)


def _news(data: DeliveryData) -> Iterator[Part]:
    """That there is news, of what its reader told; nothing where it is taken back."""
    if said_of_it := at(data.told, "detail.what_this_is"):
        yield Sentence(str(said_of_it), strong=True)
        told_on = moment_or_date(str(at(data.told, "detail.you_told_on")))
        yield Fact(label_at("detail.you_told_on"), told_on)


def _reported(data: DeliveryData) -> str:
    kind = TOLD.get(data.event_type)
    return kind.REPORTED if kind and kind.REPORTED else f"A report by {data.told_by.agency}"


def _in_short(data: DeliveryData, people: People) -> Iterator[Part]:
    path = _head(data)
    text = said(path, at(data.told, path), people) if path else ""
    if path in WRITTEN_FOR_YOU:
        sender = _OF_A_GROUP.get(data.told_by.agency_kind, data.told_by.agency)
        yield Fact(f"What happened, as {sender} wrote it for you", text)
    elif text:
        yield Sentence(text)


def _head(data: DeliveryData) -> str:
    """The field whose words stand at the head; empty where none was told."""
    whole = any(at(data.told, path) for path in TOLD_THE_WHOLE)
    paths = (*IN_SHORT, *WRITTEN_FOR_YOU) if whole else (*WRITTEN_FOR_YOU, *IN_SHORT)
    return next((path for path in paths if at(data.told, path)), "")


def _now(data: DeliveryData, people: People) -> Iterator[Part]:
    """How it is now with each person who is alleged, whom the reader may not know by name."""
    day = data.received.astimezone(LONDON).date()
    texts = dict.fromkeys(_state(allegation, people, day) for allegation in _with_a_state(data))
    if texts:
        yield Fact("How it is now", "; ".join(texts))
    elif at(data.told, "core.allegations") and data.told_by.agency_kind == "police":
        yield Fact("How it is now", "The sender does not say where whoever is alleged is: ask.")


def _with_a_state(data: DeliveryData) -> Iterator[Mapping[str, Any]]:
    """The allegations that say how it is now."""
    allegations = at(data.told, "core.allegations")
    for allegation in allegations if isinstance(allegations, list) else ():
        if isinstance(allegation, dict) and allegation.get("now"):
            yield allegation


def _state(allegation: Mapping[str, Any], people: People, day: dt.date) -> str:
    """How it is now with one person: Alex Sample: on bail until 1 April 2026, as known at ..."""
    of = people.get(str(allegation.get("alleged", "")), "The person alleged to have done it")
    text = f"{of}: {_code(allegation)}"
    if until := allegation.get("now_until"):
        text += f" until {moment_or_date(str(until))}"
        if has_passed(str(until), day):
            text += ", which has passed: how it is since is not known"
    if as_of := allegation.get("now_as_of"):
        text += f", as known at {moment_or_date(str(as_of))}"
    return clean(text)


def _state_in_short(allegation: Mapping[str, Any], day: dt.date) -> str:
    """How it is now, the end first where that has passed: so a line that is cut says so too."""
    until = str(allegation.get("now_until") or "")
    if not has_passed(until, day):
        return _code(allegation)
    return clean(f"not known since {moment_or_date(until)}, {_code(allegation)} until then")


def _code(allegation: Mapping[str, Any]) -> str:
    return said("core.allegations.*.now", str(allegation["now"]), {})


def gist(data: DeliveryData, seen: dt.datetime) -> str:
    """How it is now and what happened, as a list has room for it; empty where neither is told.

    ``seen`` is when somebody looks: what has passed by then is not said as if it were so.
    """
    if pattern.is_pattern(data):
        return pattern.title(data)
    path, day = _head(data), seen.astimezone(LONDON).date()
    states = (_state_in_short(allegation, day) for allegation in _with_a_state(data))
    now = "; ".join(dict.fromkeys(states))
    what = said(path, at(data.told, path), people_of(data.told)) if path else ""
    return ". ".join(filter(None, (now, what)))


def voices(data: DeliveryData) -> Iterator[Part]:
    """What each child said or showed, and the impact on the child."""
    for child, name in _people(data, "children"):
        facts = tuple(_lines(VOICE, _CHILDREN, child, people_of(data.told)))
        if facts:
            yield Group(name, facts, ends="")


def children(data: DeliveryData) -> dict[str, tuple[Part, ...]]:
    """The form of each child that was told, by its reference."""
    people = people_of(data.told)
    first = {child.person for child in data.around if child.needs}
    rest = [line for line in CHILD if line.label not in NEEDS]
    return {
        person: tuple(_lines(rest if person in first else CHILD, _CHILDREN, child, people))
        for child, _ in _people(data, "children")
        if (person := str(child.get("person")))
    }


def adults(data: DeliveryData) -> Iterator[Part]:
    """The form of each adult, under the name, but for those who stand around a child."""
    people, around = people_of(data.told), _around(data)
    for adult, name in _people(data, "adults"):
        if adult.get("person") in around:
            continue
        facts = tuple(_lines(ADULT, _ADULTS, adult, people))
        if not name_of(adult) and len(facts) == 1:
            facts = ()  # the name says the relation already
        yield Group(name, facts, ends="")


def adults_around(data: DeliveryData) -> dict[str, tuple[Part, ...]]:
    """What else was told of each adult who stands around a child, by the reference."""
    people, around = people_of(data.told), _around(data)
    return {
        person: tuple(_lines(ADULT_AROUND, _ADULTS, adult, people))
        for adult, _ in _people(data, "adults")
        if (person := str(adult.get("person"))) in around
    }


def _around(data: DeliveryData) -> set[str | None]:
    return {adult.person for child in data.around for adult in child.adults}


def happened(data: DeliveryData) -> Iterator[Part]:
    """What happened, by the form of its type, but for what stands at the head.

    Of a pattern: the exact events that make it.
    """
    if pattern.is_pattern(data):
        yield from pattern.events(data)
        return
    kind = TOLD.get(data.event_type)
    lines = lines_of(kind) if kind else OF_ANY_TYPE
    head = _head(data)
    left = (line for line in lines if [piece.path for piece in line.pieces] != [head])
    yield from _lines(left, "", data.told, people_of(data.told))


def services(data: DeliveryData) -> Iterator[Part]:
    """Who else works with the family, a line each."""
    path, people = "core.professionals", people_of(data.told)
    listed = at(data.told, path)
    for professional in listed if isinstance(listed, list) else ():
        if text := said(f"{path}.*", professional, people, whole=False):
            yield Sentence(text)


def sharing(data: DeliveryData) -> Iterator[Part]:
    """What adults agreed to, whether the family knows, and why it is shared."""
    people = people_of(data.told)
    for adult, name in _people(data, "adults"):
        if text := line_said(AGREEMENTS, _ADULTS, adult, people):
            yield Fact(name, text)
    yield from _lines(SHARING, "", data.told, people)


def _lines(
    lines: Iterable[Line], under: str, told: Mapping[str, Any], people: People
) -> Iterator[Part]:
    """Each line of which something was told; a line without a label is a sentence."""
    for line in lines:
        text = line_said(line, under, told, people)
        if not text:
            continue
        label = line.label or ""
        yield Fact(label, text) if label else Sentence(f"{text[:1].upper()}{text[1:]}")


def _people(data: DeliveryData, group: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    names = people_of(data.told)
    for person in listed_people(data.told, group):
        name = names.get(str(person.get("person")), label_at(f"core.{group}"))
        yield person, f"{name[:1].upper()}{name[1:]}"
