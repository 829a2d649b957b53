"""Who gets an event by its correction: whoever has not had it, or lacks something of it now.

Whoever works with the child, was shown it as told earlier, and would be told of it now without the
correction too, has had it: what changes for them comes as an amendment of that (shown_amended.py),
once. What has to be acted on at once comes whole all the same.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property
from typing import Any

from wholepicture_agreement import Agreement, Decision, Item, SeenAgain, Situation, decide
from wholepicture_engine.stage import Work
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_consumers.picture.documents import Given, Told
from wholepicture_consumers.picture.shown import were_shown


class Newly:
    """The corrected event beside the one before: what its correction brings, and to whom.

    ``was`` is the event before, ``situation`` that of the event as it is; ``still`` are the
    children that it is still about, and ``others`` those that are another child now.
    """

    def __init__(
        self,
        name: str,
        original: Told,
        was: Event[Any],
        situation: Situation,
        still: Collection[PersonRef],
        others: Collection[PersonRef],
        agreement: Agreement,
        work: Work,
    ) -> None:
        self._name, self._original, self._was = name, original, was
        self._situation = situation
        self._still, self._others = still, others
        self._agreement, self._work = agreement, work

    def items(
        self, decision: Decision, seen: Callable[[Given], SeenAgain | None]
    ) -> dict[RecipientId, Item]:
        """Of a decision about the event as it is, what goes to whoever gets the event now.

        ``seen`` is what a recipient may see of it by the rules that gave it before.
        """
        given = {one.data.recipient: one for one in self._original.given}
        return {
            item.recipient: item
            for item in decision.items
            if self._gets(item, given.get(item.recipient), seen)
        }

    def _gets(
        self, item: Item, given: Given | None, seen: Callable[[Given], SeenAgain | None]
    ) -> bool:
        """Whether a recipient has not had the event, or not about each of these children.

        Or what gave it is closed to it, and something else gives it now.
        """
        if given is None:
            works_on_it = item.arrival == "news-on-open-case" and item.phone_first is None
            without = works_on_it and item.recipient in self._told_without
            return not (without and were_shown(self._name, item, self._work))
        had = {child.person for child in given.data.children}
        all_gone = bool(had) and had.isdisjoint(self._still)
        more = {child.person for child in item.children} - (had - set(self._others))
        return all_gone or bool(more) or seen(given) is None

    @cached_property
    def _told_without(self) -> Collection[RecipientId]:
        """Who would be told of the event now if it had not been corrected."""
        about = {child.person for child in self._was.data.core.children}
        before = replace(
            self._situation,
            event=self._was,
            missing=self._original.missing,
            children=tuple(one for one in self._situation.children if one.person in about),
        )
        return {item.recipient for item in decide(before, self._agreement).items}
