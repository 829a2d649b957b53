"""That somebody who is alleged may work with children, where nobody here knows the employer."""

from collections.abc import Iterator, Sequence

from wholepicture_schemas.persons import Adult

from wholepicture_agreement.item.instructions.telling import SOMEBODY, Telling, acts
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.work_with_children import perhaps_with_children


def may_work_with_children(telling: Telling) -> Iterator[str]:
    """Whoever acts for the children finds out, and tells the designated officer."""
    if not acts(telling):
        return
    for adult in who_may(telling.facts):
        who = telling.shown.called(adult.person) or SOMEBODY
        yield (
            f"It is not known whether {who} works with children: find out, and tell the "
            "designated officer (LADO) within one working day where it is so, before anybody "
            f"tells {who} or the employer."
        )


def who_may(facts: EventFacts) -> Sequence[Adult]:
    """The adults who are alleged and may work with children."""
    return facts.once(perhaps_with_children)
