"""What must not be done with an item, and what must not become known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.in_texts.traces import KEPT_BACK

from wholepicture_agreement.item.instructions.telling import SOMEBODY, Telling, clause
from wholepicture_agreement.seen.safe_defaults import not_visible_online
from wholepicture_agreement.told.facts import EventFacts

TO_REACH = "To reach "
"""How a sentence on reaching somebody safely begins."""
_FORBIDS = ("do not ", "don't ", "never ", "no ", "not ")
"""How what must not be done begins, where the sender's own words say that it must not."""


def who_must_not_learn(telling: Telling) -> Iterator[str]:
    """Who must not learn of it, and why."""
    shown = telling.shown
    told: Mapping[str, Any] = shown.core.get("handling", {})
    reasons = {
        request.get("person"): request.get("because")
        for request in told.get("do_not_disclose_to", [])
    }
    for request in telling.facts.core.handling.do_not_disclose_to:
        who = shown.called(request.person)
        if who is None:
            yield (
                "The sender asks that somebody around this child does not learn of it: call the "
                "sender before you speak to anyone in the family."
            )
        else:
            why = reasons.get(request.person)
            yield f"Do not let {who} learn of this{f': {clause(why)}' if why else '.'}"


def has_who_must_not_learn(facts: EventFacts) -> bool:
    """Whether the sender names anybody who must not learn of it."""
    return bool(facts.core.handling.do_not_disclose_to)


def out_of_sight(telling: Telling) -> Sequence[str]:
    """Out of which records and accounts it has to be kept."""
    return kept_out_of(telling.facts)


def kept_out_of(facts: EventFacts) -> Sequence[str]:
    """The sentences on where an event must not be seen, equal for everybody who is told of it."""
    return facts.once(_kept_out_of)


def _kept_out_of(facts: EventFacts) -> Sequence[str]:
    handling = facts.core.handling
    sentences = []
    if not_visible_online(facts.core):
        sentences.append(
            "Keep this out of every website, app or account that a parent or carer can open."
        )
    if handling.not_in_shared_records:
        sentences.append(
            "Keep this out of records that parents see, conference papers and court bundles until "
            "it has been reviewed."
        )
    if handling.originator_control:
        sentences.append("Do not pass this on unless the sender has agreed.")
    return sentences


def never(telling: Telling) -> Iterator[str]:
    """What must never be done to reach an adult."""
    for person, contact in _safe_contacts(telling):
        yield from never_in_words(telling.shown.called(person) or SOMEBODY, contact)


def how_to_reach(telling: Telling) -> Iterator[str]:
    """How and when an adult can be reached safely."""
    for person, contact in _safe_contacts(telling):
        if who := telling.shown.called(person):
            yield from safely_in_words(who, contact)


def _safe_contacts(telling: Telling) -> Sequence[tuple[PersonRef, Mapping[str, Any]]]:
    """The adults of the event of whom it is told how they are reached safely, each with that."""
    told = telling.shown.safe_contacts
    if not told:
        return ()
    in_order = [adult.person for adult in telling.facts.core.adults]
    return [(person, told[person]) for person in in_order if person in told]


def never_in_words(who: str, contact: Mapping[str, Any]) -> Iterator[str]:
    """What must never be done to reach somebody, where a safe contact says so."""
    if words := contact.get("never"):
        forbids = (
            words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").startswith(_FORBIDS)
        )
        yield f"{TO_REACH}{who} safely{'' if forbids else ', never'}: {clause(words)}"


def safely_in_words(who: str, contact: Mapping[str, Any]) -> Iterator[str]:
    """How and when somebody can be reached safely, where a safe contact says so."""
    told = [part for part in (contact.get("how"), contact.get("when")) if part]
    safely = (" " if told and told[0].endswith(".") else ", ").join(told)
    if safely:
        yield f"{TO_REACH}{who} safely: {clause(safely)}"


def call_first(telling: Telling) -> Iterator[str]:
    """Whom to call before anybody speaks to the family."""
    handling = telling.shown.core.get("handling", {})
    told = handling.get("call_before_speaking_to_family", {})
    why = f" {told['because']}" if told.get("because") else ""
    yield f"Call {whom_to_call(told)} before you speak to anyone in the family.{why}"


def is_called_about_first(facts: EventFacts) -> bool:
    """Whether the sender asks to be called before anybody speaks to the family."""
    return bool(facts.core.handling.call_before_speaking_to_family)


def whom_to_call(told: Mapping[str, Any], sender: str = "the sender") -> str:
    """Whom to call first, with the number, as far as it is told; else the sender."""
    who, phone = told.get("who"), told.get("phone")
    named = who and phone and KEPT_BACK not in who + phone
    return f"{who} on {phone}" if named else sender
