"""What is said where somebody who was told first answers that a child is not theirs."""

from wholepicture_agreement.told.facts import EventFacts, Subject

_NOT_THE_TEAMS = (
    "A team that is recorded as working with this child was told first, and answered that it does "
    "not act on it. Decide who does, and have its record put right."
)
_NOT_ITS_PUPIL = (
    "The school that the sender names was told first, and answered that the child is no pupil "
    "there: find out which school the child goes to."
)


def by_a_team(facts: EventFacts, child: Subject | None) -> str | None:
    """What the front door is told where a team says that it does not act for the child."""
    return _NOT_THE_TEAMS if child and facts.turned_away_by(child.known) else None


def by_its_school(facts: EventFacts, child: Subject | None) -> str | None:
    """What is said where the school that the sender names says that the child is no pupil there."""
    told = child.told if child else None
    urn = told.school.urn if told and told.school else None
    known = facts.agreement.settings.get(urn) if urn else None
    away = known and told and known.id in facts.turned_away.get(told.person, ())
    return _NOT_ITS_PUPIL if away else None
