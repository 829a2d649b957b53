"""Context: what a recipient may see of earlier events about the same children."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId

from wholepicture_agreement.later.still_open import closed_to
from wholepicture_agreement.seen.other_events import Elsewhere
from wholepicture_agreement.seen.protecting import protecting
from wholepicture_agreement.seen.sights import reader as reader_of
from wholepicture_agreement.seen.view import Viewing
from wholepicture_agreement.situation import EventVersion, KnownChild, Situation
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.keeping import KeepsBack
from wholepicture_agreement.written.model import Agreement


def seen_before(
    event: Event[Any],
    persons: Mapping[PersonRef, ChildRef | None],
    *,
    recipient: RecipientId,
    rules: Collection[str],
    at: dt.datetime,
    agreement: Agreement,
    missing: tuple[Missing, ...] = (),
    was: Event[Any] | None = None,
    others: tuple[EventVersion, ...] = (),
    elsewhere: Elsewhere | None = None,
    kept_back: tuple[KeepsBack, ...] = (),
) -> dict[str, JsonValue]:
    """The part of an earlier event that the recipient of an item may see.

    A rule grants of earlier events what is under its ``earlier``. The result is empty where no rule
    grants anything, and where the event is closed to the recipient: it is restricted, its sender
    controls who has it, it is an exercise, or it names the recipient's own staff.

    Example: a front door and a school are told of a concern today. The front door's rule has an
    ``earlier``, so it sees last month's incident beside the concern. The school's rule has none.

    Args:
        event: the earlier event, in its current version.
        persons: the children to be seen, by their references inside the earlier event, each with
            its reference on the bus.
        recipient: whose item it is.
        rules: the rules that give the item.
        at: when the item is delivered.
        agreement: the agreement; its terms at that moment are used.
        missing: what the earlier event lacks.
        was: a former version to be seen in place of ``event``, masked by the current one as well.
        others: all former versions of the event; what they keep back is masked too.
        elsewhere: what other events about the same children keep back.
        kept_back: its agency's decisions not to tell of these children that name no event.
    """
    known = tuple(
        KnownChild(person, ref, "not-confirmed", kept_back=kept_back)
        for person, ref in persons.items()
    )
    situation = Situation(event, at, missing, known, others=others, elsewhere=elsewhere)
    facts = EventFacts(situation, agreement)
    reader = agreement.recipient(recipient)
    terms = agreement.in_force(at)
    if closed_to(facts, recipient, reader.kind):
        return {}
    beside = (EventVersion(was, missing), EventVersion(event, missing)) if was else ()
    looking = reader_of(facts, recipient, reader.kind)
    viewing = Viewing(was or event, protecting(facts, *beside), terms, facts)
    looks = [
        viewing.look(active, looking, persons, "earlier")
        for active in terms.rules
        if active.rule.id in rules
        and active.earlier.patterns
        and not terms.closes(active, facts.restricted_kinds)
    ]
    return viewing.view(looks).told
