"""Who else acts because of an event, as far as each reader may know it.

Whoever works with one child of a household reads who works with the others: a family is one. A
reader whose rule has no need of a child's whereabouts does not learn who acts for that child, as
that tells where the child is. Whoever may not read where a refuge is reads of nobody in another
area. A school or a health team reads that children's social care has it.

Example: a social work team works with Tia, and the front door has her brother Ben. The team reads
"First Response, which decides what happens next for Ben", and the front door reads "North social
work unit, which works with Tia". Their schools read "Children's social care, which acts for Tia".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.codes import Arrival, RecipientKind
from wholepicture_schemas.deliveries import AlsoTold
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.words import listed

from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.target import Target
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, EDUCATION, Recipient

_SOCIAL_CARE = "Children's social care"
_FOR_A_CHILD: AbstractSet[Arrival] = {"contact", "news-on-open-case"}
_SAYS = "Also told: "

_also_told = unchecked(AlsoTold)


@dataclass(frozen=True)
class Acting:
    """One recipient that is given something of an event."""

    recipient: Recipient
    persons: AbstractSet[PersonRef]
    """The children whom it is given."""
    near: AbstractSet[PersonRef]
    """Those of them whose whereabouts it needs to know."""
    arrivals: AbstractSet[Arrival]
    targets: tuple[Target, ...]
    may_know_where: bool = True
    """Whether it may know in which area the people are, where that is of a restricted kind."""

    @cached_property
    def for_children(self) -> bool:
        """Whether it is of children's social care and decides or works for these children."""
        kind = self.recipient.kind
        return kind in CHILDRENS_SERVICES and bool(self.arrivals & _FOR_A_CHILD)

    @cached_property
    def looks(self) -> bool:
        """Whether it finds out whether there are more children."""
        return "possible-linked-children" in self.arrivals


class WhoActs:
    """Everybody who is given something of one event."""

    def __init__(self, facts: EventFacts, acting: Iterable[Acting]) -> None:
        self._facts = facts
        self._acting = {one.recipient.id: one for one in acting}

    def of(self, recipient: RecipientId) -> Acting:
        """What one of them is given."""
        return self._acting[recipient]

    def beside(self, reader: Acting, shown: PeopleTold) -> tuple[AlsoTold, ...]:
        """Who else acts, as the reader may know it, in the order of being told."""
        told: list[AlsoTold] = []
        if reader.looks or (reader.for_children and reader.near):
            told += self._by_name(reader, shown)
        if not reader.for_children:
            told += self._in_general(reader, shown)
        return tuple(dict.fromkeys(told) if len(told) > 1 else told)

    def _by_name(self, reader: Acting, shown: PeopleTold) -> Iterator[AlsoTold]:
        """Recipients by name, for readers who act for the children, or look for them."""
        known = self._known(reader)
        for other in self._acting.values():
            if other.recipient.id == reader.recipient.id or other.recipient.kind == "second-reader":
                continue
            if not reader.may_know_where and self._tells_where(other, reader):
                continue
            does = [*_does(other, reader, known, shown)]
            if does:
                name, phone = other.recipient.name, other.recipient.phone
                yield _also_told(name=name, does=listed(does), phone=phone)

    def _tells_where(self, other: Acting, reader: Acting) -> bool:
        """Whether another acts in, or telephones, an area that is not the reader's own."""
        areas = {
            self._facts.agreement.agencies[one.recipient.agency].home_authority
            for one in (reader, other)
        }
        return len(areas) > 1 or any(target.area for target in other.targets)

    def _in_general(self, reader: Acting, shown: PeopleTold) -> Iterator[AlsoTold]:
        """That children's social care acts, for whoever is not told who does it."""
        theirs: set[PersonRef] = set()
        for other in self._acting.values():
            if other.for_children:
                theirs |= other.persons & reader.persons
        if theirs:
            yield _also_told(name=_SOCIAL_CARE, does=f"acts for {_called(theirs, shown)}")

    def _known(self, reader: Acting) -> AbstractSet[PersonRef]:
        """The children of whom the reader may know who acts for them."""
        others = self._children - reader.persons
        if not others:
            return reader.near
        return reader.near | {
            person for person in others if any(self._together(person, own) for own in reader.near)
        }

    @cached_property
    def _children(self) -> AbstractSet[PersonRef]:
        return {child.person for child in self._facts.core.children}

    def _together(self, person: PersonRef, other: PersonRef) -> bool:
        """Whether two children are of one household: by their place, or by an unalleged carer."""
        return bool(self._carers[person] & self._carers[other])

    @cached_property
    def _carers(self) -> Mapping[PersonRef, AbstractSet[object]]:
        """Where each child is, and the adults related to the child who are not alleged.

        Where somebody fled, a home that was shared makes no household any more.
        """
        core = self._facts.core
        alleged = {allegation.alleged for allegation in core.allegations}
        carers: dict[PersonRef, set[object]] = {child.person: set() for child in core.children}
        fled = bool(core.handling.address_protected)
        for adult in core.adults:
            fled = fled or adult.new_address is not None
            for tie in adult.related_to:
                if adult.person not in alleged and tie.child in carers:
                    carers[tie.child].add(adult.person)
        for child in core.children if not fled else ():
            home = child.staying_at or child.lives_at
            if home and home.lines:
                carers[child.person].add((home.lines, home.postcode, home.authority))
        return carers


def sentence(told: Sequence[AlsoTold]) -> tuple[str, ...]:
    """Who else acts as one instruction; none where nobody does."""
    said = [
        f"{also.name}{f' ({also.phone})' if also.phone else ''}, which {also.does}" for also in told
    ]
    return (f"{_SAYS}{'; '.join(said)}.",) if said else ()


def _does(
    other: Acting, reader: Acting, known: AbstractSet[PersonRef], shown: PeopleTold
) -> Iterator[str]:
    """What another recipient does, for a reader who may know who acts for these children."""
    if other.looks:
        yield "finds out whose children they are"
    if other.recipient.kind == "designated-officer" and reader.for_children:
        yield (
            "decides about an allegation against somebody who works with children: speak to them "
            "before anybody tells that person or the employer"
        )
    persons, kind = other.persons & known, other.recipient.kind
    if kind in EDUCATION and not any("school" in shown.person(person) for person in persons):
        return
    if persons and kind in _WHAT:
        yield _WHAT[kind](other, _called(persons, shown))


def _called(persons: Iterable[PersonRef], shown: PeopleTold) -> str:
    names = [shown.called(person) for person in sorted(persons)]
    told = [name for name in dict.fromkeys(names) if name]
    return listed(told) if told else "the child"


def _of_social_care(other: Acting, who: str) -> str:
    areas = listed(dict.fromkeys(target.area for target in other.targets if target.area))
    if areas:
        return f"telephones {areas} about {who}"
    if any(target.stands_in_for for target in other.targets):
        return f"is on duty and acts now for {who}"
    if other.recipient.kind == "social-work-team":
        return f"works with {who}"
    return f"decides what happens next for {who}"


_WHAT: Mapping[RecipientKind, Callable[[Acting, str], str]] = {
    "front-door": _of_social_care,
    "emergency-duty": _of_social_care,
    "social-work-team": _of_social_care,
    "setting": lambda _, who: f"teaches {who}",
    "education-safeguarding": lambda _, who: f"tells the school of {who}",
    "health-team": lambda _, who: f"looks after the health of {who}",
}
"""What each kind of recipient does; a kind that is not here is named to nobody."""
