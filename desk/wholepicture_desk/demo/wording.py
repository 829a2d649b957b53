"""The facts as sentences, the same for every way of showing them; no word of the machinery."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from wholepicture_schemas.codes import Arrival
from wholepicture_schemas.words import listed
from wholepicture_subscribers.subscription.moments import LONDON, hour
from wholepicture_subscribers.subscription.moments import day as date_of

from wholepicture_desk.demo.result import ChildQuestion, DemoResult, InvolvedChild, ToldRecipient
from wholepicture_desk.demo.words import NOT_NEEDED

TITLE = "Whole Picture: one incident, then and now"
EXERCISE = "An exercise: nobody in it is real."
COLUMNS = ("Who acts", "After", "For whom, and how", "By, from now")
_WIDEST = 28
"""Characters of a recipient's name that the table has room for."""
_NO_LAST_WORDS = frozenset({"and", "of", "for", "the", "in"})
LIMITS = (
    "It does not judge risk, open or close a case, or replace a phone call or 999.",
    "It knows only what was sent to it. Silence never means that nothing happened.",
)
TRY_NEXT = (
    "wholepicture up",
    "wholepicture agreement explain examples/demo/2*",
    "wholepicture template domestic-abuse-incident",
)
_ARRIVALS: dict[Arrival, str] = {
    "news-on-open-case": "open case, to answer",
    "contact": "to answer",
    "for-your-information": "to know",
    "possible-linked-children": "to find out",
}


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One recipient, as the table shows it."""

    who: str
    through: str | None
    after: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Note:
    """A label with its colon or question mark, and the sentence after it."""

    label: str
    says: str


def that_day_title(result: DemoResult) -> str:
    """Which day it was, and who knew."""
    return f"THAT DAY, {day(result.that_day.happened)}: police alone"


def now_title(result: DemoResult) -> str:
    """What happens with the same incident today."""
    return f"NOW, through Whole Picture: everybody who must act for {result.child} is told"


def they_knew(result: DemoResult) -> str:
    """What police knew on that day."""
    told = result.that_day
    children = " ".join(map(_known, told.children))
    return f"Domestic abuse, alleged of the {told.alleged} towards the {told.victim}. {children}"


def they_told(result: DemoResult) -> str:
    """How it was graded, and who else was told on that day."""
    return f"Graded {result.that_day.grade}, so police reviewed it alone. Told: nobody else."


def rows(result: DemoResult) -> tuple[RecipientRow, ...]:
    """One row for each recipient of the incident."""
    return tuple(
        RecipientRow(
            _named(f"{recipient.who}, {recipient.role}" if recipient.role else recipient.who),
            recipient.through,
            f"{seconds(recipient.after)} s",
            f"{_names_of(recipient)}: {'passed on, ' if recipient.through else ''}"
            f"{_ARRIVALS[recipient.arrival]}",
            short_time(recipient.by) if recipient.by else "-",
        )
        for recipient in result.told
    )


def notes(result: DemoResult) -> tuple[Note, ...]:
    """What else became of it, and of the others that police sent."""
    return (
        _answer(result),
        _not_told(result),
        *_who_they_are(result.questions),
        _asked(result),
        _whose(result),
        _twice(result),
    )


def question_rows(result: DemoResult) -> tuple[tuple[str, str, str], ...]:
    """Each child that is not certain, who was asked, and what."""
    return tuple(
        (question.child, listed(question.whom), question.question) for question in result.questions
    )


def others_at_length(result: DemoResult) -> tuple[tuple[str, str], ...]:
    """What else police sent, and what became of it, where there is room for whole sentences."""
    asked = " ".join(f"“{sentence}”" for sentence in result.incomplete.asked)
    again = f"Sent {_times(result.repeat.sent)}, recorded {_times(result.repeat.recorded)}."
    told = f"{listed(result.incomplete.delivered_to)} were told at once, with what is missing. "
    told += f"Police are asked: {asked}"
    whose = f"{listed(result.unasked.whom)} are asked to find out whose children it concerns."
    broken = f"Kept as it came. Police are asked: “{result.broken_asked}”"
    counted = f"It counts {result.counted} incidents, so that one that never arrived is noticed."
    return (
        ("The same incident again", again),
        (
            "A second incident, without the child's vulnerability",
            f"{told} Police are asked: {asked}",
        ),
        ("A third incident, children unknown", whose),
        ("A fourth, broken on its way", broken),
        ("Their list of the second day", counted),
    )


def seconds(span: timedelta) -> str:
    """A span in seconds, to the tenth."""
    return f"{span.total_seconds():.1f}"


def day(at: datetime) -> str:
    """A day: Thursday 5 March 2026."""
    return f"{at.astimezone(LONDON):%A} {date_of(at)}"


def short_time(at: datetime) -> str:
    """A time of the coming days, as a table has room for it: 5pm Tue."""
    return f"{hour(at)} {at.astimezone(LONDON):%a}"


def _named(name: str) -> str:
    """A recipient's name, of a long one the words that the table has room for."""
    words = name.split()
    while len(" ".join(words)) > _WIDEST or words[-1] in _NO_LAST_WORDS:
        words.pop()
    return " ".join(words)


def _names_of(recipient: ToldRecipient) -> str:
    return ", ".join(child.name for child in recipient.children)


def _known(child: InvolvedChild) -> str:
    ways = "".join(f", {way}" for way in child.communication)
    return f"{child.name} ({child.age}{ways}) {child.exposure}."


def _answer(result: DemoResult) -> Note:
    answer = result.answer
    return Note(f"{answer.who} answered:", f"{answer.outcome}; police were told.")


def _not_told(result: DemoResult) -> Note:
    groups = "; ".join(
        f"{', '.join(group.what)} ({group.because})"
        for group in result.kept_from_school
        if group.because != NOT_NEEDED  # stands on the page, where there is room
    )
    return Note("Kept from the school:", f"{groups}.")


def _who_they_are(questions: Iterable[ChildQuestion]) -> Iterator[Note]:
    """One note for everything that the same recipients were asked."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for question in questions:
        probable = question.confidence == "probable"
        label = f"Is it the same {question.child}?" if probable else f"Who is {question.child}?"
        asked.setdefault(tuple(question.whom), []).append(label)
    for whom, labels in asked.items():
        yield Note(" ".join(labels), f"{listed(whom)} {'was' if len(whom) == 1 else 'were'} asked.")


def _asked(result: DemoResult) -> Note:
    asked = " ".join(f"“{sentence}”" for sentence in result.incomplete.asked)
    return Note("A second incident, incomplete, went on.", f"Police are asked: {asked}")


def _whose(result: DemoResult) -> Note:
    return Note("Children unknown:", f"{', '.join(result.unasked.whom)} ask.")


def _twice(result: DemoResult) -> Note:
    kept = _times(result.repeat.recorded)
    says = f"recorded {kept}. Broken: kept whole, police asked to send again."
    return Note(f"Sent {_times(result.repeat.sent)}:", says)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
