"""Code sets: the field's own, as string literals, each with its source.

Sources: DfE children in need census (CIN), Domestic Abuse Act 2021 (DAA), ONS, and the safeguarding
practice of England. A code is stored as sent; labels are for people.
"""

from collections.abc import Mapping
from typing import Literal

Asks = Literal["information", "referral", "status", "outcome", "correction", "retraction"]
"""What the sender asks. Only a recipient makes a referral of what arrives."""

ASKS: Mapping[str, str] = {
    "information": "that you know", "referral": "that you treat it as a referral",
    "status": "that you know what has changed", "outcome": "that you know the outcome",
    "correction": "that you put it right", "retraction": "that you take it back",
}  # fmt: skip

Urgency = Literal["immediate", "same-day", "routine"]
URGENCIES: Mapping[str, str] = {
    "immediate": "immediate", "same-day": "same day", "routine": "routine",
}  # fmt: skip

YesNo = Literal["yes", "no", "unknown"]
YES_OR_NO: Mapping[str, str] = {"yes": "yes", "no": "no", "unknown": "not known"}

ReferralSource = Literal[
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4", "5A", "5B", "5C",
    "5D", "6", "7", "8", "9", "10",
]  # fmt: skip
"""CIN referral source; 6 is police."""

REFERRAL_SOURCES: Mapping[str, str] = {
    "1A": "a family member, relative or carer", "1B": "an acquaintance, such as a neighbour",
    "1C": "the child", "1D": "another individual", "2A": "a school",
    "2B": "education services", "3A": "a GP", "3B": "a health visitor", "3C": "a school nurse",
    "3D": "other primary health services", "3E": "an accident and emergency department",
    "3F": "other health services", "4": "housing", "5A": "social care of the local authority",
    "5B": "another department of the local authority", "5C": "another local authority",
    "5D": "early help of the local authority", "6": "police",
    "7": "another legal agency, such as a court or probation",
    "8": "another source, such as a voluntary organisation", "9": "anonymous", "10": "not known",
}  # fmt: skip

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

ETHNICITIES: Mapping[str, str] = {
    "WBRI": "White British", "WIRI": "White Irish", "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma", "WOTH": "any other White background",
    "MWBC": "White and Black Caribbean", "MWBA": "White and Black African",
    "MWAS": "White and Asian", "MOTH": "any other mixed background", "AIND": "Indian",
    "APKN": "Pakistani", "ABAN": "Bangladeshi", "AOTH": "any other Asian background",
    "BCRB": "Black Caribbean", "BAFR": "Black African", "BOTH": "any other Black background",
    "CHNE": "Chinese", "OOTH": "any other ethnic group", "REFU": "not given: refused",
    "NOBT": "not obtained yet",
}  # fmt: skip

Sex = Literal["F", "M", "U"]
"""CIN sex, from 2024-25."""

SEXES: Mapping[str, str] = {"F": "female", "M": "male", "U": "not known"}

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
    "UNKNOWN": "not known whether the child was there",
}  # fmt: skip

AbuseKind = Literal[
    "physical-or-sexual", "violent-or-threatening", "controlling-or-coercive", "economic",
    "psychological-emotional-or-other",
]  # fmt: skip
"""Abusive behaviour. Source: DAA section 1(3)(a) to (e)."""

ABUSE_KINDS: Mapping[str, str] = {
    "physical-or-sexual": "physical or sexual abuse",
    "violent-or-threatening": "violent or threatening behaviour",
    "controlling-or-coercive": "controlling or coercive behaviour",
    "economic": "economic abuse",
    "psychological-emotional-or-other": "psychological, emotional or other abuse",
}

Connection = Literal[
    "SPOUSE", "EX_SPOUSE", "CIVIL_PARTNER", "EX_CIVIL_PARTNER", "ENGAGED", "INTIMATE",
    "EX_INTIMATE", "CO_PARENT", "RELATIVE", "OTHER", "UNKNOWN",
]  # fmt: skip
"""How two people are personally connected. Source: DAA section 2."""

CONNECTIONS: Mapping[str, str] = {
    "SPOUSE": "married", "EX_SPOUSE": "were married", "CIVIL_PARTNER": "civil partners",
    "EX_CIVIL_PARTNER": "were civil partners", "ENGAGED": "engaged, or were",
    "INTIMATE": "in an intimate relationship", "EX_INTIMATE": "were in an intimate relationship",
    "CO_PARENT": "parents of the same child", "RELATIVE": "relatives",
    "OTHER": "connected in another way", "UNKNOWN": "not known",
}  # fmt: skip

RiskTool = Literal["DASH", "DARA", "RIC", "other"]
RISK_TOOLS: Mapping[str, str] = {
    "DASH": "DASH (domestic abuse, stalking and harassment)",
    "DARA": "DARA (domestic abuse risk assessment)", "RIC": "RIC (risk indicator checklist)",
    "other": "another tool",
}  # fmt: skip

RiskGrade = Literal["STANDARD", "MEDIUM", "HIGH"]
"""The grade of an adult's risk tool. It never decides whether a child is told of."""

RISK_GRADES: Mapping[str, str] = {"STANDARD": "standard", "MEDIUM": "medium", "HIGH": "high"}

Standing = Literal["alleged", "counter", "retracted", "charged", "convicted"]
STANDINGS: Mapping[str, str] = {
    "alleged": "alleged", "counter": "alleged in return",
    "retracted": "taken back by whoever alleged it", "charged": "charged by police",
    "convicted": "convicted by a court",
}  # fmt: skip

AllegedNow = Literal[
    "in-custody", "on-bail", "released-under-investigation", "left-the-home", "at-the-home",
    "at-large", "unknown",
]  # fmt: skip
"""How it is now with a person who is alleged to have harmed somebody."""

ALLEGED_NOW: Mapping[str, str] = {
    "in-custody": "in custody", "on-bail": "on bail",
    "released-under-investigation": "released under investigation, without bail",
    "left-the-home": "has left the home, not under arrest",
    "at-the-home": "still at the home, not under arrest",
    "at-large": "not found yet, police are looking", "unknown": "not known",
}  # fmt: skip

ChildrenCheckAnswer = Literal["named", "none", "not-asked", "unknown"]
CHILDREN_CHECKS: Mapping[str, str] = {
    "named": "there are children, who are named", "none": "there are no children",
    "not-asked": "nobody asked whether there are children", "unknown": "not known",
}  # fmt: skip

Relation = Literal[
    "mother", "father", "step-mother", "step-father", "parents-partner", "grandparent",
    "aunt-uncle", "adult-sibling", "foster-carer", "guardian", "other-relative", "carer",
    "not-related", "unknown",
]  # fmt: skip
RELATIONS: Mapping[str, str] = {
    "mother": "mother", "father": "father", "step-mother": "step-mother",
    "step-father": "step-father", "parents-partner": "partner of a parent",
    "grandparent": "grandparent", "aunt-uncle": "aunt or uncle",
    "adult-sibling": "adult brother or sister", "foster-carer": "foster carer",
    "guardian": "guardian", "other-relative": "another relative", "carer": "carer",
    "not-related": "not related", "unknown": "not known",
}  # fmt: skip

FamilyInformed = Literal["yes", "no-unsafe", "no-not-practicable", "not-yet"]
"""Whether the family knows. Source: DfE, Information sharing, May 2024, golden rule 2."""

FAMILY_INFORMED: Mapping[str, str] = {
    "yes": "yes", "no-unsafe": "no, it would not be safe", "not-yet": "not yet",
    "no-not-practicable": "no, it was not practicable",
}  # fmt: skip

InvolvementKind = Literal[
    "early-help", "assessment", "child-in-need", "child-protection", "looked-after", "section-47",
    "care-leaver",
]  # fmt: skip
INVOLVEMENTS: Mapping[str, str] = {
    "early-help": "early help", "assessment": "assessment", "child-in-need": "child in need",
    "child-protection": "child protection plan", "looked-after": "looked after",
    "section-47": "section 47 enquiry", "care-leaver": "care leaver",
}  # fmt: skip

Outcome = Literal[
    "nfa", "advice", "early-help", "referral-accepted", "passed-to-worker", "not-ours",
    "cannot-identify", "duplicate", "reviewed", "meeting-called",
]  # fmt: skip
"""What a recipient may decide; of a pattern over time, the last two as well."""
OUTCOMES: Mapping[str, str] = {
    "nfa": "no further action", "advice": "advice given", "early-help": "passed to early help",
    "referral-accepted": "accepted as a referral", "passed-to-worker": "passed to the worker",
    "not-ours": "not ours to answer", "cannot-identify": "the child could not be identified",
    "duplicate": "already known to us", "reviewed": "reviewed with what else is known",
    "meeting-called": "a meeting was called",
}  # fmt: skip

RetractionReason = Literal["wrong-child", "wrong-person", "not-so", "sent-by-mistake", "other"]
RETRACTION_REASONS: Mapping[str, str] = {
    "wrong-child": "it was about another child", "wrong-person": "it was about another person",
    "not-so": "it is not so", "sent-by-mistake": "it was sent by mistake",
    "other": "another reason",
}  # fmt: skip

Confidence = Literal["confirmed", "probable", "not-confirmed"]
CONFIDENCES: Mapping[str, str] = {
    "confirmed": "who the child is has been confirmed",
    "probable": "probably this child: please check",
    "not-confirmed": "child not confirmed: please check who it is",
}

Arrival = Literal[
    "contact", "news-on-open-case", "for-your-information", "possible-linked-children"
]
ARRIVALS: Mapping[str, str] = {
    "contact": "a contact: no work with this child is open with you",
    "news-on-open-case": "news on an open case",
    "for-your-information": "for your information",
    "possible-linked-children": "there may be children: please check",
}

QuestionKind = Literal["originator-control", "objection", "phone"]
"""What a person is asked before, or instead of, somebody being told by the bus."""

QUESTIONS: Mapping[str, str] = {
    "originator-control": "whether it may be passed on",
    "objection": "whether it is told though the young person objects",
    "phone": "whether it was told by telephone",
}

RecipientKind = Literal[
    "front-door", "emergency-duty", "social-work-team", "second-reader", "education-safeguarding",
    "setting", "police-safeguarding-unit", "health-team", "housing-team", "voluntary-team",
    "designated-officer", "family-court-team", "adult-services-team", "justice-team",
    "partnership-unit",
]  # fmt: skip
"""What somebody who can be told is."""

RECIPIENT_KINDS: Mapping[str, str] = {
    "front-door": "front door", "emergency-duty": "emergency duty team",
    "social-work-team": "social work team", "second-reader": "second reader",
    "education-safeguarding": "education safeguarding team",
    "setting": "school, nursery or other setting",
    "police-safeguarding-unit": "police safeguarding unit", "health-team": "health team",
    "housing-team": "housing team", "voluntary-team": "team of a voluntary organisation",
    "designated-officer": "designated officer for allegations (LADO)",
    "family-court-team": "team of Cafcass", "adult-services-team": "team of adult services",
    "justice-team": "team of youth justice or probation",
    "partnership-unit": "business unit of the partnership",
}  # fmt: skip

LegalPower = Literal[
    "children-act-1989-s47", "children-act-1989-s17", "children-act-1989-s27",
    "children-act-2004-s10", "children-act-2004-s11", "encompass-duty-2024",
    "common-law-policing", "other",
]  # fmt: skip
"""The power or duty that a producer shares under; the agreement has its own, longer list."""

LEGAL_POWERS: Mapping[str, str] = {
    "children-act-1989-s47": "Children Act 1989, section 47",
    "children-act-1989-s17": "Children Act 1989, section 17",
    "children-act-1989-s27": "Children Act 1989, section 27",
    "children-act-2004-s10": "Children Act 2004, section 10",
    "children-act-2004-s11": "Children Act 2004, section 11",
    "encompass-duty-2024": "Operation Encompass, Victims and Prisoners Act 2024",
    "common-law-policing": "common law powers of the police",
    "other": "another power, which the sender can name",
}

OrderKind = Literal[
    "bail-condition", "non-molestation-order", "occupation-order", "dapn-dapo",
    "child-arrangements-order", "prohibited-steps-order", "restraining-order", "other",
]  # fmt: skip
ORDER_KINDS: Mapping[str, str] = {
    "bail-condition": "bail condition", "non-molestation-order": "non-molestation order",
    "occupation-order": "occupation order",
    "dapn-dapo": "domestic abuse protection notice or order",
    "child-arrangements-order": "child arrangements order",
    "prohibited-steps-order": "prohibited steps order", "restraining-order": "restraining order",
    "other": "another order",
}  # fmt: skip
