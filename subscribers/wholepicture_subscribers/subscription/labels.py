"""The words for what was told under a field's name: codes as labels, numbers with what they are."""

from collections.abc import Mapping

from wholepicture_schemas.codes import (
    ABUSE_KINDS,
    ASKS,
    CHILDREN_CHECKS,
    COMMUNICATIONS,
    CONNECTIONS,
    DISABILITIES,
    ETHNICITIES,
    EXPOSURES,
    FAMILY_INFORMED,
    INVOLVEMENTS,
    LEGAL_POWERS,
    ORDER_KINDS,
    RECIPIENT_KINDS,
    REFERRAL_SOURCES,
    RELATIONS,
    RETRACTION_REASONS,
    RISK_GRADES,
    RISK_TOOLS,
    SEXES,
    STANDINGS,
    URGENCIES,
    YES_OR_NO,
)
from wholepicture_schemas.field_words import words_of

from wholepicture_subscribers.subscription.at_hand import area_of

_CODES: Mapping[str, Mapping[str, str]] = {
    "answer": CHILDREN_CHECKS,
    "asks": ASKS,
    "communication": COMMUNICATIONS,
    "communication_known": YES_OR_NO,
    "connection": CONNECTIONS,
    "disability": DISABILITIES,
    "disability_known": YES_OR_NO,
    "ethnicity": ETHNICITIES,
    "exposure": EXPOSURES,
    "family_informed": FAMILY_INFORMED,
    "from_kinds": RECIPIENT_KINDS,
    "kind": {**INVOLVEMENTS, **ORDER_KINDS},
    "kinds": ABUSE_KINDS,
    "lives_with_children": YES_OR_NO,
    "medical_dependence_known": YES_OR_NO,
    "parental_responsibility": YES_OR_NO,
    "power": LEGAL_POWERS,
    "reason": RETRACTION_REASONS,
    "referral_source": REFERRAL_SOURCES,
    "relation": RELATIONS,
    "risk_grade": RISK_GRADES,
    "risk_of_significant_harm": YES_OR_NO,
    "risk_tool": RISK_TOOLS,
    "sex": SEXES,
    "standing": STANDINGS,
    "urgency": URGENCIES,
}
_NAMES: Mapping[str, str] = {
    "nhs_number": "NHS number",
    "uprn": "Property number (UPRN)",
    "upn": "Pupil number (UPN)",
    "urn": "School number (URN)",
    "on": "On the day",
}
_AUTHORITIES = frozenset({"authority", "responsible_authority"})
_PARTNERS = frozenset({"producer", "team", "works_for"})
"""Fields that hold an id of the agreement's, which is a name with hyphens."""


def name_of(field: str) -> str:
    """A field's name as words: birth_date is Birth date."""
    return _NAMES.get(field) or words_of(field).capitalize()


def label_of(field: str, value: str) -> str:
    """What was told as words; what has none is shown as it is."""
    if field in _CODES:
        return _CODES[field].get(value, value)
    if field in _AUTHORITIES:
        return area_of(value)
    return words_of(value) if field in _PARTNERS else value
