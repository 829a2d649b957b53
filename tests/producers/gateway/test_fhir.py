"""FHIR that is posted: the same events as from a file, kept once, answered element by element."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from wholepicture_bus.errors import StopError
from wholepicture_producers.gateway.app import application
from wholepicture_producers.gateway.authentication import authentication
from wholepicture_producers.gateway.served import opened
from wholepicture_producers.gateway.settings import GatewaySettings

from tests.producers.gateway.calling import HEALTH, POLICE
from tests.producers.health.fhir_files import appointment, bundle, mother, patient
from tests.producers.health.test_journey import SETTINGS

RECORD = (patient(), mother())


class FhirGateway:
    """A gateway that reads the FHIR of one of its two agencies."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def post(
        self, *resources: Any, agency: str = HEALTH, form: str = "application/fhir+json",
        query: str = "",
    ) -> Response:  # fmt: skip
        """Post a bundle of these resources, or bytes as they are."""
        body = resources[0] if isinstance(resources[0], bytes) else (
            json.dumps(bundle(*resources)).encode())  # fmt: skip
        headers = {"content-type": form, "wholepicture-agency": agency}
        return self.client.post(f"/fhir{query}", content=body, headers=headers)


def _settings(folder: Path) -> GatewaySettings:
    return GatewaySettings(
        agencies=f"{POLICE},{HEALTH}", practice=True, least_free_bytes=0, fhir=folder
    )


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FhirGateway]:
    """A gateway without Kafka that takes a caller's word for who they are."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    (tmp_path / f"{HEALTH}.toml").write_text(SETTINGS)
    settings = _settings(tmp_path)
    with opened(settings, None) as served:
        app = application(settings, authentication(settings), served)
        with TestClient(app) as client:
            yield FhirGateway(client)


def told(response: Response, severity: str) -> list[dict[str, Any]]:
    """The issues of an answer of a severity."""
    found = response.json()
    assert found["resourceType"] == "OperationOutcome"
    return [issue for issue in found["issue"] if issue["severity"] == severity]


def receipts(response: Response) -> list[str]:
    """The receipts in an answer."""
    coded = (issue["details"]["coding"][0] for issue in told(response, "information")
             if "details" in issue)  # fmt: skip
    return [one["code"] for one in coded]


def test_a_bundle_is_kept_once_corrected_and_taken_back(gateway: FhirGateway) -> None:
    """As a file of it is; the receipt leads to the event."""
    first = gateway.post(*RECORD, appointment())
    again = gateway.post(*RECORD, appointment())
    moved = patient(address=[{"use": "home", "line": ["9 Old Row"], "postalCode": "BS99 1AC"}])
    changed = gateway.post(moved, mother(), appointment())
    mistake = appointment(status="entered-in-error")
    named = gateway.post(moved, mother(), mistake)
    taken = gateway.post(moved, mother(), mistake, query="?removals=true")

    statuses = [one.status_code for one in (first, again, changed, named, taken)]
    assert statuses == [202, 200, 202, 200, 202]
    assert len({*receipts(first), *receipts(again), *receipts(changed), *receipts(taken)}) == 1
    assert any("?removals=true" in one["diagnostics"] for one in told(named, "information"))
    assert any("Taken back." in one["diagnostics"] for one in told(taken, "information"))
    state = gateway.client.get(
        f"/events/{receipts(first)[0]}", headers={"wholepicture-agency": HEALTH}
    )
    assert state.status_code == 200


def test_what_is_wrong_is_named_by_its_element(gateway: FhirGateway) -> None:
    """What can be delivered goes all the same; no value is in the answer."""
    lost = appointment(id="ap2", participant=[{"actor": {"reference": "Patient/Zebedee"},
                                               "status": "accepted"}])  # fmt: skip

    some = gateway.post(*RECORD, appointment(), lost)
    none = gateway.post(lost)

    assert (some.status_code, none.status_code) == (207, 422)
    (problem,) = told(some, "error")
    assert problem["expression"] == ["Appointment.participant.actor"]
    assert "Send the Patient in the same bundle" in problem["diagnostics"]
    assert "detail.meaning_for_health" in str(told(some, "warning"))
    assert "Zebedee" not in some.text + none.text


@pytest.mark.parametrize(
    ("body", "how", "status"),
    [
        (b"{", {}, 400),
        (b"{}", {"form": "text/xml"}, 415),
        (b"{}", {"agency": POLICE}, 404),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    gateway: FhirGateway, body: bytes, how: dict[str, str], status: int
) -> None:
    """As of every other body, with what to do about it."""
    answer = gateway.post(body, **how)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_only_made_up_fhir_is_taken_in_practice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody proves who they are."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    (tmp_path / f"{HEALTH}.toml").write_text(SETTINGS.replace("= true", "= false"))
    settings = _settings(tmp_path)
    with opened(settings, None) as served:
        app = application(settings, authentication(settings), served)
        answer = FhirGateway(TestClient(app)).post(*RECORD, appointment())

    assert answer.status_code == 422
    assert told(answer, "error")[0]["expression"] == ["core.exercise"]


def test_wrong_settings_end_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sentence, before anybody posts."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    (tmp_path / f"{HEALTH}.toml").write_text('reads = "fhir-r5"')

    with pytest.raises(StopError, match="fhir-r4"), opened(_settings(tmp_path), None):
        pass
