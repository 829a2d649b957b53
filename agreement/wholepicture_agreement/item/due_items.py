"""Items that are due: by which rules and about whom, and each item made when it is asked for."""

from collections.abc import Iterable

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.deliveries import AlsoTold, Kind
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_agreement.item.items import Giving, item, stands_in_for
from wholepicture_agreement.seen.view import Viewing
from wholepicture_agreement.situation import Item
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.also_told import WhoActs


class DueItem:
    """An item that a recipient is due."""

    def __init__(
        self,
        recipient: RecipientId,
        givings: Iterable[Giving],
        facts: EventFacts,
        viewing: Viewing,
        acting: WhoActs,
    ) -> None:
        self.recipient = recipient
        self._givings = sorted(givings, key=lambda giving: giving.weight)
        self._facts, self._viewing, self._acting = facts, viewing, acting

    @property
    def kind(self) -> Kind:
        """Whether it waits for an answer."""
        return self._givings[0].active.rule.kind

    @property
    def persons(self) -> frozenset[PersonRef]:
        """The children whom it is about."""
        return frozenset(
            subject.known.person for giving in self._givings for subject in giving.subjects
        )

    @property
    def rules(self) -> dict[str, tuple[PersonRef, ...]]:
        """The rules that give it, the weightiest first, each with the children that it gives."""
        given: dict[str, set[PersonRef]] = {}
        for giving in self._givings:
            persons = given.setdefault(giving.active.rule.id, set())
            persons.update(subject.known.person for subject in giving.subjects)
        return {rule: tuple(sorted(persons)) for rule, persons in given.items()}

    @property
    def stands_in_for(self) -> tuple[RecipientId, ...]:
        """Whom its recipient is on duty for; empty where it is also told for itself."""
        return stands_in_for(target for giving in self._givings for target in giving.targets)

    @cached_property
    def also_told(self) -> tuple[AlsoTold, ...]:
        """Who else acts, as far as the recipient may know it."""
        view = self._viewing.view([giving.look for giving in self._givings])
        return self._acting.beside(self._acting.of(self.recipient), view.shown)

    @cached_property
    def item(self) -> Item:
        """The item itself."""
        return item(self.recipient, self._givings, self._facts, self._viewing, self._acting)
