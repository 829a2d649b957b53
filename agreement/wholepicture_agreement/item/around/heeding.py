"""What is heeded before anybody approaches an adult: it stands before all else of the adult.

A line that says that nobody was in contact with somebody reads like a task. So of whoever is
alleged to have harmed somebody, must not learn of something, is bound by an order, or could not be
tried safely, it first says whom to speak to before, as the sender's handling has it; where no
handling says so, it says to approach nobody because of the line. Of whoever may be harmed by a
letter or a call it first says how they are reached, or that this is not told. What holds of
somebody who may be the same person holds too.

Source: domain.md, section 6, F5: "never sends prompts to contact an alleged perpetrator without the
safe-contact note shown".
"""

from collections.abc import Iterator

from wholepicture_agreement.item.around.adults import Adult, alleged, everywhere, harmed
from wholepicture_agreement.item.around.in_contact import not_safe_to_try
from wholepicture_agreement.item.around.shown import Entry, Shown, entries
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


def heeded(adult: Adult, ask: str) -> tuple[str, ...]:
    """What is heeded of an adult, most important first; empty where nothing is told."""
    return tuple(dict.fromkeys(_heeded(adult, ask)))


def _heeded(adult: Adult, ask: str) -> Iterator[str]:
    who = adult.called
    with_care = [(entry, shown) for entry, shown in everywhere(adult) if _with_care(entry, shown)]
    notes = [
        DO_NOT_CONTACT.format(who=who, whom=whom_to_call(note, shown.agency))
        for _, shown in with_care
        if isinstance(note := shown.handling.get("call_before_speaking_to_family"), dict)
    ]
    yield from notes
    if with_care and not notes:
        yield DO_NOT_APPROACH.format(who=who, ask=ask)
    for entry, shown in with_care:
        if not_safe_to_try(entry, shown):
            yield NOT_SAFE.format(agency=shown.agency, who=who)
        yield from _must_not_learn(entry, shown, who)
    how = tuple(_how_to_reach(adult, who))
    yield from how
    if not (how or with_care) and any(harmed(entry, shown) for entry, shown in everywhere(adult)):
        yield ASK_HOW.format(who=who, ask=ask)


def _how_to_reach(adult: Adult, who: str) -> Iterator[str]:
    """What must never be done to reach an adult; and how, where the newest event tells it.

    How somebody was reached once may no longer be so.
    """
    notes = [(entry.get("safe_contact"), entry) for entry, _ in everywhere(adult)]
    for note, entry in notes:
        if isinstance(note, dict):
            yield from never_in_words(who, note)
            if entry is adult.seen_in[0][0]:
                yield from safely_in_words(who, note)


def _with_care(adult: Entry, shown: Shown) -> bool:
    """Whether an event gives a reason not to approach an adult without speaking to somebody."""
    person = adult.get("person")
    return (
        alleged(adult, shown)
        or any(one.get("person") == person for one in entries(shown.detail.get("orders")))
        or any(one.get("person") == person for one in _hidden_from(shown))
        or not_safe_to_try(adult, shown)
    )


def _must_not_learn(adult: Entry, shown: Shown, who: str) -> Iterator[str]:
    for one in _hidden_from(shown):
        if one.get("person") == adult.get("person"):
            why = one.get("because")
            yield f"Do not let {who} learn of this{f': {clause(str(why))}' if why else '.'}"


def _hidden_from(shown: Shown) -> tuple[Entry, ...]:
    return entries(shown.handling.get("do_not_disclose_to"))
