"""What each point of the conformance run looks at: its faults, or None where nothing shows it.

Each fault belongs to one point. Silence shows nothing: without a reply and without a list of the
subscriber's record, nobody can tell an item that was taken in from one that was thrown away.
"""

from collections import Counter
from collections.abc import Iterable

from wholepicture_subscribers.conformance.replied import wrong_with
from wholepicture_subscribers.conformance.run import Played, Run, kind_of, said_in

Fault = tuple[int | None, str]
"""The number of the item in the stream, if it is about one, and what is wrong."""
Found = Iterable[Fault] | None

_UNUSUAL = ("many children", "unborn child", "gap", "own reference")
_UNREADABLE = ("unreadable", "after the unreadable")
_ABSENT = "it is not in the record"
_HAS_ITS_OWN = {*_UNUSUAL, *_UNREADABLE, "newer version"}


def takes_in(run: Run) -> Found:
    """Items that it did not take in, but for those that another point is about."""
    faults: list[Fault] = [
        (number, f"the subscriber {item.failed}")
        for number, item in run.numbered()
        if item.failed and not _of_another_point(item)
    ]
    return faults if faults or run.is_evident(_common(run)) else None


def _common(run: Run) -> list[Played]:
    return [item for item in run.played if not _of_another_point(item)]


def _of_another_point(item: Played) -> bool:
    return item.step.shows in _HAS_ITS_OWN or item.after_death or item.with_two


def goes_on(run: Run) -> Found:
    """What it did with an item that cannot be read, and with the one that follows."""
    unreadable = list(run.numbered("unreadable"))
    if not unreadable or all(item.failed for item in run.played):
        return None
    faults: list[Fault] = [
        (number, f"the subscriber {item.failed}")
        for number, item in run.numbered(*_UNREADABLE)
        if item.failed
    ]
    said = "nothing of it can be read, and it was answered with"
    faults += [
        (number, f"{said} {kind or 'an unknown reply'}")
        for number, item in unreadable
        for kind in item.kinds
        if kind != "cannot-process"
    ]
    follow = [item for _, item in run.numbered("after the unreadable")]
    return faults if faults or run.is_evident(follow or run.played) else None


def gives_valid(run: Run) -> Found:
    """Replies that the bus would not take."""
    faults: list[Fault] = [
        (number, f"the subscriber {item.failed}")
        for number, item in run.numbered()
        if item.failed and not item.silent
    ]
    if run.of_kafka:
        faults += [
            (number, "it was answered under another key than that of the item")
            for number in run.of_kafka.wrong_keys
        ]
        if run.of_kafka.about_nothing:
            faults.append((None, f"{run.of_kafka.about_nothing} replies are about no item"))
    if not faults and not any(item.replies for item in run.played):
        return None
    faults += [
        (number, problem)
        for number, item in run.numbered()
        for reply in item.replies
        for problem in wrong_with(reply, run.recipient, item.step.delivery)
    ]
    return faults


def handles_once(run: Run) -> Found:
    """Items that were answered in one way under two ids."""
    if not any(item.replies for item in run.played):
        return None
    given: dict[tuple[str, str], set[str]] = {}
    faults: list[Fault] = []
    for number, item in run.numbered():
        for reply in item.replies:
            if not isinstance(reply, dict) or said_in(reply).get("changes"):
                continue
            kind = kind_of(reply)
            before = given.setdefault((item.step.delivery, kind), set())
            if before and str(reply.get("id")) not in before:
                faults.append((number, f"it was answered with {kind} before, under another id"))
            before.add(str(reply.get("id")))
    return faults


def holds_once(run: Run) -> Found:
    """Items that are in the record twice, or not at all."""
    if run.in_record is None:
        return None
    counts = Counter(run.in_record)
    first: dict[str, int] = {}
    for number, item in run.numbered():
        if _should_be_there(item):
            first.setdefault(item.step.delivery, number)
    faults: list[Fault] = [
        (first[name], f"it is in the record {count} times")
        if name in first
        else (None, f"item {name[:8]}, which is not of the stream, is in the record {count} times")
        for name, count in counts.items()
        if count > 1
    ]
    absent = [
        (number, _ABSENT)
        for number, item in run.numbered()
        if _is_absent(item, run) and not (item.after_death or item.with_two)
    ]
    return [*faults, *absent]


def _should_be_there(item: Played) -> bool:
    return item.step.is_readable and not item.failed and "cannot-process" not in item.kinds


def _is_absent(item: Played, run: Run) -> bool:
    """Whether an item is missing in the record, and was not there before the subscriber died."""
    return (
        _should_be_there(item)
        and item.step.shows != "repeat"
        and item.step.delivery not in {*(run.in_record or ()), *run.forgotten}
    )


def survives_death(run: Run) -> Found:
    """What it lost by being killed: items that it had, and those that came meanwhile."""
    again = [(number, item) for number, item in run.numbered() if item.after_death]
    failed: list[Fault] = [
        (number, f"it came as the subscriber was killed and started again, which {item.failed}")
        for number, item in again
        if item.failed
    ]
    if not again or (run.in_record is None and not failed):
        return None
    lost: dict[str, int] = {}
    for number, item in run.numbered():
        if item.step.delivery in run.forgotten:
            lost.setdefault(item.step.delivery, number)
    if run.in_record:  # whoever holds nothing has not lost it by dying
        failed += [(number, _ABSENT) for number, item in again if _is_absent(item, run)]
    forgot = "it was in the record before the subscriber was killed, and is not there any more"
    return [*failed, *((number, forgot) for number in lost.values())]


def survives_rebalance(run: Run) -> Found:
    """What it lost while a second copy came and went."""
    with_two = [(number, item) for number, item in run.numbered() if item.with_two]
    faults: list[Fault] = [
        (number, f"a second copy came or went meanwhile, and the subscriber {item.failed}")
        for number, item in with_two
        if item.failed and item.step.shows not in _HAS_ITS_OWN
    ]
    if run.in_record:
        faults += [(number, _ABSENT) for number, item in with_two if _is_absent(item, run)]
    return faults if faults or run.is_evident(item for _, item in with_two) else None


def reads_committed(run: Run) -> Found:
    """Whether it took in what Kafka took back."""
    aborted = run.of_kafka.aborted if run.of_kafka else None
    if aborted is None:
        return None
    says = "an item of a transaction that Kafka took back was"
    faults: list[Fault] = []
    if aborted.replies:
        faults.append((None, f"{says} answered"))
    if aborted.step.delivery in (run.in_record or ()):
        faults.append((None, f"{says} put into the record"))
    return faults if faults or run.is_evident(_common(run)) else None


def applies_corrections(run: Run) -> Found:
    """Corrections that were not answered as applied."""
    return _applied(run, "correction")


def applies_retractions(run: Run) -> Found:
    """Retractions that were not answered as applied."""
    return _applied(run, "retraction")


def _applied(run: Run, how: str) -> Found:
    asked = [
        (number, item)
        for number, item in run.numbered()
        if item.step.amends == how and not item.failed
    ]
    if not asked or not any(item.replies for item in run.played):
        return None
    return [
        (number, "it was not answered with correction-applied")
        for number, item in asked
        if "correction-applied" not in item.kinds
    ]


def answers_questions(run: Run) -> Found:
    """Questions that were answered without saying who took them."""
    asked = [(number, item) for number, item in run.numbered("question") if not item.failed]
    if not any("answered" in item.kinds for _, item in asked):
        return None
    return [
        (number, "somebody took it by telephone, and data.taken_by does not say who")
        for number, item in asked
        for reply in item.replies
        if kind_of(reply) == "answered"
        and not said_in(reply).get("taken_by")
        and said_in(reply).get("answer") == "yes"
    ]


def reads_newer(run: Run) -> Found:
    """Items with a field that is not known yet, and were not taken in."""
    return _taken(run, ("newer version",), "it has a field that you do not know, and")


def takes_unusual(run: Run) -> Found:
    """Items about unusual families that were not taken in."""
    return _taken(run, _UNUSUAL, "it is about an unusual family or out of order, and")


def _taken(run: Run, shows: tuple[str, ...], says: str) -> Found:
    asked = [(number, item) for number, item in run.numbered(*shows) if not item.after_death]
    faults: list[Fault] = [
        (number, f"{says} was not taken in")
        for number, item in asked
        if item.failed or "cannot-process" in item.kinds
    ]
    shown = asked and run.is_evident(item for _, item in asked)
    return faults if faults or shown else None
