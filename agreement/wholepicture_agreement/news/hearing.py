"""Hearing: who hears that there is news of a child, because their agency told of the child before.

Example: housing told in March of a family that it may evict. In May the police tell of an incident.
Housing's unit hears that there is news of the child of whom it told, and whom to call: neither that
it was an incident, nor who told it.

Need to know comes first. Of what is restricted nobody hears; nor does anybody hear whose own staff
any event of the child names, from whom the sender keeps the event, or about whom a person would be
asked first. While the child objects to sharing in any event, only those hear who act for its
safety. Of a child whom somebody only probably is it is no news yet.
"""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.news import NewsOfAChild

from wholepicture_agreement.by_when.working_time import LONDON, next_working_day
from wholepicture_agreement.news.closed import Closed
from wholepicture_agreement.situation import KnownChild, MadeFor, Teller
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.news_kinds import NewsKinds

_ON = short_name(NewsOfAChild.TYPE)
_MONTHS, _A_YEAR = 12, 366


@dataclass(frozen=True, slots=True)
class Hears:
    """One agency that told of a child, and the recipient that hears for it that there is news."""

    child: KnownChild
    recipient: RecipientId
    told: tuple[Teller, ...]
    """What it told of the child, the newest first."""
    made_for: MadeFor
    """By which rules it hears so and when, or why it does not."""
    owner: AgencyId
    """The agency that answers for the notice."""


def hearing(facts: EventFacts, have: Collection[AgencyId]) -> Iterator[Hears]:
    """Everybody for whom an event is news of one of its children, as far as they may hear so.

    ``have`` are the agencies that have the event itself, or a question about it: they need no
    notice. Whoever answers others' questions for an agency hears for it.
    """
    news, agreement = facts.terms.news, facts.agreement
    if news is None or short_name(facts.situation.event.type) not in news.of:
        return
    closed = Closed(facts)
    for child in facts.situation.children:
        if child.confidence == "probable":
            continue
        for agency, told in _agencies(child, news, facts).items():
            entry = agreement.agencies.get(agency)
            recipient = entry.questions_to if entry else None
            if recipient is None or agency in {facts.agency_id, *have}:
                continue
            made_for = _made_for(recipient, news, facts, closed.to(recipient, child))
            yield Hears(child, recipient, told, made_for, news.owner)


def _agencies(
    child: KnownChild, news: NewsKinds, facts: EventFacts
) -> dict[AgencyId, tuple[Teller, ...]]:
    """What each agency told of a child that counts: in the time over which pictures look back."""
    days = facts.agreement.partnership.picture_window_months * _A_YEAR / _MONTHS
    since = facts.situation.moment - dt.timedelta(days=days)
    counted = [one for one in child.tellers if one.type in news.after and one.received >= since]
    told: dict[AgencyId, tuple[Teller, ...]] = {}
    for one in sorted(counted, key=lambda one: (one.received, one.event), reverse=True):
        told[one.agency] = (*told.get(one.agency, ()), one)
    return told


def _made_for(
    recipient: RecipientId, news: NewsKinds, facts: EventFacts, because: str | None
) -> MadeFor:
    """By which rules a recipient hears of it and when; ``because``, where it does not."""
    day = facts.situation.hour.astimezone(LONDON).date()
    return MadeFor(
        rules=frozenset(active.rule.id for active in facts.terms.rules_on(_ON)),
        recipient=recipient,
        not_for={recipient: because} if because else {},
        digest=None if short_name(facts.situation.event.type) in news.at_once
        else next_working_day(day),
    )  # fmt: skip
