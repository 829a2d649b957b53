"""Gathers the facts of the last screen from the records; and what is missing, in sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from wholepicture_agreement import Agreement
from wholepicture_schemas.codes import COMMUNICATIONS, EXPOSURES, OUTCOMES, Confidence
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.ledger import entry_in
from wholepicture_schemas.who import age_at

from wholepicture_desk.demo.received import Received, TopicRecord
from wholepicture_desk.demo.result import (
    ChildQuestion,
    DemoResult,
    Incomplete,
    InvolvedChild,
    RecipientAnswer,
    RepeatedItem,
    ThatDay,
    ToldChild,
    ToldRecipient,
    Unasked,
)
from wholepicture_desk.demo.story import Story
from wholepicture_desk.demo.words import kept_back

_LONDON = ZoneInfo("Europe/London")
_ROLES = {"front-door": "front door"}
_MADE_UP = " (made up)"


@dataclass(frozen=True)
class Evidence:
    """Everything that was sent and came in one play of the story."""

    story: Story
    agreement: Agreement
    broken: str
    """The id of the broken record."""
    received: tuple[Received, ...]
    """What stands in the records of all subscribers."""
    spoken: tuple[TopicRecord, ...]
    """What police sent."""
    heard: tuple[TopicRecord, ...]
    """What police heard back."""
    invalid: tuple[TopicRecord, ...]
    """The dead letters: what police sent and nobody could read."""
    replies: tuple[TopicRecord, ...]
    ledger: tuple[TopicRecord, ...]

    def about(self, event: str) -> list[Received]:
        """What was delivered because of an event."""
        return [item for item in self.received if item.event == event]

    def kind(self, recipient: RecipientId) -> str:
        """What kind of recipient it is."""
        return self.agreement.recipient(recipient).kind

    def name(self, recipient: RecipientId) -> str:
        """The recipient's name for people."""
        return self.agreement.recipient(recipient).name.removesuffix(_MADE_UP)

    @cached_property
    def child(self) -> str:
        """The given name of the child of the review."""
        (child,) = self.story.council.document["data"]["core"]["children"]
        return str(child["name"]["given"])

    @cached_property
    def standard(self) -> list[Received]:
        """What was delivered because of the incident that police graded STANDARD."""
        return self.about(self.story.standard.id)

    @cached_property
    def answered(self) -> TopicRecord | None:
        """What police heard of a decision on the incident."""
        return next(self._heard(self.story.standard.id, state="decided"), None)

    @cached_property
    def decision(self) -> TopicRecord | None:
        """The decision, as the recipient sent it."""
        ours = {item.data.recipient for item in self.standard}
        return next(
            (
                reply
                for reply in self.replies
                if reply.content.get("outcome") and _recipient_of(reply) in ours
            ),
            None,
        )

    @cached_property
    def fixes(self) -> tuple[str, ...]:
        """What police were asked about the incident that lacked something."""
        return _fixes(self._heard(self.story.incomplete.id, delivered=True))

    @cached_property
    def broken_fixes(self) -> tuple[str, ...]:
        """What police were asked about the broken record."""
        return _fixes(self._heard(self.broken, delivered=False))

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """The paths that the ledger says were kept back from the school."""
        return tuple(
            path
            for record in self.ledger
            if (entry := entry_in(record.attributes.get("type"), record.value))
            for decision in entry.decisions
            if decision.event_id == self.story.standard.id
            and self.kind(decision.recipient) == "setting"
            and decision.decision == "give"
            for path in decision.masked
            if path not in decision.fields  # kept of one child, told of another
        )

    @cached_property
    def repeat(self) -> RepeatedItem:
        """How often the incident was sent, and how often it stands in any one record."""
        sent = sum(record.attributes.get("id") == self.story.standard.id for record in self.spoken)
        recipients = [item.data.recipient for item in self.standard]
        return RepeatedItem(sent, max(map(recipients.count, recipients), default=0))

    def missing(self) -> tuple[str, ...]:
        """Everything that was to come and did not, in sentences."""
        return tuple(sentence for arrived, sentence in self._promises() if not arrived)

    def _promises(self) -> Iterator[tuple[bool, str]]:
        team = self.story.council.document["data"]["detail"]["team"]
        told = {item.data.recipient for item in self.standard}
        kinds = {self.kind(recipient) for recipient in told}
        incomplete = self.about(self.story.incomplete.id)
        unasked = {self.kind(item.data.recipient) for item in self.about(self.story.unasked.id)}
        kept = [record.value for record in self.invalid]
        yield team in told, "The team that works with the child was not told."
        yield "front-door" in kinds, "The front door was not told."
        yield "setting" in kinds, "The child's school was not told."
        yield "health-team" in kinds, "No health professional of the child was told."
        yield bool(self.masked), "Nothing was kept back from the school."
        yield (
            any(question.confidence == "not-confirmed" for question in _questions(self)),
            ("Nobody was asked about the child who is not confirmed."),
        )
        yield self.answered is not None, "Police did not hear the team's answer."
        yield (
            any(item.data.incomplete for item in incomplete),
            ("The incident without the child's vulnerability was not delivered marked incomplete."),
        )
        yield bool(self.fixes), "Police were not asked about the child's vulnerability."
        yield (
            {"front-door", "police-safeguarding-unit"} <= unasked,
            ("Nobody was asked to find out whose children the third incident concerns."),
        )
        yield self.repeat == RepeatedItem(sent=2, recorded=1), "The repeat was not recorded once."
        yield self.story.broken in kept, "The broken record is not kept as it came."
        yield bool(self.broken_fixes), "Police were not asked about the broken record."
        yield bool(self.about(self.story.manifest.id)), "The list of the day did not arrive."

    def _heard(self, event: str, **says: object) -> Iterator[TopicRecord]:
        for record in self.heard:
            content = record.content
            if content.get("event") == event and says.items() <= content.items():
                yield record


def gather(evidence: Evidence) -> DemoResult:
    """The facts of the last screen; call it where nothing is missing."""
    answered, decision = evidence.answered, evidence.decision
    if answered is None or decision is None:
        raise ValueError("There is no answer to tell of.")
    incomplete = evidence.about(evidence.story.incomplete.id)
    listed = evidence.about(evidence.story.manifest.id)[0].data.told["detail"]
    schools = [
        item for item in evidence.standard if evidence.kind(item.data.recipient) == "setting"
    ]
    return DemoResult(
        that_day=_that_day(evidence),
        child=evidence.child,
        told=tuple(_told(item, evidence) for item in _in_order(evidence)),
        answer=RecipientAnswer(
            who=evidence.name(_recipient_of(decision)),
            outcome=OUTCOMES[answered.content["outcome"]],
            after=answered.appended - decision.appended,
        ),
        school=evidence.name(schools[0].data.recipient),
        kept_from_school=kept_back(evidence.masked),
        questions=tuple(_questions(evidence)),
        incomplete=Incomplete(asked=evidence.fixes, delivered_to=_names(incomplete, evidence)),
        unasked=Unasked(whom=_names(evidence.about(evidence.story.unasked.id), evidence)),
        repeat=evidence.repeat,
        broken_asked=evidence.broken_fixes[0],
        counted=_counted(listed),
    )


def _that_day(evidence: Evidence) -> ThatDay:
    """The incident as police sent it, read from the record itself."""
    sent = next(
        record
        for record in evidence.spoken
        if record.attributes.get("id") == evidence.story.standard.id
    )
    core, detail = sent.content["core"], sent.content["detail"]
    happened = datetime.fromisoformat(sent.attributes["time"]).astimezone(_LONDON)
    allegation = core["allegations"][0]
    relations = {
        adult["person"]: next((tie["relation"] for tie in adult.get("related_to", ())), "adult")
        for adult in core["adults"]
    }
    return ThatDay(
        happened=happened,
        alleged=relations[allegation["alleged"]].replace("-", " "),
        victim=relations[allegation["victims"][0]].replace("-", " "),
        children=tuple(
            InvolvedChild(
                name=child["name"]["given"],
                age=age_at(child["birth_date"], happened.date()),
                communication=tuple(
                    COMMUNICATIONS[code] for code in child.get("communication", ())
                ),
                exposure=EXPOSURES[child["exposure"]],
            )
            for child in core["children"]
        ),
        grade=detail["risk_grade"],
    )


def _told(item: Received, evidence: Evidence) -> ToldRecipient:
    data = item.data
    return ToldRecipient(
        who=evidence.name(data.recipient),
        role=_ROLES.get(evidence.kind(data.recipient)),
        through=None if data.recipient == item.subscriber else evidence.name(item.subscriber),
        after=item.appended - data.received,
        arrival=data.arrival,
        children=tuple(
            ToldChild(_given_name(data.told, child.person), child.confidence)
            for child in data.children
        ),
        by=data.respond_by,
    )


def _questions(evidence: Evidence) -> Iterator[ChildQuestion]:
    """Each child that is not certain, and which of those who answer were asked about it."""
    asked: dict[tuple[str, Confidence, str], list[str]] = {}
    for item in _in_order(evidence):
        for child in item.data.children if item.data.kind == "referral" else ():
            if child.question:
                name = _given_name(item.data.told, child.person)
                asked.setdefault((name, child.confidence, child.question), []).append(
                    evidence.name(item.data.recipient)
                )
    for (name, confidence, question), whom in asked.items():
        yield ChildQuestion(name, confidence, tuple(dict.fromkeys(whom)), question)


def _names(items: Iterable[Received], evidence: Evidence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence.name(item.data.recipient) for item in items))


def _fixes(heard: Iterable[TopicRecord]) -> tuple[str, ...]:
    problems = (problem for record in heard for problem in record.content.get("problems", ()))
    return tuple(dict.fromkeys(problem["fix"] for problem in problems))


def _given_name(told: Any, person: str) -> str:
    """What a recipient was told to call a child."""
    for child in told.get("core", {}).get("children", ()):
        if child["person"] == person:
            return str(child.get("name", {}).get("given", "a child"))
    return "a child"


def _counted(detail: Any) -> int:
    return int(sum(detail[answer] for answer in ("named", "none", "not_asked", "unknown")))


def _in_order(evidence: Evidence) -> list[Received]:
    """Who acts for the child of the review first; of these the team, then who else answers."""

    def weight(item: Received) -> tuple[bool, bool, bool, bool]:
        data = item.data
        names = [_given_name(data.told, child.person) for child in data.children]
        other = evidence.kind(data.recipient) != "setting"
        not_open = data.arrival != "news-on-open-case"
        return evidence.child not in names, data.kind != "referral", not_open, other

    return sorted(evidence.standard, key=weight)


def _recipient_of(reply: TopicRecord) -> RecipientId:
    return RecipientId(reply.topic.partition(".")[2])
