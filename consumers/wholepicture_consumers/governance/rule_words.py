"""What a rule says, in the words of people who do not read rules."""

from collections.abc import Iterable, Mapping

from wholepicture_agreement.written.event_fields import type_of
from wholepicture_agreement.written.files import Rule
from wholepicture_agreement.written.model import Agreement
from wholepicture_schemas.catalogue import agency_kind, by_name
from wholepicture_schemas.field_words import words_of

_ROLES: Mapping[str, str] = {
    "front-door": "the front door of children's social care for the child's area",
    "front-doors-elsewhere": "the front door of each other area where the child lives, is or is "
    "looked after",
    "allocated-team": "the social work team that works with the child now",
    "setting": "the safeguarding lead of the child's school, nursery or college",
    "education-team": "the council's education safeguarding team",
    "under-fives-health": "the health visiting service for the child's area",
    "school-age-health": "the health team of the child's school, or the school health nurses",
    "paediatrics": "the community paediatricians and nurses of the child's area",
    "gp-practice": "the child's GP practice",
    "primary-care": "the team that passes on to the GP practices of the child's area",
    "midwives": "the midwives of the area",
    "designated-officer": "the designated officer for allegations against people who work with "
    "children (LADO)",
    "police-safeguarding-unit": "the police safeguarding unit",
    "invited": "those who are invited",
}
_TELLERS: Mapping[str, str] = {
    "police": "the police",
    "childrens-social-care": "children's social care",
    "health": "a health service",
    "education": "a school or the council's education service",
    "family-court": "Cafcass",
    "housing": "a housing service",
    "adult-services": "a service for adults",
    "justice": "youth justice or probation",
    "partnership": "the safeguarding partnership",
    "voluntary": "a charity",
}
_WHEN: Mapping[str, str] = {
    "child-has-open-episode": "children's social care works with the child now",
    "child-has-no-open-episode": "children's social care does not work with the child now, or a "
    "team that was told of it answers that it does not",
    "identity-confirmed": "it is certain who the child is",
    "identity-probable": "the child is probably one who is known, and a person has to say so",
    "identity-not-confirmed": "it could not be confirmed who the child is",
    "identity-not-certain": "it is not certain who the child is",
    "no-team-for-certain": "it is not certain that a team of children's social care works with the "
    "child now",
    "of-school-age": "the child is of school age",
    "under-five": "the child is under five, or not born yet",
    "before-school-age": "the child is born, and too young for school",
    "not-born": "the child is not born yet",
    "setting-on-the-bus": "the child's school can be told directly",
    "setting-not-on-the-bus": "the child's school cannot be told directly, or answers that the "
    "child is no pupil there",
    "setting-named": "it is told which school or nursery the child goes to",
    "educated-at-home": "the child is educated at home",
    "health-need": "the child has a disability or a health condition, or may have one",
    "practice-on-the-bus": "the child's GP practice is named and can be told directly",
    "practice-not-on-the-bus": "the child's GP practice is not named, or cannot be told directly",
    "children-not-named": "it is not said for certain which children live there",
    "restricted-place-or-service": "a place or a service of a restricted kind is in it",
    "no-children": "the sender says that there are no children, and how that is known",
    "written-for-school": "the sender wrote what a school may be told",
    "written-for-health": "the sender wrote what a health service may be told",
    "sender-asks-to-act": "the sender asks for a referral, or says that it is urgent or that a "
    "child is at risk",
    "own-agreement-given": "whoever tells of their own life agrees that it is told",
    "in-the-sample": "it is one of the few that are looked at again",
    "alleged-works-with-children": "somebody who is alleged to have done it works with children",
    "childrens-services-not-told": "no other rule tells anyone who acts for the child's safety",
}


def told(name: str) -> str:
    """A type of event, by its short name, as something that is told."""
    kind = type_of(name)
    return kind.CALLED if kind else words_of(name)


def teller(name: str) -> str:
    """Who tells a type of event."""
    kind = by_name(name)
    return teller_of(agency_kind(kind.TYPE)) if kind else "any agency"


def teller_of(kind: str) -> str:
    """An agency of a kind."""
    return _TELLERS.get(kind, "any agency")


def recipient(to: str, agreement: Agreement) -> str:
    """A role, or a recipient by its name."""
    known = next((entry for entry in agreement.recipients.values() if entry.id == to), None)
    return _ROLES.get(to) or (known.name if known else words_of(to))


def public(to: str, agreement: Agreement) -> str:
    """A role, or of a recipient only what kind it is: not every one may be named in public."""
    kinds = [entry.kind for entry in agreement.recipients.values() if entry.id == to]
    return _ROLES.get(to) or (f"a {words_of(kinds[0])}" if kinds else words_of(to))


def conditions(rule: Rule) -> tuple[str, ...]:
    """What must be so for a rule to apply."""
    return tuple(_WHEN.get(condition) or words_of(condition) for condition in rule.when)


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Parts as people list them: a, b and c."""
    *before, end = parts
    return f"{', '.join(before)} {last} {end}" if before else end
