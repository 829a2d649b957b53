"""The table of cases as one page; it has no script, and colour never carries meaning alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.cases.checking import AT_ONCE, CaseOutcome, how
from wholepicture_agreement.cases.files import Case, ExpectedEntry, Heading, many
from wholepicture_agreement.cases.reading import TableOfCases
from wholepicture_agreement.cases.wording import (
    TAKEN_FOR_GRANTED,
    called,
    field,
    happened,
    known,
)
from wholepicture_agreement.written.model import Agreement
from wholepicture_bus.pages import render
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.explaining import NOT_SO


@dataclass(frozen=True, slots=True)
class _CaseShown:
    """A case as the page shows it."""

    at: int
    """Its place under its heading."""
    name: str
    story: str
    event: tuple[str, ...]
    told: tuple[tuple[str, str, str, str], ...]
    not_told: tuple[str, ...]
    differences: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules that do not apply, each with the reason, for whoever wants to know."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading of the table, with how many cases stand under it and those that are shown."""

    title: str
    about: str
    count: int
    cases: tuple[_CaseShown, ...]


def page(
    table: TableOfCases,
    outcomes: Iterable[CaseOutcome],
    agreement: Agreement,
    decider: str = "the agreement",
) -> str:
    """The whole page: contents, then each heading with its cases, as ``decider`` decides them."""
    by_name = {outcome.case.name: outcome for outcome in outcomes}
    return render(
        __package__,
        "cases.html",
        count=len(by_name),
        partnership=agreement.partnership.name,
        version=agreement.version,
        decider=decider,
        differing=sum(bool(outcome.differences) for outcome in by_name.values()),
        taken_for_granted=TAKEN_FOR_GRANTED,
        headings=[_heading(heading, by_name, agreement) for heading in table.file.heading],
    )


def _heading(heading: Heading, by_name: dict[str, CaseOutcome], agreement: Agreement) -> _Heading:
    shown = (
        _shown(at, by_name[case.name], agreement)
        for at, case in enumerate(heading.case)
        if case.name in by_name
    )
    return _Heading(heading.title, heading.about or "", len(heading.case), tuple(shown))


def _shown(at: int, outcome: CaseOutcome, agreement: Agreement) -> _CaseShown:
    case = outcome.case
    children = (known(child, agreement) for child in case.children)
    return _CaseShown(
        at=at,
        name=case.name,
        story=case.story,
        event=(*happened(case, agreement), *children),
        told=tuple(
            (called(who, agreement), how(arrival), people or "no child", _more(case, who))
            for who, arrival, people in case.told
        ),
        not_told=tuple(_not_told(case, agreement)),
        differences=tuple(outcome.differences),
        rules=tuple(_rules(outcome)),
    )


def _more(case: Case, who: RecipientId) -> str:
    lines = [f"Reads: {sentence}" for sentence in many(case.says.get(who, ()))]
    lines += [f"Sees: {field(path)}" for path in case.sees.get(who, ())]
    lines += [f"Never sees: {field(path)}" for path in case.never_sees.get(who, ())]
    lines += [f"Never reads: {sentence}" for sentence in many(case.never_reads.get(who, ()))]
    return "\n".join(lines)


def _not_told(case: Case, agreement: Agreement) -> Iterator[str]:
    yield from _lines(case.withheld, "kept back", agreement)
    yield from _lines(case.asked, "a person is asked", agreement)
    for who, child, when in case.news:
        said = (
            "at once"
            if when == AT_ONCE
            else f"in the digest of {day_in_words(date.fromisoformat(when))}"
        )
        yield f"{called(who, agreement)}: hears {said} that there is news of {child}, and no more"
    for who, _, about in case.questions:
        names = listed(
            called(asked_about, agreement) for asked_about in map(RecipientId, about.split())
        )
        yield f"{called(who, agreement)}: gets the question whether {names} may be told"


def _lines(entries: Iterable[ExpectedEntry], what: str, agreement: Agreement) -> Iterator[str]:
    for who, rule, *words in entries:
        why = f" ({words[0]})" if words else ""
        yield f"{called(who, agreement)}: {what}, by rule {rule}{why}"


def _rules(outcome: CaseOutcome) -> Iterator[str]:
    left_out = outcome.decision.not_applied
    for rule, person, condition in dict.fromkeys(
        (unmet.rule, unmet.person, unmet.condition) for unmet in left_out
    ):
        yield f"{rule}{f' for {person}' if person else ''}: {NOT_SO[condition]}"
