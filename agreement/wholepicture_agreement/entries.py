"""The entries of a decision for the ledger: who is given what, who is not, and who is asked."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.asked.asking import Inquiry, PendingRule, why_pending, why_telephoned
from wholepicture_agreement.candidates import Candidate, Key
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.situation import Entry, Item, Verdict
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.keeping import KeepsBack, of_withheld
from wholepicture_agreement.whom.recipients import by_telephone
from wholepicture_agreement.written.model import Terms

_WHICH_CHILD = (
    "It is only probable who the child is: it is asked with the item, by the time that this names. "
    "Until somebody says so, nothing that was told of the known one is shown."
)
_NOBODY_TO_ASK = "A person must be asked first, and there is nobody to ask."


def entries(
    candidates: Iterable[Candidate],
    items: Mapping[RecipientId, DueItem],
    given: Collection[RecipientId],
    terms: Terms,
) -> Iterator[Entry]:
    """An entry for each rule that gives or withholds, and for what is asked with an item.

    A rule that gives has one where its recipient is among the ``given``.
    """
    for candidate in candidates:
        if candidate.ask is not None:
            continue
        if candidate.withheld is not None:
            because = candidate.withheld or candidate.active.rule.safeguarding
            yield _entry(candidate, "withhold", because, None, terms)
            continue
        due = items[candidate.recipient]
        if candidate.recipient in given:
            yield _entry(candidate, "give", candidate.active.rule.safeguarding, due.item, terms)
        if call := by_telephone(candidate.targets):
            yield _entry(candidate, "ask", why_telephoned(call.whom), None, terms)
        if due.kind == "referral" and candidate.is_doubtful:
            yield _entry(candidate, "ask", _WHICH_CHILD, None, terms)


def entries_of_questions(
    candidates: Mapping[Key, Candidate], asked: Iterable[Inquiry], facts: EventFacts, terms: Terms
) -> Iterator[Entry]:
    """An entry for each pending rule, and one for each item that asks a question."""
    for question in asked:
        owner = question.owner and facts.agreement.recipient(question.owner)
        for pending in question.waiting:
            waits = candidates[_key(pending)]
            reason = why_pending(pending, owner.name, facts) if owner else _NOBODY_TO_ASK
            entry = _entry(waits, "ask" if owner else "withhold", reason, None, terms)
            yield entry._replace(children=tuple(one.known for one in pending.subjects))
        if question.item is not None:
            waits = candidates[_key(question.waiting[0])]
            given = _entry(waits, "give", question.item.headline, question.item, terms)
            yield given._replace(
                recipient=question.item.recipient,
                because=question.item.reason.purpose,
                children=tuple(one.known for one in question.waiting[0].subjects),
            )


def keeps_back(event: Event[Any]) -> KeepsBack | None:
    """From whom a decision not to tell keeps something back; none of any other event."""
    return of_withheld(event.data.detail) if isinstance(event, Withheld) else None


def _key(pending: PendingRule) -> Key:
    return Key(pending.active.rule.id, pending.recipient, pending.kind)


def _entry(
    candidate: Candidate, decision: Verdict, because: str, given: Item | None, terms: Terms
) -> Entry:
    rule = candidate.active.rule
    asks = given.question if given and given.asks_about else None
    return Entry(
        decision=decision,
        recipient=candidate.recipient,
        rule=rule.id,
        rule_version=rule.version,
        agreement=terms.version,
        purpose=rule.purpose,
        legal_basis=(candidate.kept and terms.keeping_back) or candidate.active.legal_basis,
        children=tuple(subject.known for subject in candidate.subjects),
        fields=given.fields if given else (),
        masked=given.masked if given else (),
        because=because,
        question=asks.matter if asks else None,
    )
