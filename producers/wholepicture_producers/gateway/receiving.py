"""The body of a request, read up to its limits, and the answer to what is in it."""

import asyncio
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from wholepicture_schemas.problems import Unreadable

from wholepicture_producers.gateway.answers import (
    KNOWN,
    BatchBody,
    BatchEntry,
    Refusal,
    refusal_of,
)
from wholepicture_producers.gateway.keeping import Kept, keep, keep_each
from wholepicture_producers.gateway.posted import Posted
from wholepicture_producers.gateway.served import Served

_PATIENCE_SECONDS = 60.0
_BROKEN_OFF = Unreadable("the batch is no JSON from here on")


async def body_of(request: Request, most: int) -> bytes:
    """The body of a request, up to a size and within a time.

    Raises:
        Refusal: 413 or 408.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_large(most)
    found = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            async for part in request.stream():
                found += part
                if len(found) > most:
                    raise _too_large(most)
    except TimeoutError:
        raise Refusal(
            HTTPStatus.REQUEST_TIMEOUT,
            "too-slow",
            "The body did not come in time",
            "Nothing was kept. Post it again.",
        ) from None
    return bytes(found)


def answered(came: Posted, own: Served) -> Response:
    """The answer to a request's events, once those that can be delivered are kept.

    Raises:
        Refusal: where a single event is refused, or nothing can be kept now.
    """
    return _answer_batch(came, own) if came.is_batch else _answer_one(came, own)


def _answer_one(came: Posted, own: Served) -> Response:
    """The receipt of the one event of a request."""
    try:
        kept = keep(came.records[0], own.publisher, own.together, practice=own.practice)
    except KNOWN as error:
        raise refusal_of(error) from None
    status = HTTPStatus.OK if kept.again else HTTPStatus.ACCEPTED
    body = kept.body()
    return JSONResponse(
        body.model_dump(mode="json"),
        status_code=int(status),
        headers={"Location": f"/events/{body.receipt}"},
    )


def _answer_batch(came: Posted, own: Served) -> Response:
    """What became of each event of a batch; one that is refused holds back no other.

    Where the spool cannot be written the whole batch is posted again: what was kept of it is kept
    once.
    """
    each = keep_each(came.records, own.publisher, own.together, practice=own.practice)
    entries = [_entry(number, kept) for number, kept in enumerate(each, 1)]
    if came.rest is not None:
        entries.append(_refused_entry(len(entries) + 1, refusal_of(_BROKEN_OFF)))
    statuses = {int(entry.status) for entry in entries}
    accepted = statuses <= {HTTPStatus.OK, HTTPStatus.ACCEPTED}
    status = HTTPStatus.MULTI_STATUS if not accepted else max(statuses, default=HTTPStatus.OK)
    return JSONResponse(BatchBody(events=entries).model_dump(mode="json"), status_code=int(status))


def _entry(number: int, kept: Kept | Exception) -> BatchEntry:
    if isinstance(kept, KNOWN):
        return _refused_entry(number, refusal_of(kept))
    if isinstance(kept, Exception):
        raise kept
    status = HTTPStatus.OK if kept.again else HTTPStatus.ACCEPTED
    return BatchEntry(number=number, status=status, receipt=kept.body())


def _refused_entry(number: int, refusal: Refusal) -> BatchEntry:
    return BatchEntry(number=number, status=refusal.body.status, problem=refusal.body)


def _too_large(most: int) -> Refusal:
    return Refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too-large",
        "The body is too large",
        f"At most {most:,} bytes are read. Shorten the event's texts, or tell it in several "
        "events; send a batch in parts.",
        headers={"Connection": "close"},
    )
