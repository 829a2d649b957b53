"""What a recipient of an event may see of its current version, by the rules that gave it.

Corrections are told by this. A correction is not decided again: whoever had the original gets it.
Its content, its instructions and whom to call come from the same functions as a first delivery's.

Example: the front door had an incident by the rule new-contact, and the police correct the address.
``Again(...).seen({"new-contact": ["c1"]}, ...)`` is the corrected incident by that rule, even where
a newer version of the agreement has no such rule.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import JsonValue
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.deliveries import Addressee, Question, ToldBy
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.in_texts.traces import KEPT_BACK

from wholepicture_agreement.by_when.due_times import Due
from wholepicture_agreement.by_when.when_due import when_due
from wholepicture_agreement.item.incomplete import incomplete
from wholepicture_agreement.item.instructions import instructions, of_handling
from wholepicture_agreement.item.items import addressee, phone_first
from wholepicture_agreement.later.still_open import Opened, still_open
from wholepicture_agreement.seen.alike import protect_the_same
from wholepicture_agreement.seen.protecting import adults_of_detail, protecting
from wholepicture_agreement.seen.sights import Reader, reader, sight
from wholepicture_agreement.seen.view import View, Viewing, viewing_of
from wholepicture_agreement.situation import EventVersion, Situation
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import (
    Target,
    alternate,
    by_telephone,
    on_duty,
    targets,
)
from wholepicture_agreement.written.files import RecipientKind
from wholepicture_agreement.written.model import ActiveRule, Agreement

Given = Mapping[str, Collection[PersonRef]]
"""The children that each rule gave, by their references inside the event."""


@dataclass(frozen=True, slots=True)
class SeenAgain:
    """An event as one recipient may see it now."""

    told: dict[str, JsonValue]
    fields: tuple[str, ...]
    """The paths that it discloses, a star for each place in a list."""
    masked: tuple[str, ...]
    """The paths that are kept back though the event has them."""
    instructions: tuple[str, ...]
    told_by: ToldBy
    urgency: Urgency
    phone_first: str | None
    question: Question | None
    """What is asked of whoever has to telephone."""
    addressed_to: Addressee | None
    """For whom it is; none where no rule means the recipient any more."""
    incomplete: tuple[Missing, ...]

    @property
    def head(self) -> tuple[object, ...]:
        """Everything beside the content, to be compared with the head of another version."""
        return (
            self.instructions,
            self.told_by,
            self.urgency,
            self.phone_first,
            self.question,
            self.addressed_to,
        )


class Again:
    """The current version of one event, by the terms in force when the event was first received.

    ``situation`` has the current version and the moment when the original was received. ``was`` is
    the version before the correction.
    """

    def __init__(
        self,
        situation: Situation,
        agreement: Agreement,
        was: EventVersion | None = None,
        viewing: Viewing | None = None,
    ) -> None:
        self._facts = EventFacts(situation, agreement)
        teller = self._facts.agency.kind if self._facts.agency else ""
        self._terms = agreement.in_force(situation.received).told_by(teller)
        self._state, self._viewing = was, viewing
        self._opened: dict[tuple[object, ...], tuple[Opened, ...]] = {}
        self._targets_of: dict[
            tuple[str, frozenset[PersonRef]], Mapping[RecipientId, Collection[Target]]
        ] = {}

    def of_before(self, before: Situation) -> "Again":
        """The version before by itself, in the situation in which it was.

        Where it protects the same, and no other version does, it is looked at once for both.
        """
        agreement, others = self._facts.agreement, self._facts.situation.others
        alone = Again(before, agreement)
        if before.others or len(others) > 1 or not self._terms.shows_as(alone._terms):
            return alone
        if not self._protects_the_same(before):
            return alone
        return Again(before, agreement, viewing=self._was.at(alone._facts, alone._terms))

    def _protects_the_same(self, before: Situation) -> bool:
        """Whether a version protects the same as the current one, and is about the same adults."""
        now, was = self._facts.situation, before
        alike = protect_the_same(
            EventVersion(was.event, was.missing), EventVersion(now.event, now.missing)
        )
        return alike and adults_of_detail(was.event) == adults_of_detail(now.event)

    @cached_property
    def _now(self) -> Viewing:
        """The current version."""
        if self._viewing is not None:
            return self._viewing
        situation, was = self._facts.situation, self._state
        if was is None or any(was is other for other in situation.others):
            return viewing_of(self._facts, self._terms)
        masking = protecting(self._facts, was)
        return Viewing(situation.event, masking, self._terms, self._facts)

    @cached_property
    def _was(self) -> Viewing:
        """The version before; whoever is protected now is protected in it too."""
        situation, was = self._facts.situation, self._state
        if was is None:
            return self._now
        now = EventVersion(situation.event, situation.missing)
        if protect_the_same(was, now):
            masking = self._now.projection.masking
        else:
            masking = protecting(self._facts, was, now)
        return Viewing(was.event, masking, self._terms, self._facts)

    def seen(self, given: Given, recipient: RecipientId, kind: RecipientKind) -> SeenAgain | None:
        """What a recipient may see of the current version; none where no rule is open any more."""
        facts, opened = self._facts, self._open(given, recipient, kind)
        if not opened:
            return None
        looks = reader(facts, recipient, kind)
        view = _through(self._now, opened, looks)
        meant = tuple(self._targets(opened, recipient))
        rules = [active for active, _ in opened]
        subjects = {
            subject.known.person: subject for _, persons in opened for subject in self._of(persons)
        }
        call = phone_first(facts, meant, view.shown)
        phone = next((target.phone_first for target in meant if target.phone_first), None)
        return SeenAgain(
            told=view.told,
            fields=view.fields,
            masked=view.masked,
            instructions=instructions(
                facts, view.shown, rules, meant, subjects.values(), call=call
            ),
            told_by=view.told_by,
            urgency=facts.urgency_of(subjects.values()),
            phone_first=phone or (call.phone if call else None),
            question=by_telephone(meant),
            addressed_to=addressee(meant, subjects.values(), facts) if meant else None,
            incomplete=incomplete(
                facts,
                ((active, sight(looks, active.needs, persons)) for active, persons in opened),
                self._now.projection,
                view.leaves,
            ),
        )

    def due(
        self, given: Given, recipient: RecipientId, kind: RecipientKind, moment: dt.datetime
    ) -> Due | None:
        """By when a recipient would act on the current version if it were told at this moment."""
        facts, opened = self._facts, self._open(given, recipient, kind)
        looks = reader(facts, recipient, kind)
        meant = dict.fromkeys(
            target.stands_in_for or target.recipient for target in self._targets(opened, recipient)
        )
        about = {person for _, persons in opened for person in persons}
        return when_due(
            recipient,
            [
                (active.rule.respond_within, whom)
                for active, _ in opened
                for whom in meant or (recipient,)
            ],
            _through(self._now, opened, looks).shown.orders,
            facts.urgency_of(self._of(about)),
            moment,
            facts.agreement,
        )

    def before(
        self, given: Given, recipient: RecipientId, kind: RecipientKind
    ) -> dict[str, JsonValue]:
        """The content of the version before, with whoever is protected now protected in it."""
        opened, looks = self._open(given, recipient, kind), reader(self._facts, recipient, kind)
        return _through(self._was, opened, looks).told

    def handling(self, told: Mapping[str, JsonValue]) -> frozenset[str]:
        """The sentences on how to handle what a recipient was told of it."""
        return of_handling(self._facts, told)

    def cleared(
        self, words: str, given: Given, recipient: RecipientId, kind: RecipientKind
    ) -> str | None:
        """The sender's words about it, without what is kept back; none where nothing is left."""
        projection = self._now.projection
        opened = self._open(given, recipient, kind)
        looks = reader(self._facts, recipient, kind)
        sights = dict.fromkeys(sight(looks, active.needs, persons) for active, persons in opened)
        ways = [projection.cleaning.cleared(words, through) for through in sights]
        whole = [text for text in ways if text is not None and KEPT_BACK not in text]
        return next(iter(whole or ways), None)

    def _open(
        self, given: Given, recipient: RecipientId, kind: RecipientKind
    ) -> tuple[Opened, ...]:
        key = recipient, kind, tuple([(rule, tuple(persons)) for rule, persons in given.items()])
        known = self._opened.get(key)
        if known is None:
            known = still_open(self._facts, self._terms, given, recipient, kind)
            self._opened[key] = known
        return known

    def _of(self, persons: Collection[PersonRef]) -> Iterator[Subject]:
        return (subject for subject in self._facts.subjects if subject.known.person in persons)

    def _targets(self, opened: Collection[Opened], recipient: RecipientId) -> Iterator[Target]:
        """The targets by which the rules still mean the recipient, each once."""
        for active, persons in opened:
            yield from self._meant(active, frozenset(persons)).get(recipient, ())

    def _meant(
        self, active: ActiveRule, persons: frozenset[PersonRef]
    ) -> Mapping[RecipientId, Collection[Target]]:
        """Whom a rule means now for these children, and as whom; the same for every recipient."""
        known = self._targets_of.get((active.rule.id, persons))
        if known is not None:
            return known
        about: list[Subject | None] = [*self._of(persons)]
        if active.rule.about == "the-event":
            about = [None]
        found: dict[RecipientId, dict[Target, None]] = {}
        for subject in about:
            for role in active.rule.to:
                for target in targets(role, self._facts, subject):
                    for duty in on_duty(target, active, self._facts, subject):
                        if reader := alternate(duty, self._facts):
                            found.setdefault(reader.recipient, {})[reader] = None
        self._targets_of[active.rule.id, persons] = found
        return found


def _through(viewing: Viewing, opened: Collection[Opened], looks: Reader) -> View:
    return viewing.view([viewing.look(active, looks, persons) for active, persons in opened])
