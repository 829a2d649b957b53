"""What must not be done with an item, and what must not become known."""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.in_texts.traces import KEPT_BACK

from wholepicture_agreement.item.instructions.telling import SOMEBODY, Telling, clause
from wholepicture_agreement.seen.safe_defaults import not_visible_online

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


def out_of_sight(telling: Telling) -> Iterator[str]:
    """Out of which records and accounts it has to be kept."""
    handling = telling.facts.core.handling
    if not_visible_online(telling.facts.core):
        yield "Keep this out of every website, app or account that a parent or carer can open."
    if handling.not_in_shared_records:
        yield (
            "Keep this out of records that parents see, conference papers and court bundles until "
            "it has been reviewed."
        )
    if handling.originator_control:
        yield "Do not pass this on unless the sender has agreed."


def never(telling: Telling) -> Iterator[str]:
    """What must never be done to reach an adult."""
    for adult in telling.facts.core.adults:
        contact = telling.shown.person(adult.person).get("safe_contact", {})
        yield from never_in_words(telling.shown.called(adult.person) or SOMEBODY, contact)


def how_to_reach(telling: Telling) -> Iterator[str]:
    """How and when an adult can be reached safely."""
    for adult in telling.facts.core.adults:
        who = telling.shown.called(adult.person)
        if who:
            contact = telling.shown.person(adult.person).get("safe_contact", {})
            yield from safely_in_words(who, contact)


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
    if telling.facts.core.handling.call_before_speaking_to_family:
        handling = telling.shown.core.get("handling", {})
        told = handling.get("call_before_speaking_to_family", {})
        why = f" {told['because']}" if told.get("because") else ""
        yield f"Call {whom_to_call(told)} before you speak to anyone in the family.{why}"


def whom_to_call(told: Mapping[str, Any], sender: str = "the sender") -> str:
    """Whom to call first, with the number, as far as it is told; else the sender."""
    who, phone = told.get("who"), told.get("phone")
    named = who and phone and KEPT_BACK not in who + phone
    return f"{who} on {phone}" if named else sender
