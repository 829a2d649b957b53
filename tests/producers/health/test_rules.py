"""Which event a resource tells: by its sender's own code, by the table, or none at all."""

from pathlib import Path

import pytest

from tests.producers.health.fhir_files import (
    ACT,
    MARKER,
    SNOMED,
    TELLS,
    appointment,
    bundle,
    concept,
    flag,
    lines,
    mother,
    one,
    patient,
    read,
    settings,
    told,
    wrong_with,
)

WNB = "uk.wholepicture.health.was-not-brought.v1"
NOT_PROVIDED = "uk.wholepicture.any.service-not-provided.v1"


def test_a_missed_appointment_of_a_child_says_that_they_were_not_brought(tmp_path: Path) -> None:
    """With the day, the service and the specialty; a child under 16 does not fail to attend."""
    missed = appointment(
        specialty=[{"text": "neurodisability"}], reasonCode=[{"text": "Review of pain"}]
    )

    draft = one(tmp_path, patient(), mother(), missed)

    assert draft.document is not None
    assert draft.document["type"] == WNB
    assert draft.document["time"] == "2026-02-12T10:30:00+00:00"
    assert told(draft)["detail"] == {
        "how_missed": "WNB",
        "appointment": {
            "on": "2026-02-12",
            "with_whom": "Paediatrics",
            "specialty": "neurodisability",
            "for_what": "Review of pain",
        },
    }


def test_of_a_young_person_it_is_asked_whether_they_come_alone(tmp_path: Path) -> None:
    """At 16 or 17 it is not inferred that somebody else had to bring them."""
    draft = one(tmp_path, patient(birthDate="2009-08-01"), appointment())

    assert "how_missed" not in told(draft)["detail"]


REASONS = [
    ("pat", WNB, {"how_missed": "UNABLE_CANCELLED"}),
    ("pat-fb", WNB, {"how_missed": "UNABLE_CANCELLED"}),
    ("pat-lt", WNB, {"how_missed": "UNABLE_CANCELLED", "barriers": {"kinds": ["transport"]}}),
    ("pat-swl", WNB, {"how_missed": "RESCHEDULED"}),
    ("prov", NOT_PROVIDED, {"service_needed": "other", "why_not": "cancelled-by-service"}),
    ("prov-pers", NOT_PROVIDED, {"service_needed": "other", "why_not": "cancelled-by-service"}),
    ("oth-int", NOT_PROVIDED, {"service_needed": "interpreter"}),
]


@pytest.mark.finding("F4")
@pytest.mark.parametrize(("reason", "kind", "said"), REASONS)
def test_who_cancelled_decides_what_is_told(
    tmp_path: Path, reason: str, kind: str, said: dict[str, object]
) -> None:
    """What the service cancelled is never told as a child who was not brought."""
    draft = one(tmp_path, patient(), appointment(reason))

    assert draft.document is not None
    assert draft.document["type"] == kind
    assert said.items() <= told(draft)["detail"].items()
    assert "caused_by" not in told(draft)["detail"]


@pytest.mark.parametrize("reason", ["other", "oth-weath", "meds-inc"])
def test_a_cancellation_that_does_not_say_by_whom_is_counted(tmp_path: Path, reason: str) -> None:
    """It blames nobody, and its sender hears which code says too little."""
    drafts, source = read(tmp_path, bundle(patient(), appointment(reason)))

    assert drafts == []
    assert f"cancelationReason cancel|{reason}" in " ".join(source.remarks)


def test_a_code_against_the_status_is_refused(tmp_path: Path) -> None:
    """A child is not told of as not brought where the service itself cancelled."""
    both = appointment("prov", appointmentType=concept(TELLS, "was-not-brought"))

    draft = one(tmp_path, patient(), both)

    assert "says that the service cancelled" in wrong_with(draft)


FLAGS = [
    ("342191000000101", "uk.wholepicture.any.concern.v1"),
    ("764841000000100", "uk.wholepicture.any.concern.v1"),
    ("836881000000105", "uk.wholepicture.any.concern.v1"),
]


@pytest.mark.parametrize(("code", "kind"), FLAGS)
def test_a_flag_is_told_as_a_concern_in_its_own_words(tmp_path: Path, code: str, kind: str) -> None:
    """A plan or a looked-after child is flagged by health, and told by social care."""
    draft = one(tmp_path, patient(), flag(code))

    assert draft.document is not None
    assert draft.document["type"] == kind
    assert told(draft)["detail"]["concern"] == "As it is shown"


def test_a_flag_of_an_unborn_child_is_about_the_child_and_their_mother(tmp_path: Path) -> None:
    """It stands in the record of the mother, who is no child."""
    draft = one(tmp_path, patient(birthDate="1995-03-01"), flag("878111000000109"))

    core = told(draft)["core"]
    assert core["children"] == [{"person": "c1", "exposure": "UNBORN", "mother": "a1"}]
    assert core["adults"][0]["name"]["family"] == "Quillfeather"
    assert core["adults"][0]["related_to"] == [{"child": "c1", "relation": "mother"}]


def test_an_emergency_attendance_is_told_and_a_visit_is_not(tmp_path: Path) -> None:
    """A discharge with complex needs is told where a code of the sender says so."""
    visit = {
        "resourceType": "Encounter",
        "id": "e1",
        "status": "finished",
        "class": {"system": ACT, "code": "EMER"},
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-02-01T22:00:00Z", "end": "2026-02-05T10:00:00Z"},
        "reasonCode": [{"text": "Fell from the bed"}],
    }
    stay = {**visit, "id": "e2", "class": {"system": ACT, "code": "IMP"}}
    said = {**stay, "id": "e3", "type": [concept(TELLS, "discharge-with-complex-needs")]}
    said["hospitalization"] = {"specialArrangement": [{"text": "Suction at home"}]}

    drafts, source = read(tmp_path, bundle(patient(), visit, stay, said))

    attended, left = [draft for draft in drafts if not draft.tells_nothing]
    assert told(attended)["detail"] == {"presenting": "Fell from the bed"}
    assert told(left)["detail"] == {
        "discharged_on": "2026-02-05",
        "needs_at_home": "Suction at home",
    }
    assert left.document is not None
    assert left.document["time"] == "2026-02-05T10:00:00+00:00"
    assert "Nothing is told of: Encounter (1). A visit or a stay" in " ".join(source.remarks)


@pytest.mark.finding("F4")
def test_advice_not_followed_is_told_only_where_its_sender_says_so(tmp_path: Path) -> None:
    """With the clinician's points as stated, and none that nobody stated."""
    order = {
        "resourceType": "ServiceRequest",
        "id": "s1",
        "status": "active",
        "intent": "order",
        "code": {"text": "Ventilation at night"},
        "subject": {"reference": "Patient/p1"},
        "authoredOn": "2026-01-15",
    }
    task = {
        "resourceType": "Task",
        "id": "t1",
        "status": "failed",
        "intent": "order",
        "focus": {"reference": "ServiceRequest/s1"},
        "for": {"reference": "Patient/p1"},
        "statusReason": {"text": "Used on half of the nights"},
        "executionPeriod": {"end": "2026-02-12T10:00:00Z"},
        "output": [
            {
                "type": concept("urn:wholepicture:field", "detail.points.access.answer"),
                "valueString": "no",
            }
        ],
    }
    said = {**task, "id": "t2", "code": concept(TELLS, "medical-advice-not-followed")}

    drafts, source = read(tmp_path, bundle(patient(), order, task, said))

    (draft,) = [draft for draft in drafts if not draft.tells_nothing]
    assert told(draft)["detail"] == {
        "points": {"access": {"answer": "no"}},
        "advice": "Ventilation at night",
        "advised_on": "2026-01-15",
        "not_done": "Used on half of the nights",
    }
    assert "No rule says what becomes of 1 x Task" in " ".join(source.remarks)


def test_a_strength_is_told_by_its_category(tmp_path: Path) -> None:
    """A rule of the sender's own file says which category of message is one."""
    message = {
        "resourceType": "Communication",
        "id": "m1",
        "status": "completed",
        "category": [concept("https://trust.example/messages", "GOOD")],
        "subject": {"reference": "Patient/p1"},
        "sent": "2026-02-12T10:00:00Z",
        "payload": [{"contentString": "Laughs at the piano."}],
    }
    rule = {
        "resource": "Communication",
        "when": {"category": "messages|GOOD"},
        "event": "strengths-note",
    }
    sender = settings(systems={"messages": "https://trust.example/messages"}, tells=[rule])

    draft = one(tmp_path, patient(), message, sender=sender)

    assert told(draft)["detail"] == {"strength": "Laughs at the piano."}


def test_codes_that_nothing_knows_are_counted_by_code(tmp_path: Path) -> None:
    """Nothing is dropped in silence, and no text of the record is said."""
    strange = {**flag("123456"), "code": concept(SNOMED, "123456", MARKER)}

    drafts, source = read(tmp_path, bundle(patient(), strange))

    assert drafts == []
    assert "status active, code sct|123456 (1)" in " ".join(source.remarks)
    assert MARKER not in " ".join(source.remarks)
    assert {"resource": "Flag", "codes": "status active, code sct|123456", "count": 1} in (
        source.not_mapped
    )


HISTORY = [
    appointment(id="a1", start="2025-02-11T10:30:00Z"),  # more than a year before
    appointment(id="a2", start="2025-06-01T10:30:00Z"),
    appointment("prov", id="a3", start="2025-07-01T10:30:00Z"),
    appointment("pat", id="a4", start="2025-08-01T10:30:00Z"),
    appointment(id="a5", start="2025-09-01T10:30:00Z", status="entered-in-error"),
    appointment(id="a6"),
    appointment(id="a7", start="2025-10-01T10:30:00Z", status="fulfilled"),
]


SINCE = [("2024-01-01", [1, 2, 3, 3]), ("2025-02-12", [None, None, None, 3]),
         ("2025-02-13", [None, None, None, None])]  # fmt: skip


@pytest.mark.parametrize(("since", "numbers"), SINCE)
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_missed_appointments_are_counted_where_the_file_has_all(
    tmp_path: Path, since: str, numbers: list[int | None], name: str
) -> None:
    """A fact of the record, with this one; what the service cancelled is not among them."""
    whole = [patient(), *HISTORY]
    document = bundle(*whole) if name == "a.json" else lines(*whole)

    drafts, _ = read(tmp_path, document, name, settings(complete_since=since))

    details = [told(draft)["detail"] for draft in drafts if draft.document]
    missed = [detail for detail in details if "service_needed" not in detail]
    assert [detail.get("missed_in_last_12_months") for detail in missed] == numbers
    assert missed[-1].get("offered_in_last_12_months") == (4 if numbers[-1] else None)
