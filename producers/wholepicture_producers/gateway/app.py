"""The gateway's web application: events, receipts and feedback of whoever calls, no other's."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from wholepicture_bus.topics import INPUT_BYTES
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import Unreadable

from wholepicture_producers.gateway import fhir, openapi
from wholepicture_producers.gateway.answers import Refusal, refusal_of
from wholepicture_producers.gateway.authentication import Authentication, served_caller
from wholepicture_producers.gateway.feedback import BEGINNING, MOST_ENTRIES, FeedbackPage, stream
from wholepicture_producers.gateway.looking_up import EventState, state_of
from wholepicture_producers.gateway.posted import (
    OF_FHIR,
    is_batch_type,
    posted,
    refuse_other_media,
)
from wholepicture_producers.gateway.receiving import answered, body_of
from wholepicture_producers.gateway.refusing import answer_with_problems
from wholepicture_producers.gateway.served import Served
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_producers.gateway.watching import Watching

_HEADROOM = 64 * 1024
_MOST_STREAMS = 4
Agencies = Mapping[AgencyId, Served]
Cursor = Annotated[
    str, Query(pattern=r"^[0-9]{1,15}$", description="The cursor after which to begin.")
]
Receipt = Annotated[str, InPath(pattern=r"^[A-Za-z0-9._-]{1,80}$", description="An event's id.")]


def application(settings: GatewaySettings, way: Authentication, served: Agencies) -> FastAPI:
    """The application of a gateway."""

    def caller(request: Request) -> AgencyId:
        return served_caller(request, way, served)

    app = FastAPI(
        title="Whole Picture gateway",
        version="1",
        description=openapi.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(Watching)
    answer_with_problems(app)
    _offer_events(app, settings, served, caller)
    _offer_feedback(app, settings, served, caller)
    openapi.complete(app, by_token=settings.by_token)
    return app


def _offer_events(
    app: FastAPI,
    settings: GatewaySettings,
    served: Agencies,
    caller: Callable[[Request], AgencyId],
) -> None:
    @app.post("/events", name="events", **openapi.EVENTS)
    async def post_events(
        request: Request, agency: Annotated[AgencyId, Depends(caller)]
    ) -> Response:
        """Post an event, or a batch of them."""
        own = served[agency]
        content_type = request.headers.get("content-type", "")
        refuse_other_media(content_type, request.headers.get("content-encoding", ""))
        await run_in_threadpool(own.pressure.refuse_where_full)
        most = settings.batch_bytes if is_batch_type(content_type) else INPUT_BYTES + _HEADROOM
        body = await body_of(request, most)
        try:
            came = posted(agency, request.headers.raw, body, datetime.now(UTC))
        except Unreadable as error:
            raise refusal_of(error) from None
        return await run_in_threadpool(answered, came, own)

    @app.post("/fhir", name="fhir", **openapi.FHIR)
    async def post_fhir(
        request: Request,
        agency: Annotated[AgencyId, Depends(caller)],
        removals: Annotated[
            bool, Query(description="Whether what is not so any more is taken back.")
        ] = False,
    ) -> Response:
        """Post a bundle or a resource of FHIR R4, and read what became of it."""
        own = served[agency]
        if own.fhir is None:
            raise fhir.not_read()
        told = request.headers
        refuse_other_media(told.get("content-type", ""), told.get("content-encoding", ""), OF_FHIR)
        await run_in_threadpool(own.pressure.refuse_where_full)
        body = await body_of(request, settings.batch_bytes)
        return await run_in_threadpool(
            fhir.answered, body, own.fhir, own.publisher,
            practice=own.practice, removals=removals,
        )  # fmt: skip

    @app.get("/events/{receipt}", name="event", **openapi.EVENT)
    def get_event(receipt: Receipt, agency: Annotated[AgencyId, Depends(caller)]) -> EventState:
        """Tell how far one of your own events has come."""
        own = served[agency]
        own.heard.listen()
        return state_of(receipt, own.spool, own.history, own.heard.hearing)

    @app.get("/health", name="health", **openapi.HEALTH)
    def get_health() -> dict[str, str]:
        """Tell whether the gateway takes events now, of one agency at least."""
        found = [own.pressure.look() for own in served.values()]
        if None not in found:
            raise next(filter(None, found))
        return {"state": "taking events"}


def _offer_feedback(
    app: FastAPI,
    settings: GatewaySettings,
    served: Agencies,
    caller: Callable[[Request], AgencyId],
) -> None:
    open_streams: Counter[AgencyId] = Counter()

    @app.get("/feedback", name="feedback", **openapi.FEEDBACK)
    def get_feedback(
        agency: Annotated[AgencyId, Depends(caller)],
        after: Cursor = BEGINNING,
        limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 100,
    ) -> FeedbackPage:
        """Tell what the bus has said about your events, from a cursor on."""
        return served[agency].heard.page(after, limit)

    @app.get("/feedback/stream", name="feedback-stream", **openapi.STREAM)
    async def stream_feedback(
        agency: Annotated[AgencyId, Depends(caller)],
        after: Cursor = BEGINNING,
        last_event_id: Annotated[str | None, Header(pattern=r"^[0-9]{1,15}$")] = None,
    ) -> StreamingResponse:
        """Tell the same as Server-Sent Events; a reader that returns goes on where it was."""
        if open_streams[agency] >= _MOST_STREAMS:
            raise _too_many_streams()
        heard, start = served[agency].heard, last_event_id or after

        async def told() -> AsyncIterator[str]:
            open_streams[agency] += 1
            try:
                async for part in stream(heard, start, settings.stream_seconds):
                    yield part
            finally:
                open_streams[agency] -= 1

        return StreamingResponse(
            told(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


def _too_many_streams() -> Refusal:
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-streams",
        "Too many streams of feedback are open",
        f"An agency has {_MOST_STREAMS} at most. Close one, or poll /feedback.",
        headers={"Retry-After": "30"},
    )
