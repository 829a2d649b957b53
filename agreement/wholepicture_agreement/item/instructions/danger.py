"""Danger: whether somebody may be in danger now, and whom to telephone before all else."""

from collections.abc import Iterator

from wholepicture_schemas.codes import AllegedNow

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.told.facts import EventFacts

_NEAR: frozenset[AllegedNow] = frozenset({"at-large", "at-the-home"})
"""Where whoever is alleged to have harmed somebody may do so again at any moment."""


def danger_now(telling: Telling) -> Iterator[str]:
    """What to do before all else where a child, or somebody with the child, may be in danger."""
    facts = telling.facts
    at_risk = (facts.at_risk(subject.told) for subject in telling.children)
    if facts.core.urgency == "immediate" or any(at_risk) or _is_near(facts):
        yield "If anyone is in danger now, call 999."
    if telling.call is not None:
        yield f"Phone {telling.call.in_words} before you do anything else."


def may_be(facts: EventFacts) -> bool:
    """Whether an event tells of danger: it is immediate, or a child is at risk of significant harm.

    It is so as well where whoever is alleged to have harmed somebody is at the home, or not found.
    """
    return (
        facts.core.urgency == "immediate"
        or any(facts.at_risk(subject.told) for subject in facts.subjects)
        or _is_near(facts)
    )


def _is_near(facts: EventFacts) -> bool:
    return any(
        allegation.now in _NEAR
        for allegation in facts.core.allegations
        if allegation.standing != "retracted"
    )
