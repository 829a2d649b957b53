"""Who is due an item of an event: decided at once, and each item made when it is asked for.

A correction is decided anew, and most who are due the event have it already. Of those it is asked
by which rules and about whom they are due it, and nobody reads an item that would say the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.candidates import Candidate, Key
from wholepicture_agreement.entries import entries
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.situation import Decision, Entry, Item, NotApplied
from wholepicture_agreement.written.model import Terms


@dataclass(frozen=True, slots=True)
class Due:
    """Who is due an item of an event, what persons are asked, and what each rule decides."""

    items: Mapping[RecipientId, DueItem] = field(default_factory=dict)
    questions: tuple[Item, ...] = ()
    """What persons are asked before somebody else is told, or because nobody acts."""
    candidates: Mapping[Key, Candidate] = field(default_factory=dict)
    of_questions: tuple[Entry, ...] = ()
    """The entries of what is asked, for the ledger."""
    terms: Terms | None = None
    """By which it is decided; none where nothing is."""

    def entries(self, given: Collection[RecipientId]) -> tuple[Entry, ...]:
        """Each decision, for the ledger; of what is given, only what these recipients are given."""
        if self.terms is None:
            return ()
        decided = entries(self.candidates.values(), self.items, given, self.terms)
        return (*decided, *self.of_questions)

    def decision(self, not_applied: Iterable[NotApplied] = ()) -> Decision:
        """The same with every item made."""
        return Decision(
            items=tuple(due.item for due in self.items.values()),
            questions=self.questions,
            entries=self.entries(self.items),
            not_applied=tuple(not_applied),
        )
