"""What a recipient may see of what was told before, in earlier events."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_agreement.facts import EventFacts
from wholepicture_agreement.masking import Elsewhere
from wholepicture_agreement.model import Agreement
from wholepicture_agreement.protecting import protecting
from wholepicture_agreement.situation import EventVersion, Situation
from wholepicture_agreement.still_open import closed_to
from wholepicture_agreement.view import Viewing


def seen_before(
    event: Event[Any],
    persons: Collection[PersonRef],
    *,
    recipient: RecipientId,
    rules: Collection[str],
    at: dt.datetime,
    agreement: Agreement,
    missing: tuple[Missing, ...] = (),
    was: Event[Any] | None = None,
    others: tuple[EventVersion, ...] = (),
    elsewhere: Elsewhere | None = None,
) -> dict[str, JsonValue]:
    """The part of an earlier event that an item's recipient may see of these of its children.

    ``persons`` are the children by their references inside the earlier event, ``rules`` those that
    give the item, ``at`` when the item is delivered. Empty where it may see nothing: a rule grants
    what stands under its ``earlier``, and what the sender restricted, controls, marked as an
    exercise or names the recipient's own staff in is left out without a trace. ``others`` are the
    states that it was in before it was corrected, ``elsewhere`` what other events about the same
    children keep back.

    ``was`` is one of these. Where it is given, that is what is seen, but whoever is protected now
    is protected in it.
    """
    situation = Situation(event, at, missing, others=others, elsewhere=elsewhere)
    facts = EventFacts(situation, agreement)
    reader, handling = agreement.recipient(recipient), facts.core.handling
    terms = agreement.in_force(at)
    if closed_to(facts, recipient, reader.kind):
        return {}
    beside = (EventVersion(was, missing), EventVersion(event, missing)) if was else ()
    viewing = Viewing(was or event, protecting(facts, *beside), terms, facts)
    looks = [
        viewing.look(active, reader.kind, persons, "earlier")
        for active in terms.rules
        if active.rule.id in rules
        and active.earlier.patterns
        and all(map(active.opens, handling.restricted_kinds))
    ]
    return viewing.view(looks).told
