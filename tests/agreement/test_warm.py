"""What was looked at before changes nothing: with and without what is kept, the same is decided.

The view of an event, its leaves and the masking of its versions are kept for a few events. Events
follow one another here as they do in a stage: versions of one event, on other days, with the
children known as others, by rules of another version.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Again, Agreement, EventVersion, KnownChild, Situation, decide
from wholepicture_agreement.cases import MORNING
from wholepicture_agreement.seen import leaves, protecting, view
from wholepicture_agreement.seen.other_events import Elsewhere
from wholepicture_agreement.seen.view import viewing_of
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId
from wholepicture_schemas.reading import read_open

from tests.agreement.incidents import CASES, document
from tests.agreement.incidents import OPEN_CASE_AND_UNKNOWN as TWO_CHILDREN
from tests.schemas.documents import TOLD_NAMES, example
from tests.support.examples import examples
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")
few = examples(15)

_DOCUMENTS: Sequence[dict[str, Any]] = [
    *map(document, CASES),
    *map(example, TOLD_NAMES),
]
_TEXTS = (
    "She is at Larch Cottage.", "Call her on 07700 900222.", "Avalon House helps.",
    "It may be fabricated illness.", "Nothing more.",
)  # fmt: skip
_SPOILT = 0.2
"""How often a part is written as a text."""
_BORN = ("2008-11-18", "2008-11-19", "2009-01-05", "1990-01-02", "2016-05-04", "2009")


def _cold() -> None:
    """Forget everything that was looked at."""
    for kept in (view._ready, leaves._recent, protecting._known):  # noqa: SLF001 - to empty them
        kept.clear()


def _two_versions() -> Agreement:
    """The agreement with a version since a year later by which a refuge is a service."""
    agreement = shipped()
    (now,) = agreement.terms
    refuges = tuple(
        kind.model_copy(update={"keeps": "service"}) if kind.keeps == "place" else kind
        for kind in now.restricted
    )
    later = replace(now, version="later", valid_from=date(2027, 6, 1), restricted=refuges)
    return replace(agreement, terms=(now, later))


def _people(core: Any) -> list[Any]:
    return [one for group in ("children", "adults") for one in core.get(group) or ()]


def _change(core: Any, draw: Random) -> None:
    """One change of who is in an event, who is protected in it, or what it says."""
    people = _people(core)
    one = draw.choice(people) if people else {}
    handling = core.setdefault("handling", {})
    refs = [person.get("person") for person in people] or ["a1"]
    changes: Sequence[Callable[[], object]] = (
        lambda: core.update(summary=draw.choice(_TEXTS)),
        lambda: one.update(birth_date=draw.choice(_BORN)),
        lambda: one.update(person=draw.choice(refs)),
        lambda: one.update(school={"urn": draw.choice(["100001", "100002"])}),
        lambda: [adult.update(new_address={"lines": ["Larch Cottage"]})
                 for adult in core.get("adults", ())[-1:]],
        lambda: [adult.update(works_for=draw.choice(["bristol-city-council", "a mill"]))
                 for adult in core.get("adults", ())[:1]],
        lambda: core.update(allegations=[{"alleged": draw.choice(refs),
                                          "victims": [draw.choice(refs)]}]),
        lambda: core.update(allegations=[]),
        lambda: core.update(professionals=[{"role": "refuge worker",
                                            "organisation": "Avalon House"}]),
        lambda: core.update(urgency=draw.choice(["routine", "immediate"])),
        lambda: handling.update(restricted_kinds=draw.choice(
            [["refuge"], ["live-investigation"], []])),
        lambda: handling.update(address_protected=[draw.choice(refs)]),
        lambda: handling.update(originator_control=True),
        lambda: core.pop(draw.choice(sorted(core))),
    )  # fmt: skip
    draw.choice(changes)()


def _spoil(data: Any, draw: Random) -> None:
    """A part of an event written as a text, which no field may be able to hold."""
    part = data[draw.choice(sorted(data))]
    if isinstance(part, dict) and part:
        part[draw.choice(sorted(part))] = "who knows"


def _read(made: Mapping[str, Any]) -> EventVersion:
    attributes = {name: str(value) for name, value in made.items() if name != "data"}
    read = read_open(attributes, json.dumps(made["data"]).encode())
    lacks = [Missing(field=one.field, what=one.what, fix=one.fix) for one in read.problems]
    return EventVersion(read.event, tuple(lacks))


def _situations(draw: Random) -> list[Situation]:
    """An event, a correction of it and both on other days, in any order, some of them twice."""
    made = deepcopy(draw.choice(_DOCUMENTS))
    versions = []
    for _ in range(3):
        for _ in range(draw.choice([0, 1, 2])):
            _change(made["data"]["core"], draw)
        version = deepcopy(made)
        if draw.random() < _SPOILT:
            _spoil(version["data"], draw)
        versions.append(_read(version))
    days = [MORNING + timedelta(days=days) for days in (0, 0, 1, 60, 400)]
    others = [(), (versions[0],), tuple(versions[:2])]
    children = [
        tuple(
            KnownChild(child.person, ChildRef(f"{name}-{child.person}"), draw.choice(_SURE))
            for child in versions[0].event.data.core.children
        )
        for name in ("child", "other")
    ]
    elsewhere = [None, _elsewhere(draw, children)]

    def one() -> Situation:
        version, received = draw.choice(versions), draw.choice(days)
        return Situation(
            version.event, received, version.missing, draw.choice(children),
            others=draw.choice(others), elsewhere=draw.choice(elsewhere),
            answered_at=draw.choice([None, received, days[-1]]),
            said_at=draw.choice([None, days[-1]]),
        )  # fmt: skip

    return [one() for _ in range(6)]


_SURE: Any = ("confirmed", "probable", "not-confirmed")


def _elsewhere(draw: Random, children: Sequence[Sequence[KnownChild]]) -> Elsewhere:
    """What another event keeps back, in which the first child is one of its own."""
    other = _read(deepcopy(draw.choice(_DOCUMENTS)))
    refs = [known[0].ref for known in children if known]
    first = frozenset(child.person for child in other.event.data.core.children[:1])
    known_as = {ref: first for ref in refs[:1] if ref is not None}
    return protecting.elsewhere([(other, known_as)], MORNING, shipped())


def _decided(
    situation: Situation, agreement: Agreement, before_each: Callable[[], None] = lambda: None
) -> list[object]:
    """What is decided, and what of it each recipient sees again of it and of what it was."""
    before_each()
    decision = decide(situation, agreement)
    was = situation.others[-1] if situation.others else None
    found: list[object] = [decision]
    for item in decision.items:
        rules: dict[str, list[PersonRef]] = {rule: [] for rule in item.rules}
        for child in item.children:
            for rule in child.rules:
                rules[rule].append(child.person)
        whose = rules, item.recipient, agreement.recipient(item.recipient).kind
        before_each()
        again = Again(situation, agreement, was)
        found.append(again.seen(*whose))
        if was is not None:
            found.append(again.before(*whose))
            before = situation._replace(event=was.event, missing=was.missing, others=())
            alone = again.of_before(before).seen(*whose)
            before_each()
            found.append(alone)
            assert alone == Again(before, agreement).seen(*whose)
    return found


@few
@given(st.randoms(use_true_random=False))
def test_what_was_looked_at_before_changes_nothing(draw: Random) -> None:
    """Each of several situations of an event is decided as if nothing had been before it."""
    situations, agreement = _situations(draw), _two_versions()

    warm = [_decided(one, agreement) for one in situations]

    assert warm == [_decided(one, agreement, _cold) for one in situations]


_UNIT: Any = ({"possible-linked-children": []}, "safeguarding-police", "police-safeguarding-unit")


def test_a_place_is_kept_back_by_the_terms_of_its_own_moment() -> None:
    """The same event, decided by a later version in which a refuge is no place, is another look."""
    made = deepcopy(document(TWO_CHILDREN))
    made["data"]["core"]["handling"] = {"restricted_kinds": ["refuge"]}
    event, agreement = _read(made), _two_versions()
    later = MORNING + timedelta(days=400)
    told_again = Situation(event.event, MORNING, event.missing, said_at=later)
    on_a_yes = Situation(event.event, MORNING, event.missing, answered_at=later)

    for first, second in ((told_again, on_a_yes), (on_a_yes, told_again)):
        _cold()
        Again(first, agreement).seen(*_UNIT)
        warm = viewing_of(EventFacts(second, agreement), agreement.in_force(MORNING))
        facts = EventFacts(second, agreement)

        assert warm.projection.masking.restricted_place == facts.restricted_place


def test_what_is_open_to_a_child_is_not_open_to_another(agreement: Agreement) -> None:
    """The event of a child whom nothing links is not seen as that of the child of another event."""
    made = deepcopy(document(TWO_CHILDREN))
    other = deepcopy(made)
    made["data"]["core"]["summary"] = "She is at Larch Cottage."
    other["data"]["core"]["adults"][1]["new_address"] = {"lines": ["Larch Cottage"]}
    event, mine, another = _read(made), ChildRef("child-1"), ChildRef("child-2")
    kept_back = protecting.elsewhere(
        [(_read(other), {mine: frozenset({PersonRef("c1")})})], MORNING, agreement
    )

    def seen(ref: ChildRef) -> str:
        known = (KnownChild(PersonRef("c1"), ref), KnownChild(PersonRef("c2"), ref))
        situation = Situation(event.event, MORNING, event.missing, known, elsewhere=kept_back)
        again = Again(situation, agreement).seen(
            {"new-contact": [PersonRef("c1")]}, RecipientId("front-door-bristol"), "front-door"
        )
        assert again is not None
        return json.dumps(again.told)

    _cold()
    assert "Larch Cottage" in seen(mine)
    assert "Larch Cottage" not in seen(another)
