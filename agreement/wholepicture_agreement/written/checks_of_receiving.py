"""Checks that every recipient can receive: by day, by night and through every channel."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from wholepicture_schemas.codes import RECIPIENT_KINDS
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import did_you_mean

from wholepicture_agreement.written.checks_of_school_days import check_school_days
from wholepicture_agreement.written.files import (
    CHILDRENS_SERVICES,
    EDUCATION,
    AgenciesFile,
    Agency,
    Authority,
    Recipient,
    RecipientKind,
)
from wholepicture_agreement.written.lines import Location
from wholepicture_agreement.written.slips import Finding

Recipients = Mapping[RecipientId, Recipient]

_TELLING = re.compile(
    r"(^|-)(school|academy|college|nursery|primary|secondary|refuge|sexual|substance|drug|drugs|"
    r"alcohol|disab\w*|cp|protection|abuse|sarcs?|lado|hiv|prison|probation|mental|mr|mrs|ms|miss|"
    r"dr)(-|$)"
)
"""Words in a recipient's id that would tell of a service, a school or a person in topic names."""
_TELLING_PART = re.compile(
    r"refuges?(?!e)|womensaid|substance|misuse|sexual|fabricated|inducedillness|designatedofficer"
)
"""What tells of a restricted service wherever it stands, with hyphens or without."""
_ON_DUTY: frozenset[RecipientKind] = CHILDRENS_SERVICES - {"second-reader"}
"""The kinds that may stand in for any recipient: they act for a child's safety at any hour."""
_IN_PLACE = (
    ("via", "is reached via"),
    ("out_of_hours", "is answered for out of hours by"),
    ("alternate_reader", "has as alternate reader"),
)


def check_receiving(file: AgenciesFile) -> Iterator[Finding]:
    """Everything that keeps a recipient, or an area, from being told."""
    recipients = {recipient.id: recipient for recipient in file.recipient}
    for at, agency in enumerate(file.agency):
        yield from _night(agency, ("agency", at), recipients)
    for at, authority in enumerate(file.authority):
        yield from _area(authority, ("authority", at), recipients)
        yield from _night(authority, ("authority", at), recipients)
        yield from check_school_days(authority, ("authority", at), recipients)
    for at, recipient in enumerate(file.recipient):
        where = ("recipient", at)
        yield from check_school_days(recipient, where, recipients)
        yield from _id_that_tells(recipient, where)
        yield from _can_receive(recipient, where)
        yield from _health_team(recipient, where, recipients)
        yield from _reached_through(recipient, where, recipients)
        yield from _duty(recipient, where, recipients)
        yield from _alternate(recipient, where, recipients)
        yield from _practice(recipient, where, recipients, file)


def _area(authority: Authority, where: Location, recipients: Recipients) -> Iterator[Finding]:
    if authority.front_door is None and authority.phone is None:
        sentence = (
            f"{authority.name} is not connected: give the phone number of its front door, which "
            "is telephoned instead, or its front_door."
        )
        yield Finding(where, sentence)
    for key, kind in (
        ("front_door", "front-door"),
        ("education_team", "education-safeguarding"),
        ("under_fives", "health-team"),
        ("school_age_health", "health-team"),
        ("paediatrics", "health-team"),
        ("primary_care", "health-team"),
        ("midwives", "health-team"),
        ("designated_officer", "designated-officer"),
    ):
        name = getattr(authority, key)
        if name is None:
            continue
        if name not in recipients:
            hint = did_you_mean(name, recipients)
            sentence = f"{authority.name}: there is no recipient {name}.{hint}"
            yield Finding((*where, key), sentence)
        elif recipients[name].kind != kind:
            sentence = f"{authority.name}: {name} is not of the kind {kind}."
            yield Finding((*where, key), sentence)


def _night(party: Agency | Authority, where: Location, recipients: Recipients) -> Iterator[Finding]:
    """A number for out of hours that is known to be somebody's who is closed at night."""
    number = party.phone_out_of_hours
    for recipient in recipients.values() if number else ():
        at_night = recipient.kind == "emergency-duty" or recipient.hours == "always"
        if recipient.phone == number and not at_night:
            sentence = (
                f"{party.name}: {number} is the number of {recipient.id}, which is closed at "
                "night. Give the number of whoever answers then."
            )
            yield Finding((*where, "phone_out_of_hours"), sentence)


def _id_that_tells(recipient: Recipient, where: Location) -> Iterator[Finding]:
    telling = _TELLING.search(recipient.id) or _TELLING_PART.search(recipient.id.replace("-", ""))
    words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", recipient.name)}
    named = recipient.kind == "setting" and words & set(recipient.id.split("-"))
    if telling or named:
        sentence = (
            f"Recipient {recipient.id}: this id stands in topic names and tells of a service, a "
            "school or a person. Choose a neutral one."
        )
        yield Finding((*where, "id"), sentence)


def _can_receive(recipient: Recipient, where: Location) -> Iterator[Finding]:
    who = f"Recipient {recipient.id}"
    if recipient.phone is None:
        yield Finding(where, f"{who} cannot be reached: give a phone number.")
    if recipient.hours is None:
        yield Finding(where, f"{who} cannot be reached: give its hours, or 'always'.")
    elif recipient.hours != "always" and recipient.out_of_hours is None:
        sentence = f"{who} is not always open: name its out_of_hours recipient."
        yield Finding((*where, "hours"), sentence)
    if recipient.kind == "setting" and recipient.urn is None:
        yield Finding(where, f"{who} is a setting: give its urn.")
    if recipient.practice is not None and recipient.kind != "health-team":
        yield Finding((*where, "practice"), f"{who} is no health-team: it has no practice code.")


def _health_team(
    recipient: Recipient, where: Location, recipients: Recipients
) -> Iterator[Finding]:
    """Findings about the health team of a setting."""
    if recipient.health_team is None:
        return
    team = recipients.get(recipient.health_team)
    key = (*where, "health_team")
    if team is None:
        hint = did_you_mean(recipient.health_team, recipients)
        sentence = f"Recipient {recipient.id}: there is no recipient {recipient.health_team}.{hint}"
        yield Finding(key, sentence)
    elif team.kind != "health-team" or recipient.kind != "setting":
        sentence = f"Recipient {recipient.id}: only a setting has a health team, of that kind."
        yield Finding(key, sentence)


def _reached_through(
    recipient: Recipient, where: Location, recipients: Recipients
) -> Iterator[Finding]:
    who = f"Recipient {recipient.id}"
    for key, _ in _IN_PLACE:
        name = getattr(recipient, key)
        if name is not None and name not in recipients:
            hint = did_you_mean(name, recipients)
            yield Finding((*where, key), f"{who}: there is no recipient {name}.{hint}")
    for key, what in (("via", "reached via itself"), ("out_of_hours", "out of hours for itself")):
        if recipient.id in _followed(recipient, key, recipients):
            yield Finding((*where, key), f"{who} is in the end {what}: end the circle.")
    for key, words in _IN_PLACE[:2]:
        other = recipients.get(getattr(recipient, key))
        if other is not None and other.kind == "setting":
            sentence = (
                f"{who} {words} {other.id}, which is a setting: a school would have what is not "
                "meant for it. Name a team instead."
            )
            yield Finding((*where, key), sentence)


def _duty(recipient: Recipient, where: Location, recipients: Recipients) -> Iterator[Finding]:
    """Findings about duty: who is on duty is of the same kind, or acts for children's safety."""
    other = recipients.get(recipient.out_of_hours) if recipient.out_of_hours else None
    if other is None or other.kind == "setting" or other.kind in {recipient.kind, *_ON_DUTY}:
        return
    if {recipient.kind, other.kind} <= EDUCATION:
        return
    sentence = (
        f"Recipient {recipient.id} is answered for out of hours by {other.id} "
        f"({RECIPIENT_KINDS[other.kind]}), which would read what is not meant for it. Name one of "
        "its own kind, an emergency duty team, a front door or a social work team."
    )
    yield Finding((*where, "out_of_hours"), sentence)


def _followed(recipient: Recipient, key: str, recipients: Recipients) -> Iterable[str]:
    """Everyone reached by following a key; the recipient itself only where there is a cycle."""
    passed: list[str] = []
    name = getattr(recipient, key)
    while name in recipients and name not in passed:
        passed.append(name)
        name = getattr(recipients[name], key)
    return passed


def _alternate(recipient: Recipient, where: Location, recipients: Recipients) -> Iterator[Finding]:
    who = f"Recipient {recipient.id}"
    if recipient.kind == "second-reader":
        return
    if recipient.alternate_reader is None:
        sentence = f"{who}: name an alternate_reader for what names somebody who works there."
        yield Finding(where, sentence)
        return
    reader = recipients.get(recipient.alternate_reader)
    if reader is None:
        return
    key = (*where, "alternate_reader")
    if reader.kind != "second-reader":
        yield Finding(key, f"{who}: {reader.id} is not of the kind second-reader.")
    elif reader.hours != "always" or reader.via is not None:
        sentence = f"{who}: {reader.id} must always answer, and have a subscriber of its own."
        yield Finding(key, sentence)
    for other in _colleagues(recipient, recipients):
        if reader.phone is not None and reader.phone == other.phone:
            sentence = (
                f"{who}: {reader.id} has the same telephone as {other.id}, so the same unit would "
                "read what names somebody who works there. Name a reader of another unit."
            )
            yield Finding(key, sentence)


def _colleagues(recipient: Recipient, recipients: Recipients) -> Iterator[Recipient]:
    """The recipient, whoever carries its items, and whoever is on duty for it."""
    yield recipient
    names = chain.from_iterable(
        _followed(recipient, key, recipients) for key in ("via", "out_of_hours")
    )
    for name in dict.fromkeys(names):
        if name != recipient.id:
            yield recipients[RecipientId(name)]


def _practice(
    recipient: Recipient, where: Location, recipients: Recipients, file: AgenciesFile
) -> Iterator[Finding]:
    """Practice data never reaches a live recipient, nor live data one that only practises."""
    mine = _practises(recipient, file)
    agency = next((agency for agency in file.agency if agency.id == recipient.agency), None)
    if recipient.exercise is None and agency and _practises(agency, file) != mine:
        sentence = (
            f"Recipient {recipient.id} takes part {_as(mine)}, and its agency {agency.id} "
            f"{_as(not mine)}: say exercise = true or false of the recipient."
        )
        yield Finding(where, sentence)
    for key, words in _IN_PLACE:
        other = recipients.get(getattr(recipient, key))
        if other is not None and _practises(other, file) != mine:
            sentence = (
                f"Recipient {recipient.id} takes part {_as(mine)} and {words} {other.id}, which "
                f"takes part {_as(not mine)}: name one that takes part as it does."
            )
            yield Finding((*where, key), sentence)


def _practises(participant: Agency | Recipient, file: AgenciesFile) -> bool:
    return file.partnership.exercise if participant.exercise is None else participant.exercise


def _as(practises: bool) -> str:
    return "for practice" if practises else "live"
