"""What is heeded before anybody approaches an adult: it stands before all else of the adult.

A line that says that nobody was in contact with somebody reads like a task. So of whoever is
alleged to have harmed somebody, must not learn of something, is bound by an order, or could not be
tried safely, it first says whom to speak to before, as the sender's handling has it; where no
handling says so, it says to approach nobody because of the line. So it does of everybody with whom
no contact is recorded: that somebody is alleged may stand in an event that is older than those
shown, or that this recipient may not see. Of whoever may be harmed by a letter or a call it first
says how they are reached, or that this is not told. What holds of somebody who may be the same
person holds too.

Source: domain.md, section 6, F5: "never sends prompts to contact an alleged perpetrator without the
safe-contact note shown".
"""

from collections.abc import Iterator, Sequence

from wholepicture_agreement.item.around.adults import Adult, Seen
from wholepicture_agreement.item.around.in_contact import not_safe_to_try
from wholepicture_agreement.item.around.shown import Entry, Shown, entry
from wholepicture_agreement.item.instructions.handling import (
    never_in_words,
    safely_in_words,
    whom_to_call,
)
from wholepicture_agreement.item.instructions.telling import clause

DO_NOT_CONTACT = "Do not contact {who} before you have spoken with {whom}."
DO_NOT_APPROACH = "Do not approach {who} because of this line: first ask {ask}."
ASK_HOW = "How to reach {who} safely is not told: ask {ask} before you write, ring or visit."
NOT_SAFE = "{agency} said that it was not safe to try to reach {who}."


def heeded(adult: Adult, ask: str, *, none_recorded: bool) -> tuple[str, ...]:
    """What is heeded of an adult, most important first; empty where nothing is told.

    ``none_recorded``: it is said of the adult that no contact is recorded.
    """
    return tuple(dict.fromkeys(_heeded(adult, ask, none_recorded=none_recorded)))


def _heeded(adult: Adult, ask: str, *, none_recorded: bool) -> Iterator[str]:
    who, seen = adult.called, list(adult.everywhere)
    with_care = [one for one in seen if _with_care(one.entry, one.shown)]
    notes = [
        DO_NOT_CONTACT.format(who=who, whom=whom_to_call(note, shown.agency))
        for _, shown in with_care
        if (note := entry(shown.handling.get("call_before_speaking_to_family")))
    ]
    yield from notes
    if with_care and not notes:
        yield DO_NOT_APPROACH.format(who=who, ask=ask)
    for one, shown in with_care:
        if not_safe_to_try(one, shown):
            yield NOT_SAFE.format(agency=shown.agency, who=who)
        yield from _must_not_learn(one, shown, who)
    how = tuple(_how_to_reach(seen, who))
    yield from how
    if how or with_care:
        return
    if adult.harmed or any(one.harmed for one in adult.may_be):
        yield ASK_HOW.format(who=who, ask=ask)
    elif none_recorded:
        yield DO_NOT_APPROACH.format(who=who, ask=ask)


def _how_to_reach(seen: Sequence[Seen], who: str) -> Iterator[str]:
    """What must never be done to reach an adult; and how, where the newest event tells it.

    How somebody was reached once may no longer be so.
    """
    for at, (one, _) in enumerate(seen):
        if note := entry(one.get("safe_contact")):
            yield from never_in_words(who, note)
            if at == 0:
                yield from safely_in_words(who, note)


def _with_care(adult: Entry, shown: Shown) -> bool:
    """Whether an event gives a reason not to approach an adult without speaking to somebody."""
    return adult.get("person") in shown.careful_with or not_safe_to_try(adult, shown)


def _must_not_learn(adult: Entry, shown: Shown, who: str) -> Iterator[str]:
    for one in shown.must_not_learn:
        if one.get("person") == adult.get("person"):
            why = one.get("because")
            yield f"Do not let {who} learn of this{f': {clause(str(why))}' if why else '.'}"
