"""The item that asks a person something, whatever is asked, and who reads it at this hour."""

from collections.abc import Iterable, Mapping

from pydantic import JsonValue
from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.deliveries import Addressee, Question, Reason, ToldBy
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.by_when.due_times import Due
from wholepicture_agreement.item.items import sureness
from wholepicture_agreement.situation import Item, ItemChild, KnownChild
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.recipients import Target, alternate
from wholepicture_agreement.written.files import Recipient


def who_reads(candidate: RecipientId, urgency: Urgency, facts: EventFacts) -> Recipient | None:
    """Who is asked in place of a recipient at this hour; none where nobody may be.

    What hurries is asked of whoever is on duty. Whoever is named in the event is not asked.
    """
    agreement = facts.agreement
    on_duty = candidate
    if urgency != "routine":
        on_duty = agreement.on_duty(candidate, facts.situation.moment)
    reader = alternate(Target(on_duty), facts)
    found = agreement.recipient(reader.recipient) if reader else None
    return found if found and agreement.is_exercise(found) == facts.exercise else None


def question_item(
    owner: RecipientId,
    question: Question,
    children: Iterable[KnownChild],
    facts: EventFacts,
    *,
    headline: str,
    instructions: tuple[str, ...],
    urgency: Urgency,
    due: Due | None,
    told: dict[str, JsonValue],
    fields: tuple[str, ...],
    told_by: ToldBy,
    reason: Reason,
    rules: tuple[str, ...],
    masked: tuple[str, ...] = (),
    addressed_to: Addressee | None = None,
    event_type: str | None = None,
    on_yes: Mapping[RecipientId, Reason] | None = None,
) -> Item:
    """The item by which ``owner`` is asked a question about these children.

    ``event_type`` stands for that of the event where that is not told. ``on_yes`` are those who are
    told on a yes, each with the reason for it.
    """
    situation, agreement = facts.situation, facts.agreement
    kind, answers = agreement.recipient(owner).kind, on_yes or {}
    return Item(
        recipient=owner,
        carrier=agreement.carrier(owner),
        kind="referral",
        arrival="for-your-information",
        addressed_to=addressed_to or Addressee(),
        headline=headline,
        instructions=instructions,
        phone_first=None,
        urgency=urgency,
        respond_by=due.at if due else None,
        respond_by_words=due.in_words if due else "",
        incomplete=(),
        earlier_item_held=False,
        children=tuple(
            ItemChild(
                person=known.person,
                ref=known.ref,
                confidence=sureness(known.confidence, kind),
                question=None,
                arrival="for-your-information",
                rules=(),
            )
            for known in children
        ),
        told_by=told_by,
        event_type=event_type or situation.event.type,
        happened=situation.event.time,
        received=situation.received,
        told=told,
        reason=reason,
        exercise=facts.exercise,
        rules=rules,
        fields=fields,
        masked=masked,
        question=question,
        asks_about=tuple(answers),
        asks_by=tuple(answers.values()),
    )
