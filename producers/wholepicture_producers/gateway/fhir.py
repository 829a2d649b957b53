"""FHIR that is posted: read by the same table as a file of it, and answered as an OperationOutcome.

A request is a file in memory. So what it says again is not sent again, what it says otherwise
corrects what was told, and what is not so any more is named, or taken back, as of a file.

Source: HL7 FHIR R4, OperationOutcome; https://hl7.org/fhir/R4/operationoutcome.html.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import Unreadable

from wholepicture_producers.accepted import Accepted
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.checking import core_of
from wholepicture_producers.drafts import Draft, LocatedProblem, NotReadable
from wholepicture_producers.gateway.answers import Refusal, away, refusal_of
from wholepicture_producers.gateway.keeping import NO_PRACTICE
from wholepicture_producers.health.reading import Health, health_of
from wholepicture_producers.health.resources import is_of_r4
from wholepicture_producers.mapping import MappingError, document_of
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile

FHIR_JSON = "application/fhir+json"
MEDIA = (FHIR_JSON, "application/json")
RECEIPT = "urn:wholepicture:receipt"
"""The system of the code that is a receipt."""
_BODY = "the body"
_PATIENCE_SECONDS = 5.0


class _Posted(EventFile):
    """A body as a file of FHIR; in practice what is not made up is refused."""

    def __init__(self, body: bytes, health: Health, *, practice: bool) -> None:
        super().__init__(_BODY, health=health)
        self._body, self._health, self._practice = body, health, practice

    def drafts(self) -> Iterator[Draft]:
        """The drafts of what is posted."""
        stream = BytesIO(self._body)
        told = self._health.drafts(stream, _BODY, self.remarks, self.not_mapped, lines=False)
        for draft in told:
            core = core_of(draft.document or {}) or {}
            if self._practice and draft.document and core.get("exercise") is not True:
                yield replace(draft, document=None, found=(draft.located(NO_PRACTICE),))
            else:
                yield draft


@dataclass(frozen=True, slots=True)
class Fhir:
    """How an agency's FHIR is read, and whose turn it is: one request is told at a time."""

    health: Health
    turn: Lock


def fhir_of(agency: AgencyId, folder: Path | None) -> Fhir | None:
    """How the FHIR of an agency is read; None where its operator has no settings for it.

    Raises:
        StopError: with a sentence for everything that is wrong in its settings, or where the models
            of FHIR are not installed.
    """
    file = folder / f"{agency}.toml" if folder is not None else None
    if file is None or not file.is_file():
        return None
    try:
        is_of_r4("Patient")
        return Fhir(health_of(document_of(file), str(file), ()), Lock())
    except MappingError as error:
        raise StopError(" ".join(error.sentences)) from None
    except NotReadable as error:
        raise StopError(str(error)) from None


def answered(
    body: bytes, fhir: Fhir, publisher: Publisher, *, practice: bool, removals: bool
) -> Response:
    """The answer to a body of FHIR, once what of it can be delivered is kept.

    Raises:
        Refusal: where nothing of it can be read, or nothing can be kept now.
    """
    refused: list[LocatedProblem] = []
    source = _Posted(body, fhir.health, practice=practice)
    if not fhir.turn.acquire(timeout=_PATIENCE_SECONDS):
        raise away("Another body of your agency is being read", "One is read at a time.", seconds=5)
    try:
        accepted = publish(
            source,
            publisher,
            lambda _, found: refused.extend(found),
            terms=Terms(removals=removals),
        )
    except NotReadable as error:
        raise refusal_of(Unreadable(str(error).rstrip("."))) from None
    finally:
        fhir.turn.release()
    if accepted.not_kept is not None:
        raise away("The gateway cannot keep events now", accepted.not_kept)
    issues = list(_issues(accepted, refused, source.remarks))
    return JSONResponse(
        {"resourceType": "OperationOutcome", "issue": issues},
        status_code=int(_status(accepted)),
        media_type=FHIR_JSON,
    )


def not_read() -> Refusal:
    """The answer where no FHIR of an agency is read here."""
    return Refusal(
        HTTPStatus.NOT_FOUND,
        "no-fhir",
        "This gateway reads no FHIR of your agency",
        "Its operator names a folder with your settings: WHOLEPICTURE_GATEWAY_FHIR.",
    )


def _status(accepted: Accepted) -> HTTPStatus:
    taken = any(one.state == "taken-back" for one in accepted.taken_back)
    if accepted.rejected:
        has_kept = len(accepted.receipts) or taken
        return HTTPStatus.MULTI_STATUS if has_kept else HTTPStatus.UNPROCESSABLE_ENTITY
    is_news = accepted.new or accepted.changed or taken
    return HTTPStatus.ACCEPTED if is_news else HTTPStatus.OK


def _issues(
    accepted: Accepted, refused: Iterable[LocatedProblem], remarks: Iterable[str]
) -> Iterator[dict[str, Any]]:
    """What is refused first, then what is asked, what is kept, and what became nothing."""
    yield from (_problem("error", located) for located in refused)
    yield from (_problem("warning", located) for _, located in accepted.asked)
    corrected = {growth.receipt for growth in accepted.changed}
    for _, receipt, _ in accepted.receipts:
        said = "Kept as a correction of this event." if receipt in corrected else "Kept."
        yield _said(said, receipt)
    for taken in accepted.taken_back:
        left = "It is not so any more, and stays as it was told: post it with ?removals=true."
        yield _said("Taken back." if taken.state == "taken-back" else left, taken.receipt)
    for remark in remarks:
        yield {"severity": "information", "code": "informational", "diagnostics": remark}
    if not (len(accepted.receipts) or accepted.taken_back or accepted.rejected):
        nothing = "Nothing of it tells an event."
        yield {"severity": "information", "code": "informational", "diagnostics": nothing}


def _problem(severity: str, located: LocatedProblem) -> dict[str, Any]:
    found = located.problem
    code = "required" if found.what == "is missing" else "invalid"
    return {
        "severity": severity,
        "code": code,
        "diagnostics": str(located),
        "expression": [found.field],
    }


def _said(words: str, receipt: str) -> dict[str, Any]:
    return {
        "severity": "information",
        "code": "informational",
        "diagnostics": words,
        "details": {"coding": [{"system": RECEIPT, "code": receipt}]},
    }
