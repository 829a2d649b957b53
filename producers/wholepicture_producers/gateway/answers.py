"""What the gateway answers: receipts, and problems as RFC 9457 has them. No answer holds a value.

Source: RFC 9457 (Problem Details for HTTP APIs), sections 3 and 3.2.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal, Self

from pydantic import BaseModel
from wholepicture_bus.spool import SaidOtherwise, SpoolUnavailable
from wholepicture_schemas.problems import InvalidEvent, Problem, Unreadable

PROBLEM_JSON = "application/problem+json"


class FieldProblem(BaseModel):
    """One problem of one field, and what to do about it."""

    field: str
    what: str
    """Completes the sentence "This field ..."."""
    fix: str

    @classmethod
    def all_of(cls, problems: Iterable[Problem]) -> list[Self]:
        """The problems, in order."""
        return [cls(field=found.field, what=found.what, fix=found.fix) for found in problems]


class ProblemBody(BaseModel):
    """Why a request was refused."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[FieldProblem] = []
    """What is wrong with the event, field by field."""


class ReceiptBody(BaseModel):
    """The receipt of an event that is kept."""

    receipt: str
    """The event's id."""
    status: Literal["waiting", "sent", "refused"]
    """Whether Kafka has it; ``refused`` where Kafka never takes it as it is."""
    kept: datetime | None
    """When it was kept; null where it was sent so long ago that only its id is known."""
    sent: datetime | None
    complete: bool
    """Whether nothing is asked. What lacks something goes all the same, marked incomplete."""
    asked: list[FieldProblem]
    remarks: list[FieldProblem]
    """What to know about the form in which it came; nothing is lost by it."""
    again: bool
    """Whether it was here before, with the same content."""


class BatchEntry(BaseModel):
    """What became of one event of a batch: a receipt or a problem."""

    number: int
    """Its place in the batch, from 1."""
    status: int
    receipt: ReceiptBody | None = None
    problem: ProblemBody | None = None


class BatchBody(BaseModel):
    """What became of each event of a batch, in order."""

    events: list[BatchEntry]


class Refusal(Exception):
    """A request that is refused, with the answer."""

    def __init__(
        self,
        status: HTTPStatus,
        name: str,
        title: str,
        detail: str,
        *,
        problems: Iterable[Problem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.body = ProblemBody(
            type=f"urn:wholepicture:problem:{name}",
            title=title,
            status=int(status),
            detail=detail,
            problems=FieldProblem.all_of(problems),
        )
        self.headers = dict(headers or {})
        super().__init__(title)


class InAnothersName(ValueError):
    """An event whose source or producer is another agency than the caller."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


KNOWN = (Unreadable, InvalidEvent, InAnothersName, SaidOtherwise, SpoolUnavailable)
"""What keeping an event raises, for ``refusal_of``."""


def refusal_of(error: Exception) -> Refusal:
    """The answer to an event that could not be kept, for each of ``KNOWN``."""
    match error:
        case InvalidEvent():
            return Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "invalid-event",
                "The event cannot be delivered as it is",
                "Nothing was kept. Put right what is named, and post it again.",
                problems=error.problems,
            )
        case InAnothersName():
            return Refusal(
                HTTPStatus.FORBIDDEN,
                "another-agency",
                "The event is in another agency's name",
                "Nothing was kept. You can post events of your own agency only.",
                problems=[error.problem],
            )
        case SaidOtherwise():
            return Refusal(
                HTTPStatus.CONFLICT,
                "said-otherwise",
                "An event of this id was posted with other content",
                "The first one stands. To change what it said, post a correction or a retraction "
                "of it, which has an id of its own.",
            )
        case Unreadable():
            return Refusal(
                HTTPStatus.BAD_REQUEST,
                "unreadable",
                "The event cannot be read",
                f"Nothing was kept: {error.reason}.",
                problems=error.problems,
            )
        case _:
            return away("The gateway cannot keep events now", "Its disk is full or not writable.")


def away(title: str, detail: str, *, seconds: int = 30) -> Refusal:
    """The answer where the gateway cannot do its work for now."""
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-now",
        title,
        f"{detail} Keep the event and post it again later: the same id is kept once.",
        headers={"Retry-After": str(seconds)},
    )


def problem_response(status: int, description: str) -> dict[int | str, dict[str, Any]]:
    """The entry of a refusal in the OpenAPI description."""
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {status: {"description": description, "content": {PROBLEM_JSON: {"schema": schema}}}}
