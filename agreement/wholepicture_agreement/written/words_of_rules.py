"""The words of the agreement's files: roles, conditions, needs, and kinds taken together."""

from typing import Annotated, Literal

from pydantic import StringConstraints
from wholepicture_schemas.codes import RecipientKind
from wholepicture_schemas.meaning import DataClass

AgencyKind = Literal[
    "police", "childrens-social-care", "health", "education", "family-court", "housing",
    "adult-services", "voluntary", "justice", "partnership",
]  # fmt: skip
"""The kinds of agency that take part; *family-court* is CAFCASS, *justice* youth justice and
probation, *partnership* whoever runs meetings and escalations for all of them."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A word of the files: small letters, digits and hyphens."""

CHILDRENS_SERVICES: frozenset[RecipientKind] = frozenset(
    {"front-door", "emergency-duty", "social-work-team", "second-reader"}
)
"""Who acts for a child's safety; an alleged person under 18 is never hidden from them."""
EDUCATION: frozenset[RecipientKind] = frozenset({"education-safeguarding", "setting"})

OFFENCE_DATA: frozenset[DataClass] = frozenset({"offence", "order"})
"""What tells of an offence, who is suspected of it, or a measure taken for it, such as bail.

Source: UK GDPR Article 10, "criminal convictions and offences or related security measures"; Data
Protection Act 2018 section 11(2), alleged offences.
"""
NOT_FOR_SCHOOLS: frozenset[DataClass] = frozenset({"offence"})
"""What a school is never given: it does get who may not collect a child, so orders stay."""
FOR_EVERYBODY: tuple[str, ...] = ("core.adults.*.safe_contact.never",)
"""What every rule that gives something gives: whoever is told may write, ring or visit."""

Role = Literal[
    "front-door", "front-doors-elsewhere", "allocated-team", "setting", "education-team",
    "under-fives-health", "school-age-health", "paediatrics", "gp-practice", "primary-care",
    "midwives", "designated-officer", "police-safeguarding-unit", "invited", "those-who-told",
]  # fmt: skip
"""Who is meant, resolved for each child."""

Condition = Literal[
    "child-has-open-episode", "child-has-no-open-episode", "identity-confirmed",
    "identity-probable", "identity-not-confirmed", "identity-not-certain", "no-team-for-certain",
    "of-school-age",
    "under-five", "before-school-age", "not-born", "setting-on-the-bus", "setting-not-on-the-bus",
    "setting-named",
    "educated-at-home", "health-need", "practice-on-the-bus", "practice-not-on-the-bus",
    "children-not-named", "no-children", "in-the-sample", "written-for-school",
    "written-for-health", "sender-asks-to-act", "own-agreement-given",
    "alleged-works-with-children", "childrens-services-not-told", "restricted-place-or-service",
]  # fmt: skip
"""What a rule may ask before it applies. None reads a grade or an ethnicity; ``health-need`` is for
rules that tell somebody more, and ``checks_of_rules`` holds them to that."""

StatedNeed = Literal[
    "victim-address", "victim-contact", "victim-service", "child-whereabouts", "alleged-work",
]  # fmt: skip
"""What is masked unless a rule states that its recipient needs it."""
Need = Literal[StatedNeed, "restricted-place"]
"""The same, and a restricted place, which a rule gives whose ``restricted`` names its kind."""
