"""The notices of one morning are one entry of a list, so that people still read them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.digest import Digest, grouped
from wholepicture_subscribers.subscription.listing import listed
from wholepicture_subscribers.subscription.overview import overview

from tests.subscribers.subscription.bus_side import delivery

Read = Callable[[Delivery], Referral]
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
YOU_TOLD = "you told of the child on 11 February 2026"
A_DAY = {"digest": "2026-03-05"}


def _notice(number: int, given: str = "Tia", **more: Any) -> Delivery:
    """A notice that there is news of a child, to be read on 5 March unless it is said otherwise."""
    child = {"person": "child", "name": {"given": given, "family": "Marl"}}
    detail = {"you_told_on": "2026-02-11", "whom_to_call": "First Response, 0117 496 0201"}
    said = {
        "kind": "notice",
        "arrival": "for-your-information",
        "event_type": NewsOfAChild.TYPE,
        "instructions": ["Do not ask anybody of the family what it is."],
        "told": {"core": {"children": [child]}, "detail": detail},
        **A_DAY,
    }
    return delivery(number, **said | more)


def _gone(number: int, of: Delivery, **more: Any) -> Delivery:
    amends = {"delivery": of.id, "how": "retraction", "because": "It was put right."}
    return _notice(number, amends=amends, told={}, **more)


def test_the_notices_of_a_day_are_one_entry(referral_of: Read) -> None:
    """It stands where the newest of them does, and names each child once."""
    items = [
        referral_of(item) for item in (_notice(1), delivery(2), _notice(3, "Ben"), delivery(4))
    ]

    entries = grouped(items)

    assert [type(entry) for entry in entries] == [Referral, Digest, Referral]
    digest = entries[1]
    assert isinstance(digest, Digest)
    assert digest.headline == (
        "Digest of Thursday 5 March 2026 for test desk: news of 2 children of whom you told"
    )
    assert list(digest.lines()) == [
        "EXERCISE: this is practice, no real child.",
        f"{digest.headline}.",
        f"- Tia Marl: {YOU_TOLD}, your reference TP/1 (item {_notice(1).id[:8]})",
        f"- Ben Marl: {YOU_TOLD}, your reference TP/3 (item {_notice(3).id[:8]})",
        "Call: First Response, 0117 496 0201",
        "Do not ask anybody of the family what it is.",
    ]


def test_each_day_and_each_recipient_has_its_own(referral_of: Read) -> None:
    """So has what is to be read by itself."""
    items = [
        referral_of(item)
        for item in (
            _notice(1),
            _notice(2, recipient="housing-1"),
            _notice(3, digest="2026-03-06"),
            _notice(4, digest=None),
        )
    ]

    entries = grouped(items)

    assert [type(entry) for entry in entries] == [Digest, Digest, Digest, Referral]


def test_what_was_taken_back_before_its_day_is_in_no_digest(referral_of: Read) -> None:
    """Nor is what took it back, unless the notice is not in this list."""
    first, second = _notice(1), _notice(2, "Ben")
    both = [referral_of(item) for item in (first, second, _gone(3, first))]

    (digest,) = grouped(both)
    (alone,) = grouped(both[2:])

    assert isinstance(digest, Digest)
    assert [item.id for item in digest.items] == [second.id]
    assert alone is both[2]


def test_what_was_taken_back_after_its_morning_stands_as_taken_back(referral_of: Read) -> None:
    """Somebody may have read it: it stays in its digest, and what took it back stands beside it."""
    first, second = _notice(1), _notice(2, "Ben")
    later = {"received": "2026-03-10T09:00:00Z"}
    gone = [_gone(3, first, **later), _gone(4, second, **later)]
    one, both = [
        [referral_of(item) for item in (first, second, *taken_back)]
        for taken_back in (gone[:1], gone)
    ]

    digest, beside = grouped(one)
    ended, *_ = grouped(both)

    assert isinstance(digest, Digest)
    assert beside is one[2]
    assert digest.headline.endswith(
        "news of a child of whom you told, one notice was taken back since"
    )
    assert "- TAKEN BACK on Tuesday 10 March 2026. Tia Marl" in "\n".join(digest.lines())
    assert [initials.endswith(" (taken back)") for initials in digest.initials] == [True, False]
    assert isinstance(ended, Digest)
    assert ended.headline.endswith("for test desk: 2 notices were taken back since")
    assert not any(line.startswith("Call: ") for line in ended.lines())


def test_the_list_has_one_line_for_a_digest_and_nothing_is_owed(referral_of: Read) -> None:
    """Three notices and an item to answer: the item first, then the digest with all three."""
    items = [_notice(1), _notice(2, "Ben"), delivery(3), _notice(4, "Cal")]
    referrals = [referral_of(item) for item in items]
    record = referrals[0]._record  # noqa: SLF001 - the record behind them

    lines = list(overview(tuple(listed(record)), NOW, 100))

    assert lines[0] == "TO BE ANSWERED, by when it is due (1)"
    assert lines[3] == "NOTHING IS OWED, the newest first (1)"
    assert "T.M." in lines[4]
    assert "C.M." in lines[4]
    assert lines[5].strip().startswith("Digest of Thursday 5 March 2026")
    assert len(lines) == 6
