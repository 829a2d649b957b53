"""What is heeded before anybody approaches an adult: it stands before all else of the adult.

A line that says that nobody was in contact with somebody reads like a task, and one that says who
was in contact like a proof that it is safe. So, with reason for care in what is shown of the
family, each adult first has whom to speak to before, as a sender's handling has it; or how the
adult is reached safely; or that nobody is to approach anybody because of the line. The last stands
with everybody of whom it is said that no contact is recorded, too: that somebody is alleged may
stand in an event that this recipient may not see. Of whoever may be harmed by a letter or a call it
says how they are reached, or that this is not told. What holds of somebody who may be the same
person holds too.

Source: domain.md, section 6, F5: "never sends prompts to contact an alleged perpetrator without the
safe-contact note shown".
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from wholepicture_agreement.item.around.adults import Adult, Seen
from wholepicture_agreement.item.around.care import Care
from wholepicture_agreement.item.around.shown import Entry, Shown, entry
from wholepicture_agreement.item.instructions.handling import never_in_words, safely_in_words
from wholepicture_agreement.item.instructions.telling import clause

Note = tuple[dt.datetime, Entry]
"""When it was told how an adult is reached safely, and how."""
DO_NOT_CONTACT = "Do not contact {who} before you have spoken with {whom}."
DO_NOT_APPROACH = "Do not approach {who} because of this line: first ask {ask}."
ASK_HOW = "How to reach {who} safely is not told: ask {ask} before you write, ring or visit."
NOT_SAFE = "{agency} said that it was not safe to try to reach {who}."


def heeded(
    adult: Adult, ask: Callable[[], str], care: Care, *, none_recorded: bool
) -> tuple[str, ...]:
    """What is heeded of an adult, most important first; empty where nothing is told.

    ``ask`` says whom the reader asks about the adult. ``none_recorded``: it is said of the adult
    that no contact is recorded.
    """
    return tuple(dict.fromkeys(_heeded(adult, ask, care, none_recorded=none_recorded)))


def _heeded(
    adult: Adult, ask: Callable[[], str], care: Care, *, none_recorded: bool
) -> Iterator[str]:
    who, seen = adult.called, list(adult.everywhere)
    with_care = [
        one
        for one in seen
        if one.shown.careful_with and one.entry.get("person") in one.shown.careful_with
    ]
    notes = [
        (one.shown.came, note)
        for one in seen
        if (said := one.entry.get("safe_contact")) and (note := entry(said))
    ]
    how_safely = _how_to_reach(seen, notes, who)
    may_be_harmed = adult.may_be_harmed or any(one.may_be_harmed for one in adult.may_be)
    if care.first:
        yield DO_NOT_CONTACT.format(who=who, whom=care.first)
    elif with_care or (not how_safely and not may_be_harmed and (care.needed or none_recorded)):
        yield DO_NOT_APPROACH.format(who=who, ask=ask())
    for one, shown in with_care:
        if shown.is_not_safe and shown.detail.get("adult") == one.get("person"):
            yield NOT_SAFE.format(agency=shown.agency, who=who)
        if shown.must_not_learn:
            yield from _must_not_learn(one, shown, who)
    yield from _never(notes, who)
    yield from how_safely
    if may_be_harmed and not how_safely:
        yield ASK_HOW.format(who=who, ask=ask())


def _never(notes: Sequence[Note], who: str) -> Iterator[str]:
    """What must never be done to reach an adult, whoever said so, the newest first."""
    for _, note in sorted(notes, key=itemgetter(0), reverse=True):
        yield from never_in_words(who, note)


def _how_to_reach(seen: Sequence[Seen], notes: Sequence[Note], who: str) -> tuple[str, ...]:
    """How an adult is reached safely, where the event that came last tells it.

    How somebody was reached once may no longer be so.
    """
    if not notes:
        return ()
    came, note = max(notes, key=itemgetter(0))
    last = came >= max(one.shown.came for one in seen)
    return tuple(safely_in_words(who, note)) if last else ()


def _must_not_learn(adult: Entry, shown: Shown, who: str) -> Iterator[str]:
    for one in shown.must_not_learn:
        if one.get("person") == adult.get("person"):
            why = one.get("because")
            yield f"Do not let {who} learn of this{f': {clause(str(why))}' if why else '.'}"
