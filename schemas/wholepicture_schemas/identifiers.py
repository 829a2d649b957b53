"""The identifiers of the field, each a type of its own, and the checks that they carry."""

import re
from functools import lru_cache
from typing import Annotated, NewType

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError
from stdnum.gb import nhs, upn
from uuid_utils import UUID, uuid5

from wholepicture_schemas.meaning import Means

AgencyId = NewType("AgencyId", str)
RecipientId = NewType("RecipientId", str)
ChildRef = NewType("ChildRef", str)
EventId = NewType("EventId", str)
Source = NewType("Source", str)
NhsNumber = NewType("NhsNumber", str)
Upn = NewType("Upn", str)
Uprn = NewType("Uprn", str)
Urn = NewType("Urn", str)
Practice = NewType("Practice", str)
AuthorityCode = NewType("AuthorityCode", str)
PersonRef = NewType("PersonRef", str)

NAMESPACE = UUID("6f1d3d1e-6f0b-5d0c-9a3b-77c0a4f0b1de")
"""Derived identifiers (a child's reference, a delivery's id) are version-5 UUIDs under this one."""

_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_TEN_DIGITS = re.compile("[0-9]{10}")
_UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
"""The letters I, O and S are not used."""
_UPRN = re.compile(r"[1-9][0-9]{0,11}")


@lru_cache(maxsize=4096)
def nhs_number(text: str) -> NhsNumber:
    """An NHS number in its ten digits, spaces and hyphens dropped.

    Ten equal digits pass the check digit and are refused: they are what systems fill in.
    Source: NHS Data Model and Dictionary, NHS NUMBER (modulus 11).
    """
    digits = text if _TEN_DIGITS.fullmatch(text) else nhs.compact(text)
    if not _TEN_DIGITS.fullmatch(digits) or _check(digits) or len(set(digits)) == 1:
        raise PydanticCustomError(
            "wholepicture.nhs_number", "Check the NHS number: its ten digits do not fit together."
        )
    return NhsNumber(digits)


def _check(digits: str) -> int:
    """What is left of the weighted sum of ten digits by modulus 11: 0 of an NHS number."""
    whole, total = int(digits), 0
    for weight in range(1, 11):
        total += weight * (whole % 10)
        whole //= 10
    return total % 11


def unique_pupil_number(text: str) -> Upn:
    """A unique pupil number: a letter and 12 digits, or a final letter where it is temporary.

    The check letter is computed here for every area: the areas formed since 2009 are valid too.
    Source: DfE, Unique Pupil Numbers (UPNs), check letter.
    """
    compact = upn.compact(text)
    if not _UPN.fullmatch(compact) or upn.calc_check_digit(compact[1:]) != compact[0]:
        raise PydanticCustomError(
            "wholepicture.upn", "Check the UPN: its letter does not fit its digits."
        )
    return Upn(compact)


def unique_property_reference(text: str) -> Uprn:
    """A unique property reference number: up to 12 digits, leading zeros dropped."""
    digits = text.strip().lstrip("0")
    if not _UPRN.fullmatch(digits):
        raise PydanticCustomError("wholepicture.uprn", "Write the UPRN as 1 to 12 digits.")
    return Uprn(digits)


AgencyIdField = Annotated[AgencyId, StringConstraints(pattern=_SLUG, max_length=40)]
RecipientIdField = Annotated[RecipientId, StringConstraints(pattern=_SLUG, max_length=40)]
PersonRefField = Annotated[
    PersonRef,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=20),
    Means("Reference in this event", "reference"),
]
NhsNumberField = Annotated[NhsNumber, AfterValidator(nhs_number), Means("NHS number", "identity")]
UpnField = Annotated[
    Upn, AfterValidator(unique_pupil_number), Means("Pupil number (UPN)", "identity")
]
UprnField = Annotated[
    Uprn,
    AfterValidator(unique_property_reference),
    Means("Property number (UPRN)", "whereabouts", "number"),
]
UrnField = Annotated[
    Urn, StringConstraints(pattern=r"^[0-9]{6}$"), Means("School number (URN)", "school")
]
PracticeField = Annotated[
    Practice,
    StringConstraints(pattern=r"^[A-Z][0-9]{5}$"),
    Means("Practice code (ODS)", "whereabouts", "number"),
]
"""A GP practice by its code of the Organisation Data Service, such as L81000."""
AuthorityField = Annotated[
    AuthorityCode,
    StringConstraints(pattern=r"^[EWNS][0-9]{8}$"),
    Means("Local authority", "whereabouts"),
]
"""A local authority by its ONS code, such as E06000023 for Bristol."""

SourceField = Annotated[
    Source, StringConstraints(pattern=r"^/(agencies|recipients|bus)/[a-z0-9-]+(/[a-z0-9-]+)?$")
]
"""Who speaks: ``/agencies/<agency>``, where wanted with one more part for the system."""


def agency_source(agency: AgencyId) -> Source:
    """The source of what an agency publishes."""
    return Source(f"/agencies/{agency}")


def recipient_source(recipient: RecipientId) -> Source:
    """The source of what a recipient answers."""
    return Source(f"/recipients/{recipient}")


def owner_of(source: Source) -> str:
    """The agency or recipient that a source belongs to."""
    return source.split("/")[2]


def derived(*parts: str) -> EventId:
    """An identifier that is the same whenever its cause is the same.

    Each part is prefixed with its length, so that no two lists of parts run together.
    """
    name = ""
    for part in parts:
        name += f"{len(part)}:{part}"
    return EventId(str(uuid5(NAMESPACE, name)))
