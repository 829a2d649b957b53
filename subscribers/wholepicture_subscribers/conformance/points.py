"""The points of the conformance run: what a subscriber must do, and whether it was seen to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wholepicture_subscribers.conformance import checks
from wholepicture_subscribers.conformance.checks import Fault, Found
from wholepicture_subscribers.conformance.run import Run

_A_RUN = 3
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


def points(run: Run) -> tuple[Point, ...]:
    """Every point, in the order in which a developer would fix them."""
    asked = {**_POINTS, **(_OF_KAFKA if run.of_kafka else {})}
    return tuple(_point(name, must, check(run)) for name, (must, check) in asked.items())


def _point(name: str, must: str, faults: Found) -> Point:
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


_Asked = Mapping[str, tuple[str, Callable[[Run], Found]]]
_POINTS: _Asked = {
    "takes every item in": (
        "Take in each item within the time, whatever is in it.", checks.takes_in,
    ),
    "goes on after what it cannot read": (
        "Keep an item that cannot be read, answer cannot-process or nothing, and go on.",
        checks.goes_on,
    ),
    "gives valid replies": (
        "Give replies that are valid by their schema, about the item that was sent.",
        checks.gives_valid,
    ),
    "handles an item once": (
        "Know a repeat by the item's id: answer nothing, or the same reply with the same id.",
        checks.handles_once,
    ),
    "holds each item once": ("Hold every item once in your own record.", checks.holds_once),
    "survives its own death": (
        "Be killed in the middle of an item, lose nothing that you had, and go on.",
        checks.survives_death,
    ),
    "applies corrections": (
        "Put a correction into your record and answer correction-applied.",
        checks.applies_corrections,
    ),
    "applies retractions": (
        "Mark what was taken back in your record and answer correction-applied.",
        checks.applies_retractions,
    ),
    "answers questions": (
        "Show a question to a person and send what they answer; of a telephone call, who took it.",
        checks.answers_questions,
    ),
    "reads what is newer": ("Pass over fields that you do not know.", checks.reads_newer),
    "takes unusual families": (
        "Take 50 children, a child that is not born yet, and an item that comes out of order.",
        checks.takes_unusual,
    ),
}  # fmt: skip
_OF_KAFKA: _Asked = {
    "reads committed records only": (
        "Set isolation.level to read_committed: others are what the bus took back.",
        checks.reads_committed,
    ),
    "survives a rebalance": (
        "Lose nothing while a second copy comes and goes; it may also refuse to be the second.",
        checks.survives_rebalance,
    ),
}
