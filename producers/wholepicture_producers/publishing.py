"""Whole files checked and published: what is accepted is kept in batches, the rest is set aside."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from wholepicture_bus.spool import NotAppended, SaidOtherwise, Spool
from wholepicture_schemas.identifiers import AgencyId, EventId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.checking import Prepared, record_of
from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.made_up import made_up
from wholepicture_producers.publisher import Publisher, original_of, type_of
from wholepicture_producers.reading import EventFile
from wholepicture_producers.texts_for_others import remarks

_AT_ONCE = 200
_MOST_NAMED = 10
"""How many events of one file a remark names."""
_POSITION = re.compile(r"\.\d+(?=\.|$)")

Refuse = Callable[[Draft, tuple[LocatedProblem, ...]], None]
"""Called with each draft that is not accepted, and why."""


@dataclass
class Accepted:
    """What became of a file's events."""

    receipts: list[tuple[int, EventId]] = field(default_factory=list)
    """The row, line or position where an event begins, and its receipt."""
    rejected: int = 0
    asked: list[tuple[int, LocatedProblem]] = field(default_factory=list)
    """What was left out of an accepted event and is asked about, with where the event begins."""


def publish(
    source: EventFile,
    publisher: Publisher,
    refuse: Refuse,
    told: Callable[[int], None] = lambda _: None,
    accepted: Accepted | None = None,
    *,
    strict: bool = False,
) -> Accepted:
    """Keep every event of a source that can be published; ``told`` gets the number read.

    An event that lacks something is published, unless ``strict``, and noted as asked about.

    What is accepted is added to ``accepted`` at once, so that it is known also where the rest of
    the source cannot be read.

    Raises:
        NotReadable: where nothing of the source, or of the rest of it, can be read.
        SpoolUnavailable: where an event cannot be kept.
    """
    accepted = Accepted() if accepted is None else accepted
    remind = _reminding(source)

    def refused(draft: Draft, found: tuple[LocatedProblem, ...]) -> None:
        accepted.rejected += 1
        refuse(draft, found)

    for drafts in _batches(source.drafts()):
        prepared: list[tuple[Draft, Prepared]] = []
        for draft in drafts:
            outcome = _prepared(draft, publisher, strict=strict)
            if isinstance(outcome, Prepared):
                prepared.append((draft, outcome))
                remind(draft)
            else:
                refused(draft, outcome)
        _keep(prepared, publisher, accepted, refused)
        told(len(drafts))
    return accepted


def validate(
    source: EventFile,
    agency: AgencyId | None,
    refuse: Refuse,
    now: datetime,
    accepted: Accepted | None = None,
    spool: Spool | None = None,
) -> Accepted:
    """Check every event of a source as of ``now``; nothing is kept, and the receipts are empty.

    Without an agency each event is taken to be its own producer's; ``spool`` is where it may have
    kept what a correction corrects.
    """
    accepted = Accepted() if accepted is None else accepted
    remind, notice = _reminding(source), _noticing(source)
    for draft in source.drafts():
        found, asked = draft.found, draft.asked
        if draft.document is not None:
            try:
                original = original_of(draft.document, spool) if spool is not None else None
                who = agency or _producer(draft)
                ready = record_of(draft.document, who, now, type_of(original))
                asked = _all(draft, ready.asked)
            except InvalidEvent as error:
                found = _all(draft, error.problems)
        if found:
            accepted.rejected += 1
            refuse(draft, found)
        else:
            accepted.receipts.append((draft.number, EventId("")))
            accepted.asked += [(draft.number, located) for located in asked]
            remind(draft)
            notice(draft)
    if source.unused:
        source.remarks.append(f"The mapping does not use: {', '.join(source.unused)}.")
    return accepted


def _reminding(source: EventFile) -> Callable[[Draft], None]:
    """A function that remarks, once a file, on a practice event with its template's texts."""
    reminded = False

    def remind(draft: Draft) -> None:
        nonlocal reminded
        left = () if reminded or draft.document is None else made_up(draft.document)
        if left:
            reminded = True
            source.remarks.append(
                f"{source.counts} {draft.number} still says what its template made up, in "
                f"{', '.join(problem.field for problem in left)}. Write your own there: it is "
                "accepted as practice, and refused once core.exercise is false."
            )

    return remind


def _noticing(source: EventFile) -> Callable[[Draft], None]:
    """A function that remarks on the texts that others read, each kind of remark once a file."""
    places: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], list[int]] = {}

    def notice(draft: Draft) -> None:
        for place, sentence in remarks(draft.document) if draft.document is not None else ():
            kind = _POSITION.sub("", place), sentence
            numbers = counts.setdefault(kind, [])
            if kind not in places:
                places[kind] = len(source.remarks)
                source.remarks.append("")
            numbers.append(draft.number)
            rows = ", ".join(map(str, dict.fromkeys(numbers[:_MOST_NAMED])))
            more = f" and {len(numbers) - _MOST_NAMED} more" if len(numbers) > _MOST_NAMED else ""
            source.remarks[places[kind]] = f"{source.counts} {rows}{more}: {place} {sentence}"

    return notice


def _prepared(
    draft: Draft, publisher: Publisher, *, strict: bool
) -> Prepared | tuple[LocatedProblem, ...]:
    """The draft's record, or everything that is wrong with it."""
    if draft.document is None:
        return draft.found
    try:
        record = publisher.prepare(
            draft.document,
            family_reference=draft.family_reference,
            once=draft.once,
            strict=strict,
        )
    except InvalidEvent as error:
        return _all(draft, error.problems)
    return draft.found or (draft.asked if strict else ()) or record


def _all(draft: Draft, problems: Sequence[Problem]) -> tuple[LocatedProblem, ...]:
    """The problems of reading the draft and of its event, each field once.

    A cell that could not be read leaves its field empty: "is missing" is left out for that one.
    """
    reading = (*draft.found, *draft.asked)
    known = {located.problem.field for located in reading}
    unread = {located.cell for located in reading if located.cell is not None}
    more = (problem for problem in problems if problem.field not in known)
    pairs = ((problem, draft.located(problem)) for problem in more)
    return (
        *reading,
        *(
            located
            for problem, located in pairs
            if problem.what != "is missing" or located.cell not in unread
        ),
    )


def _keep(
    prepared: Sequence[tuple[Draft, Prepared]],
    publisher: Publisher,
    accepted: Accepted,
    refused: Refuse,
) -> None:
    """Keep all in one transaction; where one is refused, keep the others one by one."""
    if not prepared:
        return
    try:
        receipts = publisher.keep([ready.record for _, ready in prepared])
    except NotAppended as error:
        if len(prepared) == 1:
            refused(prepared[0][0], (_refusal(error),))
            return
        for pair in prepared:
            _keep([pair], publisher, accepted, refused)
        return
    for (draft, ready), receipt in zip(prepared, receipts, strict=True):
        accepted.receipts.append((draft.number, receipt.event))
        accepted.asked += [(draft.number, located) for located in _all(draft, ready.asked)]


def _refusal(error: NotAppended) -> LocatedProblem:
    if isinstance(error, SaidOtherwise):
        fix = f"wholepicture fix {error.event} --set FIELD=VALUE --because '...'"
        what = "was already published and says something else there"
        return LocatedProblem(
            Problem("event", what, f"Put right what was sent: {fix}"), was_published=True
        )
    what, _, fix = str(error).partition(". ")
    return LocatedProblem(
        Problem("event", f"is refused: {what}", fix or "Publish it in another form.")
    )


def _producer(draft: Draft) -> AgencyId:
    data = (draft.document or {}).get("data")
    core = data.get("core") if isinstance(data, dict) else None
    told = core.get("producer") if isinstance(core, dict) else None
    return AgencyId(told) if isinstance(told, str) else AgencyId("your-agency")


def _batches(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    """The drafts in batches; those before an unreadable rest are still yielded, then it raises."""
    failed: NotReadable | None = None
    while failed is None:
        batch: list[Draft] = []
        try:
            batch.extend(islice(drafts, _AT_ONCE))
        except NotReadable as error:
            failed = error
        if batch:
            yield batch
        elif failed is None:
            return
    raise failed
