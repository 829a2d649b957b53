"""One correction: who had the event and is told what has changed, and who gets the event now."""

from dataclasses import replace

from wholepicture_agreement import (
    Again,
    Agreement,
    Item,
    SeenAgain,
    Situation,
    decide,
    without_unsafe,
)
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.children import links_now
from wholepicture_schemas.deliveries import Amends, Delivery
from wholepicture_schemas.identifiers import EventId, RecipientId, derived
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.picture.amended import (
    because,
    corrected_delivery,
    gone_from,
    not_about,
    protecting,
    taken_back_delivery,
)
from wholepicture_consumers.picture.amending import Corrected
from wholepicture_consumers.picture.chronology import settle
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.documents import Given, Told
from wholepicture_consumers.picture.entries import (
    HAD_IT,
    KEPT_BACK_NOW,
    entry_of,
    led_to,
    refs_given,
)
from wholepicture_consumers.picture.kept_back import is_kept_back, kept_back_delivery
from wholepicture_consumers.picture.ledger import Entered
from wholepicture_consumers.picture.more_children import with_more, with_those_before
from wholepicture_consumers.picture.moving import moved
from wholepicture_consumers.picture.newly import Newly
from wholepicture_consumers.picture.no_longer_asked import PUT_RIGHT, settle_questions
from wholepicture_consumers.picture.questions import ask
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.replacing import as_held, newest, replacing
from wholepicture_consumers.picture.shown_amended import tell_the_shown
from wholepicture_consumers.picture.situations import situation_of
from wholepicture_consumers.picture.states import as_it_is_and_was, remembered, states
from wholepicture_consumers.picture.telling import (
    delivery_of,
    given_of,
    on_the_ledger,
    refs_of,
    send,
)


class Correcting:
    """The work of one correction: who had the event and is told what changed, and who gets it now.

    ``content`` is the correction, with a link for each child that the event was ever about.
    """

    def __init__(
        self,
        name: str,
        original: Told,
        now: Corrected,
        content: Concerned,
        record: Record,
        agreement: Agreement,
        work: Work,
    ) -> None:
        self._name, self._original, self._now = name, original, now
        self._content, self._record = content, record
        self._agreement, self._work = agreement, work
        self._links = content.data.links
        self._before = remembered(original)
        self._about = {child.person for child in now.event.data.core.children}
        self._was = event_of(original.attributes, original.content)
        self._moved = moved(original, self._was, now.event, self._links)
        self._still = self._about - self._moved.others
        data = content.data.model_copy(
            update={
                "attributes": original.attributes,
                "content": now.content,
                "links": tuple(one for one in links_now(self._links) if one.person in self._about),
                "missing": now.missing,
            }
        )
        self._as_it_is = Concerned(data, now.event, content.correlation)
        self._situation = self._as_known()
        self._again, self._then = as_it_is_and_was(original, self._was, self._situation, agreement)
        self._ids_anew: dict[RecipientId, EventId] = {}
        self._kept: list[Given] = []
        self._had: dict[RecipientId, tuple[Given, EventId | None]] = {}
        self._entered: list[Entered] = []

    def outputs(self) -> list[Outgoing]:
        """Everything that follows; what is remembered of the event is brought up to date."""
        told = self._original.model_copy(
            update={
                "content": self._now.content,
                "links": self._links,
                "missing": self._now.missing,
                "before": self._before,
            }
        )
        shown = tell_the_shown(
            self._name, self._original, self._now.event, self._links,
            self._content, self._record, self._agreement, self._work,
        )  # fmt: skip
        settle(self._name, told, self._now.event, self._work, about=self._about)
        self._situation = self._as_known()
        decision = decide(self._situation, self._agreement)
        newly = Newly(
            self._name, self._original, self._was, self._situation, self._still,
            self._moved.others, self._agreement, self._work,
        )  # fmt: skip
        anew = newly.items(decision, self._seen)
        outputs: list[Outgoing] = []
        for given in self._original.given:
            recipient = given.data.recipient
            gone = gone_from(given, self._still)
            if gone and len(gone) == len(given.data.children):
                outputs += self._no_longer(given)
            elif recipient in anew and self._moved.others.intersection(
                child.person for child in gone
            ):  # one of its children is another's now: that is told apart from who it is
                outputs += self._amend(given, replaced=True)
            elif recipient in anew:
                outputs += self._of_more(given, anew.pop(recipient))
            else:
                outputs += self._amend(given)
        for item in anew.values():
            outputs += self._tell(item)
        asked = ask(
            decision.questions, self._original.asked, self._as_it_is,
            self._record, self._agreement, self._work,
        )  # fmt: skip
        settled = settle_questions(
            asked.known, asked.still, PUT_RIGHT, self._links, self._content,
            self._record, self._agreement, self._work,
        )  # fmt: skip
        changes = {"given": tuple(self._kept), "asked": settled.known}
        self._work.put(self._name, told.model_copy(update=changes))
        decided = led_to(decision.entries, self._ids_anew, asked.now)
        entered = [(of, led) for of, led in decided if of.decision != "give" or led is not None]
        entered += [*self._entered, *settled.ledger]
        ledger = on_the_ledger(entered, self._content, self._record, self._work)
        return [*shown, *outputs, *asked.outputs, *settled.outputs, *ledger]

    def _as_known(self) -> Situation:
        """The event as it is, received with its correction."""
        situation = situation_of(self._as_it_is, self._agreement, self._work, earlier_held=False)
        others = states(self._original.attributes, self._before)
        return replace(situation, others=others, agreed=frozenset(self._original.agreed))

    def _no_longer(self, given: Given) -> list[Outgoing]:
        """Of a recipient that was told only of children whom the event is no longer about."""
        why = because(self._content, given, self._again)
        seen = self._seen(given)
        safe = without_unsafe(given.data.instructions, seen.instructions if seen else ())
        data = given.data.model_copy(update={"instructions": safe})
        had = given.model_copy(update={"data": data})
        handling = self._then.handling(given.data.told)
        delivery = taken_back_delivery(had, handling, why, self._content, self._record, self._still)
        self._had[given.data.recipient] = given, None
        return self._amended(given, delivery, None)

    def _amend(self, given: Given, *, replaced: bool = False) -> list[Outgoing]:
        """What has changed for a recipient in what it had; nothing where nothing has.

        ``replaced``: the event as a whole comes to it besides, and stands for what it has.
        """
        had, given = given, self._moved.found_in(given)
        seen = self._seen(given)
        then = self._then.seen(given.rules, given.data.recipient, given.kind)
        if seen is None:
            return self._keep_back(given, had)
        amends, handling = self._changed(given, seen)
        changed = amends.before or amends.after or amends.no_longer_about or given.kept_back
        if not changed and then is not None and then.head == seen.head:
            self._kept.append(given)
            return []
        heads = self._naming_the_gone(given, handling)
        delivery = corrected_delivery(given, amends, seen, heads, self._content, self._record)
        if replaced:
            self._had[given.data.recipient] = given, delivery.id
        else:
            changes = {
                "data": as_held(delivery.data, instructions=handling, question=seen.question),
                "newest": delivery.id,
                "rules": self._moved.without(given.rules),
                "kept_back": False,
            }
            self._kept.append(given.model_copy(update=changes))
        return self._amended(given, delivery, seen)

    def _seen(self, given: Given) -> SeenAgain | None:
        """The event as it is, as far as a recipient may see it by the rules that gave it."""
        rules = self._moved.without(given.rules)
        return self._again.seen(rules, given.data.recipient, given.kind)

    def _keep_back(self, given: Given, had: Given) -> list[Outgoing]:
        """The event is not for this recipient any more: it is told so, once.

        Of a child that is found to be a known one it hears nothing: its item is as it ``had`` it.
        """
        if given.kept_back:
            self._kept.append(given)
            return []
        delivery = kept_back_delivery(had, self._content, self._record, self._agreement)
        self._kept.append(is_kept_back(given, delivery))
        return self._amended(given, delivery, None, KEPT_BACK_NOW)

    def _of_more(self, given: Given, item: Item) -> list[Outgoing]:
        """The event as a whole, for a recipient that had it about other children only."""
        agreement, recipient = self._agreement, item.recipient
        whole = self._delivery(item)
        first = given_of(whole, item, agreement)
        rules = with_those_before(first.rules, given, self._about)
        seen = Again(self._situation, agreement).seen(rules, recipient, first.kind)
        if seen is None:
            self._had[recipient] = given, newest(given)
            return self._tell(item)
        amends, handling = self._changed(given, seen)
        heads = self._naming_the_gone(given, handling)
        delivery = with_more(whole, given, seen, heads, amends)
        delivery = replacing(delivery, given, newest(given))
        delivery = delivery.model_copy(
            update={"id": derived("delivery", self._content.identity, recipient)}
        )
        had = {"instructions": handling, "question": seen.question, "earlier": (), "coverage": ()}
        data = as_held(delivery.data, **had)
        kept = {"delivery": given.delivery, "newest": delivery.id, "rules": rules, "data": data}
        first = first.model_copy(update=kept)
        self._kept.append(first)
        self._ids_anew[recipient] = delivery.id
        links = links_now(self._links)
        self._entered.append((entry_of(given, links, seen), delivery.id))
        return send(delivery, first, refs_given(first, links), self._content, self._work)

    def _changed(self, given: Given, seen: SeenAgain) -> tuple[Amends, tuple[str, ...]]:
        """What has changed for a recipient, and what to do with it."""
        had, after = difference(given.data.told, seen.told)
        may_see = self._again.before(given.rules, given.data.recipient, given.kind)
        before = not_repeating(had, may_see, seen.told)
        amends = Amends(
            delivery=given.delivery,
            how="correction",
            because=because(self._content, given, self._again),
            before=before,
            after=after,
            no_longer_about=tuple(one.person for one in gone_from(given, self._still)),
        )
        return amends, protecting(seen.instructions, given.data.instructions, more=before != had)

    def _naming_the_gone(self, given: Given, handling: tuple[str, ...]) -> tuple[str, ...]:
        return (*not_about(gone_from(given, self._still), given), *handling)

    def _amended(
        self, given: Given, delivery: Delivery, seen: SeenAgain | None, why: str = HAD_IT
    ) -> list[Outgoing]:
        links = links_now((*self._original.links, *self._moved.found.values()))
        self._entered.append((entry_of(given, links, seen, why), delivery.id))
        refs = refs_given(given, links)
        delivery = with_coverage(delivery, self._agreement, self._work)
        return send(delivery, given, refs, self._content, self._work)

    def _tell(self, item: Item) -> list[Outgoing]:
        """The event as a whole, for a recipient or a child of its that has not had it."""
        first = self._delivery(item)
        name = derived("delivery", self._content.identity, item.recipient, "anew")
        delivery = first.model_copy(update={"id": name})
        if item.recipient in self._had:
            delivery = replacing(delivery, *self._had[item.recipient])
        given = given_of(delivery, item, self._agreement)
        self._ids_anew[item.recipient] = delivery.id
        self._kept.append(given)
        return send(delivery, given, refs_of(item), self._as_it_is, self._work)

    def _delivery(self, item: Item) -> Delivery:
        """The event as it is, as a recipient gets it whole."""
        kept_back = self._situation.elsewhere
        return delivery_of(
            item, self._as_it_is, self._record, self._agreement, self._work, kept_back
        )
