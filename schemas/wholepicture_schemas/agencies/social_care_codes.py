"""The code sets of the children in need census (CIN) that children's social care tells by.

A code is the census's own; the label is in our words.
Source: DfE, children in need census; the codes as the open validators of 2025-26 have them.
"""

from typing import Annotated, Literal

from wholepicture_schemas.meaning import Means

PrimaryNeed = Annotated[
    Literal["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N0"],
    Means(codes={
        "N1": "abuse or neglect", "N2": "the child's disability",
        "N3": "a parent's illness or disability", "N4": "a family in acute stress",
        "N5": "family dysfunction", "N6": "socially unacceptable behaviour", "N7": "low income",
        "N8": "no parent to care for the child", "N9": "a case other than a child in need",
        "N0": "not stated",
    }),
]  # fmt: skip

Factor = Annotated[
    Literal[
        "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C",
        "6A", "6B", "6C", "7A", "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A",
        "14A", "15A", "16A", "17A", "18B", "18C", "19B", "19C", "20", "21", "22A", "23A", "24A",
    ],
    Means(codes={
        "1A": "alcohol: the child", "1B": "alcohol: a parent or carer",
        "1C": "alcohol: somebody else in the household", "2A": "drugs: the child",
        "2B": "drugs: a parent or carer", "2C": "drugs: somebody else in the household",
        "3A": "domestic abuse: the child is subject of it",
        "3B": "domestic abuse: a parent or carer is subject of it",
        "3C": "domestic abuse: somebody else in the household is subject of it",
        "4A": "mental health: the child", "4B": "mental health: a parent or carer",
        "4C": "mental health: somebody else in the household",
        "5A": "learning disability: the child", "5B": "learning disability: a parent or carer",
        "5C": "learning disability: somebody else in the household",
        "6A": "physical disability or illness: the child",
        "6B": "physical disability or illness: a parent or carer",
        "6C": "physical disability or illness: somebody else in the household",
        "7A": "a young carer",
        "8B": "privately fostered, from overseas, who intends to return",
        "8C": "privately fostered, from overseas, who intends to stay",
        "8D": "privately fostered, from the UK, in an education placement",
        "8E": "privately fostered, from the UK, in another family arrangement",
        "8F": "privately fostered, otherwise", "9A": "an unaccompanied child who seeks asylum",
        "10A": "going missing", "11A": "child sexual exploitation", "12A": "trafficking",
        "13A": "gangs", "14A": "socially unacceptable behaviour", "15A": "self-harm",
        "16A": "neglect", "17A": "emotional abuse", "18B": "physical abuse of a child by a child",
        "18C": "physical abuse of a child by an adult",
        "19B": "sexual abuse of a child by a child", "19C": "sexual abuse of a child by an adult",
        "20": "another factor", "21": "no factors",
        "22A": "female genital mutilation (FGM)",
        "23A": "abuse linked to faith or belief", "24A": "child criminal exploitation",
    }),
]  # fmt: skip
"""Factors of an assessment that is complete. 18A and 19A are no longer used.

21 says that none was identified; a reader sees it as that and never as reassurance.
"""

Category = Annotated[
    Literal["NEG", "PHY", "SAB", "EMO", "MUL"],
    Means(codes={
        "NEG": "neglect", "PHY": "physical abuse", "SAB": "sexual abuse",
        "EMO": "emotional abuse", "MUL": "more than one category",
    }),
]  # fmt: skip
"""Category of abuse of a child protection plan; a person chooses it."""

Closure = Annotated[
    Literal["RC1", "RC2", "RC3", "RC4", "RC5", "RC6", "RC7", "RC8", "RC9"],
    Means(codes={
        "RC1": "adopted", "RC2": "died", "RC3": "a child arrangements order",
        "RC4": "a special guardianship order", "RC5": "transferred to another local authority",
        "RC6": "moved to adult social care",
        "RC7": "another reason, such as no longer in need",
        "RC8": "assessed, and no further action", "RC9": "assessed, and moved to early help",
    }),
]  # fmt: skip

ReferralOutcome = Annotated[
    Literal[
        "no-further-action", "advice", "early-help", "assessment", "strategy-discussion", "other",
    ],
    Means(codes={
        "no-further-action": "no further action", "advice": "advice or signposting",
        "early-help": "stepped down to early help", "assessment": "an assessment",
        "strategy-discussion": "a strategy discussion or section 47 enquiry",
        "other": "another outcome",
    }),
]  # fmt: skip

Section47Outcome = Annotated[
    Literal[
        "initial-conference", "other-agency-monitors", "no-action-assessment-goes-on",
        "legal-action", "section-17-services", "short-break", "no-further-action", "other",
    ],
    Means(codes={
        "initial-conference": "an initial child protection conference",
        "other-agency-monitors": "another agency monitors",
        "no-action-assessment-goes-on": "no further action; the family assessment goes on",
        "legal-action": "legal action begins", "section-17-services": "services under section 17",
        "short-break": "a short break under section 17",
        "no-further-action": "no further action", "other": "another outcome",
    }),
]  # fmt: skip

PlanKind = Annotated[
    Literal["child-in-need", "child-protection", "looked-after", "pathway", "early-help"],
    Means(codes={
        "child-in-need": "child in need plan", "child-protection": "child protection plan",
        "looked-after": "care plan of a looked-after child", "pathway": "pathway plan",
        "early-help": "early help plan",
    }),
]  # fmt: skip

PrivateFostering = Annotated[
    Literal["8B", "8C", "8D", "8E", "8F"],
    Means(codes={
        "8B": "from overseas, and intends to return", "8C": "from overseas, and intends to stay",
        "8D": "from the UK, in an education placement",
        "8E": "from the UK, in another family arrangement", "8F": "another arrangement",
    }),
]  # fmt: skip
"""The census's factors of private fostering."""
