"""Changes: what is different between what a recipient holds of an event and what is due to it.

`Comparing.changes` finds them for everybody, and `Comparing._of` is the one table of cases for who
holds something, whatever the cause. A school has an incident about one pupil. Then the police

* correct what happened: `Changed`, an amendment of what the school has;
* add a brother who goes there too: `More`, the event as a whole, about both;
* say that nobody else may be told without asking: `KeptBack`, an amendment with nothing of it;
* take it back: `TakenBack`.

Where the brother goes to another school, that one was told nothing, and the event is `New` to it.
"""

import json
from collections.abc import Collection, Mapping

from pydantic import JsonValue
from wholepicture_agreement import (
    Again,
    Due,
    DueItem,
    SeenAgain,
    Situation,
    items_due,
    without_unsafe,
)
from wholepicture_agreement.by_when.urgency import HURRY, urgency_of
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.changing import Content
from wholepicture_schemas.deliveries import AlsoTold
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId

from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.moving import Rules
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.holdings import Holding
from wholepicture_consumers.picture.kinds_of_change import (
    Change,
    Changed,
    Difference,
    KeptBack,
    More,
    New,
    TakenBack,
)
from wholepicture_consumers.picture.shown import were_shown


class Comparing:
    """One event for everybody who holds, or is due, something of it."""

    def __init__(
        self, facts: Facts, situation: Situation, due: Due, cause: Cause, house: House
    ) -> None:
        self._facts, self._situation, self._cause = facts, situation, cause
        self._agreement, self._work = house.agreement, house.work
        self._items = due.items
        self._seen: dict[EventId, SeenAgain | None] = {}
        self._differences: dict[
            tuple[str, int], tuple[dict[str, JsonValue], tuple[Content, Content]]
        ] = {}
        """By what is held and what is seen, which is kept with it so that its id stays its own."""
        self._repeated: dict[tuple[int, int, int], tuple[Content, object]] = {}
        """What is repeated of a difference, by the ids of what it hangs on, which is kept too."""

    def changes(self, own: Collection[Holding]) -> list[tuple[RecipientId, tuple[Change, ...]]]:
        """What follows for each recipient, in an order that never changes."""
        held = {holding.recipient: holding for holding in own}
        found = {
            recipient: self._of(holding, self._items.get(recipient))
            for recipient, holding in held.items()
        }
        for recipient, due in self._items.items():
            if recipient not in held and not self._was_shown(due):
                found[recipient] = (New(due.item),)
        return [
            (recipient, changes)
            for recipient, changes in found.items()
            if changes and not self._stands_in_for_nothing(changes, found)
        ]

    def also_told(self, recipient: RecipientId) -> tuple[AlsoTold, ...]:
        """Who else acts now, for a recipient that is due something of it; else nobody."""
        due = self._items.get(recipient)
        return due.also_told if due else ()

    def _of(self, held: Holding, due: DueItem | None) -> tuple[Change, ...]:
        """The table of cases, of a recipient that has something of it."""
        facts = self._facts
        gone = held.gone_from(facts.still)
        if facts.now.retracted:
            handling = held.held.data.instructions
            return (TakenBack(held, (), handling),)
        if gone and len(gone) == len(held.held.data.children):
            taken_back = TakenBack(held, gone, self._safe(held))
            return (taken_back, New(due.item)) if due else (taken_back,)
        if due and self._is_due_more(held, due):
            if facts.moved.others.intersection(child.person for child in gone):
                changed = self._changed(held, None, replaced=True)
                return (changed, New(due.item)) if changed else (New(due.item),)
            return (self._more(held, due),)
        if self.seen(held) is None:
            return () if held.held.kept_back else (KeptBack(held),)
        changed = self._changed(held, due)
        return (changed,) if changed else ()

    def _is_due_more(self, held: Holding, due: DueItem) -> bool:
        """Whether the item has a child more, or the rules that gave what it has are closed now."""
        more = due.persons - (held.persons - self._facts.moved.others)
        return bool(more) or self.seen(held) is None

    def _changed(
        self, held: Holding, due: DueItem | None, *, replaced: bool = False
    ) -> Changed | KeptBack | None:
        """What has changed for a recipient in what it has; none where nothing has.

        What gave it counts, and so does what gives it now: the item that it is ``due``, if any.
        """
        found = held.found(self._facts.moved)
        rules = self._rules_now(held, due)
        seen = self.seen(held)
        if rules != self._facts.moved.without(held.held.rules):
            seen = self.again.seen(rules, held.recipient, held.sent.kind)
        if seen is None:
            return None if held.held.kept_back else KeptBack(held)
        differs = self._difference(found, seen)
        told = differs.before or differs.after or differs.gone or held.held.kept_back
        told = told or found.held.data.children != held.held.data.children
        if not told and _lacks_the_same(held, seen) and self._says_the_same(held, seen):
            return None
        return Changed(found, seen, differs, rules, replaced)

    def _rules_now(self, held: Holding, due: DueItem | None) -> dict[str, tuple[PersonRef, ...]]:
        """The rules that gave it and those that give it now, about the children whom it has."""
        rules = self._facts.moved.without(held.held.rules)
        for name, persons in due.rules.items() if due else ():
            about = (person for person in persons if person in held.persons)
            rules[name] = tuple(dict.fromkeys((*rules.get(name, ()), *about)))
        return rules

    def _says_the_same(self, held: Holding, seen: SeenAgain) -> bool:
        """Whether what stands beside the content is as it was."""
        then = self.seen_then(held)
        return then is not None and then.head == seen.head

    def _more(self, held: Holding, due: DueItem) -> More:
        item = due.item
        rules = self.rules_of_both(held, due.rules)
        seen = Again(self._situation, self._agreement).seen(rules, held.recipient, held.sent.kind)
        return More(item, held, seen, self._difference(held, seen) if seen else None)

    def rules_of_both(self, held: Holding, now: Rules) -> dict[str, tuple[PersonRef, ...]]:
        """The rules that give it now and those that gave it, less the children who are gone."""
        both: dict[str, tuple[PersonRef, ...]] = {}
        for name in (*now, *held.held.rules):
            persons = (*now.get(name, ()), *held.held.rules.get(name, ()))
            about = (person for person in persons if person in self._facts.persons)
            both[name] = tuple(dict.fromkeys(about))
        return {name: of for name, of in both.items() if of or not held.held.rules.get(name)}

    def _difference(self, held: Holding, seen: SeenAgain) -> Difference:
        had, after = self._differs(held.held.data.told, seen.told)
        before = had
        if had:
            may_see = self.again.before(held.held.rules, held.recipient, held.sent.kind)
            key = id(had), id(may_see), id(seen.told)
            if key not in self._repeated:
                left = not_repeating(had, may_see, seen.told)
                self._repeated[key] = left, (had, may_see, seen.told)
            before = self._repeated[key][0]
        gone = held.gone_from(self._facts.still)
        return Difference(before, after, gone, protects=before != had)

    def _differs(
        self, told: Mapping[str, JsonValue], now: dict[str, JsonValue]
    ) -> tuple[Content, Content]:
        """Where two contents differ; whoever holds the same and sees the same has one answer."""
        key = json.dumps(told, sort_keys=True), id(now)
        if key not in self._differences:
            self._differences[key] = now, difference(told, now)
        return self._differences[key][1]

    def _safe(self, held: Holding) -> tuple[str, ...]:
        """The instructions of an item that tell its recipient nothing that is protected now."""
        seen = self.seen(held)
        return without_unsafe(held.held.data.instructions, seen.instructions if seen else ())

    def seen(self, held: Holding) -> SeenAgain | None:
        """The event as it is, as far as a recipient may see it by the rules that gave it."""
        if held.name not in self._seen:
            rules = self._facts.moved.without(held.held.rules)
            self._seen[held.name] = self.again.seen(rules, held.recipient, held.sent.kind)
        return self._seen[held.name]

    def seen_then(self, held: Holding) -> SeenAgain | None:
        """The event as it was, as far as a recipient may see it by the rules that gave it."""
        return self.then.seen(held.held.rules, held.recipient, held.sent.kind)

    @cached_property
    def again(self) -> Again:
        """The event as it is, seen through the rules of the day on which it was first told."""
        before = self._said_again.others[-1] if self._was else None
        return Again(self._said_again, self._agreement, before)

    @cached_property
    def then(self) -> Again:
        """The event as it was, seen through the same rules; the same where nothing has changed."""
        was = self._was
        if was is None:
            return self.again
        before = self._said_again._replace(
            event=self._facts.was_event,
            missing=was.missing,
            others=was.earlier(),
        )
        return self.again.of_before(before)

    @cached_property
    def _said_again(self) -> Situation:
        return self._situation._replace(
            received=self._facts.now.received,
            answered_at=None,
            said_at=self._cause.at,
        )

    @cached_property
    def _was(self) -> EventState | None:
        """The event as it was; none where it has not changed."""
        was, now = self._facts.was, self._facts.now
        if was is None or (was.content == now.content and was.missing == now.missing):
            return None
        return was

    def _was_shown(self, due: DueItem) -> bool:
        """Whether the recipient works with the child and was shown the event as told earlier.

        The change comes to it once, as an amendment of what showed the event (`shown.py`). What the
        change itself brings to it comes whole, and so does what has to be acted on at once.
        """
        if self._cause.how == "told":
            return False
        item = due.item
        if item.arrival != "news-on-open-case" or item.phone_first:
            return False
        without = item.recipient in self._told_without
        return without and were_shown(self._facts.name, item, self._work)

    @cached_property
    def _told_without(self) -> Collection[RecipientId]:
        """Who would be told of the event now if it had not been corrected."""
        facts = self._facts
        if facts.was is None or self._cause.how != "corrected":
            return self._items.keys()
        about = {child.person for child in facts.was_event.data.core.children}
        children = tuple(child for child in self._situation.children if child.person in about)
        before = self._situation._replace(
            event=facts.was_event, missing=facts.was.missing, children=children
        )
        return items_due(before, self._agreement).items.keys()

    def _stands_in_for_nothing(
        self, changes: tuple[Change, ...], found: dict[RecipientId, tuple[Change, ...]]
    ) -> bool:
        """Whether it is due the event only to stand in for those who have nothing new to act on.

        A typing error is put right at 22:00. The front door's item is amended, and the duty team,
        which stands in for the front door at that hour and never had the event, is not told of it.
        """
        first = changes[0]
        if self._facts.was is None or not isinstance(first, New) or not first.item.stands_in_for:
            return False
        now, was = (event.data.core for event in (self._facts.event, self._facts.was_event))
        if HURRY[urgency_of(now, now.children)] > HURRY[urgency_of(was, was.children)]:
            return False
        return not any(
            isinstance(change, New | More)
            for recipient in first.item.stands_in_for
            for change in found.get(recipient, ())
        )


def _lacks_the_same(held: Holding, seen: SeenAgain) -> bool:
    """Whether what the recipient was told to be missing is what is missing now."""
    return set(held.held.data.incomplete) == set(seen.incomplete)
