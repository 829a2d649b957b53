"""Explaining a decision in plain words: who would get what and why, who would not, and why not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from wholepicture_agreement.situation import Decision, Entry, Item, Situation
from wholepicture_agreement.written.files import Condition
from wholepicture_agreement.written.model import Agreement
from wholepicture_schemas.field_words import by_whom

NOT_SO: Mapping[Condition, str] = {
    "child-has-open-episode": "no open episode with children's social care is known",
    "child-has-no-open-episode": "the child has an open episode, so their own team is told",
    "identity-confirmed": "it is not confirmed who the child is",
    "identity-probable": "there is no doubt of that kind about who the child is",
    "identity-not-confirmed": "there is no doubt of that kind about who the child is",
    "identity-not-certain": "it is confirmed who the child is",
    "no-team-for-certain": "a team works with the child for certain, so it is told",
    "of-school-age": "the child is not of school age",
    "under-five": "the child is five or older, or of an age that is not known",
    "before-school-age": "the child may be of school age, or is not born yet",
    "setting-on-the-bus": "its school is not a recipient itself, so the council's team is told",
    "setting-not-on-the-bus": "its school is a recipient itself",
    "children-not-named": "the event names the children for certain",
    "restricted-place-or-service": "no place or service of a restricted kind is in it",
    "not-born": "the child is born, as far as is told",
    "setting-named": "it is not told which school or nursery the child goes to",
    "educated-at-home": "the child is not said to be educated at home",
    "health-need": "nothing is said of a disability or a health condition",
    "practice-on-the-bus": "the child's GP practice is not told, or does not take part",
    "practice-not-on-the-bus": "the child's GP practice takes part itself",
    "in-the-sample": "it is none of the few that are looked at again",
    "alleged-works-with-children": "nobody alleged is said to work with children",
    "no-children": "there are children, or it is not certain that there are none",
    "written-for-school": "the sender wrote nothing for a school",
    "written-for-health": "the sender wrote nothing for health services",
    "own-agreement-given": "it is not said that whoever tells of their own life agrees",
    "sender-asks-to-act": "the sender tells it for information, and sees no child at risk",
    "childrens-services-not-told": "somebody who acts for the child's safety is told already",
}
"""What it means that a condition is not met, in words."""

_ASSUMED = (
    "Assumed: it is known for certain who each child is, but for those named with --unsure, and no "
    "case is open but those named with --open. The bus finds that out from what it was told before."
)


def explanation(decision: Decision, agreement: Agreement, situation: Situation) -> RenderableType:
    """A decision for a person at a terminal."""
    if not decision.entries:
        otherwise = "Nobody would be told of this: no rule of the agreement is about it."
        return Text(situation.event.NOT_BY_RULES or otherwise)
    parts: list[RenderableType] = [_item(item, decision, agreement) for item in decision.items]
    if not decision.items:
        parts.append(Text("Nobody would be told of this."))
    parts += [_question(item, agreement) for item in decision.questions]
    others = [entry for entry in decision.entries if entry.decision != "give"]
    if others:
        parts.append(_not_told(others, agreement))
    if decision.not_applied:
        parts.append(_not_applied(decision))
    if any(child.confidence == "confirmed" for child in situation.children):
        parts.append(Text(_ASSUMED))
    return Group(*parts)


def as_data(decision: Decision, agreement: Agreement) -> dict[str, Any]:
    """A decision as JSON values: references and paths, and no content of the event."""
    return {
        "agreement": agreement.version,
        "told": [
            {
                "recipient": item.recipient,
                "name": agreement.recipient(item.recipient).name,
                "carrier": item.carrier,
                "kind": item.kind,
                "arrival": item.arrival,
                "children": [child.person for child in item.children],
                "rules": list(item.rules),
                "respond_by": item.respond_by.isoformat() if item.respond_by else None,
                "fields": list(item.fields),
                "masked": list(item.masked),
            }
            for item in decision.items
        ],
        "asked": [
            {
                "recipient": item.recipient,
                "name": agreement.recipient(item.recipient).name,
                "question": item.question.matter if item.question else None,
                "about": list(item.asks_about),
                "respond_by": item.respond_by.isoformat() if item.respond_by else None,
            }
            for item in decision.questions
        ],
        "decisions": [
            {
                "decision": entry.decision,
                "recipient": entry.recipient,
                "rule": entry.rule,
                "rule_version": entry.rule_version,
                "purpose": entry.purpose,
                "legal_basis": entry.legal_basis,
                "children": [child.person for child in entry.children],
                "because": entry.because,
            }
            for entry in decision.entries
        ],
        "not_applied": [
            {"rule": unmet.rule, "child": unmet.person, "because": _not_so(unmet.condition)}
            for unmet in decision.not_applied
        ],
    }


def _item(item: Item, decision: Decision, agreement: Agreement) -> RenderableType:
    recipient = agreement.recipient(item.recipient)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, words in _lines(item, decision, agreement):
        table.add_row(label, words)
    title = f"{recipient.name} ({item.recipient}) would get a {item.kind}"
    return Panel(table, title=title, title_align="left")


def _question(item: Item, agreement: Agreement) -> RenderableType:
    recipient = agreement.recipient(item.recipient)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    table.add_row("Asks", item.question.asks if item.question else "")
    table.add_row("Until", item.respond_by_words or "")
    for at, sentence in enumerate(item.instructions):
        table.add_row("" if at else "First", sentence)
    title = f"{recipient.name} ({item.recipient}) would be asked"
    return Panel(table, title=title, title_align="left")


def _lines(item: Item, decision: Decision, agreement: Agreement) -> Iterator[tuple[str, str]]:
    yield "Says", item.headline
    if item.phone_first:
        yield "Phone first", item.phone_first
    if item.question:
        yield "Asks", item.question.asks
    for at, sentence in enumerate(item.instructions):
        yield "" if at else "First", sentence
    if item.carrier != item.recipient:
        yield "By way of", agreement.recipient(item.carrier).name
    if item.children:
        yield "Children", ", ".join(child.person for child in item.children)
    for entry in decision.entries:
        given = entry.decision == "give" and not entry.question
        if entry.recipient == item.recipient and given:
            yield "Why", f"{entry.because} (rule {entry.rule}, version {entry.rule_version})"
            yield "Purpose", entry.purpose
    gives = (entry for entry in decision.entries if entry.recipient == item.recipient)
    for basis in dict.fromkeys(entry.legal_basis for entry in gives if entry.decision == "give"):
        yield "Basis", basis
    yield from _fields("Told", item.fields)
    yield from _fields("Kept back", item.masked)


def _not_told(entries: Iterable[Entry], agreement: Agreement) -> Table:
    table = Table(
        title="Would not be told, or would wait; it goes on the ledger", title_justify="left"
    )
    for name in ("Who", "Rule", "Children", "Because"):
        table.add_column(name)
    for entry in entries:
        who = agreement.recipient(entry.recipient).name
        children = ", ".join(child.person for child in entry.children)
        table.add_row(f"{who} ({entry.recipient})", entry.rule, children, entry.because)
    return table


def _not_applied(decision: Decision) -> Table:
    table = Table(title="Rules that do not apply", title_justify="left")
    for name in ("Rule", "Child", "Because"):
        table.add_column(name)
    for unmet in decision.not_applied:
        table.add_row(unmet.rule, unmet.person or "", _not_so(unmet.condition))
    return table


def _not_so(condition: Condition) -> str:
    return NOT_SO[condition]


def _fields(label: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for whose, names in by_whom(paths).items():
        yield label, f"{whose}: {', '.join(names)}"
        label = ""
