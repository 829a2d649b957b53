"""Who is around each child, as an item says it: needs first, and what is heeded of each adult."""

from collections.abc import Iterator

from wholepicture_schemas.around import AdultAround, Around, WorksWith
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.words import listed

from wholepicture_subscribers.subscription.naming import people_of
from wholepicture_subscribers.subscription.parts import Fact, Group, Part, Sentence

WORKS_WITH = "Who works with the child"
OF_ONE_HOME = "Other children of the household"


def around(data: DeliveryData) -> Iterator[Part]:
    """The panel of each child, under the name where the item is about several."""
    names = people_of(data.told)
    panels = {child.person: (*_family(child), *_others(child)) for child in data.around}
    if len(panels) == 1:
        yield from next(iter(panels.values()))
    else:
        for person, panel in panels.items():
            yield Group(names.get(person, "a child whose name was not told"), panel, ends="")
    for said in dict.fromkeys(said for child in data.around for said in child.says[-1:]):
        yield Sentence(said)


def _family(child: Around) -> Iterator[Part]:
    yield Sentence(" ".join(child.needs), strong=True)
    for adult in child.adults:
        yield Group(adult.who, tuple(_adult(adult)), ends="")
    if child.children:
        yield Fact(OF_ONE_HOME, listed(child.children))


def _others(child: Around) -> Iterator[Part]:
    if child.works_with:
        yield Fact(WORKS_WITH, "; ".join(map(_works, child.works_with)))
    yield from (Sentence(said) for said in child.says[:-1])


def _adult(adult: AdultAround) -> Iterator[Part]:
    """What is heeded of an adult stands before anything else of the adult."""
    if adult.heed:
        yield Sentence(" ".join(adult.heed), strong=True)
    is_what = f"{adult.is_what[:1].upper()}{adult.is_what[1:]}."
    yield Sentence(" ".join((is_what, *adult.says)))


def _works(one: WorksWith) -> str:
    who = ", ".join(filter(None, (one.name, one.role, one.agency, one.phone)))
    return f"{who} ({one.does})"
