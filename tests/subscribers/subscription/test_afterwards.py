"""What was taken back, corrected or replaced says so, and asks for nothing any more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from typer.testing import CliRunner
from wholepicture_bus.binding import attributes_of
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.reading import read_closed
from wholepicture_subscribers.conformance.stream import stream
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.afterwards import Afterwards
from wholepicture_subscribers.subscription.commands import app
from wholepicture_subscribers.subscription.listing import Listed, listed
from wholepicture_subscribers.subscription.questions import app as questions
from wholepicture_subscribers.subscription.wording import in_words

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    TEAM,
    child,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)
from tests.subscribers.subscription.bus_side import BusSide, delivery

Read = Callable[[Delivery], Referral]
FIRST = delivery(1)
OF, NHS = family(), nhs_number()


def _amends(how: str, of: Delivery = FIRST) -> dict[str, str]:
    return {"delivery": of.id, "how": how, "because": "A slip."}


CORRECTED = delivery(2, amends=_amends("correction"), replaces=FIRST.id)
AGAIN = delivery(3, amends=_amends("correction"), replaces=CORRECTED.id)
TAKEN_BACK = delivery(4, amends=_amends("retraction"), told={})
REPLACING = delivery(5, replaces=FIRST.id)
KEPT_BACK = delivery(6, amends=_amends("correction"), told={})


def _listed(of: Referral) -> dict[EventId, Listed]:
    record = of._record  # noqa: SLF001 - the record behind it
    return {one.id: one for one in listed(record)}


def _states(read: Read, *items: Delivery) -> list[str]:
    referrals = [read(item) for item in items]
    found = _listed(referrals[0])
    return [found[item.id].state for item in items]


@pytest.mark.parametrize(
    ("later", "word", "state", "owed"),
    [
        (TAKEN_BACK, "TAKEN BACK", "taken back by {}", False),
        (CORRECTED, "CORRECTED", "corrected by {}", False),
        (REPLACING, "REPLACED", "replaced by {}", False),
        (KEPT_BACK, "KEPT BACK", "kept back by {}; TO ANSWER", True),
    ],
)
def test_an_item_says_first_what_became_of_it(
    referral_of: Read, later: Delivery, word: str, state: str, owed: bool
) -> None:
    """In the list, in its text and on its page; the later item is what is to be answered."""
    first = referral_of(FIRST)
    before = in_words(first), first.page()
    referral_of(later)
    found = _listed(first)

    assert word not in before[0] + before[1]
    assert found[FIRST.id].state == state.format(later.id[:8])
    assert found[FIRST.id].unanswered is owed
    assert found[later.id].unanswered
    lines = in_words(first).splitlines()
    assert lines[1].startswith(f"{word} by item {later.id[:8]}: ")
    page = first.page()
    assert page.index(f"{word} by item {later.id[:8]}") < page.index("<h1>")


def test_an_item_that_was_corrected_twice_names_the_last(referral_of: Read) -> None:
    """So does the first correction: the content of neither stands."""
    assert _states(referral_of, FIRST, CORRECTED, AGAIN) == [
        f"corrected by {AGAIN.id[:8]}",
        f"corrected by {AGAIN.id[:8]}",
        "CORRECTION TO APPLY",
    ]


def test_what_is_taken_back_is_so_with_all_its_corrections(referral_of: Read) -> None:
    """A retraction names the first item only."""
    states = _states(referral_of, FIRST, CORRECTED, TAKEN_BACK)

    assert states[:2] == [f"taken back by {TAKEN_BACK.id[:8]}"] * 2
    assert in_words(referral_of(CORRECTED)).splitlines()[1].startswith("TAKEN BACK by item ")


def test_a_correction_does_not_answer_the_referral(referral_of: Read) -> None:
    """Where nobody had answered the first item, the corrected one is still to be decided."""
    first, corrected = referral_of(FIRST), referral_of(CORRECTED)

    corrected.correction_applied()
    undecided = _listed(first)[CORRECTED.id]
    corrected.decide("advice", "Read with the school.")
    decided = _listed(first)[CORRECTED.id]

    assert undecided.state == "correction applied; TO DECIDE"
    assert not decided.unanswered


def test_what_was_decided_before_its_correction_is_decided(referral_of: Read) -> None:
    """The correction itself is all that is left to do."""
    first, corrected = referral_of(FIRST), referral_of(CORRECTED)
    first.decide("advice", "Read with the school.")

    corrected.correction_applied()

    assert not any(one.unanswered for one in _listed(first).values())


def test_a_question_is_open_until_it_is_answered_or_taken_back(referral_of: Read) -> None:
    """A correction of its item does not make the telephone call."""
    question = {"kind": "phone", "asks": "Did you reach the school?", "whom": "Test School"}
    asked = referral_of(delivery(1, question=question))

    referral_of(CORRECTED)
    corrected = _listed(asked)[FIRST.id]
    referral_of(TAKEN_BACK)
    settled = _listed(asked)[FIRST.id]

    assert corrected.asks
    assert corrected.state == f"corrected by {CORRECTED.id[:8]}; QUESTION TO ANSWER"
    assert (settled.asks, settled.unanswered) == (False, False)


def test_the_items_of_the_stream_say_what_became_of_them(referral_of: Read) -> None:
    """As the bus sends them: of each that a later one amends, by which."""
    steps = [
        one for one in stream().steps if one.shows not in {"repeat", "unreadable", "newer version"}
    ]
    read = [referral_of(cast("Delivery", read_closed(one.event))) for one in steps]

    became = {
        item.afterwards.how: (item.id, item.afterwards.by) for item in read if item.afterwards
    }

    shows = {item.id: step.shows for item, step in zip(read, steps, strict=True)}
    named = {how: (shows[of], shows[by]) for how, (of, by) in became.items()}
    assert named == {
        "corrected": ("news", "withdrawal"),
        "taken back": ("unborn child", "retraction"),
        "kept back": ("news", "kept back"),
    }


def test_what_showed_something_that_was_taken_back_stands(referral_of: Read) -> None:
    """Only what it shows as told before does not hold; it is still to be answered."""
    stages, ivy = Stages(), child(OF, "Ivy", "2016-05-04", nhs_number=NHS)
    stages.publish(incident([ivy]), "E1")
    stages.publish(involvement(OF, "Ivy", "2016-05-04", nhs_number=NHS), "I1", of=COUNCIL)
    shown = stages.publish(incident([ivy]), "E2")
    put_right = stages.publish(retraction(POLICE, "E1"), "R1")

    (item,), (amendment,) = (
        [referral_of(one) for one in _items(made)] for made in (shown, put_right)
    )

    assert item.afterwards == Afterwards("put right in part", amendment.id)
    assert "PUT RIGHT IN PART by item" in in_words(item)
    assert _listed(item)[item.id].state == f"put right in part by {amendment.id[:8]}; TO ANSWER"


@pytest.mark.finding("F5")
def test_every_item_that_shows_what_was_corrected_since_is_marked(referral_of: Read) -> None:
    """The correction amends the first item; a later one that shows its event is marked too."""
    shown = {"person": "c1", "happened": "2026-03-04T21:15:00Z", "told_by": "Test Police",
             "about": "domestic abuse incident", "told": {}}  # fmt: skip
    other = {**shown, "told_by": "Test School"}
    later: dict[str, Any] = {
        "happened": "2026-03-05T10:00:00Z",
        "event_type": "uk.wholepicture.any.concern.v1",
        "around": [{"person": "c1", "needs": [], "says": ["Made of it."]}],
    }
    shows = delivery(7, earlier=[shown], **later)
    shows_another = delivery(8, earlier=[other], **later)
    shows_as_corrected = delivery(9, earlier=[shown], **later)

    items = [shows, shows_another, CORRECTED, shows_as_corrected]
    _, item, another, _, since = [referral_of(one) for one in (FIRST, *items)]

    assert item.afterwards == Afterwards("put right in part", CORRECTED.id)
    assert "something of it was put right since" in in_words(item)
    assert [another.afterwards, since.afterwards] == [None, None]
    found = _listed(item)
    assert [found[one.id].afterwards for one in items] == [item.afterwards, None, None, None]


def _items(made: Followed) -> list[Delivery]:
    """What the team was sent."""
    events = [
        {**attributes_of(one.headers), "data": json.loads(one.value or b"null")}
        for one in made.made
        if one.topic in {f"referrals.{TEAM}", f"notices.{TEAM}"}
    ]
    return [cast("Delivery", read_closed(event)) for event in events]


@pytest.mark.broker
def test_the_lists_say_it(bus: BusSide, record: Path) -> None:
    """An amendment names its item and when that happened; what was settled is not asked."""
    asks = {"kind": "originator-control", "asks": "May the school be told?", "whom": "The school"}
    asked = delivery(7, question=asks)
    settled = delivery(8, amends=_amends("retraction", asked), told={})
    bus.send(FIRST, CORRECTED, asked, settled)

    def run(of: Any, *words: str) -> str:
        environment = {"KAFKA_BOOTSTRAP_SERVERS": bus.bootstrap, "COLUMNS": "200"}
        named = [words[0], bus.recipient, *words[1:], "--record", str(record)]
        return CliRunner().invoke(of, named, env=environment).output

    run(app, "watch", "--once")
    items, asked_of, every = (
        run(app, "list"),
        run(questions, "list"),
        run(questions, "list", "--all"),
    )

    assert f"CORRECTION TO APPLY. Item 2 Of item {FIRST.id[:8]}, 9:15pm Wed 4 Mar." in items
    assert "4 in the record, 2 to be answered." in items
    assert asked_of == "0 to be answered of 1 questions.\n"
    assert f"taken back by {settled.id[:8]}" in every
