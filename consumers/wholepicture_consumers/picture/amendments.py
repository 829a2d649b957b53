"""A correction or a retraction reaches whoever had the original, and stays open until applied.

It reaches them even if the agreement has changed since or they have left. Each is shown, within
what it had been given, what it was told and what is right; whose part has not changed has nothing
to put right. Whoever the agreement would tell of the event as it is now, and who has not had it,
gets it. Whoever had it about a child whom it should not have been about is told so.
"""

from collections.abc import Iterable, Sequence

from wholepicture_agreement import Again, Agreement, Situation
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.children import links_now
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.feedback import as_missing, fix_request
from wholepicture_consumers.picture.amended import because, taken_back_delivery
from wholepicture_consumers.picture.amending import corrected
from wholepicture_consumers.picture.chronology import children_of, settle
from wholepicture_consumers.picture.correcting import Correcting
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.documents import Told
from wholepicture_consumers.picture.entries import entry_of, refs_given
from wholepicture_consumers.picture.ledger import Entered
from wholepicture_consumers.picture.no_longer_asked import TAKEN_BACK, settle_questions
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.shown import put_aside
from wholepicture_consumers.picture.shown_amended import tell_the_shown
from wholepicture_consumers.picture.states import states
from wholepicture_consumers.picture.telling import agency_of, on_the_ledger, send


def amend(
    content: Concerned, record: Record, agreement: Agreement, work: Work
) -> Sequence[Outgoing]:
    """Everything that follows from a correction or a retraction."""
    name = content.data.amends or ""
    original = work.get(Told, name)
    if original is None:
        return ()
    if not isinstance(content.event, Correction):
        if original.retracted:
            return ()
        return _retract(name, original, content, record, agreement, work)
    if original.retracted:
        fix = "Send it anew as an event of its own, if it is right."
        problem = Problem("detail.corrects", "names an event that you took back", fix)
        return _asked((problem,), content, record, delivered=False)
    changes = content.event.data.detail.changes
    now = corrected(original.attributes, original.content, original.missing, changes)
    asked = _asked(now.problems, content, record, delivered=now.changed)
    if not now.changed:
        return asked
    return [*asked, *Correcting(name, original, now, content, record, agreement, work).outputs()]


def _retract(
    name: str,
    original: Told,
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> list[Outgoing]:
    outputs: list[Outgoing] = []
    entered: list[Entered] = []
    links = links_now(original.links)
    event = event_of(original.attributes, original.content)
    others = states(original.attributes, original.before)
    situation = Situation(event, original.received, original.missing, others=others)
    again = Again(situation, agreement)
    for given in original.given:
        why = because(content, given, again)
        handling = again.handling(given.data.told)
        delivery = taken_back_delivery(given, handling, why, content, record)
        delivery = with_coverage(delivery, agreement, work)
        entered.append((entry_of(given, links), delivery.id))
        outputs += send(delivery, given, refs_given(given, links), content, work)
    taken_back = original.model_copy(update={"retracted": True})
    work.put(name, taken_back)
    shown = tell_the_shown(name, original, None, original.links, content, record, agreement, work)
    settle(name, taken_back, event, work, about=())
    put_aside(original.given, {one for link in original.links for one in children_of(link)}, work)
    asked = settle_questions(
        original.asked, (), TAKEN_BACK, original.links, content, record, agreement, work
    )
    return [
        *shown,
        *outputs,
        *asked.outputs,
        *on_the_ledger([*entered, *asked.ledger], content, record, work),
    ]


def _asked(
    problems: Iterable[Problem], content: Concerned, record: Record, *, delivered: bool
) -> list[Outgoing]:
    """The agency is asked about what of its correction could not be made, once about each."""
    said = {one.field for one in content.data.missing}
    known = {field for field in said if field.startswith("detail.changes.")}
    missing = as_missing([one for one in problems if one.field not in known])
    if not missing:
        return []
    agency, event = agency_of(content), content.event.id
    return [fix_request(agency, event, record.appended, missing, record.place, delivered=delivered)]
