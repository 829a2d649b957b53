"""What is to be on the disclosure ledger: each decision, with the delivery that it led to.

Source: DfE, Information sharing, May 2024, golden rule 7: record the decision, whether or not you
share.
"""

from collections.abc import Iterable, Mapping

from wholepicture_agreement import Entry, KnownChild, SeenAgain, Verdict
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.children import Link
from wholepicture_schemas.deliveries import Reason
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId

from wholepicture_consumers.picture.causes import Cause, Entered, Facts, House

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


def on_the_ledger(entries: Iterable[Entered], facts: Facts, cause: Cause, house: House) -> None:
    """Have every decision of every rule that was considered entered, at the end of the record.

    Of an amendment, the ledger names the amendment as the event that led to it.
    """
    about = facts.name, facts.now.attributes.type
    if cause.is_amendment:
        about = cause.name, cause.type
    for entry in entries:
        house.decided.setdefault(about, []).append(entry)
