"""The GP practice of a child, where it is a recipient."""

from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.written.files import Recipient


def practice_of(facts: EventFacts, child: Subject) -> Recipient | None:
    """The practice that the event names, unless it has said that the child is not its patient."""
    told = child.told.gp_practice if child.told else None
    practice = facts.agreement.practices.get(told.code) if told and told.code else None
    turned_away = facts.turned_away.get(child.known.person, frozenset())
    return None if practice is None or practice.id in turned_away else practice
