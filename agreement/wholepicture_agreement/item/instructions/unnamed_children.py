"""Children whom an event does not name as such, for whoever acts for them or looks for them."""

from collections.abc import Iterator, Sequence

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.words import listed

from wholepicture_agreement.item.instructions.telling import Telling, acts
from wholepicture_agreement.told.facts import EventFacts


def among_the_adults(telling: Telling) -> Iterator[str]:
    """That some of the adults are under 18 themselves."""
    if not acts(telling):
        return
    young = who_is_among_the_adults(telling.facts)
    called = [telling.shown.called(person) for person in young]
    names = listed(dict.fromkeys(name for name in called if name))
    are = "One of the adults is" if len(young) == 1 else f"{len(young)} of the adults are"
    who = f": {names}" if names else ""
    yield (
        f"{are} under 18 themselves{who}. Each is a child concerned, whatever they are said to "
        "have done: decide for each as for any child."
    )


def against_no_children(telling: Telling) -> Iterator[str]:
    """That the sender says that there are no children, and its event says otherwise."""
    if acts(telling):
        against = what_is_against(telling.facts)
        yield (
            "The sender says that there are no children, and also that "
            f"{listed(against)}: ask the sender which children there are."
        )


def who_is_among_the_adults(facts: EventFacts) -> Sequence[PersonRef]:
    """The adults who are under 18 themselves."""
    return facts.children_among_the_adults


def what_is_against(facts: EventFacts) -> Sequence[str]:
    """What speaks against a sender's word that there are no children."""
    return facts.against_no_children
