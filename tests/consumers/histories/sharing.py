"""Invariants of what is shared: nothing outside the grants, and nothing that is protected."""

import json
from collections.abc import Iterator

from wholepicture_agreement.written.model import ActiveRule

from tests.consumers.histories.contents import Path, person_of, starred, values
from tests.consumers.histories.world import Act, Item, World

_HIDDEN = ("hiddenclose", "bs987zz")


def nothing_is_told_outside_the_grants(world: World) -> None:
    """Every field of a delivery is granted by a rule by which its recipient was told of the event.

    A rule of any agreement counts by which it was told then or is told now.
    """
    act = world.latest
    for item in act.items:
        if world.kind(item) != "own":
            continue
        rules = list(_rules_of(world, item))
        outside = [
            starred(path)
            for path in values(item.data["told"])
            if not any(_grants(rule, path, item) for rule in rules)
        ]
        assert not outside, f"{act} tells {item.recipient} what no rule gives: {outside}"


def what_changed_is_told_within_the_grants(world: World) -> None:
    """A correction says of no field that it changed, unless a rule gives it to the recipient."""
    act = world.latest
    for item in act.items:
        amends = item.data["amends"]
        if world.kind(item) != "own" or not amends:
            continue
        rules = list(_rules_of(world, item))
        paths = [_path(name) for name in (*amends["before"], *amends["after"])]
        outside = [
            starred(path)
            for path in paths
            if not any(_grants_to_anybody(rule, starred(path)) for rule in rules)
        ]
        assert not outside, f"{act} tells {item.recipient} of a change outside its grant: {outside}"


def what_was_told_earlier_is_within_the_grants(world: World) -> None:
    """What a delivery shows as told earlier is given as such by a rule of its recipient."""
    act = world.latest
    for item in act.items:
        rules = list(_rules_of(world, item))
        outside = [
            starred(path)
            for earlier in item.data["earlier"]
            for path in values(earlier["told"])
            if not any(
                rule.earlier.answers[starred(path)] or _grants_to_anybody(rule, starred(path))
                for rule in rules
            )
        ]
        assert not outside, f"{act} shows {item.recipient} what no rule gives: {outside}"


def what_is_protected_is_told_to_nobody_without_need(world: World) -> None:
    """Where a victim moved to stands in no item for whom no rule states a need of it.

    Not in its texts, not as what was told before, not in what was told earlier: not since an event
    of its children had it.
    """
    act = world.latest
    if not _is_protected(world, act):
        return
    for item in act.items:
        needs = {need for rule in _rules_of(world, item) for need in rule.needs}
        if "victim-address" in needs:
            continue
        text = _squashed(json.dumps(item.data))
        assert not any(word in text for word in _HIDDEN), (
            f"{act} tells {item.recipient} where the victim is"
        )


def _rules_of(world: World, item: Item) -> Iterator[ActiveRule]:
    """The rules by which a recipient was told of the event of an item, of each agreement so far."""
    named = {
        entry["rule"]
        for act in world.acts_on(world.about(item))
        for entry in act.ledger
        if entry["recipient"] == item.recipient and entry["decision"] == "give"
    }
    for agreement in world.agreements:
        for terms in agreement.terms:
            yield from (active for active in terms.rules if active.rule.id in named)


def _grants(rule: ActiveRule, path: Path, item: Item) -> bool:
    """Whether a rule gives a field of an item: of its own children, of others, or of an order."""
    name, child = starred(path), person_of(path, "children")
    if rule.never.answers[name]:
        return False
    own = child is None or child in item.persons
    grant = rule.fields if own else rule.siblings
    more = (rule.of_mother, rule.bound_by_orders)
    return grant.answers[name] or any(grant.answers[name] for grant in more)


def _grants_to_anybody(rule: ActiveRule, name: str) -> bool:
    grants = (rule.fields, rule.siblings, rule.of_mother, rule.bound_by_orders)
    return not rule.never.answers[name] and any(grant.answers[name] for grant in grants)


def _path(name: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in name.split("."))


def _is_protected(world: World, act: Act) -> bool:
    """Whether the event of an act has had a victim's new address by then."""
    return any(
        "new_address" in said.says and "Hidden" in said.says
        for said in world.acts_on(act.about)
        if said.number <= act.number
    )


def _squashed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
