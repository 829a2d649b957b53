"""A second decision on an item is the same and sent once, or says that it changes the first."""

from collections.abc import Callable
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.replies import Decided
from wholepicture_subscribers.subscription import DecidedOtherwise, Referral

from tests.subscribers.subscription.bus_side import delivery


@pytest.fixture
def referral(referral_of: Callable[[Delivery], Referral]) -> Referral:
    """An item on which nothing was decided."""
    return referral_of(delivery(1))


def _sent(referral: Referral) -> list[dict[str, Any]]:
    replies = referral._record.replies.to(referral.id, Decided.TYPE)  # noqa: SLF001 - what is to be sent
    return [dict(reply.content) for reply in replies]


def test_another_decision_is_refused(referral: Referral) -> None:
    """Two decisions that contradict one another are not both sent without a word."""
    referral.decide("nfa", "Known and supported.")

    with pytest.raises(DecidedOtherwise, match="no further action"):
        referral.decide("referral-accepted", "The pattern needs an assessment.")

    assert [one["outcome"] for one in _sent(referral)] == ["nfa"]


def test_a_decision_says_that_it_changes_the_first(referral: Referral) -> None:
    """It names the reply whose place it takes, and so does the one that changes it back."""
    first = referral.decide("nfa", "Known and supported.")

    second = referral.decide("advice", "Read again.", changes=True)
    third = referral.decide("nfa", "Known and supported.", changes=True)

    assert [one.get("changes") for one in _sent(referral)] == [None, first, second]
    assert len({first, second, third}) == len(_sent(referral))


def test_the_same_decision_is_sent_once(referral: Referral) -> None:
    """A handler that runs again after a crash sends nothing new, with ``changes`` and without."""
    first = referral.decide("nfa", "Known and supported.", by="duty social worker")
    again = referral.decide("nfa", "Known and supported.", by="duty social worker")
    changed = referral.decide("advice", "Read again.", changes=True)
    changed_again = referral.decide("advice", "Read again.", changes=True)

    assert first == again
    assert changed == changed_again
    assert len(_sent(referral)) == len({first, changed})


def test_what_was_changed_does_not_come_back_unsaid(referral: Referral) -> None:
    """The first decision again, after it was changed, is a change too and must say so."""
    referral.decide("nfa", "Known and supported.")
    referral.decide("advice", "Read again.", changes=True)

    with pytest.raises(DecidedOtherwise):
        referral.decide("nfa", "Known and supported.")


def test_nothing_can_be_changed_where_nothing_was_decided(referral: Referral) -> None:
    """A change of nothing is a slip, and is told."""
    with pytest.raises(DecidedOtherwise):
        referral.decide("nfa", "Known and supported.", changes=True)

    assert _sent(referral) == []
