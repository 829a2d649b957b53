"""The list says what is still to be answered."""

from collections.abc import Callable

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


def test_an_item_that_another_program_answered_is_not_owed(
    referral_of: Callable[[Delivery], Referral],
) -> None:
    """Whoever works through the list does not answer it again."""
    referral = referral_of(delivery(1))
    record = referral._record  # noqa: SLF001 - the record behind it
    elsewhere = {referral.id: (Said(EventId("of-another-program"), "acknowledged"),)}

    assert next(listed(record)).unanswered
    assert not next(listed(record, elsewhere)).unanswered
