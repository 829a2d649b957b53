"""Saying: the delivery that a change becomes, and what its recipient holds from then on."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from wholepicture_agreement import SeenAgain
from wholepicture_agreement.by_when.numbers import answers_at
from wholepicture_agreement.by_when.urgency import HURRY
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.orders import stands
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_schemas.deliveries import AboutChild, Amends, Delivery
from wholepicture_schemas.identifiers import EventId

from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.beside_words import changed_beside, to_do_differs
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.changed_words import initials, what_changed
from wholepicture_consumers.picture.changes import Comparing
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.delivery import amending, in_place_of, name_of, whole
from wholepicture_consumers.picture.holdings import Holding, as_held
from wholepicture_consumers.picture.kinds_of_change import (
    Change,
    Changed,
    Difference,
    KeptBack,
    More,
    New,
    TakenBack,
    rules_of,
)


class Said(NamedTuple):
    """One delivery to one recipient."""

    change: Change
    delivery: Delivery
    held: Holding | None = None
    """What the recipient holds from now on; none where it is a first delivery, or holds nothing."""
    seen: SeenAgain | None = None
    """What an amendment discloses of the event; none where it discloses nothing."""


class Saying:
    """The deliveries of one cause."""

    def __init__(
        self,
        facts: Facts,
        cause: Cause,
        house: House,
        comparing: Comparing,
        elsewhere: KeptBackElsewhere,
    ) -> None:
        self._facts, self._cause, self._house = facts, cause, house
        self._comparing, self._elsewhere = comparing, elsewhere
        self._pattern = cause.how == "pattern"

    def said(self, changes: tuple[Change, ...]) -> Iterator[Said]:
        """What one recipient is sent because of its changes, in their order."""
        before: Said | None = None
        for change in changes:
            match change:
                case New():
                    before = self._new(change, before)
                case More():
                    before = self._more(change)
                case Changed():
                    before = self._changed(change)
                case KeptBack():
                    before = self._kept_back(change)
                case TakenBack():
                    before = self._taken_back(change)
            yield before

    def _new(self, change: New, before: Said | None) -> Said:
        """The event as a whole; ``before`` is what has been said to the same recipient."""
        more = ("anew",) if before else ()
        delivery = self._whole(change.item, name_of(self._cause, change.item.recipient, *more))
        if before is not None and not isinstance(before.change, New):
            earlier = before.delivery.id if isinstance(before.change, Changed) else None
            delivery = in_place_of(delivery, before.change.held, earlier)
        return Said(change, delivery)

    def _more(self, change: More) -> Said:
        """The event as a whole, in the place of what the recipient has of it."""
        held, item, seen, differs = change.held, change.item, change.seen, change.difference
        delivery = self._whole(item, name_of(self._cause, item.recipient))
        rules = rules_of(item)
        changes: dict[str, Any] = {"newest": delivery.id, "kept_back": False}
        if self._cause.is_amendment and seen is not None and differs is not None:
            heads = self._heads(seen, held, differs)
            delivery = self._amending_whole(delivery, held, seen, heads, differs)
            rules = self._comparing.rules_of_both(held, rules)
            changes |= {
                "data": as_held(
                    delivery.data,
                    instructions=self._handling(seen, held, differs),
                    question=seen.question,
                )
            }
        delivery = in_place_of(delivery, held, held.newest)
        data = changes.pop("data", None) or as_held(delivery.data)
        return Said(change, delivery, held.changed(rules=rules, data=data, **changes), seen)

    def _amending_whole(
        self,
        delivery: Delivery,
        held: Holding,
        seen: SeenAgain,
        heads: tuple[str, ...],
        differs: Difference,
    ) -> Delivery:
        """The whole new item as the amendment of the first; children told of before stay in it."""
        data = delivery.data
        named = {child.person for child in (*data.children, *differs.gone)}
        still = tuple(child for child in held.held.data.children if child.person not in named)
        changes = {
            "headline": voice.MORE_CHILDREN.format(headline=data.headline),
            "instructions": heads,
            "phone_first": seen.phone_first,
            "urgency": seen.urgency,
            "told_by": seen.told_by,
            "told": seen.told,
            "incomplete": seen.incomplete,
            "question": seen.question if seen.question != held.held.data.question else None,
            "children": (*still, *data.children),
            "around": (),  # what amends an item does not repeat it
            "amends": self._amends(held, differs),
        }
        return delivery.model_copy(update={"data": data.model_copy(update=changes)})

    def _changed(self, change: Changed) -> Said:
        """An amendment with the event as it is now, about the children whom it is still about."""
        held, seen, differs = change.held, change.seen, change.difference
        gone = {child.person for child in differs.gone}
        beside = not (differs.before or differs.after or gone or held.held.kept_back)
        headline = self._beside(held, seen) if beside else self._corrected(held, seen, differs)
        if self._cause.how == "protected":
            headline = voice.asked_back(held.held.data.happened)
        if self._pattern:
            headline = voice.pattern_changed(seen.told)
        changes = {
            "headline": headline,
            "addressed_to": seen.addressed_to or held.held.data.addressed_to,
            "incomplete": seen.incomplete,
            "instructions": self._heads(seen, held, differs),
            "told": seen.told,
            "told_by": seen.told_by,
            "urgency": seen.urgency,
            **self._sooner(change),
            "phone_first": seen.phone_first,
            "question": seen.question if seen.question != held.held.data.question else None,
            "amends": self._amends(held, differs),
            "also_told": self._comparing.also_told(held.recipient),
            "replaces": held.newest,
            "children": tuple(
                child for child in held.held.data.children if child.person not in gone
            ),
        }
        delivery = self._amendment(held, changes)
        if change.replaced:
            return Said(change, delivery, None, seen)
        handling = self._handling(seen, held, differs)
        now = held.changed(
            data=as_held(delivery.data, instructions=handling, question=seen.question),
            newest=delivery.id,
            rules=change.rules,
            kept_back=False,
        )
        return Said(change, delivery, now, seen)

    def _sooner(self, change: Changed) -> dict[str, Any]:
        """The sooner due time of an item that is more urgent now, or that an order was added to."""
        held, seen, at = change.held, change.seen, self._cause.at
        data = held.held.data
        orders = PeopleTold(seen.told).orders
        ordered = orders != PeopleTold(data.told).orders and stands(
            orders, at.astimezone(LONDON).date()
        )
        if not (ordered or self._pattern) and HURRY[seen.urgency] <= HURRY[data.urgency]:
            return {}
        due = self._comparing.again.due(change.rules, held.recipient, held.sent.kind, at)
        if due is None or (data.respond_by and at < data.respond_by < due.at):
            return {}
        return {"respond_by": due.at, "respond_by_words": due.in_words}

    def _kept_back(self, change: KeptBack) -> Said:
        """An amendment with nothing of the event; it stays open until the recipient has applied it.

        That a child is found to be a known one the recipient hears when the event comes again.
        """
        held = change.held
        data = held.held.data
        sender = self._house.agreement.agencies.get(self._facts.now.agency)
        number = answers_at(self._cause.at, self._house.agreement, sender)
        phone = number.phone if number else None
        changes: dict[str, Any] = {
            "headline": voice.KEPT_BACK_HEADLINE,
            "instructions": voice.keep_back(data.told_by.agency, phone),
            "phone_first": phone if data.urgency == "immediate" else None,
            "told_by": data.told_by.model_copy(
                update={"local_reference": "not given", "call_back": None}
            ),
            "children": held.unasked,
            "told": {},
            "amends": Amends(delivery=held.name, how="correction", because=voice.PLAINLY),
        }
        delivery = self._amendment(held, changes)
        known = held.found(self._facts.moved).held.data.children
        left = delivery.data.model_copy(update={"amends": None, "children": known})
        return Said(change, delivery, held.changed(data=left, kept_back=True))

    def _taken_back(self, change: TakenBack) -> Said:
        """An amendment that takes back what the recipient was told and was asked."""
        held = change.held
        handling = self._comparing.then.handling(held.held.data.told)
        said = held.changed(
            data=held.held.data.model_copy(update={"instructions": change.instructions})
        )
        headline, undo = voice.taken_back(self._cause.how, held.held.data, self._house.agreement)
        changes: dict[str, Any] = {
            "headline": headline,
            "instructions": (
                *self._not_about(change.gone, held),
                *undo,
                *voice.still_held(said.held, handling),
            ),
            "phone_first": None,
            "respond_by": None,
            "respond_by_words": None,
            "children": held.unasked,
            "told": {},
            "amends": Amends(
                delivery=held.name,
                how="retraction",
                because=self._because(held),
                no_longer_about=tuple(child.person for child in change.gone),
            ),
        }
        delivery = self._amendment(held, changes)
        taken_back = held.changed(taken_back=True) if self._facts.now.retracted else None
        return Said(change, delivery, taken_back)

    # ---- the parts of a delivery

    def _whole(self, item: Any, name: EventId) -> Delivery:
        return whole(item, self._facts, self._cause, self._house, self._elsewhere, name=name)

    def _amendment(self, held: Holding, changes: dict[str, Any]) -> Delivery:
        name = name_of(self._cause, held.recipient)
        return with_coverage(
            amending(held, changes, self._facts, self._cause, name=name), self._house
        )

    def _amends(self, held: Holding, differs: Difference) -> Amends:
        return Amends(
            delivery=held.name,
            how="correction",
            because=self._because(held),
            before=differs.before,
            after=differs.after,
            no_longer_about=tuple(child.person for child in differs.gone),
        )

    @staticmethod
    def _corrected(held: Holding, seen: SeenAgain, differs: Difference) -> str:
        gone = [initials(held.held.data.told, child.person) for child in differs.gone]
        return voice.corrected(what_changed(differs.before, differs.after, seen.told, gone))

    def _beside(self, held: Holding, seen: SeenAgain) -> str:
        then = self._comparing.seen_then(held)
        what = changed_beside(held.held.data, seen, then)
        linked = self._cause.how == "linked"
        return voice.WHO_IT_IS if linked else voice.beside(what, to_do=to_do_differs(seen, then))

    def _because(self, held: Holding) -> str:
        if self._cause.how == "protected":
            return voice.PROTECTED_SINCE
        if said := voice.because_of_the_bus(self._cause.how, ended=self._facts.now.retracted):
            return said
        return voice.because(self._cause.words, held.sent, held.held, self._comparing.again)

    def _heads(self, seen: SeenAgain, held: Holding, differs: Difference) -> tuple[str, ...]:
        handling = self._handling(seen, held, differs)
        if self._cause.how == "protected":
            return (voice.TAKE_IT_OUT, *handling)
        return (*self._not_about(differs.gone, held), *handling)

    def _handling(self, seen: SeenAgain, held: Holding, differs: Difference) -> tuple[str, ...]:
        had = held.held.data.instructions
        return voice.protecting(seen.instructions, had, more=differs.protects)

    def _not_about(self, gone: tuple[AboutChild, ...], held: Holding) -> tuple[str, ...]:
        return voice.not_about(gone, held.held, decided=self._cause.how == "linked")
