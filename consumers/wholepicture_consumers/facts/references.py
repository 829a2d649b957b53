"""Replies: the number that a recipient gave a child in its own system."""

from typing import Any

from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.catalogue import REPLIES
from wholepicture_schemas.children import ReplyTakenInData
from wholepicture_schemas.identifiers import RecipientId, Source, owner_of
from wholepicture_schemas.replies import Answer, Reply

from wholepicture_consumers.facts.documents import Picture


def reply_of(data: ReplyTakenInData) -> Reply | None:
    """What a reply says; None where it is of a type that is not known here."""
    kind = REPLIES.get(data.attributes.type)
    if kind is None:
        return None
    field: Any = kind.model_fields["data"].annotation
    reply: Reply = field.model_validate(data.content, extra="ignore")
    return reply


def keys_of_references(data: ReplyTakenInData) -> list[Key]:
    """The pictures of the children that the delivery was about."""
    return [Key(Picture, child) for child in data.children]


def fold_replied(data: ReplyTakenInData, reply: Reply, work: Work) -> None:
    """The recipient's own number for the child, for its later deliveries alone.

    It is kept where the delivery is about one child: with several it would not be clear whose it
    is. An answer to a question brings none.
    """
    number = reply.recipient_reference.child if reply.recipient_reference else None
    if number is None or isinstance(reply, Answer) or len(data.children) != 1:
        return
    (child,) = data.children
    subscriber = RecipientId(owner_of(Source(data.attributes.source)))
    picture = work.get(Picture, child) or Picture()
    references = {**picture.your_references, subscriber: number}
    work.put(child, picture.model_copy(update={"your_references": references}))
