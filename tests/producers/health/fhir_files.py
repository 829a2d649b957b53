"""What the tests of FHIR share: resources of a made-up child, files of them, and what is read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wholepicture_producers.drafts import Draft
from wholepicture_producers.health.reading import Health
from wholepicture_producers.health.settings import Settings, checked
from wholepicture_producers.reading import EventFile

Content = dict[str, Any]

NHS = "https://fhir.nhs.uk/Id/nhs-number"
VERIFIED = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"
UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
CANCEL = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
CONF = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
SNOMED = "http://snomed.info/sct"
TELLS = "urn:wholepicture:event-type"
MARKER = "Zebedee-Marker"
CONSTANTS: Content = {
    "core.exercise": True,
    "core.asks": "information",
    "core.call_back.phone": "0117 496 0520",
    "core.sharing.power": "children-act-2004-s11",
    "core.sharing.because": "Those who work with the child judge it together.",
    "core.sharing.family_informed": "not-yet",
}
SETTINGS: Content = {"reads": "fhir-r4", "constants": CONSTANTS}


def concept(system: str, code: str, display: str = "") -> Content:
    """A concept with one coding."""
    shown = {"display": display} if display else {}
    return {"coding": [{"system": system, "code": code, **shown}]}


def number(value: str = "9990000026", status: str = "01") -> Content:
    """An NHS number with its verification status."""
    url = f"{UK_CORE}NHSNumberVerificationStatus"
    said = {"url": url, "valueCodeableConcept": concept(VERIFIED, status)}
    return {"system": NHS, "value": value, "extension": [said]}


def patient(**more: Any) -> Content:
    """A child of nine."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "identifier": [number()],
        "name": [{"use": "official", "given": ["Teddy"], "family": "Quillfeather"}],
        "gender": "male",
        "birthDate": "2017-04-12",
        "address": [{"use": "home", "line": ["3 Lantern Steps"], "postalCode": "BS99 1AB"}],
        **more,
    }


def mother(**more: Any) -> Content:
    """The mother of the child of nine."""
    return {
        "resourceType": "RelatedPerson",
        "id": "r1",
        "patient": {"reference": "Patient/p1"},
        "relationship": [concept(ROLE, "MTH")],
        "name": [{"given": ["Marisol"], "family": "Quillfeather"}],
        "telecom": [{"system": "phone", "value": "07700 900127"}],
        **more,
    }


def appointment(reason: str | None = None, **more: Any) -> Content:
    """An appointment to which nobody came, or that was cancelled for a reason."""
    status: Content = {"status": "noshow"}
    if reason is not None:
        status = {"status": "cancelled", "cancelationReason": concept(CANCEL, reason)}
    return {
        "resourceType": "Appointment",
        "id": "ap1",
        **status,
        "start": "2026-02-12T10:30:00Z",
        "end": "2026-02-12T11:00:00Z",
        "participant": [
            {"actor": {"reference": "Patient/p1"}, "status": "accepted"},
            {"actor": {"type": "HealthcareService", "display": "Paediatrics"},
             "status": "accepted"},
        ],
        **more,
    }  # fmt: skip


def flag(code: str, **more: Any) -> Content:
    """A flag in the child's record, by its code of SNOMED CT."""
    return {
        "resourceType": "Flag",
        "id": "f1",
        "status": "active",
        "code": concept(SNOMED, code, "As it is shown"),
        "subject": {"reference": "Patient/p1"},
        "period": {"start": "2026-01-05"},
        **more,
    }


def bundle(*resources: Content, **more: Any) -> Content:
    """A bundle of these resources."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}


def settings(**more: Any) -> Settings:
    """The settings of a sender who says this besides what every event says."""
    return checked({**SETTINGS, **more}, "health.toml")


def read(
    folder: Path,
    document: Any,
    name: str = "a.json",
    sender: Settings | None = None,
    beside: Sequence[str] = (),
) -> tuple[list[Draft], EventFile]:
    """The drafts of a document, or of a text as it is, and the file with its remarks."""
    file = folder / name
    file.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    files = (str(file), *beside)
    source = EventFile(str(file), health=Health(sender or settings(), files))
    return list(source.drafts()), source


def one(folder: Path, *resources: Content, sender: Settings | None = None) -> Draft:
    """The only draft of a bundle of these resources that tells something or is refused."""
    drafts, _ = read(folder, bundle(*resources), sender=sender)
    (draft,) = [draft for draft in drafts if not draft.tells_nothing]
    return draft


def told(draft: Draft) -> Content:
    """The content of a draft's event."""
    assert draft.document is not None, [str(problem) for problem in draft.found]
    content: Content = draft.document["data"]
    return content


def child_of(draft: Draft) -> Content:
    """The only child of a draft's event."""
    (child,) = told(draft)["core"]["children"]
    return dict(child)


def wrong_with(draft: Draft) -> str:
    """What is wrong with a draft, in sentences."""
    return " ".join(map(str, draft.found))


def lines(*resources: Mapping[str, Any]) -> str:
    """Resources one a line."""
    return "".join(json.dumps(resource) + "\n" for resource in resources)
