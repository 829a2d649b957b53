"""Signals of the NHS (MNS): which tell something of a child, of whom, and which take it back.

Source: NHS England, Multicast Notification Service, signal-schemas/examples, April 2026.
"""

from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.reading import EventFile

from tests.producers.health.fhir_files import (
    UK_CORE,
    Content,
    child_of,
    concept,
    lines,
    number,
    patient,
    read,
    told,
    wrong_with,
)
from tests.producers.health.test_journey import Machine, machine

__all__ = ["machine"]

STATUS = "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus"
DEATH, GP = "pds-death-notification-2", "pds-change-of-gp-2"


def signal(kind: str, **more: Any) -> Content:
    """A signal of the second version, as it stands in the specification."""
    return {
        "specversion": "1.0",
        "id": "236a1d4a-5d69-4fa9-9c7f-e72bf505aa5b",
        "source": "https://fhir.nhs.uk/Id/nhsSpineASID/477121000324",
        "type": kind,
        "time": "2026-02-13T13:00:00Z",
        "dataref": "https://api.example/personal-demographics/FHIR/R4/Patient/9990000026",
        "subject": "9990000026",
        **more,
    }


def delivered(kind: str) -> Content:
    """A signal as MNS delivers it: a bundle with the status of a subscription."""
    reference = {"identifier": {"value": "9990000026"}}
    focus = "https://api.example/patient-flags-api/PatientFlag?patient=9990000026&code=NRAF"
    event = [
        {"name": "timestamp", "valueInstant": "2026-02-13T13:00:00Z"},
        {"name": "focus", "valueReference": {"reference": focus}},
    ]
    context = [
        {"name": "event-type", "valueString": kind},
        {"name": "source", "valueUri": "uk.nhs.patient-flags-service"},
        {"name": "subject", "valueReference": reference},
    ]
    profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/x"
    status = {
        "resourceType": "Parameters",
        "meta": {"profile": [profile]},
        "parameter": [
            {"name": "notification-event", "part": event},
            {"name": "additional-context", "part": context},
        ],
    }
    entry = [{"resource": status}]
    return {"resourceType": "Bundle", "id": "56e9d7db", "type": "history", "entry": entry}


def dead(status: str = "", **more: Any) -> Content:
    """The child as PDS has them after a death, or after one that was recorded by mistake."""
    code = {"url": "deathNotificationStatus", "valueCodeableConcept": concept(STATUS, status)}
    said = {"url": f"{UK_CORE}DeathNotificationStatus", "extension": [code]}
    return patient(**({"extension": [said]} if status else {}), **more)


DIED = {"deceasedDateTime": "2026-02-12T00:00:00+00:00"}


def beside(folder: Path, child: Content) -> list[str]:
    """A file with the Patient to whom the signals point."""
    file = folder / "Patient.ndjson"
    file.write_text(lines(child), "utf-8")
    return [str(file)]


@pytest.mark.parametrize(
    ("sent", "child", "event", "detail"),
    [
        (signal(DEATH), dead("2", **DIED), "death-recorded",
         {"death_status": "formal", "died_on": "2026-02-12"}),
        (signal(DEATH), dead(**DIED), "death-recorded", {"died_on": "2026-02-12"}),
        ({"id": "1", "type": "pds-death-notification-1", "time": "2026-02-13T13:00:00Z",
          "subject": {"nhsNumber": "9990000026", "familyName": "QUILLFEATHER", "dob": "2017-04-12"},
          "source": {"name": "NHS DIGITAL"}, "data": {"deathNotificationStatus": "1"}},
         patient(), "death-recorded", {"death_status": "informal"}),
        (signal(GP, filtering={"registrationencountercode": "3"}), patient(), "gp-changed",
         {"registration": "transfer-in"}),
        (signal("pds-birth-notification-2"), patient(multipleBirthInteger=2), "birth-recorded",
         {"multiple_birth": True}),
        (delivered("patientflags-change-1"), patient(), "reasonable-adjustment-recorded", {}),
    ],
)  # fmt: skip
def test_a_signal_tells_of_the_child_beside_it(
    tmp_path: Path, sent: Content, child: Content, event: str, detail: Content
) -> None:
    """Who the child is stands in the Patient with the number; what nobody says is not told."""
    drafts, _ = read(tmp_path, lines(sent), "a.ndjson", beside=beside(tmp_path, child))

    (draft,) = drafts
    assert told(draft)["detail"] == detail
    assert (draft.document or {})["type"].split(".")[3] == event
    assert child_of(draft)["nhs_number"] == "9990000026"
    assert child_of(draft)["name"]["family"] == "Quillfeather"
    assert "api.example" not in str(draft.document)


@pytest.mark.parametrize(
    ("sent", "child", "what"),
    [
        (signal(GP), patient(identifier=[number("9990000042")]), "leads to nobody here"),
        (signal(DEATH), patient(), "does not say whether a death was recorded or taken back"),
        (signal(GP, subject="999"), patient(), "has no NHS number of ten digits"),
        (signal(GP), patient(birthDate=None), "it is not known whether it is a child"),
        (signal("pds-record-change-2"), patient(), "of a change of the demographic record"),
    ],
)
def test_what_a_signal_leaves_open_is_asked(
    tmp_path: Path, sent: Content, child: Content, what: str
) -> None:
    """In a sentence without the number; nothing is told of somebody who is not found."""
    drafts, _ = read(tmp_path, lines(sent), "a.ndjson", beside=beside(tmp_path, child))

    (draft,) = drafts
    assert draft.document is None
    assert what in wrong_with(draft)
    assert "9990000026" not in wrong_with(draft)


def test_an_adults_signal_is_counted(tmp_path: Path) -> None:
    """Nothing of an adult's own record is told."""
    grown_up = dead("2", birthDate="1980-01-01", **DIED)

    drafts, source = read(tmp_path, lines(signal(DEATH)), "a.ndjson",
                          beside=beside(tmp_path, grown_up))  # fmt: skip

    assert [draft.document for draft in drafts] == [None]
    assert "It is of an adult." in " ".join(source.remarks)


@pytest.mark.parametrize("sent", [signal(GP), delivered(GP)])
def test_a_signal_without_settings_is_named(tmp_path: Path, sent: Content) -> None:
    """With how it is published, and no number of it is said."""
    file = tmp_path / "a.ndjson"
    file.write_text(lines(sent))

    (draft,) = EventFile(str(file)).drafts()

    assert draft.document is None
    assert "Patient" in wrong_with(draft)
    assert "9990000026" not in wrong_with(draft)


def test_a_death_is_told_once_made_sure_and_taken_back(machine: Machine, tmp_path: Path) -> None:
    """The same signal again is nothing new; a later status corrects it; U takes it back unasked."""
    file = tmp_path / "signals.ndjson"

    def publish(child: Content, *signals: Content) -> dict[str, Any]:
        file.write_text(lines(*signals))
        return machine.command("publish", str(file), *beside(tmp_path, child))

    late = signal(DEATH, id="b", time="2026-02-20T09:00:00Z")
    mistake = signal(DEATH, id="c", time="2026-02-21T09:00:00Z")
    first = publish(dead("1", **DIED), signal(DEATH))
    again = publish(dead("1", **DIED), signal(DEATH), signal(DEATH))
    formal = publish(dead("2", **DIED), signal(DEATH), late)
    taken = publish(dead("U"), mistake)
    once_more = publish(dead("U"), signal(DEATH), mistake)

    assert (first["new"], again["new"], formal["new"]) == (1, 0, 0)
    (growth,) = formal["changed"]
    assert "detail.death_status" in growth["fields"]
    assert [one["state"] for one in taken["taken_back"]] == ["taken-back"]
    assert once_more["taken_back"] == []
    kinds = [kind for kind, _ in machine.kept()]
    assert kinds == ["death-recorded", "correction", "retraction"]
    because = machine.kept()[-1][1]["detail"]["because"]
    assert because == "The death was recorded by mistake: the child is not dead."
