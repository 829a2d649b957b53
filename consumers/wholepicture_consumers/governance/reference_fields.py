"""The fields of a model and of the models in it, as the reference pages show them."""

import datetime as dt
import inspect
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import AwareDatetime, BaseModel
from wholepicture_schemas import identifiers, texts
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.fields import FieldPlace, own_fields
from wholepicture_schemas.meaning import DataClass

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GENERIC = re.compile(r"\[.*")

CLASSES: Mapping[DataClass, str] = {
    "whereabouts": "where somebody lives or is",
    "school": "which school a child goes to, and so where they are every day",
    "contact": "how somebody of the family is reached",
    "service": "what names a service, or somebody who works there",
    "offence": "what tells of an offence, or of who is suspected",
    "order": "a measure taken for an offence, such as bail",
    "health": "disability, communication and care",
    "identity": "who somebody is",
    "equality": "for equality monitoring; told to nobody",
    "reference": "a number or name that only leads to something",
    "free-text": "other words of the sender",
    "handling": "what a recipient must and must not do",
    "plain": "anything else",
}
"""What each class of data holds, in words."""
_TYPES: Mapping[Any, str] = {
    str: "text",
    bool: "yes or no (true or false)",
    int: "whole number",
    float: "number",
    dt.date: "day",
    AwareDatetime: "day and time, with the offset from UTC",
    texts.PartialDate: "day, month or year",
    texts.DayOrTime: "day, or day and time",
    identifiers.PersonRef: "person of this event, by their reference",
    identifiers.AgencyId: "agency, by its id",
    identifiers.RecipientId: "recipient, by their id",
    identifiers.EventId: "event, by its id",
    identifiers.Source: "source of an event",
    identifiers.ChildRef: "child, by the bus's reference",
    identifiers.AuthorityCode: "code of a local authority",
    identifiers.NhsNumber: "NHS number",
    identifiers.Upn: "unique pupil number (UPN)",
    identifiers.Uprn: "unique property reference number (UPRN)",
    identifiers.Urn: "unique reference number of a school (URN)",
    identifiers.Practice: "code of a GP practice (ODS)",
}
_ANY_VALUE = "any value of JSON"


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A row: a field, what it means, and how it must be given."""

    label: str
    name: str
    what: str
    link: str
    """Where the parts of its values are shown; empty where they have no parts."""
    codes: tuple[tuple[str, str], ...]
    """Its code set: each code and its label."""
    must: str
    holds: str
    """Its class of data."""
    remark: str


@dataclass(frozen=True, slots=True)
class ModelShown:
    """A model with its own fields."""

    anchor: str
    title: str
    says: tuple[str, ...]
    fields: tuple[FieldShown, ...]


def models_of(top: type[BaseModel], beside: Collection[type[BaseModel]] = ()) -> list[Any]:
    """A model and the models in it, each once and before what stands in it.

    Those ``beside`` are left out, with what is in them: they are shown elsewhere.
    """
    found: list[Any] = []
    waiting = [top]
    while waiting:
        model = waiting.pop(0)
        if model not in found and model not in beside:
            found.append(model)
            waiting += [inner for field in own_fields(model) for inner in field.models]
    return found


def shown(models: Collection[type[BaseModel]], elsewhere: str = "") -> tuple[ModelShown, ...]:
    """Models as sections of a page; what is not among them is shown on the page ``elsewhere``."""

    def link(model: type[BaseModel]) -> str:
        return f"{'' if model in models else elsewhere}#{_anchor(model)}"

    return tuple(
        ModelShown(
            _anchor(model),
            title_of(model),
            says_of(model),
            tuple(
                _field(place, link(place.models[0]) if place.models else "")
                for place in own_fields(model)
            ),
        )
        for model in models
    )


def title_of(model: type[BaseModel]) -> str:
    """The name of a model as words: ChildInIncident is Child in incident."""
    return _CAMEL.sub(" ", _GENERIC.sub("", model.__name__)).capitalize()


def says_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The paragraphs that a model says of itself; none where it only has what it inherits."""
    return tuple(_paragraphs(inspect.cleandoc(vars(model).get("__doc__") or "")))


def _field(place: FieldPlace, link: str) -> FieldShown:
    return FieldShown(
        label=place.means.label or words_of(place.name).capitalize(),
        name=place.name,
        what=_what(place),
        link=link,
        codes=tuple(place.codes.items()),
        must="Needed" if place.needed else "Required" if place.required else "Optional",
        holds=place.means.kind or "",
        remark=" ".join([*_paragraphs(place.remark), place.needed.fix if place.needed else ""]),
    )


def _what(place: FieldPlace) -> str:
    if place.codes:
        what = "one of the codes"
    elif place.models:
        what = " or ".join(title_of(model).lower() for model in place.models)
    else:
        kind = place.type
        codes = getattr(kind, "__args__", ())
        listed = ", ".join(str(code) for code in codes)
        what = f"one of {listed}" if listed else _TYPES.get(kind, _ANY_VALUE)
    return f"list: {what}" if place.stars else what


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs, each in one line and without marks of code."""
    for paragraph in text.replace("``", "").split("\n\n"):
        if paragraph.strip():
            yield " ".join(paragraph.split())


def _anchor(model: type[BaseModel]) -> str:
    return _CAMEL.sub("-", _GENERIC.sub("", model.__name__)).lower()
