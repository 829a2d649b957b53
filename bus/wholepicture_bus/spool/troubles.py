"""What keeps a record from being sent, as a sentence with what to do."""

from collections.abc import Sequence

from wholepicture_bus import refusals

_SENTENCES = {
    "UnknownTopicOrPartitionError": (
        "The topic {topic} is not there: check the agency's id, "
        "or ask the partnership to add the agency. What waits is kept."
    ),
    "TopicAuthorizationFailedError": (
        "Kafka does not let this user write to {topic}: ask the partnership. What waits is kept."
    ),
    "ClusterAuthorizationFailedError": (
        "Kafka does not let this user write to {topic}: ask the partnership. What waits is kept."
    ),
}
_WHY_REFUSED = {
    "MessageSizeTooLargeError": "as too large",
    "InvalidRecordError": "as not well formed",
}
_AWAY = "Kafka could not be reached for {topic} ({error}). What waits is kept and sent later."
_MOST_NAMED = 10

STUCK = frozenset(
    {
        "UnknownTopicOrPartitionError",
        "TopicAuthorizationFailedError",
        "ClusterAuthorizationFailedError",
    }
)
"""Errors of a topic: its records wait, those of other topics go on."""

REFUSED = frozenset({"MessageSizeTooLargeError", "InvalidRecordError"})
"""Errors of a record: it is never taken, and those behind it go on."""


def sentence(topic: str, error: str) -> str:
    """What the error means for the records of the topic that wait."""
    if error in refusals.SENTENCES:
        return f"{refusals.sentence(error)} What waits is kept."
    return _SENTENCES.get(error, _AWAY).format(topic=topic, error=error)


def needs_a_person(error: str | None) -> bool:
    """Whether waiting does not end it: the topic is not there, or this client is not let in."""
    return error in STUCK or error in refusals.SENTENCES


def refused_sentence(topic: str, error: str, receipts: Sequence[str]) -> str:
    """Which events Kafka refused for a topic, and what puts them right."""
    what = "an event" if len(receipts) == 1 else f"{len(receipts)} events"
    why = _WHY_REFUSED.get(error, f"({error})")
    named = ", ".join(receipts[:_MOST_NAMED])
    more = f" and {len(receipts) - _MOST_NAMED} more" if len(receipts) > _MOST_NAMED else ""
    of_each = "" if len(receipts) == 1 else " of each"
    return (
        f"Kafka refused {what} for {topic} {why}, and nobody was told: {named}{more}. "
        f"Shorten its row{of_each} and publish the file again, or set a field: "
        f"wholepicture fix {receipts[0]} --set FIELD=VALUE; or give it up: "
        f"wholepicture spool drop {receipts[0]} --because '...'"
    )
