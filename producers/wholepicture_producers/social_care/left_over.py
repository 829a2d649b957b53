"""What was published and is in a return no longer: it is said, and never taken back by itself.

A return has each case that was open in its year. So a referral that was closed before is missed by
nobody, and one that was open is.
"""

from collections.abc import Iterable, Iterator

from wholepicture_schemas.identifiers import EventId

from wholepicture_producers.drafts import Draft
from wholepicture_producers.social_care.record import KnownEvent, KnownInstance, Record
from wholepicture_producers.social_care.same import Matching, Placed


class LeftOver:
    """Gathers the events that a return does not tell any more."""

    def __init__(self, record: Record | None, matching: Matching) -> None:
        self._record = record
        self._matching = matching
        self.events: list[tuple[EventId, str]] = []
        """Each by its receipt and its type."""
        self.children = 0
        """How many children are missing as a whole."""

    def referrals(self, gone: Iterable[KnownInstance]) -> bool:
        """Note the referrals of a child that the return has not; whether one should be there."""
        found = [referral for referral in gone if self._matching.is_expected(referral)]
        for referral in found:
            self._note(referral.every_event())
        return bool(found)

    def noting(self, placed: Placed, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """The drafts of a referral; what was published of it and is not among them is noted."""
        told: set[str] = set()
        for draft in drafts:
            told.add(str((draft.document or {}).get("id")))
            yield draft
        if placed.known is not None:
            known = placed.known.every_event()
            self._note(event for event in known if event.id not in told)

    def not_looked_at(self, number: str) -> None:
        """Note that a child stands in the return, though nothing of them is told."""
        if self._record is not None:
            self._record.of(number)

    def others(self) -> None:
        """Note the children of the record whom the return does not name at all."""
        if self._record is not None:
            for referrals in self._record.of_others():
                self.children += self.referrals(referrals)

    def _note(self, events: Iterable[KnownEvent]) -> None:
        self.events += [(event.id, event.type) for event in events]
