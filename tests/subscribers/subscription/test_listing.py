"""The list says what is still to be answered."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from wholepicture_schemas import replies
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import EventId
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.answers import InReplyTo, reply_to
from wholepicture_subscribers.subscription.elsewhere import Said
from wholepicture_subscribers.subscription.listing import listed

from tests.subscribers.subscription.bus_side import delivery


def test_a_question_stays_open_until_it_is_answered(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """Seen is not answered: the question of a notice stays in the list until yes or no."""
    question = {"kind": "phone", "asks": "Did you reach the school?", "whom": "Test School"}
    referral = referral_of(delivery(1, kind="notice", question=question))
    record = referral._record  # noqa: SLF001 - the record behind it
    referral.acknowledge()
    (before,) = listed(record)

    kept = record.find(referral.id)
    says = {"answer": "yes", "reason": "The head was in.", "taken_by": "head teacher"}
    about = InReplyTo.of(referral.data.recipient, kept.record)
    record.replies.keep(reply_to(about, replies.Answered, says, referral.received))

    (after,) = listed(record)
    assert before.question is not None
    assert before.question.asks == "Did you reach the school?"
    assert (before.asks, before.unanswered) == (True, True)
    assert (after.asks, after.unanswered) == (False, False)


def test_what_another_program_answered_counts(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """It is listed beside what was answered here, each reply once."""
    referral = referral_of(delivery(1))
    record = referral._record  # noqa: SLF001 - the record behind it
    own = referral.acknowledge()
    elsewhere = {
        referral.id: (
            Said(own, "acknowledged"),
            Said(EventId("of-another-program"), "decided: passed to early help"),
        )
    }

    (alone,), (found,) = listed(record), listed(record, elsewhere)

    assert alone.answers == ("acknowledged",)
    assert found.answers == ("acknowledged", "decided: passed to early help")


def test_an_item_that_another_program_decided_is_not_owed(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """Whoever works through the list does not answer it again."""
    referral = referral_of(delivery(1))
    record = referral._record  # noqa: SLF001 - the record behind it
    elsewhere = {referral.id: (Said(EventId("of-another-program"), "decided: advice given"),)}

    assert next(listed(record)).unanswered
    assert not next(listed(record, elsewhere)).unanswered


@pytest.mark.parametrize("said", ["acknowledged", "cannot process", "answered: yes"])
def test_only_a_decision_decides_a_referral(
    referral_of: Callable[[Delivery], Referral], said: str
) -> None:
    """Whoever has seen it, made its telephone call or failed to take it in still has to decide."""
    call = {"kind": "phone", "asks": "Has Test Area been told?", "whom": "Test Area"}
    question = call if said == "answered: yes" else None
    referral = referral_of(delivery(1, question=question))
    record = referral._record  # noqa: SLF001 - the record behind it
    first = Said(EventId("first"), said)
    decided = Said(EventId("second"), "decided: advice given")

    (seen,) = listed(record, {referral.id: (first,)})
    (done,) = listed(record, {referral.id: (first, decided)})

    assert (seen.state, seen.unanswered, seen.asks) == (f"{said}; TO DECIDE", True, False)
    assert not done.unanswered


def test_a_question_of_its_own_asks_for_nothing_but_its_answer(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """Yes or no is all that was asked, though it comes as a referral."""
    asks = {"kind": "objection", "asks": "May the school be told?", "whom": "Test School"}
    referral = referral_of(delivery(1, question=asks))
    record = referral._record  # noqa: SLF001 - the record behind it

    (item,) = listed(record, {referral.id: (Said(EventId("first"), "answered: no"),)})

    assert not item.unanswered


def test_a_correction_is_to_be_decided_by_the_time_of_what_it_corrects(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """Applied and acknowledged, it still waits for the decision, and so does its due time."""
    due = datetime(2026, 3, 5, 17, tzinfo=UTC)
    first = referral_of(delivery(1, respond_by=due.isoformat()))
    amends = {"delivery": first.id, "how": "correction", "because": "A slip."}
    corrected = referral_of(delivery(2, amends=amends, replaces=first.id))
    corrected.correction_applied()
    corrected.acknowledge()

    _, item = listed(first._record)  # noqa: SLF001 - the record behind them

    assert item.state == "correction applied; acknowledged; TO DECIDE"
    assert item.due == due
