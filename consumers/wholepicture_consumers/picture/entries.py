"""The ledger's entries for what amends, and the children that these are about."""

from collections.abc import Iterable, Mapping

from wholepicture_agreement import Entry, KnownChild, SeenAgain, Verdict
from wholepicture_schemas.children import Link
from wholepicture_schemas.codes import QuestionKind
from wholepicture_schemas.deliveries import Reason
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId

from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.ledger import Entered

Question = tuple[RecipientId, QuestionKind]
"""Who is asked about an event, and for which reason: one question each at a time."""

HAD_IT = "It had the original, so it is told what has changed."
KEPT_BACK_NOW = "It had the original, and is told only that the sender keeps it back now."


def refs_given(given: Given, links: Iterable[Link]) -> list[ChildRef]:
    """The children that a recipient was told of, by their references on the bus."""
    persons = {child.person for child in given.data.children}
    return [link.child for link in links if link.person in persons]


def led_to(
    entries: Iterable[Entry],
    given: Mapping[RecipientId, EventId],
    asked: Mapping[Question, EventId],
) -> list[Entered]:
    """Each decision with the delivery that it led to: of what was given, or of what was asked."""
    return [(entry, _delivery(entry, given, asked)) for entry in entries]


def _delivery(
    entry: Entry, given: Mapping[RecipientId, EventId], asked: Mapping[Question, EventId]
) -> EventId | None:
    if entry.decision != "give":
        return None
    if entry.question:
        return asked.get((entry.recipient, entry.question))
    return given.get(entry.recipient)


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


def entry_of(
    given: Given,
    links: Iterable[Link],
    seen: SeenAgain | None = None,
    why: str = HAD_IT,
) -> Entry:
    """The ledger's entry for an amendment: it follows from the first disclosure, by its rule.

    ``seen`` is what it discloses of the event; none where it discloses nothing.
    """
    data = given.data
    persons = {child.person for child in data.children}
    about = children_in(link for link in links if link.person in persons)
    return by_reason(data.reason, "give", data.recipient, about, why, seen)
