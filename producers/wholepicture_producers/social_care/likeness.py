"""How alike a referral, assessment or plan of a return is to one that was published before."""

from collections.abc import Iterator
from typing import Any

from wholepicture_producers.shape import leaf
from wholepicture_producers.social_care.days import day_of
from wholepicture_producers.social_care.instances import Instance
from wholepicture_producers.social_care.record import KnownInstance
from wholepicture_producers.social_care.values import converted


def likeness(one: Instance, old: KnownInstance) -> int:
    """In how much more they agree than differ."""
    told = [1 if now == before else -1 for _, now, before in _both_say(one, old)]
    return sum(told) + len(_days_in(one) & _known_days_in(old))


def shares_a_day(one: Instance, old: KnownInstance) -> bool:
    """Whether both have something of another day in common, such as an assessment or an end."""
    return bool(_days_in(one) & _known_days_in(old))


def says_the_same(one: Instance, old: KnownInstance) -> bool:
    """Whether they are the same where nothing else is left over on either side.

    In one referral they are; of two referrals all that both say but days has to be the same.
    """
    if one.module.parent:
        return True
    codes = [now == before for kind, now, before in _both_say(one, old) if kind != "date"]
    return bool(codes) and all(codes)


def _both_say(one: Instance, old: KnownInstance) -> Iterator[tuple[str, Any, Any]]:
    """What both say: the kind of the field, what it says now, and what it said before."""
    for rule in one.module.rules:
        event = old.events.get(rule.name)
        for element, path in rule.fields.items():
            texts = [value.text for value in one.values.get(element, ())]
            before = event.value(path) if event else None
            if texts and before is not None:
                field = leaf(rule.kind, path)
                yield field.kind, converted(texts, field), before


def _days_in(one: Instance) -> set[tuple[str, str]]:
    own = {
        (element, day)
        for element, values in one.values.items()
        if element != one.module.day
        for value in values[:1]
        if (day := day_of(value.text))
    }
    return own | {(inner.module.name, inner.day) for inner in one.within if inner.day}


def _known_days_in(old: KnownInstance) -> set[tuple[str, str]]:
    own = {
        (element, day)
        for rule in old.module.rules
        if (event := old.events.get(rule.name))
        for element, path in rule.fields.items()
        if element != old.module.day
        if isinstance(told := event.value(path), str) and (day := day_of(told))
    }
    return own | {(inner.module.name, inner.day) for inner in old.within if inner.day}
