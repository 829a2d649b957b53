"""The ledger's entries for what amends, and the children that these are about."""

from collections.abc import Iterable

from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.agreement import Entry, KnownChild, SeenAgain
from wholepicture_consumers.picture.documents import Given

HAD_IT = "It had the original, so it is told what has changed."
KEPT_BACK_NOW = "It had the original, and is told only that the sender keeps it back now."


def refs_given(given: Given, links: Iterable[Link]) -> list[ChildRef]:
    """The children that a recipient was told of, by their references on the bus."""
    persons = {child.person for child in given.data.children}
    return [link.child for link in links if link.person in persons]


def entry_of(
    given: Given,
    links: Iterable[Link],
    seen: SeenAgain | None = None,
    why: str = HAD_IT,
) -> Entry:
    """The ledger's entry for an amendment: it follows from the first disclosure, by its rule.

    ``seen`` is what it discloses of the event; none where it discloses nothing.
    """
    reason = given.data.reason
    persons = {child.person for child in given.data.children}
    return Entry(
        decision="give",
        recipient=given.data.recipient,
        rule=reason.rule,
        rule_version=reason.rule_version,
        agreement=reason.agreement,
        purpose=reason.purpose,
        legal_basis=reason.legal_basis,
        children=tuple(
            KnownChild(person=link.person, ref=link.child, confidence=link.confidence)
            for link in links
            if link.person in persons
        ),
        fields=seen.fields if seen else (),
        masked=seen.masked if seen else (),
        because=why,
    )
