"""Danger: whether somebody may be in danger now, and whom to telephone before all else."""

from collections.abc import Iterator

from wholepicture_schemas.codes import AllegedNow

from wholepicture_agreement.item.instructions.telling import Telling

_NEAR: frozenset[AllegedNow] = frozenset({"at-large", "at-the-home"})
"""Where whoever is alleged to have harmed somebody may do so again at any moment."""


def danger_now(telling: Telling) -> Iterator[str]:
    """What to do before all else where a child, or somebody with the child, may be in danger."""
    if _in_danger(telling):
        yield "If anyone is in danger now, call 999."
    if telling.call is not None:
        yield f"Phone {telling.call.in_words} before you do anything else."


def _in_danger(telling: Telling) -> bool:
    """Whether it is immediate, or a child is at risk of significant harm.

    It is so as well where whoever is alleged to have harmed somebody is at the home, or not found.
    """
    core = telling.facts.core
    if core.urgency == "immediate" or any(
        telling.facts.at_risk(subject.told) for subject in telling.children
    ):
        return True
    return any(
        allegation.now in _NEAR
        for allegation in core.allegations
        if allegation.standing != "retracted"
    )
