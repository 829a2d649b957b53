"""What is raised on the way becomes a problem of RFC 9457, the framework's own errors too."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from wholepicture_bus.spool import SpoolUnavailable
from wholepicture_schemas.problems import Problem

from wholepicture_producers.gateway.answers import PROBLEM_JSON, Refusal, refusal_of


def answer_with_problems(app: FastAPI) -> None:
    """Have an application answer every error as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _wrong_parameter)
    app.add_exception_handler(HTTPException, _no_such_page)
    app.add_exception_handler(SpoolUnavailable, _unavailable)


def _refused(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, Refusal):
        raise error
    return JSONResponse(
        error.body.model_dump(),
        status_code=error.body.status,
        headers=error.headers,
        media_type=PROBLEM_JSON,
    )


def _unavailable(request: Request, error: Exception) -> JSONResponse:
    return _refused(request, refusal_of(error))


def _wrong_parameter(request: Request, error: Exception) -> JSONResponse:
    """The answer to a parameter of a wrong form; FastAPI's own would quote its value."""
    names = (
        [str(found["loc"][-1]) for found in error.errors()]
        if isinstance(error, RequestValidationError)
        else []
    )
    problems = [Problem(name, "has the wrong form", "See /openapi.json.") for name in names]
    refusal = Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "wrong-parameter",
        "A parameter has the wrong form",
        "What the parameters are says /openapi.json.",
        problems=problems,
    )
    return _refused(request, refusal)


def _no_such_page(request: Request, error: Exception) -> JSONResponse:
    """The answer of the framework itself, as a problem."""
    if not isinstance(error, HTTPException):
        raise error
    refusal = Refusal(
        HTTPStatus(error.status_code),
        "no-such-page",
        HTTPStatus(error.status_code).phrase,
        "What there is says /openapi.json.",
        headers=error.headers,
    )
    return _refused(request, refusal)
