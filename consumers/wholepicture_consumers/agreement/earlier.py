"""What a recipient may see of what was told before: of earlier events, and of one put right."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace

from pydantic import JsonValue
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.reading import content_of

from wholepicture_consumers.agreement.facts import Facts
from wholepicture_consumers.agreement.files import RecipientKind
from wholepicture_consumers.agreement.leaves import leaves
from wholepicture_consumers.agreement.masking import masking, sight
from wholepicture_consumers.agreement.model import Agreement
from wholepicture_consumers.agreement.projection import Projection, Seen
from wholepicture_consumers.agreement.recipients import may_pass_on
from wholepicture_consumers.agreement.situation import Situation


def seen_before(
    event: Event[Told],
    persons: Collection[PersonRef],
    *,
    recipient: RecipientId,
    rules: Collection[str],
    at: dt.datetime,
    agreement: Agreement,
    missing: tuple[Missing, ...] = (),
    was: Event[Told] | None = None,
) -> dict[str, JsonValue]:
    """The part of an earlier event that an item's recipient may see of these of its children.

    ``persons`` are the children by their references inside the earlier event, ``rules`` those that
    give the item, ``at`` when the item is delivered. Empty where it may see nothing: a rule grants
    what stands under its ``earlier``, and what the sender restricted, controls, marked as an
    exercise or names the recipient's own staff in is left out without a trace.

    ``was`` is the event as it was before it was put right. Where it is given, that is what is seen,
    but whoever is protected now is protected in it.
    """
    facts = Facts(Situation(event, at, missing), agreement)
    one, handling = agreement.recipient(recipient), facts.core.handling
    staff = {agreement.recipient(name).agency for name in agreement.chain(recipient)}
    terms = agreement.in_force(at)
    if (
        agreement.is_exercise(one) != facts.exercise
        or (handling.originator_control and not may_pass_on(one))
        or (facts.employers() & staff and one.kind != "second-reader")
    ):
        return {}
    found = leaves(content_of(event))
    protecting = masking(facts.core, missing, facts.under_18)
    if was is not None:
        protecting = replace(protecting, beside=found)
        found = leaves(content_of(was))
    projection = Projection(found, protecting, terms)
    seen = Seen({}, {})
    for active in terms.rules:
        if active.rule.id not in rules or not active.earlier.patterns:
            continue
        if all(map(active.opens, handling.restricted_kinds)):
            through = sight(one.kind, active.needs)
            shown = projection.seen(active, active.earlier, through, frozenset(persons))
            seen = seen.joined(shown)
    return seen.told()[0]


def seen_again(
    event: Event[Told],
    given: Mapping[str, Collection[PersonRef]],
    *,
    kind: RecipientKind,
    at: dt.datetime,
    agreement: Agreement,
    missing: tuple[Missing, ...] = (),
    was: Event[Told] | None = None,
) -> dict[str, JsonValue]:
    """An event as it is now, through the rules that once gave it to a recipient of this kind.

    ``given`` has the children that each rule gave, by their references inside the event; ``at`` is
    when it was first told, so that the version then in force is asked. It is neither decided again
    nor does the recipient still have to take part: a correction follows its original.

    ``was`` is the event as it was before it was put right. Where it is given, that is what is seen,
    but whoever is protected now is protected in it.
    """
    facts = Facts(Situation(event, at, missing), agreement)
    terms = agreement.in_force(at)
    found = leaves(content_of(event))
    protecting = masking(facts.core, missing, facts.under_18)
    if was is not None:
        protecting = replace(protecting, beside=found)
        found = leaves(content_of(was))
    projection = Projection(found, protecting, terms)
    seen = Seen({}, {})
    for active in terms.rules:
        if active.rule.id in given:
            through = sight(kind, active.needs)
            persons = frozenset(given[active.rule.id])
            seen = seen.joined(projection.seen(active, active.fields, through, persons))
    return seen.told()[0]
