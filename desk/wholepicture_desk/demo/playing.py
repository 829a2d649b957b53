"""Playing the story: start everything, publish, read as the recipients do, end everything."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wholepicture_bus import topics
from wholepicture_bus.errors import BusError, StopError
from wholepicture_bus.running import running_pid
from wholepicture_bus.settings import Settings
from wholepicture_consumers.running.machine import Machine, start
from wholepicture_consumers.running.status import status
from wholepicture_engine.connection import database
from wholepicture_subscribers.subscription import Referral

from wholepicture_desk.demo.gathering import Evidence, gather
from wholepicture_desk.demo.months import Months, SixMonths
from wholepicture_desk.demo.practice import practice_copy
from wholepicture_desk.demo.received import read_all, subscribe
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.scenario import Scenario, read_scenario
from wholepicture_desk.demo.sending import (
    publish,
    send_again,
    send_all,
    send_broken,
    send_without_kit,
)
from wholepicture_desk.demo.story import Story, read_story
from wholepicture_desk.demo.two_pictures import TwoPictures, two_pictures

FOLDER = "demo"
"""Where the demonstration keeps its own data, apart from everything else."""
PATIENCE = 120.0
"""Seconds in which something must move, while not everything has come."""
_A_MOMENT = 0.1
"""Seconds between two looks at what waits: who looks all the time keeps the stages from working."""
_REASON = "His worker and the team manager read it together with what they know of him."


class NotArrived(BusError):
    """Something that was to arrive did not; the message says what."""


@dataclass(frozen=True, slots=True)
class Played:
    """The facts of one play: each screen shows a part of them."""

    pictures: TwoPictures
    day: DemoResult
    months: SixMonths


def play(story: Path, *, say: Callable[[str], None], keep: bool = False) -> Played:
    """The facts of one play; each step is said as it begins.

    Raises:
        NotArrived: what was to arrive did not.
        StopError: it cannot begin, or a part of it stopped.
    """
    told, scenario = read_story(story), read_scenario(story)
    with _house(say, keep=keep) as (machine, data):
        evidence = _Play(told, scenario, machine, data, say).evidence()
        months = Months(scenario, evidence)
        if missing := (*evidence.missing(), *months.missing()):
            raise NotArrived("What was promised did not come:\n- " + "\n- ".join(missing))
        say("Ending ...")
    return Played(two_pictures(months), gather(evidence), months.facts())


@contextmanager
def _house(say: Callable[[str], None], *, keep: bool) -> Iterator[tuple[Machine, Path]]:
    """Everything running over a fresh folder of its own, whatever else is set; ended afterwards.

    The folder is removed, unless it is to be kept or something went wrong.
    """
    settings = Settings()
    data = settings.data / FOLDER
    if running_pid(data) is not None:
        raise StopError("The demonstration runs already on this machine. Wait until it ends.")
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    partnership = practice_copy(settings.partnership, data / "partnership")
    own = settings.model_copy(
        update={"bootstrap": None, "database_url": None, "data": data, "partnership": partnership}
    )
    say("Starting (the very first time Kafka is fetched, which takes about a minute) ...")
    machine = start(own, workers=1, fresh=True, say=say)
    went_well = False
    try:
        yield machine, data
        went_well = True
    finally:
        machine.end()
        if went_well and not keep:
            shutil.rmtree(data, ignore_errors=True)
        else:
            say(f"What it stored is in {data}.")


class _Play:
    """One play of the story on a running house."""

    def __init__(
        self,
        story: Story,
        scenario: Scenario,
        machine: Machine,
        data: Path,
        say: Callable[[str], None],
    ) -> None:
        self._story, self._scenario = story, scenario
        self._machine, self._data, self._say = machine, data, say
        self._bootstrap = machine.bootstrap
        self._database = database(
            Settings().model_copy(update={"database_url": machine.database_url})
        )

    def evidence(self) -> Evidence:
        """Everything that was sent and came."""
        story, agreement = self._story, self._machine.agreement
        self._say("Children's services say which child they work with ...")
        publish(story.council, self._bootstrap, self._data)
        self._settle()
        self._say("Six months go by, each agency tells what it sees ...")
        day = datetime.fromisoformat(story.standard.document["time"]).date()
        send_all(self._scenario.before(day), self._bootstrap)
        self._settle()
        self._say("Police send the incident ...")
        publish(story.standard, self._bootstrap, self._data)
        self._settle()
        self._say("Police send it again, and three more, one of them broken ...")
        police = story.standard.agency
        spoken = topics.events(police)
        first = [
            record
            for record in read_all(self._bootstrap, [spoken])
            if record.attributes.get("id") == story.standard.id
        ]
        send_again(first[0], self._bootstrap)
        send_without_kit(story.incomplete, self._bootstrap)
        publish(story.unasked, self._bootstrap, self._data)
        broken = send_broken(story.broken, story.standard, self._bootstrap)
        publish(story.manifest, self._bootstrap, self._data)
        self._say("The months go on ...")
        send_all(self._scenario.since(day), self._bootstrap)
        self._settle()
        self._say("Everyone who was told reads, and the team answers ...")
        received = [
            item
            for recipient in agreement.subscribers
            for item in subscribe(recipient, self._bootstrap, self._data, self._answer)
        ]
        self._settle()
        return Evidence(
            story=story,
            agreement=agreement,
            broken=broken,
            received=tuple(received),
            spoken=tuple(read_all(self._bootstrap, [spoken])),
            heard=tuple(read_all(self._bootstrap, [topics.feedback(police)])),
            invalid=tuple(read_all(self._bootstrap, [topics.invalid(police)])),
            replies=tuple(
                read_all(
                    self._bootstrap,
                    [topics.replies(recipient) for recipient in agreement.subscribers],
                )
            ),
            ledger=tuple(read_all(self._bootstrap, [topics.DISCLOSURES])),
        )

    def _answer(self, referral: Referral) -> None:
        """What the team that works with the child answers to the incident."""
        cause = referral.delivery.causationid or ""
        team = self._story.council.document["data"]["detail"]["team"]
        if referral.data.recipient == team and cause.endswith(f":{self._story.standard.id}"):
            referral.acknowledge(by="duty social worker")
            referral.decide("passed-to-worker", _REASON, by="team manager")

    def _settle(self) -> None:
        """Wait until every stage has handled everything that there is.

        Raises:
            NotArrived: nothing moves any more, or a stage keeps something for a person.
            StopError: a stage stopped for good.
        """
        before: list[int | None] = []
        until = 0.0
        while True:
            self._look_after()
            found = status(
                self._bootstrap, self._database, self._machine.agreement, self._data
            ).stages
            if kept := sum(stage.held for stage in found):
                raise NotArrived(f"{kept} could not be handled and wait for a person.")
            waiting = [stage.waiting for stage in found]
            if all(count == 0 for count in waiting):
                return
            time.sleep(_A_MOMENT)
            if waiting != before:  # a slow machine has all the time that it moves on
                before, until = waiting, time.monotonic() + PATIENCE
            if time.monotonic() > until:
                late = ", ".join(
                    f"{stage.name} ({stage.waiting})" for stage in found if stage.waiting
                )
                raise NotArrived(
                    f"Nothing moved for {PATIENCE:.0f} seconds, and this is not handled: {late}."
                )

    def _look_after(self) -> None:
        """Have the processes looked after, and stop where one of them stopped for good."""
        ended = threading.Event()
        ended.set()
        self._machine.supervisor.look_after()
        sentences = self._machine.supervisor.watch(ended, self._machine.revive)
        if sentences:
            raise StopError("\n".join(sentences))
