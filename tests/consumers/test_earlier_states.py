"""The states in which an event was: one that protects what it protects now hides nothing more."""

import json
from copy import deepcopy
from typing import Any

import pytest
from wholepicture_agreement import Agreement, KnownChild, Situation, decide, load
from wholepicture_agreement.cases import MORNING
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.states import remembered, states
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.reading import content_of, read_open

from tests.agreement.protected import grants_everything
from tests.schemas.documents import WITH_A_CORE, example

pytestmark = pytest.mark.finding("F4")

each_example = pytest.mark.parametrize("name", WITH_A_CORE)


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict | list):
        inner = node.values() if isinstance(node, dict) else node
        return [text for one in inner for text in _strings(one)]
    return [node] if isinstance(node, str) else []


def _state(document: dict[str, Any]) -> EventState:
    """The event of a document, with a summary that says all of its texts once more."""
    made = deepcopy(document)
    made["data"]["core"]["summary"] = "; ".join(dict.fromkeys(_strings(document["data"])))
    attributes = {name: value for name, value in made.items() if name != "data"}
    read = read_open(attributes, json.dumps(made["data"]).encode())
    return EventState(
        attributes=Attributes.model_validate(attributes),
        content=content_of(read.event),
        received=MORNING,
    )


@pytest.fixture(scope="module")
def generous() -> Agreement:
    """The agreement with every rule granting everything: what is hidden is hidden by masking."""
    return grants_everything(load("partnership"))


@each_example
def test_a_state_that_protects_the_same_hides_nothing_more(name: str, generous: Agreement) -> None:
    """What is remembered of an event as it is now adds nothing to what the event itself hides."""
    state = _state(example(name))
    event = state.event()
    now = Situation(
        event,
        MORNING,
        children=tuple(
            KnownChild(child.person, ChildRef(f"child-{child.person}"), "confirmed")
            for child in event.data.core.children
        ),
    )
    before = remembered(state.attributes.type, state.content, (), ())

    others = states(state.attributes, before)
    beside = Situation(event, MORNING, children=now.children, others=others)
    assert others
    assert decide(beside, generous) == decide(now, generous)


@each_example
def test_a_state_that_protects_the_same_is_not_looked_at(name: str) -> None:
    """The states in which an event was are without those that protect what it protects now."""
    state = _state(example(name))
    before = remembered(state.attributes.type, state.content, (), ())
    protected = deepcopy(state.content)
    core: Any = protected["core"]
    core["allegations"] = [*core.get("allegations", ()), {"alleged": "a9", "victims": ["a8"]}]
    other = remembered(state.attributes.type, protected, (), before)
    as_it_was = state.model_copy(update={"content": protected})

    kept = state.model_copy(update={"before": other})

    assert state.model_copy(update={"before": before}).earlier() == ()
    assert len(kept.earlier()) == 1
    assert kept.earlier(as_it_was) == ()
