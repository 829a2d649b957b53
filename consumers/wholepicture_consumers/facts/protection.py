"""What the events about a child keep back: it is taken out of the texts of each other one."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from wholepicture_agreement import Agreement, Elsewhere, elsewhere
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.told.ages import years_before
from wholepicture_agreement.written.model import Terms
from wholepicture_agreement.written.restricted_kinds import RestrictedWords
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.states import Before, Protecting, state_of, states

_MOST_KEPT = 1_000
"""How many answers a process remembers."""
_NOTHING = "nothing"
_GROWN = 18

_protecting = unchecked(Protecting)


class KnownPicture(NamedTuple):
    """The picture of a child, and the children of an event who are the same, maybe probably."""

    child: ChildRef
    known_as: Sequence[ChildRef]
    picture: Picture


@dataclass(frozen=True, slots=True)
class KeptBackElsewhere:
    """What other events keep back; none where they keep nothing."""

    what: Elsewhere | None
    digest: str
    """A fingerprint of it: a view that was made with it may be kept under this."""


NOTHING_ELSEWHERE = KeptBackElsewhere(None, _NOTHING)
_kept: OrderedDict[tuple[str, str], KeptBackElsewhere] = OrderedDict()


def with_protection(picture: Picture, state: EventState, person: PersonRef) -> Picture:
    """The picture with each state of an event that may protect somebody, once.

    ``person`` is the child of the picture in it.

    What was protected once stays out of the texts that were written while it was, so nothing goes.
    """
    bare = (_protecting(core=version.core, person=person) for version in _versions(state))
    fresh = [
        before for before in bare if before not in picture.protects and may_protect(before.core)
    ]
    if not fresh:
        return picture
    return picture.model_copy(update={"protects": (*picture.protects, *fresh)})


def without_protection(
    picture: Picture, state: EventState, others: Iterable[EventState]
) -> Picture:
    """The picture without what an event alone protects; ``others`` are the child's other events.

    As few of them are asked for as it takes to know.
    """
    own = [version.core for version in _versions(state)]
    alone = [known for known in picture.protects if known.core in own]
    rest = iter(others)
    while alone and (other := next(rest, None)) is not None:
        persons, versions = {link.person for link in other.links}, list(_versions(other))
        alone = [
            known
            for known in alone
            if known.person not in persons
            or all(known.core != version.core for version in versions)
        ]
    if not alone:
        return picture
    left = tuple(known for known in picture.protects if known not in alone)
    return picture.model_copy(update={"protects": left})


def kept_back_elsewhere(
    pictures: Iterable[KnownPicture], attributes: Attributes, terms: Terms, agreement: Agreement
) -> KeptBackElsewhere:
    """What the events of these children keep back, for an event with these attributes."""
    words = [restricted for _, restricted in terms.restricted_words]
    known: dict[str, Protecting] = {}
    persons: dict[str, dict[ChildRef, set[PersonRef]]] = {}
    for _, known_as, picture in pictures:
        for before in picture.protects:
            said = before.model_dump_json(exclude={"person"})
            known[said] = before
            if before.person is not None:
                for child in known_as:
                    persons.setdefault(said, {}).setdefault(child, set()).add(before.person)
    protective = {said: before for said, before in known.items() if protects(before.core, words)}
    if not protective:
        return NOTHING_ELSEWHERE
    young = sorted(_born_less_than_18_years_before(attributes.time, protective.values()))
    who = [
        (said, *sorted(f"{child}:{person}" for person in those))
        for said in protective
        for child, those in sorted(persons.get(said, {}).items())
    ]
    then = agreement.in_force(attributes.time).digest  # by it a place is restricted or not
    others = () if then == terms.digest else (then,)
    parts = (*young, *protective, *chain.from_iterable(who), *others)
    digest = blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
    answer = _kept.get((digest, terms.digest))
    if answer is None:
        versions = states(attributes, protective.values())
        children = (persons.get(said, {}) for said in protective)
        what = elsewhere(zip(versions, children, strict=True), attributes.time, agreement)
        answer = _kept[digest, terms.digest] = KeptBackElsewhere(what, digest)
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return answer


def stands_alone(state: EventState, pictures: Iterable[KnownPicture]) -> bool:
    """Whether an event is all that is known of its children: what it protects, it masks itself."""
    own = state_of(state.attributes.type, state.content, ()).core
    return all(
        sum(picture.sure.values()) <= 1 and all(before.core == own for before in picture.protects)
        for _, _, picture in pictures
    )


def _born_less_than_18_years_before(at: dt.datetime, states_: Iterable[Protecting]) -> set[str]:
    """The birth dates of adults who are under 18 then: they are looked at as children are."""
    grown = years_before(at.astimezone(LONDON).date(), _GROWN).isoformat()
    births = (
        str(adult.get("birth_date") or "")
        for state in states_
        for adult in _entries(state.core, "adults")
    )
    return {born for born in births if born > grown[: len(born)]}


def may_protect(core: Any) -> bool:
    """Whether a state could protect somebody by some restricted words or other."""
    return bool(core.get("professionals")) or protects(core, ())


def protects(core: Any, words: Sequence[RestrictedWords]) -> bool:
    """Whether it has somebody who is protected, or a professional of a restricted kind."""
    handling = core.get("handling")
    if isinstance(handling, Mapping) and (
        handling.get("address_protected") or handling.get("restricted_kinds")
    ):
        return True
    harmed = set[str]()
    for allegation in _entries(core, "allegations"):
        harmed.update(allegation.get("victims") or ())
    if harmed and any(child.get("staying_at") for child in _entries(core, "children")):
        return True
    for adult in _entries(core, "adults"):
        if adult.get("new_address") is not None or adult.get("victim_service"):
            return True
        if harmed and adult.get("phone") and adult.get("person") in harmed:
            return True
    return bool(words) and any(
        restricted.stand_in(str(said))
        for professional in _entries(core, "professionals")
        for said in professional.values()
        for restricted in words
    )


def _versions(state: EventState) -> Iterator[Before]:
    """Every state that an event was in, and is in."""
    yield from state.before
    yield state_of(state.attributes.type, state.content, ())


def _entries(core: Any, name: str) -> list[Mapping[str, Any]]:
    listed = core.get(name)
    if not isinstance(listed, list):
        return []
    return [entry for entry in listed if type(entry) is dict or isinstance(entry, Mapping)]
