"""Danger: whether somebody may be in danger now, and whom to telephone before all else."""

from collections.abc import Iterator, Sequence

from wholepicture_schemas.codes import AllegedNow

from wholepicture_agreement.facts import EventFacts, Subject
from wholepicture_agreement.numbers import Number

_NEAR: frozenset[AllegedNow] = frozenset({"at-large", "at-the-home"})
"""Where whoever is alleged to have harmed somebody may do so again at any moment."""


def in_danger(facts: EventFacts, subjects: Sequence[Subject]) -> bool:
    """Whether a child, or somebody with the child, may be in danger now.

    So it is where it is immediate, where a child is said to be at risk of significant harm, and
    where whoever is alleged to have harmed somebody is at the home, or not found yet.
    """
    told = (subject.told for subject in subjects or facts.subjects)
    alleged = (entry.now for entry in facts.core.allegations if entry.standing != "retracted")
    return (
        any(map(facts.at_risk, told))
        or facts.core.urgency == "immediate"
        or any(now in _NEAR for now in alleged)
    )


def danger(facts: EventFacts, subjects: Sequence[Subject], first: Number | None) -> Iterator[str]:
    """What to do before all else; ``first`` is whom of the sender to telephone first."""
    if in_danger(facts, subjects):
        yield "If anyone is in danger now, call 999."
    if first is not None:
        yield f"Phone {first.in_words} before you do anything else."
