"""What keeps a record from being sent, as a sentence with what to do."""

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
    "MessageSizeTooLargeError": (
        "Kafka refused an event for {topic} as too large: publish it again, shortened."
    ),
    "InvalidRecordError": (
        "Kafka refused an event for {topic} as not well formed: publish it again."
    ),
}
_AWAY = "Kafka could not be reached for {topic} ({error}). What waits is kept and sent later."

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
    """What the error means for the records of the topic."""
    if error in refusals.SENTENCES:
        return f"{refusals.sentence(error)} What waits is kept."
    return _SENTENCES.get(error, _AWAY).format(topic=topic, error=error)
