"""What was told in plain words and is protected by a later event is asked back, once."""

from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

SCHOOL, OTHER_SCHOOL = "setting-100001", "setting-100002"
HEALTH = "public-health-nursing"
OF, NUMBER = family(), nhs_number()
HIDDEN = {"lines": ["Flat 2", "31 Teasel Walk"], "postcode": "BS98 4ZZ"}
SAYS = "We sleep in Teasel Walk now."
ALLEGED = [{"alleged": "a1", "victims": ["a2"]}]


def _told(words: str | None = SAYS, *, school: str = "100001", **of_her: Any) -> dict[str, Any]:
    """An incident of one child, whose words others may read, and of its mother."""
    voice: dict[str, Any] = {"voice": {"words": words, "for_school": words}} if words else {}
    known = child(OF, "Ivy", "2016-05-04", nhs_number=NUMBER, school={"urn": school}, **voice)
    people = [adult(OF, "Dan", "a1", "father"), adult(OF, "Mo", "a2", "mother", **of_her)]
    for_health: dict[str, Any] = {"for_health": words} if words else {}
    return incident([known], people, urgency="routine", allegations=ALLEGED, **for_health)


def _protecting(**how: Any) -> dict[str, Any]:
    return _told(None, new_address=HIDDEN, **how)


def _asked_back(followed: Followed) -> dict[str, dict[str, Any]]:
    """Who is asked to take something out, with the item."""
    return {
        one["recipient"]: one
        for one in followed.items
        if one["headline"].startswith("Take something out of your record")
    }


def test_whoever_has_it_in_plain_words_is_asked_to_take_it_out() -> None:
    """The school had it in the child's words: it hears of which day, and reads no place."""
    stages = Stages()
    first = stages.publish(_told(), "e1")
    assert "Teasel" in str(first.deliveries[SCHOOL]["told"])

    followed = stages.publish(_protecting(), "e2")

    asked = _asked_back(followed)
    assert set(asked) == {SCHOOL, HEALTH}
    item = asked[SCHOOL]
    assert "an earlier item, of 18 November 2026" in item["headline"]
    assert "do not write, ring or visit there" in item["instructions"][0]
    assert item["amends"]["delivery"] == stages.holders("e1")[SCHOOL]
    assert "Teasel" not in str(item)
    assert "BS98" not in str(item)
    (entry, _) = [one for one in followed.ledger if one["event_id"] == "e1"]
    assert (entry["decision"], entry["recipient"]) == ("give", SCHOOL)
    assert "take out of its record" in entry["because"]


def test_whoever_has_the_earlier_event_alone_is_asked_too() -> None:
    """The child has changed schools: the former one hears of the place, and of nothing else."""
    stages = Stages()
    stages.publish(_told(), "e1")

    followed = stages.publish(_protecting(school="100002"), "e2")

    assert set(_asked_back(followed)) == {SCHOOL, HEALTH}
    assert OTHER_SCHOOL in {one["recipient"] for one in followed.items}
    assert len(followed.sent(SCHOOL)) == 1


def test_it_is_asked_once() -> None:
    """Neither the next event with the place nor a correction of the first one asks again."""
    stages = Stages()
    stages.publish(_told(), "e1")
    stages.publish(_protecting(), "e2")

    again = stages.publish(_protecting(), "e3")
    other = stages.publish(_protecting(phone="07700 900333"), "e4")
    changes = [{"field": "core.call_back.phone", "value": "0117 496 0555"}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")

    assert not _asked_back(again)
    assert not _asked_back(other)
    (item,) = [one for one in corrected.items if one["recipient"] == SCHOOL]
    assert "Teasel" not in str(item)
    assert any("protected now" in one for one in item["instructions"])


def test_who_needs_the_place_is_not_asked() -> None:
    """The front door reads where she lives by a stated need, before and after."""
    stages = Stages()
    stages.publish(_told(), "e1")

    followed = stages.publish(_protecting(), "e2")

    assert FRONT_DOOR not in _asked_back(followed)


def test_what_says_no_such_place_is_left_alone() -> None:
    """Other words of the child stay where they are."""
    stages = Stages()
    stages.publish(_told("I slept at my aunt's."), "e1")

    assert _asked_back(stages.publish(_protecting(), "e2")) == {}


def test_a_correction_that_protects_asks_back_too() -> None:
    """The later event told no place at first."""
    stages = Stages()
    stages.publish(_told(), "e1")
    stages.publish(_told(None), "e2")

    changes = [{"field": "core.adults.1.new_address", "value": HIDDEN}]
    corrected = stages.publish(correction(POLICE, "e2", changes), "c2")

    assert set(_asked_back(corrected)) == {SCHOOL, HEALTH}


def test_of_several_earlier_items_each_is_asked_back() -> None:
    """One amendment for each, quoting the item that said it, with an id of its own."""
    stages = Stages()
    stages.publish(_told(), "e1")
    stages.publish(_told("Mum took us to Teasel Walk."), "e2")
    stages.publish(_told("I like my bike."), "e3")

    followed = stages.publish(_protecting(), "e4")

    back = [one for one in followed.items if one["headline"].startswith("Take something out")]
    assert {one["amends"]["delivery"] for one in back} == {
        stages.holders(event)[who] for event in ("e1", "e2") for who in (SCHOOL, HEALTH)
    }
    assert len(followed.item_ids) == len(set(followed.item_ids))


def test_what_was_taken_back_is_not_asked_for() -> None:
    """Its holders have put it aside already."""
    stages = Stages()
    stages.publish(_told(), "e1")
    stages.publish(retraction(POLICE, "e1"), "t1")

    assert _asked_back(stages.publish(_protecting(), "e2")) == {}


def test_nobody_is_told_an_earlier_event_by_it() -> None:
    """A team that works with the child since is not given what was told before it came."""
    stages = Stages()
    stages.publish(_told(), "e1")
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=NUMBER), "i1", of=COUNCIL)

    followed = stages.publish(_protecting(), "e2")

    of_the_first = {one["recipient"] for one in followed.ledger if one["event_id"] == "e1"}
    assert of_the_first == {SCHOOL, HEALTH}


@pytest.mark.parametrize("service", [True, False])
def test_a_service_that_is_named_later_asks_nothing_back(*, service: bool) -> None:
    """To ask for its name back would tell that there is one."""
    stages = Stages()
    stages.publish(_told("Harbour Support came with us."), "e1")

    later = _told(None, **({"victim_service": "Harbour Support"} if service else {}))

    assert _asked_back(stages.publish(later, "e2")) == {}
