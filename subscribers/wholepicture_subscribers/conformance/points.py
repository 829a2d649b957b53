"""The points that a subscriber is tried on, and what its replies say about each."""

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


Found = tuple[int | None, str]
"""The number of an item, where it is about one of the stream, and what was found wrong."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a subscriber did with the stream."""

    played: Sequence[Played]
    in_record: Sequence[str] | None = None
    """The deliveries that its own record holds in the end, where it can say so."""

    def numbered(self, *shows: str) -> Iterator[tuple[int, Played]]:
        """The items that are in the stream for this, with their numbers."""
        for number, one in enumerate(self.played, start=1):
            if not shows or one.step.shows in shows:
                yield number, one


def points(run: Run) -> tuple[Point, ...]:
    """Every point, in the order in which a developer would mend them."""
    return tuple(_point(name, must, check(run)) for name, (must, check) in _POINTS.items())


def _point(name: str, must: str, found: Iterable[Found] | None) -> Point:
    if found is None:
        return Point(name, must, "not shown")
    wrong = tuple(_each_once(found))
    return Point(name, must, "fail" if wrong else "pass", wrong)


def _each_once(found: Iterable[Found]) -> Iterator[str]:
    """Each sentence once, with every item that it is said of."""
    of: dict[str, dict[int, None]] = {}
    for number, says in found:
        of.setdefault(says, {}).update({number: None} if number is not None else {})
    for says, numbers in of.items():
        named = f"item{'s' if len(numbers) > 1 else ''} {_in_runs(sorted(numbers))}: "
        yield f"{named}{says}" if numbers else says


def _in_runs(numbers: Sequence[int]) -> str:
    """Numbers as 1, 2, 5 to 9: three and more that follow one another are a run."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0])
    ]
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) >= _A_RUN else ", ".join(map(str, run)) for run in runs
    )


def _takes_in(run: Run) -> Iterable[Found] | None:
    return [
        (number, f"the subscriber {one.failed}")
        for number, one in run.numbered()
        if one.failed and one.step.is_readable
    ]


def _goes_on(run: Run) -> Iterable[Found] | None:
    if all(one.failed for one in run.played):
        return None
    unreadable = list(run.numbered("unreadable"))
    found = [(number, f"the subscriber {one.failed}") for number, one in unreadable if one.failed]
    found += [
        (number, f"{_UNREADABLE}, and it was answered with {kind or 'an unknown reply'}")
        for number, one in unreadable
        for kind in _kinds(one)
        if kind != "cannot-process"
    ]
    return found


def _valid(run: Run) -> Iterable[Found] | None:
    none_at_all: list[Found] = [
        (number, f"the subscriber {one.failed}")
        for number, one in run.numbered()
        if one.failed and not one.silent
    ]
    if not none_at_all and not any(one.replies for one in run.played):
        return None
    return [
        *none_at_all,
        *(
            (number, problem)
            for number, one in run.numbered()
            for reply in one.replies
            for problem in wrong_with(reply, RECIPIENT, one.step.delivery)
        ),
    ]


def _once(run: Run) -> Iterable[Found] | None:
    if not any(one.replies for one in run.played):
        return None
    said: dict[str, set[str]] = {}
    found: list[Found] = []
    for number, one in run.numbered():
        before = said.get(one.step.delivery)
        now = {str(reply.get("id")) for reply in one.replies if isinstance(reply, dict)}
        if before is not None and now - before:
            found.append((number, "it came before, and was answered anew under another id"))
        said[one.step.delivery] = (before or set()) | now
    return found


def _recorded(run: Run) -> Iterable[Found] | None:
    if run.in_record is None:
        return None
    counts = Counter(run.in_record)
    first: dict[str, int] = {}
    for number, one in run.numbered():
        if one.step.is_readable:
            first.setdefault(one.step.delivery, number)
    twice = [(name, count) for name, count in counts.items() if count > 1]
    found: list[Found] = [
        (first[name], f"it is in the record {count} times")
        if name in first
        else (None, f"item {name[:8]}, which is not of the stream, is in the record {count} times")
        for name, count in twice
    ]
    absent = [number for name, number in first.items() if name not in counts]
    return [*found, *((number, "it is not in the record") for number in absent)]


def _survives(run: Run) -> Iterable[Found] | None:
    again = [(number, one) for number, one in run.numbered() if one.after_death]
    if not again:
        return None
    return [
        (number, f"it was given again after a crash, and the subscriber {one.failed}")
        for number, one in again
        if one.failed
    ]


def _applies(run: Run) -> Iterable[Found] | None:
    if not any(one.replies for one in run.played):
        return None
    return [
        (number, "it was not answered with correction-applied")
        for number, one in run.numbered()
        if one.step.amends and not one.failed and "correction-applied" not in _kinds(one)
    ]


def _answers(run: Run) -> Iterable[Found] | None:
    asked = [(number, one) for number, one in run.numbered("question") if not one.failed]
    if not any("answered" in _kinds(one) for _, one in asked):
        return None
    return [
        (number, "somebody took it by telephone, and data.taken_by does not say who")
        for number, one in asked
        for reply in one.replies
        if _kind(reply) == "answered"
        and not _said(reply).get("taken_by")
        and _said(reply).get("answer") == "yes"
    ]


def _newer(run: Run) -> Iterable[Found] | None:
    return [
        (number, "it has a field that you do not know, and was not taken in")
        for number, one in run.numbered("newer version")
        if one.failed or "cannot-process" in _kinds(one)
    ]


def _all_children(run: Run) -> Iterable[Found] | None:
    return [
        (number, f"it was not taken in ({one.step.shows})")
        for number, one in run.numbered("many children", "unborn child", "gap", "own reference")
        if one.failed or "cannot-process" in _kinds(one)
    ]


_POINTS: Mapping[str, tuple[str, Callable[[Run], Iterable[Found] | None]]] = {
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


def _kinds(one: Played) -> list[str]:
    return [_kind(reply) for reply in one.replies]


def _kind(reply: Any) -> str:
    name = str(reply.get("type", "")) if isinstance(reply, dict) else ""
    return short_name(name) if name in REPLIES else ""


def _said(reply: Any) -> Mapping[str, Any]:
    said = reply.get("data") if isinstance(reply, dict) else None
    return said if isinstance(said, dict) else {}
