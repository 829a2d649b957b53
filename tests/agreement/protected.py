"""An incident whose victim is protected, and what each side is told when a text names her home."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, get_args

from wholepicture_agreement import Agreement, Item, decide
from wholepicture_agreement.written.files import Need
from wholepicture_agreement.written.paths import Grant

from tests.agreement.incidents import document, of_document
from tests.support.shipped import shipped

TEAM = "social-work-bristol-1"
_CASE = {
    "children": [
        {"person": "c1", "born": "2011-03-09", "urn": "100001", "open": TEAM},
        {"person": "c2", "born": "2016-03-09", "urn": "100002"},
    ]
}
UNIT = "safeguarding-police"
_UNNAMED = _CASE | {"check": "unknown"}
"""Other children may belong to the household: the unit that looks for them needs no address."""

ADDRESS: dict[str, Any] = {"lines": ["12 Larch Road", "Bedminster", "Bristol"]}


def grants_everything(agreement: Agreement) -> Agreement:
    """The agreement as if each rule granted all there is, so that only the masks keep back."""
    everything = Grant(["core", "detail"])
    newest = agreement.terms[-1]
    rules = tuple(replace(active, fields=everything, never=Grant([])) for active in newest.rules)
    return replace(agreement, terms=(replace(newest, rules=rules),))


def needs_everything(agreement: Agreement) -> Agreement:
    """The agreement as if each rule that states a need stated every one and opened every kind."""
    newest = agreement.terms[-1]
    every = get_args(Need)
    rules = tuple(
        replace(one, rule=one.rule.model_copy(update={"needs": every, "restricted": ("any",)}))
        if one.needs
        else one
        for one in newest.rules
    )
    return replace(agreement, terms=(replace(newest, rules=rules),))


@cache
def _of_the_unentitled() -> Agreement:
    return grants_everything(shipped())


@cache
def _of_the_entitled() -> Agreement:
    return grants_everything(needs_everything(shipped()))


def unentitled(text: str, **of_the_victim: Any) -> Sequence[Item]:
    """What a unit that looks for further children, and both schools, are given."""
    items = _items(text, _UNNAMED, of_the_victim, _of_the_unentitled())
    given = [one for one in items if one.recipient == UNIT or one.recipient.startswith("setting-")]
    assert len(given) == 3
    return given


def entitled(text: str, **of_the_victim: Any) -> Item:
    """What the team that works with the child is given, and states that it needs."""
    items = _items(text, _CASE, of_the_victim, _of_the_entitled())
    return next(one for one in items if one.recipient == TEAM)


def texts(item: Item) -> set[str]:
    """What an item tells where the text was written: a school reads no summary, a unit no voice."""
    core: Any = item.told["core"]
    children = [one for one in core.get("children", ()) if one["person"] == "c1"]
    words = {one["voice"]["words"] for one in children if "voice" in one}
    return words | ({core["summary"]} if "summary" in core else set())


def kept_back(text: str, **of_the_victim: Any) -> str:
    """What every unentitled recipient reads in place of a text."""
    told = {
        said
        for item in unentitled(text, **of_the_victim)
        if item.recipient != "setting-100002"  # the school of the other child
        for said in texts(item)
    }
    assert len(told) == 1
    return told.pop()


def _items(
    text: str, case: dict[str, Any], of_the_victim: dict[str, Any], agreement: Agreement
) -> Sequence[Item]:
    event = document(case)
    core = event["data"]["core"]
    victim = next(one for one in core["adults"] if one["person"] == "a2")
    for name in ("new_address", "victim_service"):
        del victim[name]
    victim.update(of_the_victim)
    core["handling"]["address_protected"] = ["a2"]
    core["summary"] = text
    core["children"][0]["voice"]["words"] = text
    return decide(of_document(event, case), agreement).items
