"""The disclosure ledger: one chain of entries per partition, each with the hash of the one before.

Source: DfE, Information sharing, May 2024, golden rule 7: record the decision, whether or not you
share.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from wholepicture_agreement import Entry, KnownChild, SeenAgain, Verdict
from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Work
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.children import Link
from wholepicture_schemas.deliveries import Reason
from wholepicture_schemas.disclosures import Disclosure, DisclosureData
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId, derived
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.causes import Cause, Facts
from wholepicture_consumers.picture.documents import Chain

_disclosure, _disclosure_data = unchecked(Disclosure), unchecked(DisclosureData)

Entered = tuple[Entry, EventId | None]
"""A decision, and the delivery that it led to; none where it led to none."""
Question = tuple[RecipientId, QuestionMatter, frozenset[PersonRef]]
"""Who is asked about an event, and what about: one question each at a time.

Whether a child is one whom a team works with is asked of each child, by its reference.
"""

HAD_IT = "It had the original, so it is told what has changed."
KEPT_BACK_NOW = "It had the original, and is told only that the sender keeps it back now."
PROTECTED_SINCE = (
    "It had the original, so it is asked to take out of its record what is protected since."
)
WAS_ASKED = "It was asked about the event, so it is told that the question is settled."
WAS_SHOWN = "It was shown it as told earlier, so it is told what has changed."


def led_to(
    entries: Iterable[Entry],
    given: Mapping[RecipientId, EventId],
    asked: Mapping[Question, EventId],
) -> list[Entered]:
    """Each decision with the delivery that it led to; a question has a delivery of its own."""
    return [(entry, _delivery(entry, given, asked)) for entry in entries]


def _delivery(
    entry: Entry, given: Mapping[RecipientId, EventId], asked: Mapping[Question, EventId]
) -> EventId | None:
    if entry.decision != "give":
        return None
    if entry.question:
        persons = (child.person for child in entry.children)
        return asked.get(question_of(entry.recipient, entry.question, persons))
    return given.get(entry.recipient)


def question_of(
    recipient: RecipientId, matter: QuestionMatter, persons: Iterable[PersonRef]
) -> Question:
    """Which question it is, of those that are asked about an event."""
    return recipient, matter, frozenset(persons if matter == "same-child" else ())


def by_reason(
    reason: Reason,
    decision: Verdict,
    recipient: RecipientId,
    children: Iterable[KnownChild],
    because: str,
    seen: SeenAgain | None = None,
) -> Entry:
    """An entry that follows from an earlier decision, by its rule and on its legal basis.

    ``seen`` is what it discloses of the event; none where it discloses nothing.
    """
    return Entry(
        decision=decision,
        recipient=recipient,
        rule=reason.rule,
        rule_version=reason.rule_version,
        agreement=reason.agreement,
        purpose=reason.purpose,
        legal_basis=reason.legal_basis,
        children=tuple(children),
        fields=seen.fields if seen else (),
        masked=seen.masked if seen else (),
        because=because,
    )


def children_in(links: Iterable[Link]) -> list[KnownChild]:
    """The children of these links, as the ledger names them."""
    return [
        KnownChild(person=link.person, ref=link.child, confidence=link.confidence) for link in links
    ]


def entered(
    entries: Sequence[Entered],
    *,
    chain: int,
    event_source: str,
    event_id: str,
    event_type: str,
    at: datetime,
    work: Work,
) -> list[Outgoing]:
    """The ledger's records for decisions."""
    end = work.get(Chain, str(chain)) or Chain()
    sequence, previous = end.sequence, end.last
    made: list[Outgoing] = []
    for entry, delivery in entries:
        sequence += 1
        unsigned = _disclosure_data(
            chain=chain,
            sequence=sequence,
            previous=previous,
            hash="",
            decision=entry.decision,
            recipient=entry.recipient,
            delivery=delivery,
            event_source=event_source,
            event_id=event_id,
            event_type=event_type,
            children=tuple([child.ref for child in entry.children if child.ref is not None]),
            rule=entry.rule,
            rule_version=entry.rule_version,
            agreement=entry.agreement,
            purpose=entry.purpose,
            legal_basis=entry.legal_basis,
            fields=entry.fields,
            masked=entry.masked,
            because=entry.because,
            at=at,
        )
        previous = unsigned.digest()
        told = _disclosure(
            id=derived("disclosure", str(chain), str(sequence)),
            source=BUS,
            type=Disclosure.TYPE,
            time=at,
            causationid=f"{event_source}:{event_id}",
            data=unsigned.model_copy(update={"hash": previous}),
        )
        made.append(outgoing(told, topics.DISCLOSURES, None, partition=chain))
    if made:
        work.put(str(chain), Chain(sequence=sequence, last=previous))
    return made


def on_the_ledger(
    entries: Sequence[Entered], facts: Facts, cause: Cause, work: Work
) -> list[Outgoing]:
    """Every decision of every rule that was considered, because of one cause, on the ledger.

    Of an amendment, the ledger names the amendment as the event that led to it.
    """
    about = cause.name if cause.is_amendment else facts.name
    source, _, event = about.rpartition(":")
    return entered(
        entries,
        chain=cause.record.place.partition,
        event_source=source,
        event_id=event,
        event_type=cause.type if cause.is_amendment else facts.now.attributes.type,
        at=cause.at,
        work=work,
    )
