"""Events of one or several households, each person with places, numbers and services of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from wholepicture_agreement import Situation

from tests.agreement.incidents import document, of_document

Draw = Callable[[st.SearchStrategy[Any]], Any]

_NAMES = ("Ambrose", "Bracken", "Cinder", "Dunnock", "Elder", "Fescue", "Gorsey", "Hazelmere")
"""A word for each person, which stands in whatever leads there and in nothing else."""
_TEAMS = ("social-work-bristol-1", "social-work-bristol-2", "social-work-bristol-3")
_AREAS = ("E06000023", "E06000025")
_TIES = ("mother", "father", "step-father", "grandparent", "not-related", "unknown")


@dataclass(frozen=True)
class Household:
    """An event, and what leads to each of its people."""

    situation: Situation
    leads_to: Mapping[str, Sequence[str]]
    """Of each person the words of its places, its number, its school and its service."""
    ties: Mapping[str, Mapping[str, str]]
    """Of each adult the relation to each child of which anything is said."""


@st.composite
def households(draw: Draw) -> Household:
    """Up to three children, each with a team or none, and up to four adults around them."""
    children = [f"c{at}" for at in range(1, draw(st.integers(1, 3)) + 1)]
    adults = [f"a{at}" for at in range(1, draw(st.integers(1, 4)) + 1)]
    everybody = [*children, *adults]
    words = {person: _NAMES[at] for at, person in enumerate(everybody)}
    ties = {
        adult: {child: draw(st.sampled_from(_TIES)) for child in children if draw(st.booleans())}
        for adult in adults
    }
    cases = [
        {"person": child, "born": draw(st.sampled_from(["2023-03-09", "2015-03-09", "2010-03-09"]))}
        | ({"open": draw(st.sampled_from(_TEAMS))} if draw(st.booleans()) else {})
        for child in children
    ]
    event = document({"children": cases})
    core = event["data"]["core"]
    numbers = {adult: f"07700 9001{at:02}" for at, adult in enumerate(adults)}
    for child, told in zip(children, core["children"], strict=True):
        told.update(_child(draw, words[child], same=draw(st.booleans())))
    core["adults"] = [
        _adult(draw, adult, words[adult], numbers[adult], ties[adult]) for adult in adults
    ]
    alleged = draw(st.sampled_from(everybody))
    victims = draw(st.lists(st.sampled_from(everybody), unique=True, max_size=2))
    core["allegations"] = [{"alleged": alleged, "victims": victims}] if victims else []
    core["handling"] = {
        "address_protected": draw(st.lists(st.sampled_from(everybody), unique=True, max_size=1)),
        "do_not_disclose_to": [
            {"person": draw(st.sampled_from(everybody)), "because": _text(words, numbers)}
        ],
    }
    core["summary"] = _text(words, numbers)
    core["children"][0]["voice"] = {"words": _text(words, numbers)}
    event["data"]["detail"] |= {
        "where": {"lines": [f"3 {draw(st.sampled_from([*words.values()]))} Row"]},
        "what_happened": _text(words, numbers),
        "orders": [
            {
                "kind": "bail-condition", "person": adults[0], "children": children,
                "condition": _text(words, numbers),
            }
        ],
    }  # fmt: skip
    leads_to = {
        person: (words[person], *(numbers[person][-6:] for _ in range(person in numbers)))
        for person in everybody
    }
    return Household(of_document(event, {"children": cases}), leads_to, ties)


def _child(draw: Draw, word: str, *, same: bool) -> dict[str, Any]:
    """A child whose family name and home are everybody's, or its own."""
    authority = draw(st.sampled_from(_AREAS))
    told: dict[str, Any] = {
        "name": {"given": "Kit", "family": "Example" if same else f"Of{word[:2]}"},
        "lives_at": {"lines": [f"3 {word} Row"], "authority": authority},
        "school": {
            "name": f"{word} Primary School",
            "urn": draw(st.sampled_from(["100001", "555555"])),
        },
    }
    if draw(st.booleans()):
        told["staying_at"] = {"lines": [f"{word} House"], "authority": authority}
    return told


def _adult(
    draw: Draw, person: str, word: str, number: str, ties: Mapping[str, str]
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "person": person,
        "name": {"given": "Sam", "family": "Example"},
        "related_to": [{"child": child, "relation": tie} for child, tie in ties.items()],
        "address": {"lines": [f"3 {word} Row"]},
        "phone": number,
        "safe_contact": {"how": f"by {number} only", "never": f"write to 3 {word} Row"},
    }
    if draw(st.booleans()):
        told["new_address"] = {"lines": [f"{word} House", "9 High Street"]}
    if draw(st.booleans()):
        told["victim_service"] = f"{word} Aid"
    return told


def _text(words: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    """Words of the sender that name every place and number of everybody."""
    places = [f"At 3 {word} Row." for word in words.values()]
    return " ".join((*places, *(f"Call {number}." for number in numbers.values())))
