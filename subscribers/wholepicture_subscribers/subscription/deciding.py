"""A decision after earlier ones: an equal one is not sent again, another must be a change."""

from wholepicture_schemas.codes import OUTCOMES, Outcome
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.replies import Decided

from wholepicture_subscribers.subscription.errors import DecidedOtherwise
from wholepicture_subscribers.subscription.replies import KeptReply, Replies


def decided_before(replies: Replies, delivery: EventId) -> KeptReply | None:
    """The decision in force on an item, which is the last one; none where there is none."""
    return next(reversed(replies.to(delivery, Decided.TYPE)), None)


def what_it_changes(before: KeptReply | None, outcome: Outcome, *, changes: bool) -> EventId | None:
    """The earlier decision whose place a new one takes; none where it stands beside it.

    Raises:
        DecidedOtherwise: it differs from an earlier one and does not say that it changes it, or
            says so and there is none.
    """
    if before is None:
        if changes:
            raise DecidedOtherwise("Nothing was decided on this item before: leave changes out.")
        return None
    if changes:
        return before.id
    earlier = before.content.get("outcome")
    if earlier != outcome:
        words = OUTCOMES.get(str(earlier), str(earlier))
        raise DecidedOtherwise(
            f"On this item it was decided before: {words}. If that is to be changed, say so"
            " (--changes, or changes=True)."
        )
    return None


def is_the_same(before: KeptReply | None, decision: KeptReply) -> bool:
    """Whether a decision says what the one that stands says, whatever that one changed."""
    return before is not None and _said(before) == _said(decision)


def _said(decision: KeptReply) -> JsonObject:
    return {name: value for name, value in decision.content.items() if name != "changes"}
