"""Around every request: one log line without anything personal, and no error that tells a value."""

from time import monotonic

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from wholepicture_bus.log import logger

from wholepicture_producers.gateway.answers import PROBLEM_JSON, away


class Watching:
    """Logs the name of the route and the status. Paths and queries are written nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and watch its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = monotonic(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        error: str | None = None
        try:
            await self._app(scope, receive, watched)
        except Exception as found:  # noqa: BLE001 - its text may hold what was posted
            error = type(found).__name__
            if status == 0:
                await _broken()(scope, receive, watched)
        logger().info(
            "answered",
            step=getattr(scope.get("route"), "name", "other"),
            says=status,
            milliseconds=round((monotonic() - begun) * 1000),
            **({"error": error} if error else {}),
        )


def _broken() -> JSONResponse:
    refusal = away("The gateway failed", "Its operator has been told.")
    return JSONResponse(
        refusal.body.model_dump(),
        status_code=refusal.body.status,
        headers=refusal.headers,
        media_type=PROBLEM_JSON,
    )
