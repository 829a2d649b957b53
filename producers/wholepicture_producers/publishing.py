"""Whole files checked and published: what is accepted is kept in batches, the rest is set aside."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice

from wholepicture_bus.spool import Spool, SpoolUnavailable
from wholepicture_schemas.identifiers import AgencyId, EventId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.accepted import Accepted
from wholepicture_producers.accepting import NOT_KEPT, Accepting, Refuse
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.checking import Prepared, core_of, record_of
from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.publisher import Publisher, original_of, type_of
from wholepicture_producers.reading import EventFile
from wholepicture_producers.reminding import noticing, reminding

_AT_ONCE = 200


def publish(
    source: EventFile,
    publisher: Publisher,
    refuse: Refuse,
    told: Callable[[int], None] = lambda _: None,
    accepted: Accepted | None = None,
    terms: Terms | None = None,
) -> Accepted:
    """Keep every event of a source that can be published; ``told`` gets the number read.

    A row of an event that was published before corrects it where it says something else.
    What is accepted is added to ``accepted`` at once, so that it is known also where the rest of
    the source cannot be read. ``terms`` say how what was published before is dealt with, and
    whether anything is kept at all.

    Where the spool fails, what is not kept by then is refused, and ``accepted`` says why.

    Raises:
        NotReadable: where nothing of the source, or of the rest of it, can be read.
    """
    accepted = Accepted() if accepted is None else accepted
    remind = _both(reminding(source), noticing(source, names_only=True))
    terms = terms or Terms()
    work = Accepting(publisher, terms, accepted, refuse, source)
    try:
        for drafts in _batches(source.drafts()):
            left = iter(drafts)
            with _refusing_unkept(work, accepted):
                if accepted.not_kept is None:
                    _take(left, publisher, work, remind, strict=terms.strict)
            for draft in left:  # each of those that came too late for the spool
                if not draft.tells_nothing:
                    work.refuse(draft, (LocatedProblem(NOT_KEPT),))
            told(len(drafts))
    except NotReadable:
        with _refusing_unkept(work, accepted):
            work.finish()
        raise
    with _refusing_unkept(work, accepted):
        work.finish()
    return accepted


@contextmanager
def _refusing_unkept(work: Accepting, accepted: Accepted) -> Iterator[None]:
    """Where the spool fails, refuse what was taken and is not kept, and say why."""
    try:
        yield
    except SpoolUnavailable as error:
        accepted.not_kept = str(error)
        work.fail()


def _take(
    drafts: Iterator[Draft],
    publisher: Publisher,
    work: Accepting,
    remind: Callable[[Draft], None],
    *,
    strict: bool,
) -> None:
    """Publish a batch of drafts."""
    for draft in drafts:
        work.take_back(draft)
        if draft.tells_nothing:
            continue
        outcome = _prepared(draft, publisher, strict=strict)
        if isinstance(outcome, Prepared):
            work.take(replace(draft, asked=_all(draft, outcome.asked)), outcome.record)
            remind(draft)
        else:
            work.refuse(draft, outcome)
    work.keep()


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
    remind, notice = reminding(source), noticing(source)
    for draft in source.drafts():
        found, asked = draft.found, draft.asked
        if draft.tells_nothing:
            continue
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
            accepted.add(draft.number, EventId(""), asked)
            remind(draft)
            notice(draft)
    if source.unused:
        source.remarks.append(f"The mapping does not use: {', '.join(source.unused)}.")
    return accepted


def _prepared(
    draft: Draft, publisher: Publisher, *, strict: bool
) -> Prepared | tuple[LocatedProblem, ...]:
    """The draft's record, or everything that is wrong with it."""
    if draft.document is None:
        return draft.found
    try:
        prepared = publisher.prepare(
            draft.document,
            family_reference=draft.family_reference,
            once=draft.once,
            strict=strict,
        )
    except InvalidEvent as error:
        return _all(draft, error.problems)
    return draft.found or (draft.asked if strict else ()) or prepared


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


def _both(
    first: Callable[[Draft], None], second: Callable[[Draft], None]
) -> Callable[[Draft], None]:
    def both(draft: Draft) -> None:
        first(draft)
        second(draft)

    return both


def _producer(draft: Draft) -> AgencyId:
    told = (core_of(draft.document or {}) or {}).get("producer")
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
