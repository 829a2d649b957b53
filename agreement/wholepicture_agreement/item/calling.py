"""Whom a recipient calls about an event: the sender's call-back, else its agency's own number."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import partial

from wholepicture_schemas.persons import CallBack

from wholepicture_agreement.by_when.numbers import Number, call_back_told, sender_answers
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.told.facts import EventFacts

_CALL_THE_SENDER = re.compile(r"\b(call|ask) the sender\b(?! on )", re.IGNORECASE)


def whom_to_call(facts: EventFacts, shown: PeopleTold, moment: dt.datetime) -> CallBack | None:
    """The call-back of the sender as far as it is told, with a number of its agency if it has none.

    The number is one that answers at this moment. None where nobody of the sender has a number.
    """
    given = call_back_told(facts, shown.core.get("call_back", {}))
    if given is not None and given.phone:
        return given
    number = sender_answers(facts, None, moment)
    if number is None:
        return given
    if given is None:
        return CallBack(role=number.whose, phone=number.phone)
    return given.model_copy(update={"phone": number.phone, "hours": None})


def with_the_number(
    sentences: Iterable[str], facts: EventFacts, shown: PeopleTold
) -> Sequence[str]:
    """The sentences, with the number to call in each that says "call the sender"."""
    return [
        _with_the_number(sentence, facts, shown) if "the sender" in sentence else sentence
        for sentence in sentences
    ]


def _with_the_number(sentence: str, facts: EventFacts, shown: PeopleTold) -> str:
    number = shown.once(_number, partial(_number, facts, shown))
    if number is None:
        return sentence
    return _CALL_THE_SENDER.sub(lambda said: f"{said[0]} on {number.phone}", sentence, count=1)


def _number(facts: EventFacts, shown: PeopleTold) -> Number | None:
    """The number of the sender that answers at the hour, as its recipients may know it."""
    call_back = whom_to_call(facts, shown, facts.situation.hour)
    if call_back is facts.core.call_back:
        return facts.once(_number_as_sent)
    return sender_answers(facts, call_back, facts.situation.hour)


def _number_as_sent(facts: EventFacts) -> Number | None:
    return sender_answers(facts, facts.core.call_back, facts.situation.hour)
