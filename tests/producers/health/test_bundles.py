"""Bundles and lines: where references lead, whose data stand together, and what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.health.exports import Export

from tests.producers.health.fhir_files import (
    MARKER,
    NHS,
    appointment,
    bundle,
    child_of,
    flag,
    lines,
    mother,
    number,
    one,
    patient,
    read,
    settings,
    told,
    wrong_with,
)

OTHER = patient(
    id="p2",
    identifier=[number("9990000042")],
    name=[{"use": "official", "given": ["Amal"], "family": "Reyes"}],
)
OTHER_MOTHER = mother(id="r2", patient={"reference": "Patient/p2"}, name=[{"family": "Reyes"}])


def participants(*references: Any) -> list[dict[str, Any]]:
    """The participants of an appointment."""
    return [{"actor": actor, "status": "accepted"} for actor in references]


def entry(url: str, resource: dict[str, Any]) -> dict[str, Any]:
    """An entry of a bundle with its address."""
    return {"fullUrl": url, "resource": resource}


REFERENCES = [
    ("urn:uuid:0c3f", {"reference": "urn:uuid:0c3f"}),
    ("https://a.example/fhir/Patient/p1", {"reference": "https://a.example/fhir/Patient/p1"}),
    ("https://a.example/fhir/Patient/p1", {"reference": "Patient/p1/_history/3"}),
    ("https://a.example/fhir/Patient/p1", {"reference": "Patient/p1"}),
    ("", {"type": "Patient", "identifier": {"system": NHS, "value": "999 000 0026"}}),
]


@pytest.mark.parametrize(("url", "reference"), REFERENCES)
def test_a_reference_leads_to_the_patient(
    tmp_path: Path, url: str, reference: dict[str, Any]
) -> None:
    """By URN, by address, by kind and id, with or without a version, and by NHS number."""
    missed = appointment(participant=participants(reference))
    whole = {"resourceType": "Bundle", "type": "collection", "entry": [
        entry(url, patient()) if url else {"resource": patient()},
        entry("https://a.example/fhir/Appointment/ap1", missed),
    ]}  # fmt: skip

    drafts, _ = read(tmp_path, whole)

    assert child_of(drafts[0])["nhs_number"] == "9990000026"


def test_a_contained_patient_is_found(tmp_path: Path) -> None:
    """Within the resource that refers to them."""
    inside = patient(id="inner")
    missed = appointment(contained=[inside], participant=participants({"reference": "#inner"}))

    assert child_of(one(tmp_path, missed))["name"]["family"] == "Quillfeather"


LOST = [
    {"reference": "Patient/nobody"},
    {"reference": "https://b.example/fhir/Patient/p1"},
    {"reference": "urn:uuid:none"},
    {"type": "Patient", "identifier": {"system": NHS, "value": "9990000042"}},
]


@pytest.mark.parametrize("reference", LOST)
def test_a_reference_that_leads_to_nobody_refuses_the_event(
    tmp_path: Path, reference: dict[str, Any]
) -> None:
    """One on another server is another patient. It is set aside with its path and the fix."""
    whole = bundle(appointment(participant=participants(reference)))
    whole["entry"].append(entry("https://a.example/fhir/Patient/p1", patient()))

    drafts, _ = read(tmp_path, whole)

    assert wrong_with(drafts[0]).startswith(
        "entry 1: Appointment.participant.0.actor leads to nobody here."
    ) or "Appointment.participant.actor leads to nobody here" in wrong_with(drafts[0])
    assert drafts[0].content["resourceType"] == "Bundle"


def test_a_bundle_without_a_patient_is_refused_by_event(tmp_path: Path) -> None:
    """Each event of it, with the path where the patient should be."""
    drafts, _ = read(tmp_path, bundle(appointment(), flag("342191000000101")))

    assert [wrong_with(draft).split(" leads")[0] for draft in drafts] == [
        "entry 1: Appointment.participant.actor",
        "entry 2: Flag.subject",
    ]


def test_two_families_of_a_bundle_are_told_apart(tmp_path: Path) -> None:
    """Each child with their own adults, and nothing of one family in an event of the other."""
    of_other = appointment(id="ap2", participant=participants({"reference": "Patient/p2"}))
    whole = bundle(patient(), OTHER, mother(), OTHER_MOTHER, appointment(), of_other)

    drafts, _ = read(tmp_path, whole)

    assert [child_of(draft)["name"]["family"] for draft in drafts] == ["Quillfeather", "Reyes"]
    for draft, name in zip(drafts, ("Reyes", "Quillfeather"), strict=True):
        assert name not in json.dumps(draft.document)
        assert name not in json.dumps(draft.content)
    assert drafts[0].family_reference != drafts[1].family_reference


def test_an_appointment_of_two_children_is_an_event_for_each(tmp_path: Path) -> None:
    """Each has an id of their own and one child."""
    both = participants({"reference": "Patient/p1"}, {"reference": "Patient/p2"})

    drafts, _ = read(tmp_path, bundle(patient(), OTHER, appointment(participant=both)))

    assert [child_of(draft)["name"]["given"] for draft in drafts] == ["Teddy", "Amal"]
    assert len({draft.once for draft in drafts}) == 2


def test_patients_without_an_id_are_told_apart(tmp_path: Path) -> None:
    """A message names them by its own addresses alone, which are others in the next one."""
    first, second = patient(), {**OTHER}
    del first["id"], second["id"]
    both = participants({"reference": "urn:uuid:1"}, {"reference": "urn:uuid:2"})
    whole = {"resourceType": "Bundle", "type": "message", "entry": [
        entry("urn:uuid:1", first), entry("urn:uuid:2", second),
        entry("urn:uuid:3", appointment(participant=both)),
    ]}  # fmt: skip

    drafts, _ = read(tmp_path, whole)

    assert len({draft.once for draft in drafts}) == 2
    assert len({draft.family_reference for draft in drafts}) == 2
    assert "urn:uuid" not in str([(draft.once, draft.family_reference) for draft in drafts])


OTHER_VERSIONS = [
    ({"cancellationReason": {"text": "x"}}, "Appointment.cancellationReason is of FHIR R5"),
    ({"meta": {"profile": ["https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-A"]}},
     "is of FHIR STU3"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "what"), OTHER_VERSIONS)
def test_another_version_of_fhir_is_named(tmp_path: Path, more: dict[str, Any], what: str) -> None:
    """It is refused as a whole: the same name may mean something else there."""
    assert what in wrong_with(one(tmp_path, patient(), appointment(**more)))


def test_a_newer_version_of_a_resource_counts(tmp_path: Path) -> None:
    """By when it was changed, or by its number; two that nothing orders are refused."""
    old = appointment(meta={"lastUpdated": "2026-02-13T09:00:00Z"})
    new = appointment("prov", meta={"lastUpdated": "2026-02-14T09:00:00+00:00"})

    drafts, _ = read(tmp_path, bundle(patient(), new, old))
    doubtful, _ = read(tmp_path, bundle(patient(), appointment(), appointment("prov")))

    assert [draft.document["type"].split(".")[3] for draft in drafts if draft.document] == [
        "service-not-provided"
    ]
    assert all("stands twice" in wrong_with(draft) for draft in doubtful)


def test_the_next_page_of_a_search_is_asked_for(tmp_path: Path) -> None:
    """What is not in the file is not taken for nothing."""
    page = bundle(patient(), appointment(), link=[{"relation": "next", "url": MARKER}])

    _, source = read(tmp_path, page)

    assert "has a next page" in " ".join(source.remarks)
    assert MARKER not in " ".join(source.remarks)


def test_a_wrong_entry_does_not_stop_the_others(tmp_path: Path) -> None:
    """What is no resource, or of no kind, is refused by itself."""
    whole = bundle(patient(), appointment())
    whole["entry"] += [{"resource": MARKER}, {"resource": {"resourceType": "Banana"}}, "x"]

    drafts, _ = read(tmp_path, whole)

    assert [bool(draft.document) for draft in drafts] == [False, False, False, True]
    assert MARKER not in " ".join(map(wrong_with, drafts))


UNREADABLE = [
    ('{"resourceType": "Bundle", "entry": [', "cut off"),
    ('{"resourceType": "Bundle", "entry": [{"resource": {"id": "a"', "cut off"),
    ('{"resourceType": "Bundle", "type": "a", "type": "b"}', "stands twice in one object"),
    ('{"resourceType": "Bundle"} {"resourceType": "Bundle"}', "is not JSON: look at line 1"),
    ("<Bundle xmlns='http://hl7.org/fhir'/>", "is FHIR in XML"),
]


@pytest.mark.parametrize(("text", "what"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, text: str, what: str) -> None:
    """Truncated, with a name twice, several documents, or in XML."""
    with pytest.raises(NotReadable, match=what):
        read(tmp_path, text)


def test_a_document_that_is_too_large_is_to_be_exported_as_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document is read as a whole, and lines are not."""
    monkeypatch.setattr("wholepicture_producers.health.exports.MOST_BYTES", 2_000)

    with pytest.raises(NotReadable, match="NDJSON"):
        read(tmp_path, bundle(*[patient(id=f"p{at}") for at in range(20)]))


def test_lines_refer_to_other_lines_and_other_files(tmp_path: Path) -> None:
    """A bulk export has a file for each kind of resource."""
    (tmp_path / "Patient.ndjson").write_text(lines(patient(), OTHER, mother()))
    missed = lines(
        appointment(),
        appointment(id="ap2", participant=participants({"reference": "Patient/p2"})),
        appointment(id="ap3", participant=participants({"reference": "Patient/p3"})),
    )

    drafts, _ = read(
        tmp_path, missed, "Appointment.ndjson", beside=[str(tmp_path / "Patient.ndjson")]
    )

    assert [child_of(draft)["name"]["given"] for draft in drafts[:2]] == ["Teddy", "Amal"]
    assert told(drafts[0])["core"]["adults"][0]["name"]["given"] == "Marisol"
    assert "line 3: Appointment.participant.actor leads to nobody here" in wrong_with(drafts[2])


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    """A truncated one, one with a name twice, and one that is no resource."""
    text = (
        '{"resourceType": "Appointment", "id": "ap9", "sta\n'
        '{"resourceType": "Flag", "id": "a", "id": "b"}\n'
        '"Zebedee-Marker"\n' + lines(patient(), appointment())
    )

    drafts, _ = read(tmp_path, text, "a.ndjson")

    assert [wrong_with(draft).split(". ")[0] for draft in drafts[:3]] == [
        "line 1: line is not JSON at column 50",
        "line 2: id stands twice in one object",
        "line 3: resource is no FHIR resource",
    ]
    assert child_of(drafts[3])["name"]["given"] == "Teddy"


def test_lines_are_bundles_too(tmp_path: Path) -> None:
    """Each of its own: what stands in one is not looked for in another."""
    drafts, _ = read(
        tmp_path, lines(bundle(patient(), appointment()), bundle(appointment(id="ap2"))), "a.ndjson"
    )

    assert drafts[0].place == "line 1, entry 2"
    assert "line 2, entry 1" in wrong_with(drafts[1])


def test_the_newest_of_several_lines_counts(tmp_path: Path) -> None:
    """An older version is passed over, and two that nothing orders are refused."""
    old = appointment(meta={"versionId": "9"})
    new = appointment("prov", meta={"versionId": "10"})

    drafts, _ = read(tmp_path, lines(patient(), old, new), "a.ndjson")
    doubtful, _ = read(tmp_path, lines(patient(), appointment(), appointment("prov")), "b.ndjson")

    assert [draft.document["type"].split(".")[3] for draft in drafts if draft.document] == [
        "service-not-provided"
    ]
    assert [("stands twice" in wrong_with(draft)) for draft in doubtful] == [True, True]


def test_addresses_of_two_servers_lead_to_no_line(tmp_path: Path) -> None:
    """A line has no address, so that it is not known on which server it was."""
    first = appointment(participant=participants({"reference": "https://a.example/Patient/p1"}))
    away = {"reference": "https://b.example/Patient/p1"}

    drafts, _ = read(tmp_path, lines(patient(), first), "a.ndjson")
    both, _ = read(
        tmp_path, lines(patient(), first, flag("1", subject=away), mother(patient=away)), "b.ndjson"
    )

    of_two, _ = read(tmp_path, lines(patient(), appointment(), mother(patient=away),
                                     mother(id="r2", patient={"reference": "https://a.example/Patient/p1"})),
                     "c.ndjson")  # fmt: skip

    assert child_of(drafts[0])["name"]["given"] == "Teddy"
    assert "leads to nobody here" in wrong_with(both[0])
    assert "adults" not in told(of_two[0])["core"]


def test_what_no_row_names_is_counted_by_path(tmp_path: Path) -> None:
    """Elements that R4 does not have, extensions of nobody here, and what the table leaves out."""
    extension = {"url": "https://trust.example/x", "valueString": MARKER}
    missed = appointment(banana=MARKER, extension=[extension], comment=MARKER)

    _, source = read(tmp_path, bundle(patient(), missed))

    remarks = " ".join(source.remarks)
    assert "Appointment.banana (1)" in remarks
    assert "Appointment.extension[https://trust.example/x] (1)" in remarks
    assert "Appointment.comment (1)" in remarks
    assert MARKER not in remarks


def test_a_large_export_is_told_line_by_line(tmp_path: Path) -> None:
    """A draft is there before the lines behind it were read a second time."""
    many = [patient(), *(appointment(id=f"ap{at}") for at in range(50))]
    file = tmp_path / "a.ndjson"
    file.write_text(lines(*many))
    export = Export(settings(), "a.ndjson")

    with file.open("rb") as stream:
        first = next(export.lines(stream, ()))
        read_by_then = stream.tell()

    assert first.place == "line 2"
    assert read_by_then < file.stat().st_size / 2
