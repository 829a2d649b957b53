"""What a decision costs: ``decide`` with the example's agreement, and with one of a large area."""

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholepicture_agreement import Agreement, KnownChild, Situation, decide, load
from wholepicture_consumers.stages import collect_seldom
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.reading import read_open

from benchmarks.events import documents
from benchmarks.machine import Ground
from benchmarks.partnership import RECIPIENT
from benchmarks.sizes import Sizes

RECIPIENTS, RULES = 200, 300
_EXAMPLE = Path("partnership")
_MARK = "[[rule]]"
_RULE = """
[[rule]]
id = "large-{number}"
version = 1
on = [{on}]
when = [{when}]
to = ["benchmark-{to}"]
kind = "notice"
purpose = "A large area has many rules, and few of them apply to an event."
safeguarding = "Made up for the benchmark."
instructions = ["Keep it with the record. Do not speak to the family about it."]
legal = "{legal}"
fields = ["who_tells", "the_child"]
"""
_ON = ("domestic-abuse-incident", "child-concern", "child-linked-incident-manifest")
_NOT_MET = (
    "child-has-open-episode",
    "identity-probable",
    "identity-not-certain",
    "setting-not-on-the-bus",
)
_MET = "of-school-age"
_APPLY = 2
"""How many of the rules that were added apply to a benchmark event."""


@dataclass(frozen=True, slots=True)
class DecisionCost:
    """The cost of decisions by one agreement, in microseconds of CPU each."""

    recipients: int
    rules: int
    told: float
    """How many are told of an event, on average."""
    median: float
    p99: float


def measure(ground: Ground, sizes: Sizes) -> dict[str, DecisionCost]:  # noqa: ARG001 - needs no broker
    """The cost with the example's agreement and with the large one, over the same events."""
    situations = list(_situations(sizes.decisions))
    with tempfile.TemporaryDirectory() as folder:
        agreements = {"the example": load(_EXAMPLE), "a large area": load(_large(Path(folder)))}
    collect_seldom()  # as a stage does
    return {name: _cost(agreement, situations) for name, agreement in agreements.items()}


def _cost(agreement: Agreement, situations: list[Situation]) -> DecisionCost:
    told = [len(decide(situation, agreement).items) for situation in situations[:200]]
    spent = []
    for situation in situations:
        began = time.process_time_ns()
        decide(situation, agreement)
        spent.append((time.process_time_ns() - began) / 1000)
    return DecisionCost(
        recipients=len(agreement.recipients),
        rules=len(agreement.terms[-1].rules),
        told=statistics.mean(told),
        median=statistics.median(spent),
        p99=statistics.quantiles(spent, n=100)[-1],
    )


def _situations(count: int) -> Iterator[Situation]:
    for document in documents(count):
        attributes = {name: str(value) for name, value in document.items() if name != "data"}
        event = read_open(attributes, json.dumps(document["data"]).encode()).event
        child = KnownChild(PersonRef("c1"), ChildRef(f"ref-{document['id']}"))
        yield Situation(event, event.time, children=(child,))


def _large(folder: Path) -> Path:
    """The example's partnership with made-up recipients and rules up to the numbers aimed at."""
    shutil.copytree(_EXAMPLE, folder, dirs_exist_ok=True)
    agencies, sharing = folder / "agencies.toml", folder / "sharing.toml"
    text = agencies.read_text(encoding="utf-8")
    more = range(RECIPIENTS - text.count("[[recipient]]"))
    text += "".join(RECIPIENT.format(number=number) for number in more)
    agencies.write_text(text, encoding="utf-8")
    rules = sharing.read_text(encoding="utf-8")
    missing = RULES - rules.count(_MARK)
    rules += "".join(_rule(number, len(more)) for number in range(missing))
    sharing.write_text(rules, encoding="utf-8")
    return folder


def _rule(number: int, recipients: int) -> str:
    on, met = _ON[number % len(_ON)], number < _APPLY * len(_ON)
    values: dict[str, Any] = {
        "number": number,
        "on": f'"{on}"',
        "when": f'"{_MET if met else _NOT_MET[number % len(_NOT_MET)]}"',
        "to": number % recipients,
        "legal": "police-to-childrens-services",
    }
    return _RULE.format(**values)
