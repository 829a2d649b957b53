"""Playing the stream on a broker: a transaction that is taken back, a death, a rebalance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Literal

from wholepicture_schemas.identifiers import RecipientId, derived

from wholepicture_subscribers.conformance.bus_side import BusSide, Reply, key_of
from wholepicture_subscribers.conformance.copies import Copy
from wholepicture_subscribers.conformance.playing import DIES_AT, GIVES_UP_AFTER, Shown
from wholepicture_subscribers.conformance.record_list import Listing
from wholepicture_subscribers.conformance.run import OfKafka, Played, Run
from wholepicture_subscribers.conformance.stream import Step, Stream

Happens = Literal["nothing", "death", "taken back", "second copy", "second copy ends"]
_STARTS: dict[str, Happens] = {
    DIES_AT: "death",
    "retraction": "taken back",
    "many children": "second copy",
    "kept back": "second copy ends",
    "withdrawal": "nothing",
    "newer version": "nothing",
    "unreadable": "nothing",
}
"""What happens before the first item of a kind, which begins a part of its own."""
_POLL_MS = 200
_LOOK_AGAIN = 1.0
_GRACE = 1.5
"""Seconds in which the replies to what was read still come."""
_STARTS_WITHIN = 30.0
_TIMES_STARTED_AGAIN = 2


@dataclass(frozen=True, slots=True)
class Part:
    """Items that are sent together, and what happens as they are sent."""

    happens: Happens
    steps: tuple[Step, ...]


def parts(steps: Sequence[Step]) -> Iterator[Part]:
    """The stream in parts."""
    seen: set[str] = set()
    happens: Happens = "nothing"
    now: list[Step] = []
    for step in steps:
        if now and step.shows in _STARTS and step.shows not in seen:
            yield Part(happens, tuple(now))
            happens, now = _STARTS[step.shows], []
        seen.add(step.shows)
        now.append(step)
    yield Part(happens, tuple(now))


class KafkaPlay:
    """One run of the stream on a broker."""

    def __init__(
        self,
        bootstrap: str,
        recipient: RecipientId,
        command: Sequence[str],
        record: Listing,
        *,
        within: float,
        shown: Shown = lambda _number, _step: None,
    ) -> None:
        self._recipient, self._record, self._within = recipient, record, within
        self._shown = shown
        self._start: Callable[[], Copy] = lambda: Copy(command, bootstrap, recipient)
        self._bus = BusSide(bootstrap, recipient)
        self._copies: list[Copy] = []
        self._replies: dict[str, list[Reply]] = {}
        self._started_again = 0
        self._before: frozenset[str] = frozenset()
        self._aborted: Step | None = None

    def play(self, stream: Stream) -> Run:
        """What the subscriber made of every item; it ends early where it has stopped."""
        played: list[Played] = []
        silent = 0
        try:
            self._copies.append(self._start())
            for part in parts(stream.steps):
                taken = self._part(part, len(played))
                played += taken
                silent = silent + 1 if all(item.failed for item in taken) else 0
                if silent == GIVES_UP_AFTER or not any(copy.lives for copy in self._copies):
                    break
            for copy in self._copies:
                copy.end()
            self._listen(_GRACE)
        finally:
            for copy in self._copies:
                copy.kill()
            self._bus.close()
        return self._run(played, len(stream.steps) - len(played))

    def _run(self, played: Sequence[Played], left: int) -> Run:
        given: set[str] = set()
        items: list[Played] = []
        wrong_keys: list[int] = []
        for number, item in enumerate(played, start=1):
            name = str(item.step.delivery)
            replies = [] if name in given else self._replies.get(name, [])
            given.add(name)
            wrong_keys += [number for reply in replies if reply.key != key_of(item.step)][:1]
            items.append(_with(item, replies))
        aborted = None
        if self._aborted is not None:
            aborted = _with(Played(self._aborted), self._replies.get(self._aborted.delivery, []))
            given.add(self._aborted.delivery)
        now = self._record.now()
        about_nothing = sum(len(got) for name, got in self._replies.items() if name not in given)
        return Run(
            items,
            now,
            self._before - frozenset(now or ()),
            OfKafka(aborted, about_nothing, tuple(wrong_keys), left),
            self._recipient,
        )

    def _part(self, part: Part, number: int) -> list[Played]:
        for at, step in enumerate(part.steps, start=number + 1):
            self._shown(at, step)
        patience = self._within
        if number == 0 or part.happens in {"death", "second copy", "second copy ends"}:
            patience += _STARTS_WITHIN
        self._happen(part)
        missing = self._missing(part, patience)
        fault = f"left no trace of it within {self._within:g} seconds"
        if missing and not any(copy.lives for copy in self._copies):
            fault = "ended at it, and again when it was started again"
        taken: list[Played] = []
        for step in part.steps:
            failed = fault if step.delivery in missing else None
            taken.append(
                Played(
                    step,
                    failed=failed,
                    silent=failed is not None,
                    after_death=part.happens == "death",
                    with_two=part.happens in {"second copy", "second copy ends"},
                )
            )
            if failed and not any(copy.lives for copy in self._copies):
                break  # whatever comes after it was never read
        return taken

    def _happen(self, part: Part) -> None:
        """Send the items, with what is to happen before or in the middle."""
        if part.happens == "death":
            self._before = frozenset(self._record.now() or ())
            self._bus.send(part.steps[:1])
            for copy in self._copies:
                copy.kill()
            self._bus.send(part.steps[1:])
            self._bus.forget_the_dead()
            self._copies = [self._start()]
            return
        if part.happens == "taken back":
            self._aborted = _never(part.steps[0])
            self._bus.send([self._aborted], aborted=True)
        elif part.happens == "second copy":
            self._copies.append(self._start())
            self._second_has_come()
        elif part.happens == "second copy ends":
            self._copies.pop().end()
        self._bus.send(part.steps)

    def _second_has_come(self) -> None:
        """Wait until the group has two members, or the second copy has refused to be one."""
        until = monotonic() + _STARTS_WITHIN
        while monotonic() < until and self._copies[-1].lives and self._bus.members() <= 1:
            sleep(_POLL_MS / 1000)

    def _missing(self, part: Part, patience: float) -> set[str]:
        """The items of a part of which nothing was seen before patience ended."""
        awaited = {str(step.delivery) for step in part.steps if step.is_readable}
        until, look = monotonic() + patience, monotonic() + _LOOK_AGAIN
        while awaited and monotonic() < until:
            came = self._listen(0)
            if came:
                until = max(until, monotonic() + self._within)
            awaited -= self._replies.keys()
            if monotonic() < look:
                continue
            look = monotonic() + _LOOK_AGAIN
            if self._bus.is_committed():
                self._listen(_GRACE)
                return set()
            if not self._lives():
                break
        return awaited - set(self._record.now() or ()) if awaited else awaited

    def _lives(self) -> bool:
        """Whether a copy runs; one that has ended by itself is started again, not for ever."""
        if any(copy.lives for copy in self._copies):
            return True
        if self._started_again == _TIMES_STARTED_AGAIN:
            return False
        self._started_again += 1
        self._bus.forget_the_dead()
        self._copies = [self._start()]
        return True

    def _listen(self, seconds: float) -> int:
        """Take in the replies that come within the time, and return how many came."""
        until, count = monotonic() + seconds, 0
        while True:
            for reply in self._bus.replied(_POLL_MS):
                self._replies.setdefault(reply.delivery, []).append(reply)
                count += 1
            if monotonic() >= until:
                return count


def _with(item: Played, replies: Sequence[Reply]) -> Played:
    return Played(
        item.step,
        tuple(reply.event for reply in replies),
        item.failed,
        silent=item.silent,
        after_death=item.after_death,
        with_two=item.with_two,
    )


def _never(step: Step) -> Step:
    """An item that is sent and taken back: like another, under an id of its own."""
    event = {**step.event, "id": derived("never sent", step.delivery)}
    return Step(shows="taken back by Kafka", event=event)
