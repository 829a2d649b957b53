"""Causes from records: an event told, amended, or linked anew, each handed to the reconciler."""

from collections.abc import Sequence

from wholepicture_bus.records import Outgoing, Record
from wholepicture_schemas.any_agency import Withheld

from wholepicture_consumers.facts.chronology import keys_of
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.folding import Folded, fold_amended, fold_linked, fold_told
from wholepicture_consumers.facts.protection import KeptBackElsewhere, kept_back_elsewhere
from wholepicture_consumers.facts.situations import pictures_of
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.asking_back import Protected, asked_back, protected_now
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.documents import Telling
from wholepicture_consumers.picture.news import news
from wholepicture_consumers.picture.patterns import patterns
from wholepicture_consumers.picture.reading import Concerned, Linked
from wholepicture_consumers.picture.reconcile import Outcome, reconcile

_TO_NOBODY = (
    "Nobody has this: everybody whom the agreement names for it takes part with the other kind of "
    "data, practice or live, or may not read it. Telephone whoever has to know of it."
)
_WITHHELD = "Your decision not to tell is on the record. Nobody is told of it."


def tell(
    content: Concerned, record: Record, house: House, *, earlier_held: bool
) -> Sequence[Outgoing]:
    """What follows from a new event: deliveries, ledger entries, words to its agency.

    The lead's record tells of all children, so a sibling's record that comes behind it changes
    nothing. Where the lead is held, a sibling's is folded for its own child, and tells nobody.

    What an agency held before it was connected is told to nobody, and can be put right all the
    same: it stands in the chronology.
    """
    work, event = house.work, content.event
    if work.get(Telling, content.identity) is not None:
        return ()
    before = protected_now(content.data.links, work) if content.data.lead else {}
    folded = fold_told(content.data, event, work)
    if not content.data.lead:
        return ()
    cause = Cause(
        "told", content.identity, event.id, event.type, record, content.data.received,
        said=content.data.sent_on or "",
        earlier_held=earlier_held or content.data.earlier_held,
    )  # fmt: skip
    facts = _facts(folded, Telling(correlation=content.correlation))
    back = asked_back(facts, before, cause, house)
    outcome = reconcile(facts, cause, house)
    found = patterns(facts, cause, house)
    heard = news(facts, cause, house, outcome.situation)
    return [*back, *outcome.outputs, *_not_told(facts, cause, outcome), *found, *heard]


def amend(content: Concerned, record: Record, house: House) -> Sequence[Outgoing]:
    """What follows from a correction or a retraction; nothing where its event was never told.

    Intake has applied it: the record has the event as it was and as it is.
    """
    telling = house.work.get(Telling, content.data.amends or "")
    before = _kept_back_before(content.data.amends or "", house)
    protected = protected_now(content.data.links, house.work)
    folded = fold_amended(content.data, house.work)
    if telling is None or folded is None:
        return ()
    words = getattr(content.event.data.detail, "because", None)
    cause = Cause(
        "taken-back" if folded.now.retracted else "corrected",
        content.identity, content.event.id, content.event.type, record, content.data.received,
        words=str(words) if words else None, said=content.data.sent_on or "",
    )  # fmt: skip
    facts = _facts(folded, telling, before)
    return _following(facts, protected, cause, house)


def link(content: Linked, record: Record, house: House) -> Sequence[Outgoing]:
    """What follows from a decision which child a person of an event is."""
    telling = house.work.get(Telling, content.data.event)
    before = _kept_back_before(content.data.event, house)
    protected = _protected_before(content, house)
    folded = fold_linked(content.data, house.work)
    if telling is None or folded is None:
        return ()
    cause = Cause(
        "linked", content.identity, folded.event.id, folded.event.type, record, record.appended,
        said=content.data.because,
    )  # fmt: skip
    facts = _facts(folded, telling, before)
    return _following(facts, protected, cause, house)


def _following(
    facts: Facts, protected: Protected, cause: Cause, house: House
) -> Sequence[Outgoing]:
    """What follows from a change of an event; ``protected`` is what was protected before it."""
    back = asked_back(facts, protected, cause, house)
    outcome = reconcile(facts, cause, house)
    return [
        *back,
        *outcome.outputs,
        *patterns(facts, cause, house),
        *news(facts, cause, house, outcome.situation),
    ]


def _protected_before(content: Linked, house: House) -> Protected:
    """What is protected of an event's children, and of the one that a person is found to be."""
    state = house.work.get(EventState, content.data.event)
    links = state.links if state else ()
    return protected_now((*links, content.data.link), house.work)


def _facts(folded: Folded, telling: Telling, elsewhere: KeptBackElsewhere | None = None) -> Facts:
    return Facts(
        folded.was, folded.now, folded.was_event, folded.event, folded.moved, telling, elsewhere
    )


def _kept_back_before(name: str, house: House) -> KeptBackElsewhere | None:
    """What the events of its children keep back, before this record is folded in."""
    state = house.work.get(EventState, name)
    if state is None:
        return None
    terms = house.agreement.in_force(state.received)
    house.work.further(keys_of(state.links))
    pictures = pictures_of(state.links, state.kin, house.work)
    return kept_back_elsewhere(pictures, state.attributes, terms, house.agreement)


def _not_told(facts: Facts, cause: Cause, outcome: Outcome) -> list[Outgoing]:
    """The word to an agency that decided not to tell, or whose event reaches nobody."""
    closed = any(
        entry.decision == "withhold" and entry.legal_basis for entry in outcome.due.entries(())
    )
    if isinstance(facts.event, Withheld):
        says = _WITHHELD
    elif closed and not outcome.told:
        says = _TO_NOBODY
    else:
        return []
    return [
        feedback(
            facts.now.agency, facts.event.id, cause.at, "not-delivered", says, cause="withheld"
        )
    ]
