"""The points of the conformance run, and what a subscriber's replies show about each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from wholepicture_schemas.catalogue import REPLIES, short_name

from wholepicture_subscribers.conformance.playing import Played
from wholepicture_subscribers.conformance.replied import wrong_with
from wholepicture_subscribers.conformance.stream import RECIPIENT

_A_RUN = 3
_UNREADABLE = "nothing of it can be read"
Result = Literal["pass", "fail", "not shown"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a subscriber must do, and whether it did."""

    name: str
    must: str
    """What it must do, as a sentence."""
    result: Result
    found: tuple[str, ...] = ()
    """What was found wrong or not seen, each once with the numbers of the items."""


Fault = tuple[int | None, str]
"""The number of the item in the stream, if it is about one, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a subscriber did with the stream."""

    played: Sequence[Played]
    in_record: Sequence[str] | None = None
    """The deliveries in its own record at the end; None where it cannot list them."""

    def numbered(self, *shows: str) -> Iterator[tuple[int, Played]]:
        """The items that show one of these things, with their numbers; without any, all items."""
        for number, item in enumerate(self.played, start=1):
            if not shows or item.step.shows in shows:
                yield number, item


def points(run: Run) -> tuple[Point, ...]:
    """Every point, in the order in which a developer would fix them."""
    return tuple(_point(name, must, check(run)) for name, (must, check) in _POINTS.items())


def _point(name: str, must: str, faults: Iterable[Fault] | None) -> Point:
    if faults is None:
        return Point(name, must, "not shown")
    wrong = tuple(_each_once(faults))
    return Point(name, must, "fail" if wrong else "pass", wrong)


def _each_once(faults: Iterable[Fault]) -> Iterator[str]:
    """Each sentence once, with the numbers of its items."""
    numbers_of: dict[str, dict[int, None]] = {}
    for number, says in faults:
        numbers_of.setdefault(says, {}).update({number: None} if number is not None else {})
    for says, numbers in numbers_of.items():
        named = f"item{'s' if len(numbers) > 1 else ''} {_in_runs(sorted(numbers))}: "
        yield f"{named}{says}" if numbers else says


def _in_runs(numbers: Sequence[int]) -> str:
    """Numbers as 1, 2, 5 to 9: three and more that follow one another are a run."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) >= _A_RUN else ", ".join(map(str, run)) for run in runs
    )


def _takes_in(run: Run) -> Iterable[Fault] | None:
    return [
        (number, f"the subscriber {item.failed}")
        for number, item in run.numbered()
        if item.failed and item.step.is_readable
    ]


def _goes_on(run: Run) -> Iterable[Fault] | None:
    if all(item.failed for item in run.played):
        return None
    unreadable = list(run.numbered("unreadable"))
    faults = [
        (number, f"the subscriber {item.failed}") for number, item in unreadable if item.failed
    ]
    faults += [
        (number, f"{_UNREADABLE}, and it was answered with {kind or 'an unknown reply'}")
        for number, item in unreadable
        for kind in _kinds(item)
        if kind != "cannot-process"
    ]
    return faults


def _valid(run: Run) -> Iterable[Fault] | None:
    none_at_all: list[Fault] = [
        (number, f"the subscriber {item.failed}")
        for number, item in run.numbered()
        if item.failed and not item.silent
    ]
    if not none_at_all and not any(item.replies for item in run.played):
        return None
    return [
        *none_at_all,
        *(
            (number, problem)
            for number, item in run.numbered()
            for reply in item.replies
            for problem in wrong_with(reply, RECIPIENT, item.step.delivery)
        ),
    ]


def _once(run: Run) -> Iterable[Fault] | None:
    if not any(item.replies for item in run.played):
        return None
    said: dict[str, set[str]] = {}
    faults: list[Fault] = []
    for number, item in run.numbered():
        before = said.get(item.step.delivery)
        now = {str(reply.get("id")) for reply in item.replies if isinstance(reply, dict)}
        if before is not None and now - before:
            faults.append((number, "it came before, and was answered anew under another id"))
        said[item.step.delivery] = (before or set()) | now
    return faults


def _recorded(run: Run) -> Iterable[Fault] | None:
    if run.in_record is None:
        return None
    counts = Counter(run.in_record)
    first: dict[str, int] = {}
    for number, item in run.numbered():
        if item.step.is_readable:
            first.setdefault(item.step.delivery, number)
    twice = [(name, count) for name, count in counts.items() if count > 1]
    faults: list[Fault] = [
        (first[name], f"it is in the record {count} times")
        if name in first
        else (None, f"item {name[:8]}, which is not of the stream, is in the record {count} times")
        for name, count in twice
    ]
    absent = [number for name, number in first.items() if name not in counts]
    return [*faults, *((number, "it is not in the record") for number in absent)]


def _survives(run: Run) -> Iterable[Fault] | None:
    again = [(number, item) for number, item in run.numbered() if item.after_death]
    if not again:
        return None
    return [
        (number, f"it was given again after a crash, and the subscriber {item.failed}")
        for number, item in again
        if item.failed
    ]


def _applies(run: Run) -> Iterable[Fault] | None:
    if not any(item.replies for item in run.played):
        return None
    return [
        (number, "it was not answered with correction-applied")
        for number, item in run.numbered()
        if item.step.amends and not item.failed and "correction-applied" not in _kinds(item)
    ]


def _answers(run: Run) -> Iterable[Fault] | None:
    asked = [(number, item) for number, item in run.numbered("question") if not item.failed]
    if not any("answered" in _kinds(item) for _, item in asked):
        return None
    return [
        (number, "somebody took it by telephone, and data.taken_by does not say who")
        for number, item in asked
        for reply in item.replies
        if _kind(reply) == "answered"
        and not _said(reply).get("taken_by")
        and _said(reply).get("answer") == "yes"
    ]


def _newer(run: Run) -> Iterable[Fault] | None:
    return [
        (number, "it has a field that you do not know, and was not taken in")
        for number, item in run.numbered("newer version")
        if item.failed or "cannot-process" in _kinds(item)
    ]


def _all_children(run: Run) -> Iterable[Fault] | None:
    return [
        (number, f"it was not taken in ({item.step.shows})")
        for number, item in run.numbered("many children", "unborn child", "gap", "own reference")
        if item.failed or "cannot-process" in _kinds(item)
    ]


_POINTS: Mapping[str, tuple[str, Callable[[Run], Iterable[Fault] | None]]] = {
    "takes every item in": ("Take in each item within the time, whatever is in it.", _takes_in),
    "goes on after what it cannot read": (
        "Keep an item that cannot be read, answer cannot-process or nothing, and go on.", _goes_on,
    ),
    "gives valid replies": (
        "Give replies that are valid by their schema, about the item that was sent.", _valid,
    ),
    "handles an item once": (
        "Know a repeat by the item's id: answer nothing, or the same reply with the same id.",
        _once,
    ),
    "holds each item once": ("Hold every item once in your own record.", _recorded),
    "survives its own death": (
        "Be killed in the middle of an item, get it again, and go on.", _survives,
    ),
    "applies corrections": (
        "Put a correction or a retraction into your record and answer correction-applied.",
        _applies,
    ),
    "answers questions": (
        "Show a question to a person and send what they answer; of a telephone call, who took it.",
        _answers,
    ),
    "reads what is newer": ("Pass over fields that you do not know.", _newer),
    "takes unusual families": (
        "Take 50 children, a child that is not born yet, and an item that comes out of order.",
        _all_children,
    ),
}  # fmt: skip


def _kinds(item: Played) -> list[str]:
    return [_kind(reply) for reply in item.replies]


def _kind(reply: Any) -> str:
    name = str(reply.get("type", "")) if isinstance(reply, dict) else ""
    return short_name(name) if name in REPLIES else ""


def _said(reply: Any) -> Mapping[str, Any]:
    said = reply.get("data") if isinstance(reply, dict) else None
    return said if isinstance(said, dict) else {}
