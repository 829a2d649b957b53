"""The list can be worked through without opening each item."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.listing import listed
from wholepicture_subscribers.subscription.overview import overview

from tests.subscribers.subscription.bus_side import delivery

Read = Callable[[Delivery], Referral]
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
FAMILIES = ("Marl", "Okaf", "Penr", "Shahi", "Quill", "Dacre", "Vane", "Thorn")


def _item(number: int, **more: Any) -> Delivery:
    """An item about a child of one of the families."""
    name = {"given": "ABCDEFG"[number % 7], "family": FAMILIES[number % len(FAMILIES)]}
    child = {"person": "c1", "name": name, "birth_date": f"{2009 + number % 9}-02-01"}
    what = {"what_happened": "Neighbours called to shouting.\nA door was broken."}
    happened = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=97 * number)
    told = {"core": {"children": [child]}, "detail": what}
    return delivery(number, **{"told": told, "happened": happened.isoformat(), **more})


@pytest.fixture
def shown(referral_of: Read) -> Callable[..., list[str]]:
    """The lines of a list of items."""

    def lines(*items: Delivery, width: int = 80) -> list[str]:
        referrals = [referral_of(item) for item in items]
        record = referrals[0]._record  # noqa: SLF001 - the record behind them
        return list(overview(tuple(listed(record)), NOW, width))

    return lines


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_two_of_fifty_items_read_alike(shown: Callable[..., list[str]], width: int) -> None:
    """Fifty items of eight families are told apart by their two lines, whatever the terminal."""
    lines = shown(*map(_item, range(50)), width=width)

    pairs = list(zip(lines[1::2], lines[2::2], strict=True))
    told_apart = {(first.split("  ", 2)[2], second) for first, second in pairs}
    assert len(pairs) == len(told_apart) == 50
    assert max(map(len, lines)) <= max(width, 80)


def test_what_is_immediate_is_first_and_marked(shown: Callable[..., list[str]]) -> None:
    """Then what is due first; what nobody owes an answer to stands last."""
    due = {"respond_by": "2026-03-06T17:00:00Z"}
    lines = shown(
        _item(1, kind="notice"),
        _item(2),
        _item(3, **due),
        _item(4, urgency="immediate", respond_by="2026-03-07T17:00:00Z"),
        _item(5, instructions=["Call 999 now."]),
    )

    heads = [line for line in lines if not line.startswith("   ")]
    assert [line.split("  ")[0] for line in heads] == [
        "IMMEDIATE (1)",
        f"!! {_item(4).id[:8]}",
        "READ NOW: each says when to call 999 (1)",
        f"!! {_item(5).id[:8]}",
        "TO BE ANSWERED, by when it is due (2)",
        "NOTHING IS OWED, the newest first (1)",
    ]
    assert [lines.index(line) for line in heads] == [0, 1, 3, 4, 6, 11]
    assert lines[7].startswith(f"   {_item(3).id[:8]}  5pm Fri 6 Mar")
    assert lines[9].startswith(f"   {_item(2).id[:8]}  -")


def test_an_item_is_said_by_child_kind_urgency_and_due_time(
    shown: Callable[..., list[str]],
) -> None:
    """Initials and age, how it arrives, what was reported, and the beginning of what happened."""
    _, first, second = shown(
        _item(3, urgency="same-day", respond_by="2026-03-05T08:30:00Z", arrival="news-on-open-case")
    )

    said = ("8:30am Thu 5 Mar", "D.S. 14", "open case: domestic abuse")
    assert first.split(maxsplit=1)[0] == _item(3).id[:8]
    assert [words for words in said if words in first] == list(said)
    assert second.startswith("   TO ANSWER, LATE, same day, not read yet. 4:51am Sun 1 Mar: Neigh")


def test_a_correction_says_what_it_changes(shown: Callable[..., list[str]]) -> None:
    """Nobody has to open it to see whether it matters to them."""
    headline = "Corrected by the sender: date of birth of D.S."
    amends = {"delivery": "d2b883aa-1", "how": "correction", "because": "A slip."}

    _, first, second = shown(_item(3, amends=amends, headline=headline), width=120)

    assert first.endswith("correction")
    assert f"CORRECTION TO APPLY, not read yet. {headline} Of item d2b883aa" in second


def test_what_is_taken_back_is_listed_under_its_child(shown: Callable[..., list[str]]) -> None:
    """It tells nothing of the child itself: whose it was is known from the item that it is of."""
    amends = {"delivery": _item(3).id, "how": "retraction", "because": "Not so."}

    lines = shown(_item(3), _item(4, amends=amends, told={}))

    assert "D.S. 14" in next(line for line in lines if line.endswith("taken back"))


def test_a_bail_that_has_passed_is_not_said_as_if_it_were_so(
    shown: Callable[..., list[str]],
) -> None:
    """A list that is read later says first that it is not known any more, however it is cut."""
    allegation = {"alleged": "a1", "now": "on-bail"}
    told = {"core": {"allegations": [allegation | {"now_until": "2026-03-04"}]}}

    over = shown(_item(1, told=told))[2]
    on = shown(_item(2, told={"core": {"allegations": [allegation]}}))[4]

    assert "Sun 1 Mar: not known since 4 March 2026" in over
    assert "Sun 1 Mar: on bail" in on
