"""The delivery that tells a recipient what has changed in what it was shown as told earlier.

It quotes the delivery that showed it. Whoever had the event itself about the child is told by the
amendment of that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from wholepicture_agreement import Entry, KnownChild
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_schemas.catalogue import STRENGTHS, short_name
from wholepicture_schemas.deliveries import Amends, Delivery, DeliveryData, Earlier, ToldBy
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.words import listed

from wholepicture_consumers.documents import Held
from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.changed_words import what_changed
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.delivery import name_of
from wholepicture_consumers.picture.holdings import Holding
from wholepicture_consumers.picture.ledger import WAS_SHOWN, by_reason
from wholepicture_consumers.picture.naming import cause_of, matter
from wholepicture_consumers.picture.shown import ChangeShown


@dataclass(frozen=True, slots=True)
class SaidOfShown:
    """One amendment of one delivery that showed the event."""

    delivery: Delivery
    holding: Holding
    refs: list[ChildRef]
    entry: Entry


def said_of_shown(
    changes: Sequence[ChangeShown], facts: Facts, cause: Cause, house: House
) -> SaidOfShown:
    """The amendment of a delivery, for all the children of whom it showed the event."""
    first = changes[0]
    sent = first.sent
    data = _data(changes, facts, cause, house)
    delivery = Delivery(
        id=name_of(cause, sent.recipient, "shown", first.delivery),
        source=BUS,
        type=Delivery.TYPE,
        time=cause.at,
        partitionkey=sent.key,
        correlationid=matter(sent.subscriber, facts.telling.correlation),
        causationid=cause_of(cause.event),
        data=data,
    )
    return SaidOfShown(
        with_coverage(delivery, house),
        Holding(first.delivery, sent, Held(rules={}, data=data)),
        [change.ref for change in changes],
        by_reason(data.reason, "give", sent.recipient, map(_known, changes), WAS_SHOWN),
    )


def _data(changes: Sequence[ChangeShown], facts: Facts, cause: Cause, house: House) -> DeliveryData:
    showing, teller = changes[0].showing, _teller(facts, house)
    happened = facts.now.attributes.time
    about = short_name(facts.now.attributes.type).replace("-", " ")
    what = f"what {teller.agency} told on {happened.astimezone(LONDON):%-d %B %Y} ({about})"
    how: voice.HowShown = "corrected"
    if all(change.gone for change in changes):
        how = "taken-back" if facts.now.retracted else "not-about"
    also_gone = how == "corrected" and any(change.gone for change in changes)
    protect = any(change.protect for change in changes)
    left = [change for change in changes if not change.gone]
    return DeliveryData(
        kind=showing.kind,
        arrival=changes[0].showed.child.arrival,
        recipient=changes[0].sent.recipient,
        addressed_to=showing.addressed_to,
        headline=voice.shown_headline(how, what, _changed(left)),
        instructions=voice.shown_instructions(how, what, also_gone=also_gone, protect=protect),
        urgency=showing.urgency,
        children=tuple(change.showed.child for change in changes),
        told_by=teller,
        event_type=facts.now.attributes.type,
        happened=happened,
        received=cause.received,
        told={},
        earlier=tuple(
            Earlier(
                person=change.showed.child.person,
                happened=happened,
                told_by=teller.agency,
                about=about,
                told=change.told,
                strength=short_name(facts.now.attributes.type) in STRENGTHS,
            )
            for change in left
        ),
        amends=Amends(
            delivery=changes[0].delivery,
            how="retraction" if facts.now.retracted else "correction",
            because=voice.PLAINLY,
            before=dict(_placed(change.before for change in left)),
            after=dict(_placed(change.after for change in left)),
            no_longer_about=() if facts.now.retracted else _gone(changes),
        ),
        group=showing.group,
        reason=showing.reason,
        exercise=showing.exercise,
    )


def _changed(changes: Iterable[ChangeShown]) -> str:
    """What was wrong in what was shown, of all the children of whom it was."""
    words = (what_changed(change.before, change.after, change.told) for change in changes)
    return listed(list(dict.fromkeys(filter(None, words))))


def _teller(facts: Facts, house: House) -> ToldBy:
    agency = house.agreement.agencies.get(facts.now.agency)
    return ToldBy(
        agency=agency.name if agency else "an agency that has left",
        agency_kind=agency.kind if agency else "not known",
        local_reference="not given",
        asks="retraction" if facts.now.retracted else "correction",
    )


def _gone(changes: Iterable[ChangeShown]) -> tuple[PersonRef, ...]:
    return tuple(change.showed.child.person for change in changes if change.gone)


def _placed(of_each: Iterable[dict[str, JsonValue]]) -> Iterator[tuple[str, JsonValue]]:
    """Paths as they lead inside the amendment's own ``earlier``, one entry for each child left."""
    for at, paths in enumerate(of_each):
        for path, value in paths.items():
            yield f"earlier.{at}.told.{path}", value


def _known(change: ChangeShown) -> KnownChild:
    child = change.showed.child
    return KnownChild(person=child.person, ref=change.ref, confidence=child.confidence)
