"""The gateway's description in OpenAPI: what FastAPI cannot know by itself."""

from typing import Any

from fastapi import FastAPI

from wholepicture_producers.gateway.answers import (
    BatchBody,
    ProblemBody,
    ReceiptBody,
    problem_response,
)
from wholepicture_producers.gateway.posted import MEDIA

DESCRIPTION = (
    "Post events as CloudEvents 1.0.2 over HTTP: in binary mode (attributes in ce- headers), in "
    "structured mode, or several in batch mode. An event is kept once by its source and id. What "
    "lacks something goes all the same, and the receipt says what is asked. What an event of each "
    "type holds say the JSON Schemas (schemas/json) and `wholepicture template`."
)
_CALLER = {
    **problem_response(401, "The caller has not proved who they are."),
    **problem_response(403, "The caller may not do this."),
    **problem_response(503, "Not now; Retry-After says when."),
}
_PARAMETER = problem_response(422, "A parameter, or the event, is wrong: each field and its fix.")
_EVENT_SCHEMA = {
    "type": "object",
    "required": ["specversion", "id", "type", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,80}$"},
        "source": {"type": "string"},
        "type": {"type": "string"},
        "time": {"type": "string", "format": "date-time"},
        "data": {
            "type": "object",
            "required": ["core"],
            "properties": {"core": {"type": "object"}, "detail": {"type": "object"}},
        },
    },
}
_HEADERS = (
    ("ce-specversion", "In binary mode: 1.0."),
    ("ce-id", "In binary mode: the event's id, by which it is kept once."),
    ("ce-source", "In binary mode: your agency's source; it may be left out."),
    ("ce-type", "In binary mode: the event's type."),
    ("ce-time", "In binary mode: when it happened, with its offset from UTC."),
    ("ce-partitionkey", "In binary mode: an opaque key; events of one key stay in order."),
)
_KEPT = ReceiptBody | BatchBody
"""Of a batch, an entry for each event."""
EVENTS: dict[str, Any] = {
    "status_code": 202,
    "response_model": None,
    "responses": {
        200: {"description": "It is kept already, with the same content.", "model": _KEPT},
        202: {"description": "It is kept and will be sent.", "model": _KEPT},
        207: {"description": "Of a batch something is refused.", "model": BatchBody},
        **_CALLER,
        **problem_response(400, "The body cannot be read."),
        **problem_response(408, "The body did not come in time."),
        **problem_response(409, "An event of this id was posted with other content."),
        **problem_response(413, "The body is too large."),
        **problem_response(415, "The body is in a form that is not read."),
        **_PARAMETER,
        **problem_response(429, "Too many events wait; Retry-After says when."),
    },
    "openapi_extra": {
        "parameters": [
            {"name": name, "in": "header", "description": what, "schema": {"type": "string"}}
            for name, what in _HEADERS
        ],
        "requestBody": {
            "required": True,
            "content": {
                MEDIA[0]: {"schema": _EVENT_SCHEMA["properties"]["data"]},  # type: ignore[index]
                MEDIA[1]: {"schema": _EVENT_SCHEMA},
                MEDIA[2]: {"schema": {"type": "array", "items": _EVENT_SCHEMA}},
            },
        },
    },
}
_OUTCOME = {"application/fhir+json": {"schema": {"type": "object"}}}
"""An OperationOutcome of R4: an issue for each problem, receipt and remark."""
FHIR: dict[str, Any] = {
    "status_code": 202,
    "response_model": None,
    "responses": {
        200: {"description": "Nothing of it is new, or tells an event.", "content": _OUTCOME},
        202: {"description": "What it tells is kept and will be sent.", "content": _OUTCOME},
        207: {"description": "Some of it is refused, the rest is kept.", "content": _OUTCOME},
        422: {"description": "All of it is refused: each element and its fix.",
              "content": _OUTCOME},
        **_CALLER,
        **problem_response(400, "The body cannot be read."),
        **problem_response(404, "No FHIR of this agency is read here."),
        **problem_response(408, "The body did not come in time."),
        **problem_response(413, "The body is too large."),
        **problem_response(415, "The body is in a form that is not read."),
        **problem_response(429, "Too many events wait; Retry-After says when."),
    },
    "openapi_extra": {
        "requestBody": {"required": True, "content": {"application/fhir+json": {
            "schema": {"type": "object", "required": ["resourceType"]}}}},
    },
}  # fmt: skip
EVENT: dict[str, Any] = {
    "responses": {**_CALLER, **_PARAMETER, **problem_response(404, "No such event of yours.")}
}
FEEDBACK: dict[str, Any] = {"responses": {**_CALLER, **_PARAMETER}}
STREAM: dict[str, Any] = {
    "response_model": None,
    "responses": {
        200: {
            "description": "Server-Sent Events, each with an item of /feedback as JSON.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **_CALLER,
        **_PARAMETER,
        **problem_response(429, "Too many streams are open."),
    },
}
HEALTH: dict[str, Any] = {
    "responses": {
        **problem_response(429, "An agency's events wait."),
        **problem_response(503, "Not now; the detail says why."),
    }
}
_TOKEN = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_CERTIFICATE = {"type": "mutualTLS"}


def complete(app: FastAPI, *, by_token: bool) -> None:
    """Add to an application's description what a caller shows, and what a problem is."""
    made = app.openapi()
    parts = made.setdefault("components", {})
    parts["securitySchemes"] = {"agency": _TOKEN if by_token else _CERTIFICATE}
    schema = ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    parts.setdefault("schemas", {}).update(schema.pop("$defs", {}))
    parts["schemas"]["ProblemBody"] = schema
    for path, operations in made["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path == "/health" else [{"agency": []}]
