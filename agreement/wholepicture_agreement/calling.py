"""Whom a recipient calls about an event: the sender's call-back, else its agency's own number."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.persons import CallBack

from wholepicture_agreement.facts import EventFacts
from wholepicture_agreement.people_told import PeopleTold

_CALL_THE_SENDER = re.compile(r"\b(call|ask) the sender\b(?! on )", re.IGNORECASE)


def whom_to_call(facts: EventFacts, shown: PeopleTold, moment: dt.datetime) -> CallBack | None:
    """Whom a recipient of this content calls; none where nobody has a number.

    ``moment`` is when the recipient reads it. Of the sender's call-back only what is told counts.
    """
    del moment
    given = _as_told(facts.core.call_back, shown.core.get("call_back", {}))
    if given is not None and given.phone:
        return given
    agency = facts.agency
    if agency is None or agency.phone is None:
        return given
    own = CallBack(role=agency.name, phone=agency.phone)
    return given.model_copy(update={"phone": agency.phone}) if given else own


def with_the_number(sentence: str, whom: CallBack | None) -> str:
    """A sentence that says "call the sender", with the number to call."""
    if whom is None or not whom.phone or "the sender" not in sentence:
        return sentence
    return _CALL_THE_SENDER.sub(lambda said: f"{said[0]} on {whom.phone}", sentence, count=1)


def _as_told(given: CallBack | None, told: Mapping[str, Any]) -> CallBack | None:
    """Whom to call, without the fields that are masked."""
    if given is None or not told:
        return None
    fields = given.model_fields_set
    own = given.model_dump(mode="json")
    untold = {name: None for name in fields if told.get(name) != own[name]}
    return given.model_copy(update=untold) if untold else given
