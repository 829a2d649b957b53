"""Patterns: what of a child's events makes one, told, changed and taken back like any event.

Whatever changes the facts of a child is looked at here, after it was told: which rules the child's
events meet now, for each recipient by the events that this recipient may see. One pattern of one
child for one recipient is a matter of its own, and the difference between what the recipient holds
of it and what is due is said by the one reconciler.
"""

from collections.abc import Iterator, Mapping, Sequence

from wholepicture_agreement import Item, MadeFor, decide
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.files import PatternRule, in_force
from wholepicture_agreement.patterns.finding import Found, found, relevant
from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Key
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.children import Link
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import ChildRef, RecipientId, Source, derived
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.patterns import PatternFound
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.chronology import children_of, entries_of
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.moving import Moved
from wholepicture_consumers.facts.occurrences import (
    happened_of,
    is_possible,
    may_count,
    occurrences,
    open_at,
)
from wholepicture_consumers.facts.situations import known_of
from wholepicture_consumers.picture.causes import Cause, Facts, House, How
from wholepicture_consumers.picture.documents import (
    NOT_SEEN,
    PatternState,
    PatternTold,
    Telling,
    pattern_told,
)
from wholepicture_consumers.picture.kept_views import Views
from wholepicture_consumers.picture.pattern_content import (
    THE_CHILD,
    Visible,
    content_of,
    draft,
    visible,
    without,
)
from wholepicture_consumers.picture.reconcile import reconcile

_WORK_WITH_CHILD = short_name(InvolvementChanged.TYPE)


def patterns(facts: Facts, cause: Cause, house: House) -> Iterator[Outgoing]:
    """What follows for the patterns of each child whom an event is, or ever was, about."""
    core = facts.event.data.core
    rules = _rules(facts, cause, house)
    if not rules or core.history:
        return
    sender = house.agreement.agencies.get(facts.now.agency)
    exercise = core.exercise
    if exercise is None:
        exercise = bool(sender and house.agreement.is_exercise(sender))
    who_works = short_name(facts.now.attributes.type) == _WORK_WITH_CHILD
    was = facts.was_event
    named = was.data.detail.team if isinstance(was, InvolvementChanged) else None
    for ref in dict.fromkeys(child for link in facts.now.links for child in children_of(link)):
        for rule in rules:
            looked_at = _OfAChild(rule, ref, cause, house, named, exercise=exercise)
            if not who_works or rule.when or looked_at.is_open or looked_at.is_not_meant:
                yield from looked_at.outputs()


def _rules(facts: Facts, cause: Cause, house: House) -> Sequence[PatternRule]:
    """The rules to which an event of this type makes a difference.

    Who begins to work with a child is told what stands already. That work ended tells nobody anew;
    that it never was so takes the pattern back from that team.
    """
    name = short_name(facts.now.attributes.type)
    rules = in_force(house.agreement.patterns, cause.at.astimezone(LONDON).date())
    return [rule for rule in rules if name in relevant(rule) or name == _WORK_WITH_CHILD]


class _OfAChild:
    """One rule and one child."""

    def __init__(
        self, rule: PatternRule, ref: ChildRef, cause: Cause, house: House,
        named: RecipientId | None, *, exercise: bool,
    ) -> None:  # fmt: skip
        """``named`` is the team that the event said works with a child, before it was changed."""
        self._rule, self._ref, self._cause, self._house = rule, ref, cause, house
        self._exercise = exercise
        self._source = Source(f"/agencies/{rule.owner}/patterns")
        self._picture = house.work.get(Picture, ref) or Picture()
        self._open_at = open_at(self._picture)
        rows = house.work.rows(PatternTold, ref, prefix=pattern_told(rule.id))
        self._told = {row.recipient: row for _, row in rows}
        working = {episode.team for episode in self._picture.involvements}
        self._never_meant = None if named in working else named

    @property
    def is_open(self) -> bool:
        """Whether a team works with the child now."""
        return self._open_at(self._cause.at)

    @property
    def is_not_meant(self) -> bool:
        """Whether a team has it that, by what is known now, has never worked with the child."""
        return self._never_meant in self._told

    def outputs(self) -> Iterator[Outgoing]:
        """What is told of it now; nothing where nothing of it has changed for anybody."""
        due = dict(self._due())
        for recipient in dict.fromkeys((*self._told, *due)):
            row = self._told.get(recipient)
            was = self._was(row)
            if was is not None:
                meant = recipient in due
                yield from self._again(was, self._now(was, due.get(recipient), meant=meant))
            elif (state := due.get(recipient)) is not None and self._is_news(state, row):
                yield from self._first(recipient, state, row)

    def _is_news(self, state: PatternState, row: PatternTold | None) -> bool:
        """Whether its newest event is shown to anybody still, and came after what expired.

        So a legal hold tells nobody more, and nobody is told again what is left of a pattern.
        """
        newest = state.attributes.time
        if row is not None and row.expired is not None and newest <= row.expired:
            return False
        return newest >= self._cause.at - self._house.agreement.keep

    def _due(self) -> Iterator[tuple[RecipientId, PatternState | None]]:
        """The pattern for each recipient that is meant; none where what it sees makes none."""
        entries = self._entries()
        if not entries:
            return
        seen: dict[RecipientId, tuple[Item, Found, Mapping[str, Visible]]] = {}
        not_for: set[RecipientId] = set()
        state = self._state(draft(self._rule, exercise=self._exercise))
        known = known_of(
            state, state.event(), self._cause.received, self._house.agreement, self._house.work
        )
        while True:
            made_for = MadeFor(
                frozenset(self._rule.told_by), not_for=dict.fromkeys(not_for, NOT_SEEN)
            )
            decision = decide(known.situation._replace(made_for=made_for), self._house.agreement)
            fresh = [item for item in decision.items if item.recipient not in seen]
            for item in fresh:
                views = Views(
                    item, item.children[0], self._ref, known.elsewhere, self._cause, self._house
                )
                views.load(len(entries))
                shown = {
                    name: visible(name, entry, view)
                    for name, entry in entries.items()
                    if (view := views.of(name, entry)[0])
                }
                makes = found(
                    self._rule, (event.happened for event in shown.values()), self._open_at
                )
                if makes is None:
                    not_for.add(item.recipient)
                else:
                    seen[item.recipient] = item, makes, shown
            if not any(item.recipient in not_for for item in fresh):
                break
        yield from dict.fromkeys(not_for).items()
        for recipient, (item, makes, sees) in seen.items():
            content = content_of(
                self._rule, makes, sees, self._house.agreement, exercise=self._exercise
            )
            yield recipient, self._state(content, makes, item, not_for)

    def _entries(self) -> dict[str, ChronologyEntry]:
        """The events that count or end a run, newest first; none where they cannot make it."""
        if not is_possible(self._rule, self._picture):
            return {}
        types = relevant(self._rule)
        entries = occurrences(entries_of(self._ref, self._house.work), types)
        counting = self._rule.model_copy(update={"without": ()})
        events = (happened_of(name, entry) for name, entry in entries.items())
        return entries if found(counting, events, self._open_at) else {}

    def _was(self, row: PatternTold | None) -> PatternState | None:
        """The pattern as a recipient has it; none where it has none, or it was taken back."""
        if row is None:
            return None
        work = self._house.work
        work.further([Key(PatternState, row.state), Key(Telling, row.state)])
        was = work.get(PatternState, row.state)
        return None if was is None or was.retracted else was

    def _again(self, was: PatternState, now: PatternState) -> Sequence[Outgoing]:
        """What follows for whoever has it; nothing where it is as it was."""
        if now == was:
            return ()
        work = self._house.work
        how: How = "not-meant" if was.recipient == self._never_meant else "pattern"
        work.put(was.name, now)
        telling = work.get(Telling, was.name) or Telling(correlation=was.attributes.id)
        event = was.event() if now.retracted else now.event()
        facts = Facts(was, now, was.event(), event, Moved(), telling)
        return reconcile(facts, self._of(now, how), self._house).outputs

    def _first(
        self, recipient: RecipientId, due: PatternState, row: PatternTold | None
    ) -> Sequence[Outgoing]:
        """The pattern told for the first time, or anew after it was taken back."""
        work, times = self._house.work, row.times + 1 if row else 1
        name = derived("pattern", self._rule.id, self._ref, recipient, str(times))
        attributes = due.attributes.model_copy(update={"id": name})
        now = due.model_copy(update={"attributes": attributes})
        work.add(now.name, now)
        told = PatternTold(recipient=recipient, state=now.name, times=times)
        work.put_row(self._ref, pattern_told(self._rule.id, recipient), self._cause.at, told)
        work.further([Key(Telling, now.name)])
        event = now.event()
        facts = Facts(None, now, event, event, Moved(), Telling(correlation=name))
        return reconcile(facts, self._of(now), self._house).outputs

    def _now(self, was: PatternState, due: PatternState | None, *, meant: bool) -> PatternState:
        """A pattern that was told, as it is now.

        Who is meant no more hears of nothing new: only what they were told of counts for them.
        """
        if due is not None:
            changes = {"content": due.content, "events": due.events, "not_for": due.not_for}
            return was if due.content == was.content else was.model_copy(update=changes)
        stand = [at for at, name in enumerate(was.events) if self._stands(name)]
        left = tuple(was.events[at] for at in stand)
        if meant or was.recipient == self._never_meant or not self._makes(left):
            return was.model_copy(update={"retracted": True})
        if left == was.events:
            return was
        return was.model_copy(update={"content": without(was.content, stand), "events": left})

    def _stands(self, name: str) -> bool:
        entry = self._house.work.row(ChronologyEntry, self._ref, name)
        return entry is not None and may_count(entry)

    def _makes(self, names: Sequence[str]) -> bool:
        """Whether these events make the pattern by themselves."""
        rows = ((name, self._house.work.row(ChronologyEntry, self._ref, name)) for name in names)
        events = [happened_of(name, entry) for name, entry in rows if entry is not None]
        return found(self._rule, events, self._open_at) is not None

    def _state(
        self,
        content: JsonObject,
        makes: Found | None = None,
        item: Item | None = None,
        not_for: set[RecipientId] | None = None,
    ) -> PatternState:
        """The pattern as an event that was told just now; without an item, a draft of it."""
        at = makes.events[-1].at if makes else self._cause.at
        recipient = item.recipient if item else RecipientId("")
        return PatternState(
            attributes=Attributes(
                id=derived("pattern", self._rule.id, self._ref, recipient),
                source=self._source,
                type=PatternFound.TYPE,
                time=at,
            ),
            content=content,
            links=(self._link(),),
            received=self._cause.received,
            recipient=recipient,
            rules=self._rule.told_by,
            events=tuple(event.event for event in makes.events) if makes else (),
            not_for=tuple(sorted(not_for or ())),
        )

    def _link(self) -> Link:
        """The child of the chronology; how sure that is follows from its entries."""
        return Link(
            id=derived("pattern-link", self._ref),
            person=THE_CHILD,
            child=self._ref,
            confidence="not-confirmed",
            basis="first-record",
            model="pattern",
        )

    def _of(self, state: PatternState, how: How = "pattern") -> Cause:
        """The cause for one recipient of the pattern: what was told just now."""
        return Cause(
            how, f"{self._cause.name}|{state.name}", state.attributes.id,
            PatternFound.TYPE, self._cause.record, self._cause.received,
        )  # fmt: skip
