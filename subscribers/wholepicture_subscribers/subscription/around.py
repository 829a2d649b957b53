"""Who is around the children of an item: needs first, and what is heeded of each adult.

Siblings have most of it in common: what is equal of several children is said once.
"""

from collections.abc import Iterator, Mapping, Sequence

from wholepicture_schemas.around import AdultAround, Around, ChildAround, WorksWith
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.words import listed

from wholepicture_subscribers.subscription.filling import adults_around
from wholepicture_subscribers.subscription.naming import people_of
from wholepicture_subscribers.subscription.parts import Fact, Group, Part, Sentence

WORKS_WITH = "Who works with the child"
OF_ONE_HOME = "Other children of the household"
AMENDED = "This is as the item was first told: something of it was put right since."
A_CHILD = "a child whose name was not told"

Names = Mapping[str, str]


def around(data: DeliveryData, *, amended: bool = False) -> Iterator[Part]:
    """What is needed to be heard, the adults, the household, and who works with the child.

    ``amended``: something of the item was put right since, so this may no longer be so.
    """
    panels, names = data.around, people_of(data.told)
    if amended and panels:
        yield Sentence(AMENDED, strong=True)
    for child in panels:
        if child.needs:
            of = f"{_called(child, names)}. " if len(panels) > 1 else ""
            yield Sentence(f"{of}{' '.join(child.needs)}", strong=True)
    forms = adults_around(data)
    for same in _adults(panels):
        (_, adult), *_ = same
        form = forms.pop(str(adult.person), ())
        yield Group(adult.who, (*_adult(same, panels, names), *form), ends="")
    about = {child.person for child in data.children}
    for said in dict.fromkeys(_heeded(one) for child in panels for one in child.children):
        if said:
            yield Sentence(said, strong=True)
    others = [
        one.who
        for child in panels
        for one in child.children
        if one.person not in about and one.of_household
    ]
    if others:
        yield Fact(OF_ONE_HOME, listed(others))
    works = dict.fromkeys(_works(one) for child in panels for one in child.works_with)
    if works:
        yield Fact(WORKS_WITH, "; ".join(works))
    yield from (Sentence(said) for said in dict.fromkeys(one for c in panels for one in c.says))


def can_be_called(data: DeliveryData) -> Iterator[Part]:
    """Whom to call at each agency that told something earlier, a line each."""
    called = (one for child in data.around for one in child.can_be_called)
    yield from (Sentence(f"{text}.") for text in dict.fromkeys(map(_works, called)))


def _adults(panels: Sequence[Around]) -> list[list[tuple[Around, AdultAround]]]:
    """Each adult once, with each child around whom the adult is."""
    found: dict[str, list[tuple[Around, AdultAround]]] = {}
    for child in panels:
        for at, adult in enumerate(child.adults):
            who = adult.person or f"{child.person} {at}"  # else nobody knows that they are the same
            found.setdefault(who, []).append((child, adult))
    return list(found.values())


def _adult(
    same: Sequence[tuple[Around, AdultAround]], panels: Sequence[Around], names: Names
) -> Iterator[Part]:
    """What is heeded of an adult stands before all else, because of whichever child."""
    heed = dict.fromkeys(said for _, adult in same for said in adult.heed)
    how = dict.fromkeys(said for _, adult in same for said in adult.communication)
    says = dict.fromkeys(said for _, adult in same for said in adult.says)
    if heed:
        yield Sentence(" ".join(heed), strong=True)
    if how:
        yield Sentence(" ".join(how), strong=True)
    of: dict[str, list[str]] = {}
    for child, adult in same:
        of.setdefault(adult.is_what, []).append(_called(child, names))
    if len(same) == len(panels) and len(of) == 1:
        is_what = list(of)
    else:
        is_what = [f"for {listed(children)}: {what}" for what, children in of.items()]
    text = "; ".join(is_what)
    yield Sentence(" ".join((f"{text[:1].upper()}{text[1:]}.", *says)))


def _heeded(child: ChildAround) -> str:
    """What is heeded of another child, after who it is."""
    return f"{child.who}. {' '.join(child.heed)}" if child.heed else ""


def _called(child: Around, names: Names) -> str:
    return names.get(child.person, A_CHILD)


def _works(one: WorksWith) -> str:
    who = ", ".join(filter(None, (one.name, one.role, one.agency, one.phone)))
    return f"{who}: {one.does}"
