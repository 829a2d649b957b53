"""News: whoever told of a child before hears that there is news, and no more than that.

Each notice is a matter of its own, made of what its reader's agency told, so nothing of the event
that is the news can show in it: neither in its words nor in its ids. A child stands in one notice
of a day, and in one that comes at once, however much was told of the child on it, so not even how
much that is shows.

What is corrected changes no notice, for none says anything of it. Where nothing of what a notice
stands for holds any more, or what its reader told is not about the child, it is taken back.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from wholepicture_agreement import KnownChild, Situation, decide
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.news.hearing import Hears, hearing
from wholepicture_agreement.news.notice import (
    THE_CHILD,
    attributes_of,
    may_say_again,
    notice,
)
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Key
from wholepicture_schemas.children import Link
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, ChildRef, derived
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.news import NewsOfAChild

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_consumers.facts.moving import Moved
from wholepicture_consumers.facts.situations import pictures_of
from wholepicture_consumers.facts.tellers import tellers
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.delivery import name_of
from wholepicture_consumers.picture.documents import NewsState, NewsTold, Telling, news_told
from wholepicture_consumers.picture.holdings import holdings_of
from wholepicture_consumers.picture.ledger import on_the_ledger
from wholepicture_consumers.picture.reconcile import reconcile


def news(facts: Facts, cause: Cause, house: House, known: Situation) -> Iterator[Outgoing]:
    """What those who told before hear of a change: that there is news, or that there is none.

    ``known`` is what is known of the event's children. It is news once, when it is told of a child,
    or found to be about the child.
    """
    now = frozenset() if facts.now.retracted else _about(facts.now, facts.event)
    was = _about(facts.was, facts.was_event) if facts.was else frozenset()
    for ref in sorted(was - now):
        yield from _no_more(ref, facts, cause, house)
    if now <= was or facts.event.data.core.history:
        return
    children = tuple(_with_tellers(known, now - was, facts, house))
    if any(child.tellers for child in children):
        event = EventFacts(known._replace(children=children), house.agreement)
        for hears in hearing(event, _who_has_it(facts, house)):
            yield from _Notice(hears, event, facts, cause, house).outputs()


def _about(state: EventState, event: Event[Told[Core]]) -> frozenset[ChildRef]:
    """The children whom an event is about, without those whom somebody only probably is."""
    return frozenset(link.child for link in links_about(state, event))


def _with_tellers(
    known: Situation, fresh: Collection[ChildRef], facts: Facts, house: House
) -> Iterator[KnownChild]:
    """The children of an event; with those of whom it is news, what was told of each before.

    Who works where stands in any event of the children and of their kin: they share their adults.
    """
    employers: frozenset[str] | None = None
    for child in known.children:
        picture = house.work.get(Picture, child.ref) if child.ref in fresh and child.ref else None
        told = tellers(picture) if picture else ()
        before = tuple(one for one in told if one.agency != facts.now.agency)
        if picture is None or not before:
            yield child
            continue
        if employers is None:
            links = links_about(facts.now, facts.event)
            pictures = [one.picture for one in pictures_of(links, facts.now.kin, house.work)]
            employers = frozenset(word for one in pictures for word in one.employers)
        yield replace(child, tellers=before, employers=employers, objected=picture.objections > 0)


def _who_has_it(facts: Facts, house: House) -> frozenset[AgencyId]:
    """The agencies of whoever has the event itself, or is asked about it."""
    telling = house.work.get(Telling, facts.name) or facts.telling
    held, known = holdings_of(telling, house.work), house.agreement.recipients
    who = (holding.recipient for holding in (*held.own, *held.asked))
    return frozenset(known[recipient].agency for recipient in who if recipient in known)


class _Notice:
    """The notice for one recipient that there is news of one child."""

    def __init__(
        self, hears: Hears, event: EventFacts, facts: Facts, cause: Cause, house: House
    ) -> None:
        self._hears, self._event = hears, event
        self._facts, self._cause, self._house = facts, cause, house
        self._ref = hears.child.ref or ChildRef("")
        digest = hears.made_for.digest
        self._key = news_told(hears.recipient, at_once=digest is None)
        hour = event.situation.hour
        self._at_once = None if digest else hour
        self._day = digest or hour.astimezone(LONDON).date()

    def outputs(self) -> Iterator[Outgoing]:
        """The notice, where there is none of that day yet; and what stands on the ledger."""
        made = self._state()
        if made is None:
            return
        state, by = made
        row = self._house.work.row(NewsTold, self._ref, self._key)
        has = row if row and row.of and row.day == self._day else None
        if has is None and not self._hears.made_for.not_for:
            yield from self._first(state, by)
        else:
            self._decided(state, has)

    def _state(self) -> tuple[NewsState, str] | None:
        """The notice as an event, and which of those that its reader told it is made of."""
        work, agreement, hears = self._house.work, self._house.agreement, self._hears
        for teller in hears.told:
            work.further([Key(EventState, teller.event, only_read=True)])
            told = work.get(EventState, teller.event)
            entry = work.row(ChronologyEntry, self._ref, teller.event)
            if told is None or entry is None:
                continue
            own = EventFacts(Situation(told.event(), told.received, told.missing), agreement)
            if may_say_again(own, hears.recipient):
                content = notice(
                    own, entry.person, hears.recipient,
                    exercise=self._event.exercise, at_once=self._at_once,
                )  # fmt: skip
                return self._of(content), teller.event
        return None

    def _of(self, content: JsonObject) -> NewsState:
        hears, cause = self._hears, self._cause
        name = derived("news", cause.name, self._ref, hears.recipient)
        return NewsState(
            attributes=attributes_of(name, hears.owner, cause.received),
            content=content,
            links=(_link(self._ref),),
            received=cause.received,
            recipient=hears.recipient,
            rules=tuple(sorted(hears.made_for.rules)),
            digest=hears.made_for.digest,
        )

    def _first(self, state: NewsState, by: str) -> Iterator[Outgoing]:
        work, event = self._house.work, state.event()
        work.further([Key(Telling, state.name)])
        facts = Facts(None, state, event, event, Moved(), Telling(correlation=state.attributes.id))
        cause = _cause(state, self._cause)
        outcome = reconcile(facts, cause, self._house)
        if outcome.due.items:
            work.add(state.name, state)
            told = NewsTold(
                state=state.name,
                delivery=name_of(cause, state.recipient),
                day=self._day,
                by=by,
                of=(self._facts.name,),
            )
            work.put_row(self._ref, self._key, self._cause.at, told)
        yield from outcome.outputs

    def _decided(self, state: NewsState, has: NewsTold | None) -> None:
        """What stands on the ledger where nothing is sent: it has the notice, or may not hear."""
        child = replace(self._hears.child, person=THE_CHILD)
        situation = Situation(
            state.event(), state.received, children=(child,), made_for=self._hears.made_for
        )
        decision, work = decide(situation, self._house.agreement), self._house.work
        if has is not None and decision.items:
            told = has.model_copy(update={"of": (*has.of, self._facts.name)})
            work.put_row(self._ref, self._key, self._cause.at, told)
        led = has.delivery if has else None
        entries = [(entry, led if entry.decision == "give" else None) for entry in decision.entries]
        on_the_ledger(entries, self._facts, self._cause, self._house)


def _no_more(ref: ChildRef, facts: Facts, cause: Cause, house: House) -> Iterator[Outgoing]:
    """An event is not about a child any more: what was news of it, or was told by it, is not."""
    work = house.work
    for key, row in work.rows(NewsTold, ref):
        left = tuple(name for name in row.of if name != facts.name)
        left = () if row.by == facts.name else left
        if left == row.of:
            continue
        work.put_row(ref, key, cause.at, row.model_copy(update={"of": left}))
        if not left:
            yield from _taken_back(row, cause, house)


def _taken_back(row: NewsTold, cause: Cause, house: House) -> Iterator[Outgoing]:
    work = house.work
    work.further([Key(NewsState, row.state), Key(Telling, row.state)])
    was, telling = work.get(NewsState, row.state), work.get(Telling, row.state)
    if was is None or telling is None:
        return
    now, event = was.model_copy(update={"retracted": True}), was.event()
    work.put(now.name, now)
    facts = Facts(was, now, event, event, Moved(), telling)
    yield from reconcile(facts, _cause(now, cause), house).outputs


def _cause(state: NewsState, cause: Cause) -> Cause:
    """The cause for one recipient of a notice; the ledger says which event is the news."""
    return Cause(
        "news", f"{cause.name}|{state.name}", state.attributes.id, NewsOfAChild.TYPE,
        cause.record, cause.received, said=f"What is news is the event {cause.event}.",
    )  # fmt: skip


def _link(ref: ChildRef) -> Link:
    """The child of the notice; how sure that is follows from the chronology's entries."""
    return Link(
        id=derived("news-link", ref),
        person=THE_CHILD,
        child=ref,
        confidence="not-confirmed",
        basis="first-record",
        model="news",
    )
