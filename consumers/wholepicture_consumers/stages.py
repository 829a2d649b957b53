"""The table of the house: which stage there is, and how it is made from the agreement."""

import datetime as dt
import gc
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.written.fingerprint import fingerprint
from wholepicture_bus.topics import is_history
from wholepicture_engine.loop import Loop
from wholepicture_engine.meter import Meter
from wholepicture_engine.pace import Pace
from wholepicture_engine.setup import Setup, Version
from wholepicture_engine.stage import Stage
from wholepicture_engine.store import Database

from wholepicture_consumers.intake import Intake
from wholepicture_consumers.intake.who_is_meant import who_is_meant
from wholepicture_consumers.picture import Picturing

STAGES: Mapping[str, Callable[[Agreement], Stage[Any]]] = {
    "intake": lambda agreement: Intake(
        {name: agency.kind for name, agency in agreement.agencies.items()},
        agreement.subscribers,
        [name for name, agency in agreement.agencies.items() if agreement.is_exercise(agency)],
        lambda core: who_is_meant(core, agreement),
    ),
    "picture": Picturing,
}


def run_stage(
    name: str,
    agreement: Agreement,
    database: Database,
    bootstrap: str,
    *,
    pace: Pace | None = None,
    ending: threading.Event | None = None,
    meter: Meter | None = None,
) -> None:
    """Run a stage until the process is asked to end, or ``ending`` is set; it ends in peace.

    ``meter`` counts and times what it does.

    Raises:
        StopError: another stage runs by another agreement, a version that was in force was edited,
            or something else must not go on.
    """
    ending = ending or threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    collect_seldom()
    setup = setup_of(agreement)
    stage = STAGES[name](agreement)
    later = [topic for topic in stage.inputs if is_history(topic)]
    loop = Loop(stage, database, bootstrap, pace=pace, setup=setup, meter=meter, later=later)
    loop.run(ending.is_set)


def setup_of(agreement: Agreement) -> Setup:
    """What a stage works by that has this agreement."""
    versions = tuple(
        Version(
            _called(terms.version),
            terms.digest,
            dt.datetime.combine(terms.valid_from, dt.time(), LONDON).timestamp(),
        )
        for terms in agreement.terms
    )
    return Setup(agreement.digest, _called(agreement.version), (*versions, *_patterns(agreement)))


def _patterns(agreement: Agreement) -> Iterator[Version]:
    """The versions of the pattern rules: none that was in force may be edited either."""
    for file in agreement.patterns:
        begins = dt.datetime.combine(file.valid_from, dt.time(), LONDON).timestamp()
        said = {"valid_until": None, "reason": "", "approvers": ()}
        digest = fingerprint(file.model_copy(update=said))
        yield Version(f"version {file.version} of the pattern rules", digest, begins)


def _called(version: str) -> str:
    return f"version {version} of the sharing agreement"


def collect_seldom() -> None:
    """Have Python look for garbage less often: by default that takes a third of a batch's time."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
