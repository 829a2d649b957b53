"""News of a case: what those hear who told of its children before, as the bus decides it."""

from collections.abc import Iterator
from datetime import datetime

from wholepicture_schemas.identifiers import AgencyId, EventId
from wholepicture_schemas.reading import event_of

from wholepicture_agreement.cases.building import situation
from wholepicture_agreement.cases.files import Case, CaseChild
from wholepicture_agreement.deciding import decide
from wholepicture_agreement.news.hearing import Hears, hearing
from wholepicture_agreement.news.notice import THE_CHILD, attributes_of, may_say_again, notice
from wholepicture_agreement.situation import Decision, KnownChild, Situation
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import Agreement

_ID = EventId("01931f2e-0000-7000-8000-000000000002")
Heard = tuple[Hears, Decision]


def heard(
    case: Case, asked: Situation, decision: Decision, agreement: Agreement
) -> Iterator[Heard]:
    """Each agency that told before and has nothing of the event, and what it hears."""
    event = EventFacts(asked, agreement)
    has = {item.recipient for item in (*decision.items, *decision.questions)}
    for hears in hearing(event, [agreement.recipient(one).agency for one in has]):
        child = next(one for one in case.children if one.person == hears.child.person)
        for teller in hears.told:
            own = EventFacts(_told(case, child, teller.agency, teller.received), agreement)
            if not may_say_again(own, hears.recipient):
                continue
            content = notice(
                own, child.person, hears.recipient, exercise=event.exercise,
                at_once=None if hears.made_for.digest else event.situation.hour,
            )  # fmt: skip
            known = KnownChild(THE_CHILD, hears.child.ref)
            made = Situation(
                event_of(attributes_of(_ID, hears.owner, asked.moment), content),
                asked.moment,
                children=(known,),
                made_for=hears.made_for,
            )
            yield hears, decide(made, agreement)
            break


def _told(case: Case, child: CaseChild, agency: AgencyId, received: datetime) -> Situation:
    """What an agency told of a child before: a concern, or what the case says."""
    before = next(one for one in child.told_before if one.agency == agency)
    told = Case(
        name=case.name, story=case.story, event=before.event, sender=agency, told=(),
        exercise=case.exercise, children=(child,), restricted=before.restricted,
        works_for=before.works_for, works_at=before.works_at,
    )  # fmt: skip
    return situation(told.model_copy(update={"at": received}))
