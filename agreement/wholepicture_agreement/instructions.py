"""Instructions: what to do and what not to do with an item, most important first, in plain words.

A sentence names a person only as far as the recipient is told of the person: by name, else by the
relation to a child, else not at all. Example: a front door reads "Do not let Robin Example learn of
this." A school that is not told the name reads "Do not let the father of Sam learn of this."
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.codes import COMMUNICATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.persons import Child
from wholepicture_schemas.words import listed

from wholepicture_agreement.facts import EventFacts, Subject
from wholepicture_agreement.files import Rule
from wholepicture_agreement.kept_back_sentences import of_not_to, of_restricted, who_works_with
from wholepicture_agreement.recipients import Target
from wholepicture_agreement.traces import KEPT_BACK

ToldContent = Mapping[str, JsonValue]
_TO_REACH = "To reach "
_SENDER = "the sender"
"""Whom to call where the given number is masked."""


class PeopleTold:
    """The people in a told content, and how the recipient can name them."""

    def __init__(self, told: ToldContent) -> None:
        core: Any = told.get("core", {})
        self.core: Mapping[str, Any] = core
        self._children = {child.get("person"): child for child in core.get("children", [])}
        self._adults = {adult.get("person"): adult for adult in core.get("adults", [])}
        self._said: dict[object, tuple[str, ...]] = {}

    def once(self, what: object, say: Callable[[], Iterable[str]]) -> tuple[str, ...]:
        """Sentences that are equal for every recipient of this content, cached by ``what``."""
        sentences = self._said.get(what)
        if sentences is None:
            sentences = self._said[what] = tuple(say())
        return sentences

    def person(self, person: PersonRef | str) -> Mapping[str, Any]:
        """What is told of a person."""
        entry: Mapping[str, Any] = self._children.get(person) or self._adults.get(person) or {}
        return entry

    def called(self, person: PersonRef | str) -> str | None:
        """How the recipient can name a person; none where nothing of the person is told."""
        entry = self.person(person)
        if words := self._named(entry):
            return words
        for tie in entry.get("related_to", ()):
            relation = str(tie.get("relation", "unknown")).replace("-", " ")
            if relation not in {"unknown", "not related"}:
                child = self._named(self._children.get(tie.get("child"), {})) or "the child"
                return f"the {relation} of {child}"
        return "a child of this event" if person in self._children else None

    @staticmethod
    def _named(entry: Mapping[str, Any]) -> str:
        name = entry.get("name", {})
        return " ".join(filter(None, (name.get("given"), name.get("family"))))


def instructions(
    facts: EventFacts,
    shown: PeopleTold,
    rules: Iterable[Rule],
    targets: Iterable[Target],
    subjects: Iterable[Subject],
) -> tuple[str, ...]:
    """All instructions at the head of an item, each once, in their order."""
    targets, subjects, rules = tuple(targets), tuple(subjects), tuple(rules)
    sentences: list[str] = [target.urgent for target in targets if target.urgent]
    sentences += of_restricted(facts, rules)
    sentences += shown.once("handling", lambda: _handling(facts, shown))
    sentences += [target.note for target in targets if target.note]
    sentences += [sentence for rule in rules for sentence in rule.instructions]
    sentences += who_works_with(facts, targets, subjects)
    sentences += shown.once("family", lambda: _family_informed(shown))
    for told in (subject.told for subject in subjects if subject.told is not None):
        sentences += shown.once(told.person, partial(_about_child, told, shown))
    sentences += _workers(subjects, shown, targets)
    return tuple(dict.fromkeys(sentences))


def of_handling(facts: EventFacts, told: ToldContent) -> frozenset[str]:
    """The sentences on how to handle a content."""
    return frozenset(_handling(facts, PeopleTold(told)))


def without_unsafe(had: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """The former instructions, less each way to reach somebody that is not given any more."""
    said = set(now)
    return tuple(
        sentence for sentence in had if not sentence.startswith(_TO_REACH) or sentence in said
    )


def _handling(facts: EventFacts, shown: PeopleTold) -> Iterator[str]:
    handling = facts.core.handling
    shown_handling: Mapping[str, Any] = shown.core.get("handling", {})
    reasons = {
        request.get("person"): request.get("because")
        for request in shown_handling.get("do_not_disclose_to", [])
    }
    for request in handling.do_not_disclose_to:
        who = shown.called(request.person)
        if who is None:
            yield (
                "The sender asks that somebody around this child does not learn of it: call the "
                "sender before you speak to anyone in the family."
            )
        else:
            why = reasons.get(request.person)
            yield f"Do not let {who} learn of this{f': {_clause(why)}' if why else '.'}"
    if handling.call_before_speaking_to_family:
        told = shown_handling.get("call_before_speaking_to_family", {})
        who, phone = told.get("who"), told.get("phone")
        why = f" {told['because']}" if told.get("because") else ""
        whom = f"{who} on {phone}" if who and phone and KEPT_BACK not in who + phone else _SENDER
        yield f"Call {whom} before you speak to anyone in the family.{why}"
    if handling.not_visible_online:
        yield "Keep this out of every website, app or account that a parent or carer can open."
    if handling.not_in_shared_records:
        yield (
            "Keep this out of records that parents see, conference papers and court bundles until "
            "it has been reviewed."
        )
    for person in handling.address_protected:
        if who := shown.called(person):
            yield f"Where {who} lives must not become known: keep it out of what others can read."
    yield from of_not_to(facts, seen="not_to" in shown_handling)
    if handling.originator_control:
        yield "Do not pass this on unless the sender has agreed."
    yield from _safe_contacts(facts, shown)


def _safe_contacts(facts: EventFacts, shown: PeopleTold) -> Iterator[str]:
    for adult in facts.core.adults:
        contact = shown.person(adult.person).get("safe_contact", {})
        who = shown.called(adult.person)
        if contact and who:
            yield from _safe_contact(who, contact)


def _safe_contact(who: str, contact: Mapping[str, Any]) -> Iterator[str]:
    if never := contact.get("never"):
        yield f"{_TO_REACH}{who} safely, never: {_clause(never)}"
    told = (contact.get("how"), contact.get("when"))
    safely = ", ".join(part.rstrip(".") for part in told if part)
    if safely:
        yield f"{_TO_REACH}{who} safely: {_clause(safely)}"


def _family_informed(shown: PeopleTold) -> Iterator[str]:
    sharing = shown.core.get("sharing", {})
    known = sharing.get("family_informed")
    why = sharing.get("family_not_informed_because")
    if known in {"no-unsafe", "no-not-practicable"}:
        said = "it is not safe" if known == "no-unsafe" else "it was not practicable"
        more = f": {_clause(why)}" if why else "."
        yield f"The family has not been told that this is shared, because {said}{more}"
    elif known == "not-yet":
        yield "The family has not been told yet that this is shared."


def _about_child(child: Child, shown: PeopleTold) -> Iterator[str]:
    entry = shown.person(child.person)
    who = shown.called(child.person) or "The child"
    ways = [COMMUNICATIONS[code] for code in child.communication if "communication" in entry]
    if ways:
        yield f"{who} {listed(ways)}: arrange for that before you see the child."
    if "lives_at" not in entry and "vulnerability_considered" not in entry and "exposure" in entry:
        return  # a recipient of the minimum is not asked about what it is not told
    if "exposure" in entry or "vulnerability_considered" in entry:
        yield from _vulnerability(child, who)


def _vulnerability(child: Child, who: str) -> Iterator[str]:
    """What is not known of a child's vulnerability, as a question.

    Source: the review's finding on the consideration of children's vulnerability (F4b).
    """
    considered = child.vulnerability_considered
    if considered is None:
        yield f"The sender does not say whether it considered what makes {who} vulnerable: ask."
        return
    if not considered.considered:
        yield f"The sender did not consider what makes {who} vulnerable: consider it."
    told = {
        "a disability": child.disability,
        "a communication need": child.communication or child.communication_note,
    }
    open_questions = [
        words
        for known, words in (
            (considered.disability_known, "a disability"),
            (considered.communication_known, "a communication need"),
            (considered.medical_dependence_known, "a medical dependence"),
        )
        if known in {None, "unknown"} and not told.get(words)
    ]
    if open_questions:
        yield f"The sender does not know whether {who} has {', '.join(open_questions)}: ask."


def _workers(
    subjects: Iterable[Subject], shown: PeopleTold, targets: Iterable[Target]
) -> Iterator[str]:
    """Whom each child's part is for, where the children of one team have several workers."""
    teams = {target.team for target in targets if target.team}
    named = {
        subject.known.person: episode.worker.name
        for subject in subjects
        for episode in subject.known.involvements
        if episode.team in teams and episode.worker and episode.worker.name
    }
    if len(set(named.values())) > 1:
        for person, worker in named.items():
            yield f"{shown.called(person) or 'The child'}: for {worker}."


def _clause(text: str) -> str:
    """A sender's words at the end of a sentence."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
