"""Code sets: the field's own, as string literals, each with its source.

Sources: DfE children in need census (CIN), Domestic Abuse Act 2021 (DAA), ONS, and the safeguarding
practice of England. A code is stored as sent; labels are for people.
"""

from collections.abc import Mapping
from typing import Literal

Asks = Literal["information", "referral", "status", "outcome", "correction", "retraction"]
"""What the sender asks. Only a recipient makes a referral of what arrives."""

Urgency = Literal["immediate", "same-day", "routine"]
YesNo = Literal["yes", "no", "unknown"]

ReferralSource = Literal[
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C",
    "5D", "6", "7", "8", "9", "10",
]  # fmt: skip
"""CIN referral source; 6 is police."""

Disability = Literal[
    "NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA"
]
"""CIN disability; several may apply, NONE stands alone."""

DISABILITIES: Mapping[str, str] = {
    "NONE": "no disability", "MOB": "mobility", "HAND": "hand function", "PC": "personal care",
    "INC": "incontinence", "COMM": "communication", "LD": "learning", "HEAR": "hearing",
    "VIS": "vision", "BEH": "behaviour", "CON": "consciousness", "AUT": "autism",
    "DDA": "another disability",
}  # fmt: skip

Communication = Literal[
    "NON_VERBAL", "AAC", "BSL", "MAKATON", "EYE_GAZE", "INTERPRETER", "EASY_READ", "ADVOCATE"
]
"""How a person communicates. Source: Accessible Information Standard DAPB1605, four areas."""

COMMUNICATIONS: Mapping[str, str] = {
    "NON_VERBAL": "does not speak", "AAC": "uses a communication aid",
    "BSL": "uses British Sign Language", "MAKATON": "uses Makaton", "EYE_GAZE": "uses eye gaze",
    "INTERPRETER": "needs an interpreter", "EASY_READ": "needs easy read",
    "ADVOCATE": "needs an advocate",
}  # fmt: skip

Ethnicity = Literal[
    "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN",
    "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
]  # fmt: skip
"""CIN ethnicity. Never read by anything that routes, matches or orders (promise 8)."""

Sex = Literal["F", "M", "U"]
"""CIN sex, from 2024-25."""

Exposure = Literal[
    "PRESENT_SAW", "PRESENT_HEARD", "PRESENT_OTHER_ROOM", "NOT_PRESENT_LIVES_THERE",
    "NOT_PRESENT_RELATED", "UNBORN", "UNKNOWN",
]  # fmt: skip
"""How a child was exposed. Source: DAA section 3 and Operation Encompass guidance, 7 Nov 2025."""

EXPOSURES: Mapping[str, str] = {
    "PRESENT_SAW": "was there and saw it", "PRESENT_HEARD": "was there and heard it",
    "PRESENT_OTHER_ROOM": "was in another room",
    "NOT_PRESENT_LIVES_THERE": "was not there, and lives there",
    "NOT_PRESENT_RELATED": "was not there, and is related", "UNBORN": "is not born yet",
    "UNKNOWN": "not known whether it was there",
}  # fmt: skip

AbuseKind = Literal[
    "physical-or-sexual", "violent-or-threatening", "controlling-or-coercive", "economic",
    "psychological-emotional-or-other",
]  # fmt: skip
"""Abusive behaviour. Source: DAA section 1(3)(a) to (e)."""

Connection = Literal[
    "SPOUSE", "EX_SPOUSE", "CIVIL_PARTNER", "EX_CIVIL_PARTNER", "ENGAGED", "INTIMATE",
    "EX_INTIMATE", "CO_PARENT", "RELATIVE", "OTHER", "UNKNOWN",
]  # fmt: skip
"""How two people are personally connected. Source: DAA section 2."""

RiskTool = Literal["DASH", "DARA", "RIC", "other"]
RiskGrade = Literal["STANDARD", "MEDIUM", "HIGH"]
"""The grade of an adult's risk tool. It never decides whether a child is told of."""

Standing = Literal["alleged", "counter", "retracted", "charged", "convicted"]

ChildrenCheckAnswer = Literal["named", "none", "not-asked", "unknown"]

Relation = Literal[
    "mother", "father", "step-mother", "step-father", "parents-partner", "grandparent",
    "aunt-uncle", "adult-sibling", "foster-carer", "guardian", "other-relative", "carer",
    "not-related", "unknown",
]  # fmt: skip

FamilyInformed = Literal["yes", "no-unsafe", "no-not-practicable", "not-yet"]
"""Whether the family knows. Source: DfE, Information sharing, May 2024, golden rule 2."""

InvolvementKind = Literal[
    "early-help", "assessment", "child-in-need", "child-protection", "looked-after", "section-47",
    "care-leaver",
]  # fmt: skip

Outcome = Literal[
    "nfa", "advice", "early-help", "referral-accepted", "passed-to-worker", "not-ours",
    "cannot-identify", "duplicate",
]  # fmt: skip

OUTCOMES: Mapping[str, str] = {
    "nfa": "no further action", "advice": "advice given", "early-help": "passed to early help",
    "referral-accepted": "accepted as a referral", "passed-to-worker": "passed to the worker",
    "not-ours": "not ours to answer", "cannot-identify": "the child could not be identified",
    "duplicate": "already known to us",
}  # fmt: skip

RetractionReason = Literal["wrong-child", "wrong-person", "not-so", "sent-by-mistake", "other"]
Confidence = Literal["confirmed", "probable", "not-confirmed"]
Arrival = Literal[
    "contact", "news-on-open-case", "for-your-information", "possible-linked-children"
]

QuestionKind = Literal["originator-control", "objection", "phone"]
"""What a person is asked before, or instead of, somebody being told by the bus."""

RecipientKind = Literal[
    "front-door", "emergency-duty", "social-work-team", "second-reader", "education-safeguarding",
    "setting", "police-safeguarding-unit", "health-team", "housing-team", "voluntary-team",
]  # fmt: skip
"""What somebody who can be told is."""

LegalPower = Literal[
    "children-act-1989-s47", "children-act-1989-s17", "children-act-1989-s27",
    "children-act-2004-s10", "children-act-2004-s11", "encompass-duty-2024",
    "common-law-policing", "other",
]  # fmt: skip
"""The power or duty that a producer shares under; the agreement has its own, longer list."""

OrderKind = Literal[
    "bail-condition", "non-molestation-order", "occupation-order", "dapn-dapo",
    "child-arrangements-order", "prohibited-steps-order", "restraining-order", "other",
]  # fmt: skip
