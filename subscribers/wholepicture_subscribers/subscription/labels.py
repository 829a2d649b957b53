"""What was told at a path, in words: codes as labels, ids as names, dates as people write them."""

import datetime as dt

from pydantic import AwareDatetime
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import AgencyId, AuthorityCode, PersonRef, RecipientId
from wholepicture_schemas.texts import DayOrTime, PartialDate
from wholepicture_schemas.told_fields import field_at

from wholepicture_subscribers.subscription.as_written import is_marked
from wholepicture_subscribers.subscription.at_hand import area_of
from wholepicture_subscribers.subscription.moments import moment_or_date

_DATES = (PartialDate, DayOrTime, dt.date, dt.datetime, AwareDatetime)
_PARTNERS = (AgencyId, RecipientId)
"""Ids of the agreement's, which are names with hyphens."""


def words_for(path: str, value: str) -> str:
    """What was told as words; what has none is shown as it is."""
    place = field_at(path)
    if is_marked(value):
        return value
    if place is None:
        return _spelt_out(value)
    if place.type in _DATES:
        return moment_or_date(value)
    if place.type is AuthorityCode:
        return area_of(value)
    if place.type in _PARTNERS:
        return words_of(value)
    return place.codes.get(value) or _spelt_out(value)


def is_reference(path: str) -> bool:
    """Whether what stands there is a person's reference inside the event."""
    place = field_at(path)
    return place is not None and place.type is PersonRef


def goes_without_saying(path: str) -> bool:
    """Whether it is said only where it is so: that it is not says nothing."""
    place = field_at(path)
    return place is not None and place.type is bool and place.default is False


def _spelt_out(value: str) -> str:
    """A code that has no label here, such as one of a later version, without its signs."""
    return value.replace("_", " ").lower() if "_" in value and value == value.upper() else value
