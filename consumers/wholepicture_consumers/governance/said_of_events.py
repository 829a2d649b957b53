"""What an event says in words, to one recipient, for a line of a chronology.

The event is cut already to what the recipient may see. So nothing is left out here because of its
class of data but what a chronology has no room for: numbers, names and addresses stand in the item.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import AwareDatetime
from pydantic_core import PydanticCustomError
from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON, day_in_words
from wholepicture_agreement.item.around.shown import Entry, entries, entry, texts
from wholepicture_agreement.item.orders import date_in_words
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_schemas.field_words import in_a_sentence, label_at
from wholepicture_schemas.fields import FieldPlace
from wholepicture_schemas.identifiers import AgencyId, PersonRef, RecipientId
from wholepicture_schemas.texts import DayOrTime, PartialDate, partial_date
from wholepicture_schemas.told_fields import field_at
from wholepicture_schemas.words import listed

MOST_SAID = 8
"""How many fields of an event are said: a chronology that says all is read by nobody."""
_KINDS = frozenset({"free-text", "health", "plain", "order"})
_FIRST = ("detail.what_happened", "detail.concern")
_VOICE = (("words", "In the child's own words"), ("observation", "What was seen of the child"))
_EXPOSURE = "core.children.*.exposure"
_ALLEGED = "core.allegations.*"
_NOT_NAMED = "somebody who is not named here"
_DATES = (PartialDate, DayOrTime, dt.date, dt.datetime, AwareDatetime)


def said_of(told: Mapping[str, Any], person: PersonRef, agreement: Agreement) -> Sequence[str]:
    """What an event says: the child's own voice, what happened to whom, then the rest."""
    return tuple(_Said(told, agreement).of(person))[:MOST_SAID]


class _Said:
    def __init__(self, told: Mapping[str, Any], agreement: Agreement) -> None:
        self._agreement = agreement
        self._detail, core = entry(told.get("detail")), entry(told.get("core"))
        people: Any = {group: entries(core.get(group)) for group in ("children", "adults")}
        self._people = PeopleTold({"core": {**core, **people}})

    def of(self, person: PersonRef) -> Iterator[str]:
        child = self._people.person(person)
        voice = entry(child.get("voice"))
        yield from (f"{label}: {voice[name]}" for name, label in _VOICE if voice.get(name))
        whole = {f"detail.{name}": value for name, value in self._detail.items()}
        yield from self._fields({path: whole.pop(path) for path in _FIRST if path in whole})
        if summary := self._people.core.get("summary"):
            yield str(summary)
        if exposure := child.get("exposure"):
            yield f"{label_at(_EXPOSURE)}: {_code(_EXPOSURE, exposure)}"
        yield from map(self._alleged, entries(self._people.core.get("allegations")))
        yield from self._fields(whole)

    def _alleged(self, one: Entry) -> str:
        """An allegation, as far as it is told: Alleged: economic, of Jo Test, by Alex Test."""
        standing = _code(f"{_ALLEGED}.standing", one.get("standing") or "alleged")
        kinds = [_code(f"{_ALLEGED}.kinds", kind) for kind in texts(one.get("kinds"))]
        victims = [self._called(victim) for victim in texts(one.get("victims"))]
        what = ", ".join(kinds or ["harm"])
        if victims:
            what += f", of {listed(victims)}"
        if one.get("alleged"):
            what += f", by {self._called(one['alleged'])}"
        if one.get("alleged_by"):
            what += f", as {self._called(one['alleged_by'])} says"
        if one.get("what"):
            what += f": {one['what']}"
        if one.get("now"):
            until = f" until {_day(one['now_until'])}" if one.get("now_until") else ""
            what += f"; at that time {_code(f'{_ALLEGED}.now', one['now'])}{until}"
        return f"{standing[:1].upper()}{standing[1:]}: {what}"

    def _called(self, person: object) -> str:
        return self._people.called(str(person)) or _NOT_NAMED

    def _fields(self, fields: Mapping[str, Any]) -> Iterator[str]:
        """A line for each field, or for each entry of a field that has several."""
        for path, value in fields.items():
            several = isinstance(value, list) and any(isinstance(one, Mapping) for one in value)
            for one in value if several else (value,):
                if inside := tuple(self._inside(f"{path}.*" if several else path, one)):
                    yield f"{label_at(path)}: {_joined(inside)}"

    def _inside(self, path: str, value: Any) -> Iterator[tuple[str, str]]:
        """What stands at a path in words, each with the label of where it stands."""
        if isinstance(value, Mapping):
            for name, inner in value.items():
                yield from self._inside(f"{path}.{name}", inner)
        elif isinstance(value, list):
            for inner in value:
                yield from self._inside(f"{path}.*", inner)
        elif isinstance(value, str):
            place = field_at(path)
            if place is not None and _is_said(place):
                yield in_a_sentence(place.means.label), self._words(place, value)

    def _words(self, place: FieldPlace, value: str) -> str:
        if place.type in _DATES:
            return _day(value)
        if place.type is PersonRef:
            return self._called(value)
        if place.type is RecipientId and value in self._agreement.recipients:
            return self._agreement.recipients[RecipientId(value)].name
        if place.type is AgencyId and value in self._agreement.agencies:
            return self._agreement.agencies[AgencyId(value)].name
        return place.codes.get(value, value)


def _is_said(place: FieldPlace) -> bool:
    """Whether a field is said; of an offence its words alone: no grade stands in a chronology."""
    kind = place.means.kind
    return kind in _KINDS or (kind == "offence" and place.type is str)


def _joined(inside: Sequence[tuple[str, str]]) -> str:
    """Several values, each with its label where they have different ones."""
    if len({label for label, _ in inside}) == 1:
        return ", ".join(words for _, words in inside)
    return "; ".join(f"{label}: {words.rstrip('.')}" for label, words in inside)


def _code(path: str, code: object) -> str:
    place = field_at(path)
    return place.codes.get(str(code), str(code)) if place else str(code)


def _day(text: object) -> str:
    """A date, or the day of a moment, as people write it; what is neither stands as it is."""
    written = str(text)
    try:
        if "T" in written:
            return day_in_words(dt.datetime.fromisoformat(written).astimezone(LONDON).date())
        return date_in_words(partial_date(written))
    except (ValueError, PydanticCustomError):
        return written
