"""The points that a subscriber is tried on, and what its replies say about each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wholepicture_schemas.catalogue import REPLIES, short_name

from wholepicture_consumers.conformance.playing import Played
from wholepicture_consumers.conformance.replied import wrong_with
from wholepicture_consumers.conformance.stream import RECIPIENT

Result = Literal["pass", "fail", "not shown"]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a subscriber must do, and whether it did."""

    name: str
    must: str
    """What it must do, as a sentence."""
    result: Result
    found: tuple[str, ...] = ()
    """What was found wrong or not seen, each with the number of the item."""


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


def _point(name: str, must: str, found: Iterable[str] | None) -> Point:
    if found is None:
        return Point(name, must, "not shown")
    wrong = tuple(found)
    return Point(name, must, "fail" if wrong else "pass", wrong)


def _takes_in(run: Run) -> Iterable[str] | None:
    return [
        f"item {number} ({one.step.shows}): the subscriber {one.failed}"
        for number, one in run.numbered()
        if one.failed and one.step.is_readable
    ]


def _goes_on(run: Run) -> Iterable[str] | None:
    if all(one.failed for one in run.played):
        return None
    unreadable = list(run.numbered("unreadable"))
    found = [
        f"item {number}: the subscriber {one.failed}" for number, one in unreadable if one.failed
    ]
    found += [
        f"item {number}: it was answered with {kind or 'no reply that is known'}, though nothing "
        "of it can be read"
        for number, one in unreadable
        for kind in _kinds(one)
        if kind != "cannot-process"
    ]
    return found


def _valid(run: Run) -> Iterable[str] | None:
    if not any(one.replies for one in run.played):
        return None
    return [
        f"item {number}: {problem}"
        for number, one in run.numbered()
        for reply in one.replies
        for problem in wrong_with(reply, RECIPIENT, one.step.delivery)
    ]


def _once(run: Run) -> Iterable[str] | None:
    if not any(one.replies for one in run.played):
        return None
    said: dict[str, set[str]] = {}
    found = []
    for number, one in run.numbered():
        before = said.get(one.step.delivery)
        now = {str(reply.get("id")) for reply in one.replies if isinstance(reply, dict)}
        if before is not None and now - before:
            found.append(f"item {number} came before, and was answered anew under another id")
        said[one.step.delivery] = (before or set()) | now
    return found


def _recorded(run: Run) -> Iterable[str] | None:
    if run.in_record is None:
        return None
    counts = Counter(run.in_record)
    found = [f"item {name[:8]} is in the record {n} times" for name, n in counts.items() if n > 1]
    wanted = {one.step.delivery for one in run.played if one.step.is_readable}
    found += [f"item {name[:8]} is not in the record" for name in sorted(wanted - set(counts))]
    return found


def _survives(run: Run) -> Iterable[str] | None:
    again = [(number, one) for number, one in run.numbered() if one.after_death]
    if not again:
        return None
    return [
        f"item {number} was given again after a crash, and the subscriber {one.failed}"
        for number, one in again
        if one.failed
    ]


def _applies(run: Run) -> Iterable[str] | None:
    if not any(one.replies for one in run.played):
        return None
    return [
        f"item {number} ({one.step.shows}) was not answered with correction-applied"
        for number, one in run.numbered()
        if one.step.amends and not one.failed and "correction-applied" not in _kinds(one)
    ]


def _answers(run: Run) -> Iterable[str] | None:
    asked = [(number, one) for number, one in run.numbered("question") if not one.failed]
    if not any("answered" in _kinds(one) for _, one in asked):
        return None
    return [
        f"item {number}: somebody took it by telephone, and taken_by does not say who"
        for number, one in asked
        for reply in one.replies
        if _kind(reply) == "answered"
        and not _said(reply).get("taken_by")
        and _said(reply).get("answer") == "yes"
    ]


def _newer(run: Run) -> Iterable[str] | None:
    return [
        f"item {number} has a field that you do not know, and was not taken in"
        for number, one in run.numbered("newer version")
        if one.failed or "cannot-process" in _kinds(one)
    ]


def _all_children(run: Run) -> Iterable[str] | None:
    return [
        f"item {number} ({one.step.shows}) was not taken in"
        for number, one in run.numbered("many children", "unborn child", "gap", "own reference")
        if one.failed or "cannot-process" in _kinds(one)
    ]


_POINTS: Mapping[str, tuple[str, Callable[[Run], Iterable[str] | None]]] = {
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
