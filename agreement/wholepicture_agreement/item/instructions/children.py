"""How a child is met, what is not known of a child, and for which worker each child's part is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholepicture_schemas.codes import COMMUNICATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.persons import Child
from wholepicture_schemas.words import listed

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.told.facts import EventFacts


def about_each_child(telling: Telling) -> Iterator[str]:
    """How each child communicates, and what is not known of the children, each question once."""
    shown = telling.shown
    asked: dict[str, list[str]] = {}
    told = {subject.told.person: subject.told for subject in telling.subjects if subject.told}
    in_order = [child.person for child in telling.facts.core.children]  # however they were linked
    for child in [told[person] for person in in_order if person in told]:
        who, entry = shown.called(child.person) or "The child", shown.person(child.person)
        if child.communication and "communication" in entry:
            ways = listed(COMMUNICATIONS[code] for code in child.communication)
            yield f"{who} {ways}: arrange for that before you see the child."
        for question in _not_known(child, entry, telling.facts):
            asked.setdefault(question, []).append(who)
    for question, whose in asked.items():
        several = len(whose) > 1
        yield question.format(
            who=listed(whose), is_="are" if several else "is", has="have" if several else "has"
        )


def teams(facts: EventFacts) -> bool:
    """Whether any team works with a child of the event."""
    return any(subject.known.involvements for subject in facts.subjects)


def workers(telling: Telling) -> Iterator[str]:
    """Whom each child's part is for, where the children of one team have several workers."""
    teams = {target.team for target in telling.targets if target.team}
    named = {
        subject.known.person: episode.worker.name
        for subject in telling.subjects
        for episode in subject.known.involvements
        if episode.team in teams and episode.worker and episode.worker.name
    }
    if len(set(named.values())) > 1:
        for person, worker in named.items():
            yield f"{telling.shown.called(person) or 'The child'}: for {worker}."


def _not_known(child: Child, entry: Mapping[str, Any], facts: EventFacts) -> Sequence[str]:
    """What is not known of a child, as questions that leave open who it is."""
    questions: list[str] = []
    if child.risk_of_significant_harm == "unknown" and "risk_of_significant_harm" in entry:
        questions.append(
            "The sender does not know whether {who} {is_} at risk of significant harm: ask."
        )
    # a recipient of the minimum is not asked about what it is not told
    if "vulnerability_considered" in entry or ("exposure" in entry and "lives_at" in entry):
        questions += facts.once(_vulnerability_of_each)[child.person]
    return questions


def _vulnerability_of_each(facts: EventFacts) -> Mapping[PersonRef, Sequence[str]]:
    return {child.person: tuple(_vulnerability(child)) for child in facts.core.children}


def _vulnerability(child: Child) -> Iterator[str]:
    """What is not known of a child's vulnerability, as a question.

    Source: the review's finding on the consideration of children's vulnerability (F4b).
    """
    considered = child.vulnerability_considered
    if considered is None:
        yield "The sender does not say whether it considered what makes {who} vulnerable: ask."
        return
    if not considered.considered:
        yield "The sender did not consider what makes {who} vulnerable: consider it."
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
    if open_questions and not child.unborn:
        named = ", ".join(open_questions)
        yield f"The sender does not know whether {{who}} {{has}} {named}: ask."
