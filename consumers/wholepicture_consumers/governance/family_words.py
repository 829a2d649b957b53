"""Fields in the words of the families whom they are about."""

from collections.abc import Iterable, Mapping

from wholepicture_schemas.field_words import by_whom

_ABOUT: Mapping[str, str] = {
    "of the matter": "about the report itself",
    "of a child": "about the child",
    "of an adult": "about adults in the family or the home",
    "of an allegation": "about what somebody is said to have done",
    "of a professional": "about professionals who work with the family",
    "of an order or bail condition": "about court orders and bail conditions",
    "of the incident": "about what happened",
}
_CALLED: Mapping[str, str] = {
    "producer": "which agency tells it",
    "exercise": "whether it is practice",
    "history": "whether the agency knew it before it joined",
    "urgency": "how urgent it is",
    "asks": "what the sender asks for",
    "call back": "whom to call about it",
    "handling": "how it must be handled",
    "sharing": "why it is shared",
    "referral source": "what kind of agency it comes from",
    "related to": "how they are related to the child",
    "lives at": "where the child lives",
    "staying at": "where the child is staying",
    "local identifiers": "the child's number at an agency",
    "responsible authority": "the council that looks after the child",
    "communication": "how they communicate",
    "communication note": "what helps the child to communicate",
    "vulnerability considered": "what makes the child vulnerable",
    "exposure": "whether the child saw or heard it",
    "seen": "whether they were seen",
    "welfare check done": "whether somebody checked that the child was well",
    "voice": "what the child said or showed",
    "impact": "how it affected the child",
    "risk of significant harm": "whether the child may come to serious harm",
    "objects to sharing": "whether the young person does not want it shared",
    "mother": "who the mother of an unborn child is",
    "safe contact": "how to reach them safely",
    "agreements": "what they agreed to",
    "works for": "whether they work for one of the agencies",
    "alleged by": "who says so",
    "alleged": "who is said to have done it",
    "victims": "who was harmed",
    "kinds": "what kind of abuse it is",
    "standing": "whether it is alleged, charged or proved",
    "what": "what is said to have been done",
    "children check": "whether there were children",
    "connection": "how the adults are connected",
    "risk tool": "how the risk to an adult was assessed",
    "risk grade": "the grade that came of it",
    "indicators counted": "how many signs of risk were counted",
    "disposal": "what the police did about it",
    "where": "where it happened",
    "kind": "what kind it is",
    "children": "which children it is about",
    "until": "how long it holds",
    "named": "how many incidents named children",
    "none": "how many had no children",
    "not asked": "in how many it was not asked",
    "unknown": "in how many it is not known",
    "total": "how many there were",
    "incidents": "which incidents are counted",
    "incidents in last 12 months": "how many incidents there were in the last 12 months",
    "day": "which day it is about",
    "done at once": "what was done at once",
    "condition": "what is forbidden or has to be done",
    "state": "whether the work with the child begins or ends",
    "team": "which team works with the child",
    "worker": "who works with the child",
    "manager": "who leads the work with the child",
    "since": "since when",
    "lives with children": "whether they live with the children",
    "victim service": "which service helps them as a victim",
    "offence history": "their record of offences",
}
_REFERENCES: Mapping[str, str] = {
    "person": "the sender's reference to them",
    "local reference": "the sender's own number for this",
}
"""Fields that are only numbers and references, of which families are not told."""


def in_words(whose: str, name: str) -> str:
    """One field as families read it, references too: what it is about, and what it says."""
    return f"{_ABOUT.get(whose, whose)}: {_REFERENCES.get(name) or _CALLED.get(name, name)}"


def for_families(paths: Iterable[str]) -> tuple[str, ...]:
    """Paths as lines, what they are about first; references are left out."""
    lines = []
    for whose, names in by_whom(paths).items():
        called = [_CALLED.get(name, name) for name in names if name not in _REFERENCES]
        if called:
            lines.append(f"{_ABOUT.get(whose, whose)}: {', '.join(called)}")
    return tuple(lines)
