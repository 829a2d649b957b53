"""Raising: an event that was told and that nobody acts on becomes an item for somebody else.

An answer such as "not ours" ends nothing. Where everybody who was told to act on a child's behalf
gave such an answer, the sender's own unit is asked who acts, and so is the front door of the
child's area. Whoever gave the answer is not asked again: in place of it, whoever reads for it is.

Example: the front door is the only one told of a child, and answers that the child lives in Bath.
The police's own unit and the front door's second reader are asked who acts for the child. What each
kind of recipient answered is said; what else is known of the child is not.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.answers import END_NOTHING
from wholepicture_schemas.deliveries import Question
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.words import listed

from wholepicture_agreement.asked.question_content import fields_of
from wholepicture_agreement.asked.question_item import question_item, who_reads
from wholepicture_agreement.by_when.due_times import question_due
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.item.items import what_it_is
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.seen.view import told_by
from wholepicture_agreement.situation import (
    THE_EVENT,
    Entry,
    Item,
    Response,
    ToldBefore,
)
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import targets
from wholepicture_agreement.whom.schools import opening
from wholepicture_agreement.written.files import Recipient

PURPOSE = "Somebody finds out who acts for a child whom nobody has taken on."
_WITHIN = "1 working day"
_ACTING = "acts"
_HOW_TO_ANSWER = "Call them, find out who acts, and write in your answer who has taken it on."


@dataclass(frozen=True, slots=True)
class Raised:
    """A question who acts, for one recipient; with the children whom nobody has taken on."""

    item: Item
    subjects: tuple[Subject, ...]

    def entries(self) -> Iterator[Entry]:
        """What stands on the ledger: that a person is asked, and what that person is given."""
        asked = Entry(
            decision="ask",
            recipient=self.item.recipient,
            rule=self.item.reason.rule,
            rule_version=self.item.reason.rule_version,
            agreement=self.item.reason.agreement,
            purpose=PURPOSE,
            legal_basis=self.item.reason.legal_basis,
            children=tuple(subject.known for subject in self.subjects),
            fields=(),
            masked=(),
            because=self.item.headline,
            question="not-taken-on",
        )
        yield asked
        yield asked._replace(decision="give", fields=self.item.fields, because=PURPOSE)


def raised(items: Collection[DueItem], facts: EventFacts) -> Iterator[Raised]:
    """A question for each recipient that is to find out who acts."""
    if not facts.turned_away:
        return
    said: dict[PersonRef, tuple[ToldBefore, ...]] = {}
    for person in (*(subject.known.person for subject in facts.subjects), THE_EVENT):
        if person in facts.turned_away and (sayers := tuple(_nobody_acts(person, items, facts))):
            said[person] = sayers
    by_owner: dict[RecipientId, list[PersonRef]] = {}
    for person, sayers in said.items():
        for owner in _owners(person, sayers, facts):
            by_owner.setdefault(owner, []).append(person)
    for owner, persons in by_owner.items():
        yield _raised(owner, {person: said[person] for person in persons}, facts)


def _nobody_acts(
    person: PersonRef, items: Collection[DueItem], facts: EventFacts
) -> Iterator[ToldBefore]:
    """Those whose answers leave a child without anybody; empty where somebody acts or may yet.

    Those who were told to act count together, and so do all of one kind of agency that were told
    for their information.
    """
    if person in facts.situation.taken_on:
        return
    groups: dict[str, list[ToldBefore]] = {}
    for told in facts.situation.told_before:
        if person in told.answers and told.recipient in facts.agreement.recipients:
            groups.setdefault(_duty(told.recipient, facts, acts=told.acts), []).append(told)
    for duty, group in groups.items():
        had = {told.recipient for told in group}
        waits = any(
            item.recipient not in had
            and not item.stands_in_for
            and _duty(item.recipient, facts, acts=item.kind == "referral") == duty
            and person in (item.persons or {THE_EVENT})
            for item in items
        )
        if not waits:
            yield from _who_end_nothing(person, group, facts)


def _who_end_nothing(
    person: PersonRef, group: Collection[ToldBefore], facts: EventFacts
) -> Collection[ToldBefore]:
    """Everybody of a group, where each of them gave an answer that ends nothing.

    Whoever was told in place of a closed recipient counts for it until it has answered itself.
    """
    stand_ins = [told for told in group if _kind(told, facts) == "emergency-duty"]
    of_duty = next((told.answers[person] for told in stand_ins if told.answers[person]), None)
    first = [told for told in group if told not in stand_ins] or stand_ins
    answers: list[Response | None] = [told.answers[person] or of_duty for told in first]
    answers += [told.answers[person] for told in stand_ins if told.answers[person]]
    if all(answer in END_NOTHING for answer in answers):
        return [told for told in group if told.answers[person]]
    return ()


def _duty(recipient: RecipientId, facts: EventFacts, *, acts: bool) -> str:
    agreement = facts.agreement
    return _ACTING if acts else agreement.agencies[agreement.recipient(recipient).agency].kind


def _kind(told: ToldBefore, facts: EventFacts) -> str:
    return facts.agreement.recipient(told.recipient).kind


def _owners(
    person: PersonRef, sayers: Collection[ToldBefore], facts: EventFacts
) -> Iterator[RecipientId]:
    """The sender's unit and the front door of the child's area, each once, less who said so."""
    agreement, agency = facts.agreement, facts.agency
    subject = next((one for one in facts.subjects if one.known.person == person), None)
    meant = [agency.questions_to] if agency and agency.questions_to else []
    meant += [target.recipient for target in targets("front-door", facts, subject)]
    said = {told.recipient for told in sayers}
    found: dict[RecipientId, None] = {}
    for recipient in meant:
        for candidate in _instead_of(agreement.recipient(recipient)):
            reader = who_reads(candidate, facts.urgency_of(()), facts)
            if reader is not None and reader.id not in said:
                found[reader.id] = None
                break
    yield from found


def _instead_of(recipient: Recipient) -> Iterator[RecipientId]:
    """A recipient, and who may be asked where it is the one that does not act."""
    yield recipient.id
    for other in (recipient.alternate_reader, recipient.out_of_hours):
        if other is not None:
            yield other


def _raised(
    owner: RecipientId, said: Mapping[PersonRef, tuple[ToldBefore, ...]], facts: EventFacts
) -> Raised:
    situation, agreement = facts.situation, facts.agreement
    subjects = tuple(one for one in facts.subjects if one.known.person in said)
    sayers = list(dict.fromkeys(_answered(said)))
    told = _told(subjects, facts)
    moment, urgency = situation.moment, facts.urgency_of(())
    due = question_due(_WITHIN, urgency, moment, opening(agreement, owner, moment))
    who = _who(told)
    sender = facts.agency.name if facts.agency else "an agency that has left"
    inside = _inside(told for of_person in said.values() for told in of_person)
    asks = f"Who{inside} acts for {who}? Say who has taken it on."
    about = f"{what_it_is(situation.event.type)} that {sender} sent"
    first = next(iter(said.values()))[0]
    item = question_item(
        owner,
        Question(kind="phone", about="not-taken-on", asks=asks, whom=sender),
        [subject.known for subject in subjects],
        facts,
        headline=f"Nobody{inside} has taken on {who}, of {about}. Find out who acts "
        f"{due.in_words}.",
        instructions=(
            *(f"{family[0].upper()}{family[1:]} answered: {words}." for family, words in sayers),
            _HOW_TO_ANSWER,
        ),
        urgency=urgency,
        due=due,
        told=told,
        fields=fields_of(told),
        told_by=told_by(facts, PeopleTold(told)),
        reason=first.reason.model_copy(update={"purpose": PURPOSE}),
        rules=(first.reason.rule,),
    )
    return Raised(item, subjects)


def _inside(sayers: Iterable[ToldBefore]) -> str:
    """Where nobody acts: nowhere, or in a family that was told for its information."""
    families = {told.family: told.acts for told in sayers}
    return "" if any(families.values()) else f" in {listed(sorted(families))}"


def _answered(said: Mapping[PersonRef, Iterable[ToldBefore]]) -> Iterator[tuple[str, str]]:
    """Each family with what it answered."""
    for person, sayers in said.items():
        for told in sayers:
            answer = told.answers[person]
            if answer is not None and (words := END_NOTHING.get(answer)):
                yield told.family, words


def _told(subjects: Iterable[Subject], facts: EventFacts) -> dict[str, JsonValue]:
    """The sender's reference and number, and who the children are; nothing of what happened."""
    core: dict[str, Any] = {}
    if facts.core.local_reference:
        core["local_reference"] = facts.core.local_reference
    if facts.core.call_back:
        core["call_back"] = facts.core.call_back.model_dump(mode="json", exclude_defaults=True)
    names = {"person", "name", "birth_date"}
    children = [
        subject.told.model_dump(mode="json", include=names, exclude_defaults=True)
        for subject in subjects
        if subject.told is not None
    ]
    if children:
        core["children"] = children
    return {"core": core} if core else {}


def _who(told: Mapping[str, Any]) -> str:
    children = told.get("core", {}).get("children", ())
    shown = PeopleTold(told)
    return listed(shown.called(child["person"]) or "a child" for child in children) or "this event"
