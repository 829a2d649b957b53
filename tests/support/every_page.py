"""Every kind of page that is made, each with one text wherever it shows a text of somebody's."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel
from wholepicture_agreement import Agreement
from wholepicture_agreement.cases import CasesFile, outcome
from wholepicture_agreement.patterns.reviews import Review, read_reviews
from wholepicture_agreement.written.files import Rule, SharingFile
from wholepicture_agreement.written.loading import Files, read
from wholepicture_bus.pages.lanes import EVENT, STRENGTH, Entries, Entry, Lane, Lanes
from wholepicture_consumers.governance import cases_page, chronology_page, why
from wholepicture_consumers.governance.answers import AnswerGiven
from wholepicture_consumers.governance.changes import changes
from wholepicture_consumers.governance.chronology import Chronology
from wholepicture_consumers.governance.chronology import Line as EventLine
from wholepicture_consumers.governance.equality import page as equality_page
from wholepicture_consumers.governance.equality.printed import Column, Printed
from wholepicture_consumers.governance.equality.printed import Line as TableLine
from wholepicture_consumers.governance.equality.report import EqualityReport
from wholepicture_consumers.governance.ledger import Account, Chains
from wholepicture_consumers.governance.matrix import matrix
from wholepicture_consumers.governance.patterns_page import patterns_page
from wholepicture_consumers.governance.privacy import privacy
from wholepicture_consumers.governance.reference import index_page, type_page
from wholepicture_consumers.governance.schedule import schedule
from wholepicture_consumers.study.outcomes import OfChild, OfYear
from wholepicture_consumers.study.page import as_page as study_page
from wholepicture_consumers.study.rates import rates
from wholepicture_consumers.study.report import report as study_report
from wholepicture_desk.demo.page import as_page as demo_page
from wholepicture_schemas.around import AdultAround, Around, WorksWith
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.disclosures import DisclosureData
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, RecipientId
from wholepicture_schemas.police import DomesticAbuseIncident
from wholepicture_schemas.texts import Line, Phone, Text
from wholepicture_subscribers.conformance.points import Point
from wholepicture_subscribers.conformance.reporting import Report
from wholepicture_subscribers.conformance.reporting import page as report
from wholepicture_subscribers.subscription.page import as_page as item_page
from wholepicture_subscribers.subscription.parts import (
    BeforeAndNow,
    Fact,
    Group,
    Part,
    ReadableItem,
    Section,
    SectionName,
    Sentence,
    Steps,
)

from tests.desk.fixture import months, pictures, result
from tests.support.shipped import PARTNERSHIP, shipped, shipped_cases

_Data = TypeVar("_Data")
_WRITTEN = (Line, Text, Phone)
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
CASES = ("open case", "allegation against staff", "sender controls passing on, open case")
RULES = ("news-on-open-case", "encompass-setting")
TYPES = (short_name(DomesticAbuseIncident.TYPE), "child-concern")


def parts_of_an_item(text: str) -> tuple[Part, ...]:
    """A part of each kind, one of them inside others."""
    inner: tuple[Part, ...] = (
        Sentence(text),
        Sentence(text, strong=True),
        Fact(text, text),
        Fact(text, text),
        Steps((text, text)),
        BeforeAndNow(((text, text, None), (text, None, text))),
        lanes(text),
    )
    return (*inner, Group(text, (*inner, Group(text, inner))))


def lanes(text: str) -> Lanes:
    """Lanes with an entry of each shape, and a month of which nothing was told."""
    told = Entries((Entry(4, text, EVENT), Entry(5, text, STRENGTH)))
    return Lanes(text, (text, text), (Lane(text, ((told,), ())),), (text,))


def item(text: str) -> str:
    """An item that has every section."""
    sections = tuple(Section(name, text, parts_of_an_item(text)) for name in get_args(SectionName))
    shown = ReadableItem(
        short=text,
        exercise=text,
        afterwards=text,
        danger=(text, text),
        kind=text,
        headline=text,
        who=text,
        strip=(lanes(text),),
        now=parts_of_an_item(text),
        sections=sections,
        second=(),
    )
    return item_page(shown, AT)


def conformance(text: str) -> str:
    """A report with a point of each result."""
    said = Report(
        product=text,
        version=text,
        tried=AT,
        stream=text,
        way=text,
        items=2,
        left=1,
        points=[
            Point(text, text, "pass"),
            Point(text, text, "fail", (text, text)),
            Point(text, text, "not shown", (text,)),
        ],
    )
    return report(said)


def demo(text: str) -> str:
    """The page of the demonstration."""
    return demo_page(said_by(pictures(), text), said_by(result(), text), said_by(months(), text))


def why_told(text: str) -> str:
    """The account of an event that was told, kept back and asked about, with a chain that broke."""
    told = DisclosureData(
        chain=0,
        sequence=0,
        previous=text,
        hash=text,
        decision="give",
        recipient=RecipientId("front-door-bristol"),
        delivery=EventId(text),
        event_source=text,
        event_id=text,
        event_type="uk.wholepicture.police.domestic-abuse-incident.v1",
        children=(ChildRef("r-1"),),
        rule=text,
        rule_version=1,
        agreement=text,
        purpose=text,
        legal_basis=text,
        fields=("core.summary",),
        masked=("core.adults.*.phone",),
        because=text,
        at=AT,
    )
    others = [told.model_copy(update={"decision": how}) for how in ("withhold", "ask")]
    account = Account(text, text, told.event_type, (told, *others), Chains(1, faults=[text]))
    said = AnswerGiven(RecipientId("nobody"), text, AT, text, EventId(text), EventId(text))
    return why.as_page(account, said_by_partnership(text), [said])


def chronology_told(text: str) -> str:
    """The chronology of a child, with an event of each kind."""
    lines = tuple(EventLine(AT, AT, text, text, how, (text, text)) for how in (True, False))
    day = AT.date()
    works = WorksWith(agency=text, name=text, role=text, phone=text, does=text, as_of=day)
    adult = AdultAround(who=text, heed=(text,), is_what=text, says=(text,))
    around = Around(
        person=PersonRef("c1"),
        needs=(text,),
        works_with=(works,),
        can_be_called=(works,),
        adults=(adult,),
        says=(text,),
    )
    return chronology_page.as_page(
        Chronology(text, (text,), text, day, day, lines, (text,), exercise=True, around=around)
    )


def book(name: str) -> Callable[[str], str]:
    """One page of the agreement's book, or of the reference."""

    def made(text: str) -> str:
        agreement, shipped = said_by_partnership(text), _files()
        legal = shipped.legal.model_copy(
            update={"provision": tuple(said_by(law, text) for law in shipped.legal.provision)}
        )
        agencies = shipped.agencies.model_copy(
            update={"agency": tuple(said_by(agency, text) for agency in shipped.agencies.agency)}
        )
        now = _sharing(text)
        files = Files(agencies, legal, (now,))
        before = _sharing(f"{text}, before")
        return {
            "schedule": lambda: schedule(now, files, agreement),
            "fields": lambda: matrix(now, agreement),
            "changes": lambda: changes(before, now, files, agreement),
            "first": lambda: changes(None, now, files, agreement),
            "families": lambda: privacy(now, files, agreement),
            "patterns": lambda: patterns_page(_patterns(agreement, text), _reviewed(text), AT),
            "event types": lambda: index_page(now, agreement),
            "event type": lambda: type_page(DomesticAbuseIncident, now, files, agreement),
        }[name]()

    return made


def cases(text: str) -> str:
    """A table of three cases under one heading, each decided otherwise than it says."""
    agreement = shipped()
    table = shipped_cases()
    chosen = tuple(
        case.model_copy(
            update={
                "name": f"{case.name} {text}",
                "story": text,
                "grade": text,
                "says": dict.fromkeys(case.says, text),
                "never_reads": {who: (text, text) for who, *_ in case.told},
            }
        )
        for case in table.file.cases()
        if case.name in CASES
    )
    assert len(chosen) == len(CASES)
    heading = table.file.heading[0].model_copy(
        update={"title": text, "about": text, "case": chosen}
    )
    outcomes = [replace(outcome(case, agreement), differences=(text,)) for case in chosen]
    small = replace(table, file=CasesFile.model_construct(heading=(heading,)))
    return cases_page.page(small, outcomes, said_by_partnership(text), text)


def study(text: str) -> str:
    """A study of one child, by a rule and with an assumption whose words somebody else wrote."""
    rule = shipped().patterns[-1].pattern[0].model_copy(update={"id": text})
    child = OfChild("quiet", "WBRI", disabled=False, harm=None, patterns={}, noticed=frozenset())
    assumed = rates()
    kinds = tuple(kind.model_copy(update={"source": text}) for kind in assumed.kind)
    years = [OfYear((child,), {("front-door", True): 1}, events=1)]
    made = study_report(years, [rule], assumed, 1, AT)
    return study_page(made, assumed.model_copy(update={"kind": kinds}))


def equality(text: str) -> str:
    """An equality report with a table of two rows, of which one stands for several groups."""
    lines = (
        TableLine((text,), 5, 9, (5, None), (text,)),
        TableLine((text, text), 5, 9, (0, None), (text,)),
    )
    columns = (Column(text, (text,)), Column(text, (text,), text))
    table = Printed(text, text, text, columns, lines, (text,))
    return equality_page.as_page(EqualityReport(AT.date(), AT.date(), (table,), (text,)))


EVERY_PAGE: Mapping[str, Callable[[str], str]] = {
    "item": item,
    "conformance": conformance,
    "demo": demo,
    "why": why_told,
    "chronology": chronology_told,
    "cases": cases,
    "study": study,
    "equality": equality,
    **{f"book: {name}": book(name) for name in (
        "schedule", "fields", "changes", "first", "families", "patterns", "event types",
        "event type",
    )},
}  # fmt: skip


def _patterns(agreement: Agreement, text: str) -> Agreement:
    """The agreement with the words of its pattern rules replaced."""
    files = tuple(said_by(file, text) for file in agreement.patterns)
    return replace(agreement, patterns=files)


def _reviewed(text: str) -> list[Review]:
    """The reviews of the shipped pattern rules."""
    return [said_by(review, text) for review in read_reviews(PARTNERSHIP, _files())]


def said_by_partnership(text: str) -> Agreement:
    """The shipped agreement, its names and telephone numbers replaced."""
    agreement = shipped()
    return replace(
        agreement,
        partnership=said_by(agreement.partnership, text),
        agencies={name: said_by(agency, text) for name, agency in agreement.agencies.items()},
        recipients={name: said_by(team, text) for name, team in agreement.recipients.items()},
    )


def said_by(data: _Data, text: str) -> _Data:
    """The data with a text in place of each that somebody writes; codes and ids stay."""
    hints = get_type_hints(type(data), include_extras=True)
    if isinstance(data, BaseModel):
        names, free = list(type(data).model_fields), _WRITTEN
        return data.model_copy(
            update={name: _said(hints[name], getattr(data, name), text, free) for name in names}
        )
    names = [field.name for field in fields(data)]  # type: ignore[arg-type]  # else a dataclass
    changed = {name: _said(hints[name], getattr(data, name), text, (str,)) for name in names}
    return replace(data, **changed)  # type: ignore[type-var]  # likewise


def _said(hint: Any, value: Any, text: str, free: tuple[Any, ...]) -> Any:
    if value is not None and hint in free:
        return text
    inner = [part for part in get_args(hint) if part not in {type(None), Ellipsis}]
    if isinstance(value, tuple) and inner:
        return tuple(_said(inner[0], entry, text, free) for entry in value)
    if value is not None and len(inner) == 1 and inner[0] in free:
        return text
    if isinstance(value, BaseModel) or is_dataclass(value):
        return said_by(value, text)
    return value


def _sharing(text: str) -> SharingFile:
    """Rules of each kind, on a few types: a text stands where it would for ninety types."""
    newest = _files().versions[-1]
    kept_back = next((rule.id for rule in newest.rule if rule.effect == "withhold"), None)
    rules = [rule for rule in newest.rule if rule.id in {*RULES, kept_back}]
    assert len(rules) >= len(RULES)
    return said_by(newest, text).model_copy(
        update={"rule": tuple(said_by(_on_a_few(rule), text) for rule in rules)}
    )


def _on_a_few(rule: Rule) -> Rule:
    on = [name for name in rule.on if name in TYPES]
    return rule.model_copy(update={"on": tuple(on or rule.on)})


@cache
def _files() -> Files:
    return read(PARTNERSHIP)
