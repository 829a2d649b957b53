"""Danger: whether somebody may be in danger now, and whom to telephone before all else."""

from collections.abc import Iterable, Iterator

from wholepicture_schemas.codes import AllegedNow

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.told.facts import EventFacts, Subject

_NEAR: frozenset[AllegedNow] = frozenset({"at-large", "at-the-home"})
"""Where whoever is alleged to have harmed somebody may do so again at any moment."""


def danger_now(telling: Telling) -> Iterator[str]:
    """What to do before all else where a child, or somebody with the child, may be in danger."""
    if _tells_of_danger(telling.facts, telling.children):
        yield "If anyone is in danger now, call 999."
    if telling.call is not None:
        yield f"Phone {telling.call.in_words} before you do anything else."


def may_be(facts: EventFacts) -> bool:
    """Whether an event tells of danger to anybody in it."""
    return _tells_of_danger(facts, facts.subjects)


def _tells_of_danger(facts: EventFacts, subjects: Iterable[Subject]) -> bool:
    """Whether it is immediate, or one of these children is at risk of significant harm.

    It is so as well where whoever is alleged to have harmed somebody is at the home, or not found.
    """
    return (
        facts.core.urgency == "immediate"
        or any(facts.at_risk(subject.told) for subject in subjects)
        or _is_near(facts)
    )


def _is_near(facts: EventFacts) -> bool:
    return any(
        allegation.now in _NEAR
        for allegation in facts.core.allegations
        if allegation.standing != "retracted"
    )
