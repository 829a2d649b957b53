"""The list says what is still to be answered."""

from collections.abc import Callable

from wholepicture_schemas import replies
from wholepicture_schemas.deliveries import Delivery
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.answers import InReplyTo, reply_to
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
