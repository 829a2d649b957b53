"""A patient as a child of an event: names, addresses, numbers, protection, and who is around."""

from pathlib import Path
from typing import Any

import pytest

from tests.producers.health.fhir_files import (
    CONF,
    ROLE,
    SNOMED,
    UK_CORE,
    appointment,
    bundle,
    child_of,
    concept,
    mother,
    number,
    one,
    patient,
    read,
    told,
    wrong_with,
)

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"


def child(folder: Path, **more: Any) -> dict[str, Any]:
    """The child that a patient becomes."""
    return child_of(one(folder, patient(**more), appointment()))


def test_a_child_has_what_the_record_says(tmp_path: Path) -> None:
    """Number, names, birth, home, practice, languages and interpreter."""
    found = child(
        tmp_path,
        generalPractitioner=[{"identifier": {"system": ODS, "value": "L81000"}}],
        communication=[{"language": {"coding": [{"code": "es", "display": "Spanish"}]}}],
        extension=[{"url": INTERPRETER, "valueBoolean": True}],
        address=[
            {"use": "home", "line": ["3 Lantern Steps"], "city": "Bristol",
             "postalCode": "BS99 1AB"},
            {"use": "temp", "line": ["9 Old Row"], "postalCode": "BS99 1AC"},
            {"use": "old", "line": ["1 Past Lane"], "postalCode": "BS99 1AD"},
        ],
    )  # fmt: skip

    assert found == {
        "person": "c1",
        "nhs_number": "9990000026",
        "name": {"given": "Teddy", "family": "Quillfeather"},
        "birth_date": "2017-04-12",
        "sex": "M",
        "lives_at": {"lines": ["3 Lantern Steps", "Bristol"], "postcode": "BS99 1AB"},
        "staying_at": {"lines": ["9 Old Row"], "postcode": "BS99 1AC"},
        "gp_practice": {"code": "L81000"},
        "languages": ["Spanish"],
        "communication": ["INTERPRETER"],
    }


def test_the_name_of_today_is_told_and_others_beside_it(tmp_path: Path) -> None:
    """A name that has ended is another name; one that hides is told as none."""
    names = [
        {"use": "anonymous", "family": "Nobody"},
        {"use": "old", "given": ["Teddy"], "family": "Reed"},
        {"use": "official", "given": ["Edward"], "family": "Quillfeather"},
        {"use": "usual", "given": ["Teddy"], "family": "Quillfeather"},
    ]

    assert child(tmp_path, name=names)["name"] == {
        "given": "Teddy",
        "family": "Quillfeather",
        "also_known_as": ["Teddy Reed", "Edward Quillfeather"],
    }


def test_an_address_that_was_over_on_the_day_is_not_told(tmp_path: Path) -> None:
    """Of two homes the one that held on the day of the event."""
    homes = [
        {"use": "home", "postalCode": "BS99 1AA", "period": {"end": "2025-12-31"}},
        {"use": "home", "postalCode": "BS99 1AB", "period": {"start": "2026-01-01"}},
    ]

    assert child(tmp_path, address=homes)["lives_at"] == {"postcode": "BS99 1AB"}


def test_a_postcode_of_no_place_is_no_place(tmp_path: Path) -> None:
    """The NHS writes ZZ99 3VZ for no fixed address."""
    found = child(tmp_path, address=[{"use": "home", "postalCode": "ZZ99 3VZ"}])

    assert found["lives_at"] == {"no_fixed_address": True}


@pytest.mark.parametrize("status", ["02", "04", "05"])
def test_a_number_that_is_not_verified_identifies_nobody(tmp_path: Path, status: str) -> None:
    """It goes as it was written, is marked as not checked, and its sender is asked."""
    draft = one(tmp_path, patient(identifier=[number(status=status)]), appointment())

    assert child_of(draft)["nhs_number"].startswith("9990000026 (")
    assert "core.children.0.nhs_number is not verified" in " ".join(map(str, draft.asked))


def test_a_child_without_a_number_goes_and_is_asked_about(tmp_path: Path) -> None:
    """The sender's own number of the patient goes with them."""
    own = {"system": "https://trust.example/mrn", "value": "M-1"}
    draft = one(tmp_path, patient(identifier=[own]), appointment())

    assert child_of(draft)["local_identifiers"] == [{"system": own["system"], "value": "M-1"}]
    assert "core.children.0.nhs_number is not there" in " ".join(map(str, draft.asked))


def test_a_passport_says_nothing_of_care(tmp_path: Path) -> None:
    """Nor does a number that a patient had."""
    kinds = "http://terminology.hl7.org/CodeSystem/v2-0203"
    numbers = [
        {"system": "https://a.example", "value": "1", "type": concept(kinds, "PPN")},
        {"system": "https://a.example", "value": "2", "use": "old"},
        {"system": "https://a.example", "value": "3", "type": concept(kinds, "MR")},
    ]

    found = child(tmp_path, identifier=[number(), *numbers])

    assert [entry["value"] for entry in found["local_identifiers"]] == ["3"]


def test_a_twin_who_could_be_the_other_is_asked_about(tmp_path: Path) -> None:
    """Without a number and a given name nobody could tell them apart."""
    twin = patient(identifier=[], name=[{"family": "Quillfeather"}], multipleBirthInteger=2)

    draft = one(tmp_path, twin, appointment())

    assert "name.given is missing of a twin" in " ".join(map(str, draft.asked))


@pytest.mark.finding("F9")
@pytest.mark.parametrize("code", ["R", "S", "V", "never-heard-of"])
def test_a_restricted_record_is_protected(tmp_path: Path, code: str) -> None:
    """Where anybody of the event lives is protected, and no former name is told."""
    labelled = patient(
        meta={"security": [{"system": CONF, "code": code}]},
        name=[{"given": ["Teddy"], "family": "Vane"}, {"use": "old", "family": "Quillfeather"}],
    )

    draft = one(tmp_path, labelled, mother(), appointment())

    handling = told(draft)["core"]["handling"]
    assert handling["address_protected"] == ["c1", "a1"]
    assert handling["not_visible_online"]
    assert handling["not_in_shared_records"]
    assert "also_known_as" not in child_of(draft)["name"]


def test_an_unrestricted_record_asks_for_nothing(tmp_path: Path) -> None:
    """A label that says so adds no handling."""
    open_to_all = patient(meta={"security": [{"system": CONF, "code": "U"}]})

    assert "handling" not in told(one(tmp_path, open_to_all, appointment()))["core"]


def test_an_invalid_record_and_test_data_are_refused(tmp_path: Path) -> None:
    """Neither is of anybody whom others should be told about."""
    reason = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
    invalid = patient(meta={"security": [{"system": CONF, "code": "REDACTED"}]})
    test = patient(meta={"security": [{"system": reason, "code": "HTEST"}]})

    assert "is not to be used" in wrong_with(one(tmp_path, invalid, appointment()))
    assert told(one(tmp_path, test, appointment()))["core"]["exercise"] is True


def test_the_adults_are_told_with_their_relation_and_nothing_inferred(tmp_path: Path) -> None:
    """Parental responsibility is told where a code says so, and only there."""
    draft = one(
        tmp_path, patient(), mother(extension=[{"url": INTERPRETER, "valueBoolean": True}]),
        appointment(),
    )  # fmt: skip

    assert told(draft)["core"]["adults"] == [
        {
            "person": "a1",
            "name": {"given": "Marisol", "family": "Quillfeather"},
            "phone": "07700 900127",
            "communication": ["INTERPRETER"],
            "related_to": [{"child": "c1", "relation": "mother"}],
        }
    ]


def test_a_relation_of_no_table_goes_as_it_was_written(tmp_path: Path) -> None:
    """The reader reads it, and the sender hears of the code."""
    strange = mother(relationship=[concept("https://trust.example/r", "NAN", "Nan's friend")])

    drafts, source = read(tmp_path, bundle(patient(), strange, appointment()))

    ((adult,),) = [told(draft)["core"]["adults"] for draft in drafts]
    assert adult["related_to"][0]["relation"] == "Nan's friend"
    assert "https://trust.example/r|NAN for relation" in " ".join(source.remarks)


def test_a_brother_who_may_be_a_child_is_no_adult_of_the_event(tmp_path: Path) -> None:
    """He is told of in an event of his own."""
    brother = mother(relationship=[concept(ROLE, "BRO")], birthDate="2014-01-01")

    draft = one(tmp_path, patient(), brother, appointment())

    assert "adults" not in told(draft)["core"]


def test_a_contact_is_told_where_no_related_person_is(tmp_path: Path) -> None:
    """The same person is told once; an emergency contact is not taken for a relative."""
    contact = "http://terminology.hl7.org/CodeSystem/v2-0131"
    contacts = [
        {"relationship": [concept(contact, "C")], "name": {"given": ["Marisol"],
                                                          "family": "Quillfeather"}},
        {"relationship": [concept(contact, "C")], "name": {"text": "Odile Marsh"},
         "telecom": [{"system": "phone", "value": "07700 900128"}]},
    ]  # fmt: skip

    draft = one(tmp_path, patient(contact=contacts), mother(), appointment())

    first, second = told(draft)["core"]["adults"]
    assert first["related_to"][0]["relation"] == "mother"
    assert second["name"] == {"family": "Odile Marsh"}
    assert second["related_to"][0]["relation"] == "unknown"


def test_a_disability_of_the_record_is_told_with_the_child(tmp_path: Path) -> None:
    """By the codes of the table alone; what was refuted is not."""
    autism = {
        "resourceType": "Condition",
        "id": "k1",
        "clinicalStatus": concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "active"
        ),
        "code": concept(SNOMED, "408856003"),
        "subject": {"reference": "Patient/p1"},
    }

    drafts, _ = read(tmp_path, bundle(patient(), autism, appointment()))

    assert child_of(drafts[-1])["disability"] == ["AUT"]


def test_an_adult_and_somebody_who_died_are_not_told_of(tmp_path: Path) -> None:
    """Both are counted. Nothing says by an event that a child has died."""
    grown_up, source = read(tmp_path, bundle(patient(birthDate="1990-01-01"), appointment()))
    died, other = read(tmp_path, bundle(patient(deceasedBoolean=True), appointment()))

    assert all(draft.tells_nothing for draft in (*grown_up, *died))
    assert "It is of an adult." in " ".join(source.remarks)
    assert "tell it by telephone" in " ".join(other.remarks)


def test_without_a_birth_date_nobody_is_taken_for_a_child(tmp_path: Path) -> None:
    """What is told of an adult as of a child would tell others of an adult."""
    nameless = patient()
    del nameless["birthDate"]

    assert "Patient.birthDate is missing" in wrong_with(one(tmp_path, nameless, appointment()))


def test_what_has_no_right_form_goes_as_it_was_written(tmp_path: Path) -> None:
    """A date that no calendar has is delivered, and asked about, and its code too."""
    draft = one(tmp_path, patient(birthDate="2017-02-30", gender="banana"), appointment())

    assert child_of(draft)["birth_date"] == "2017-02-30"
    assert child_of(draft)["sex"] == "banana"
    assert "Patient.birthDate has the wrong form" in " ".join(map(str, draft.asked))


def test_an_ethnic_category_is_told_by_the_code_of_the_census(tmp_path: Path) -> None:
    """Health and social care write the same categories by other codes."""
    system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland"
    said = {"url": f"{UK_CORE}EthnicCategory", "valueCodeableConcept": concept(system, "D")}

    assert child(tmp_path, extension=[said])["ethnicity"] == "MWBC"
