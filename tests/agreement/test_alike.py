"""Versions of an event that protect the same: none of them hides anything that the other does not.

Whatever a correction may change without being looked at once more for what it protects is changed
here in the example of every type of event.
"""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import product
from typing import Any, get_args

import pytest
from wholepicture_agreement import EventVersion, Situation
from wholepicture_agreement.cases import MORNING
from wholepicture_agreement.seen.alike import protect_the_same
from wholepicture_agreement.seen.leaves import leaves_of
from wholepicture_agreement.seen.masking import Hidden
from wholepicture_agreement.seen.protecting import protecting
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.files import Need
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.reading import read_open

from tests.schemas.documents import WITH_A_CORE, example
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")

each_example = pytest.mark.parametrize("name", WITH_A_CORE)
_NEEDS = get_args(Need)


def _read(document: dict[str, Any]) -> Event[Any]:
    attributes = {name: value for name, value in document.items() if name != "data"}
    return read_open(attributes, json.dumps(document["data"]).encode()).event


def _sights(event: Event[Any]) -> Iterator[Sight]:
    """Schools and others, with no need, each need and all of them, given nobody, one or all."""
    persons = [child.person for child in event.data.core.children]
    given = {frozenset[Any](), frozenset(persons[:1]), frozenset(persons)}
    needs = [frozenset[Any](), frozenset(_NEEDS), *(frozenset([need]) for need in _NEEDS)]
    for school, of_children, need, whom in product((True, False), (True, False), needs, given):
        yield Sight(school=school, childrens_services=of_children, needs=need, given=whom)


def _protects(event: Event[Any], sight: Sight) -> tuple[Hidden, list[object]]:
    """The numbers of what is hidden from a sight, and what of it is looked for in texts."""
    leaves = leaves_of(event)
    hidden = protecting(EventFacts(Situation(event, MORNING), shipped())).hidden(leaves, sight)
    return hidden, [leaves[at].value for at in sorted(hidden.numbers) if leaves[at].marks.traced]


def _other(value: Any, persons: Sequence[str]) -> Any:
    """Another value: of a reference to somebody, the next person's."""
    if isinstance(value, bool):
        return not value
    if value in persons:
        return persons[persons.index(value) - 1]
    return f"{value} otherwise" if isinstance(value, str) else value


def _otherwise(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every value changed that may be, one after the other."""
    now = EventVersion(_read(document))
    made, persons = document, list(now.event.data.core.people())
    for leaf in leaves_of(now.event):
        changed = deepcopy(made)
        holder: Any = changed["data"]
        try:
            for part in leaf.path[:-1]:
                holder = holder[part]
            holder[leaf.path[-1]] = _other(holder[leaf.path[-1]], persons)
        except (KeyError, IndexError, TypeError):  # a value that stands there only once it is read
            continue
        if protect_the_same(EventVersion(_read(changed)), now):
            made = changed
    return made


@each_example
def test_what_protects_the_same_hides_the_same(name: str) -> None:
    """Of all that may differ in versions that protect the same, nothing hidden hangs."""
    event, other = _read(example(name)), _read(_otherwise(example(name)))

    assert leaves_of(other) != leaves_of(event)
    for sight in _sights(event):
        assert _protects(other, sight) == _protects(event, sight)


@each_example
def test_whoever_is_in_it_is_looked_at(name: str) -> None:
    """A version that differs in the people, the allegations or the handling is looked at."""
    document = example(name)
    now = EventVersion(_read(document))
    for group in ("children", "adults", "allegations", "professionals"):
        if document["data"]["core"].get(group):
            less = deepcopy(document)
            less["data"]["core"][group].pop()
            assert not protect_the_same(EventVersion(_read(less)), now)


def test_a_telephone_number_to_call_protects_nobody() -> None:
    """A number of the sender put right is the usual correction; one of a victim is looked at."""
    document = example("domestic-abuse-incident")
    now = EventVersion(_read(document))
    of_sender, of_adult = deepcopy(document), deepcopy(document)
    of_sender["data"]["core"]["call_back"]["phone"] = "0117 496 0222"
    of_adult["data"]["core"]["adults"][0]["phone"] = "07700 900999"

    assert protect_the_same(EventVersion(_read(of_sender)), now)
    assert not protect_the_same(EventVersion(_read(of_adult)), now)
