"""What must hold between agencies, areas and recipients before anyone can be told of a child."""

import re
from collections.abc import Iterable, Iterator, Mapping

from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.agreement.files import (
    AgenciesFile,
    Agency,
    Authority,
    Recipient,
)
from wholepicture_consumers.agreement.slips import Finding

__all__ = ["Finding", "check_agencies"]

_TELLING = re.compile(
    r"(^|-)(school|academy|college|nursery|primary|secondary|refuge|sexual|substance|drug|drugs|"
    r"alcohol|disab\w*|cp|protection|abuse|hiv|prison|probation|mental|mr|mrs|ms|miss|dr)(-|$)"
)
"""Words in a recipient's id that would tell of a service, a school or a person in topic names."""
_MUST_HAVE_ALTERNATE = frozenset({"front-door", "emergency-duty", "social-work-team"})

Recipients = Mapping[RecipientId, Recipient]


def check_agencies(file: AgenciesFile) -> Iterator[Finding]:
    """Everything wrong in agencies.toml."""
    yield from _twice(file)
    yield from _partnership(file)
    agencies = {agency.id for agency in file.agency}
    for at, agency in enumerate(file.agency):
        yield from _agency(agency, ("agency", at), file)
    recipients = {recipient.id: recipient for recipient in file.recipient}
    for at, authority in enumerate(file.authority):
        yield from _authority(authority, ("authority", at), recipients)
    for at, recipient in enumerate(file.recipient):
        where = ("recipient", at)
        if recipient.agency not in agencies:
            sentence = f"Recipient {recipient.id}: there is no agency {recipient.agency}."
            yield Finding((*where, "agency"), sentence)
        yield from _id_that_tells(recipient, where)
        yield from _can_receive(recipient, where, recipients)
        yield from _alternate(recipient, where, recipients)


def _twice(file: AgenciesFile) -> Iterator[Finding]:
    for table, ids in (
        ("agency", [one.id for one in file.agency]),
        ("authority", [one.code for one in file.authority]),
        ("recipient", [one.id for one in file.recipient]),
    ):
        for at, name in enumerate(ids):
            if name in ids[:at]:
                yield Finding((table, at), f"{table.capitalize()} {name} stands here twice.")


def _partnership(file: AgenciesFile) -> Iterator[Finding]:
    partnership, agencies = file.partnership, {agency.id for agency in file.agency}
    where = ("partnership",)
    if not partnership.joint_controllers:
        yield Finding(where, "Name the joint controllers of the pooled record.")
    for name in partnership.joint_controllers:
        if name not in agencies:
            sentence = f"The joint controller {name} is not one of the agencies."
            yield Finding((*where, "joint_controllers"), sentence)
    if partnership.processor is None:
        yield Finding(where, "Name the processor of the pooled record.")
    elif partnership.processor not in agencies:
        sentence = f"The processor {partnership.processor} is not one of the agencies."
        yield Finding((*where, "processor"), sentence)
    yield from _home(partnership.home_authority, (*where, "home_authority"), file)


def _agency(agency: Agency, where: tuple[int | str, ...], file: AgenciesFile) -> Iterator[Finding]:
    if agency.synthetic is None:
        sentence = f"Agency {agency.id}: say with synthetic = true or false whether it is made up."
        yield Finding(where, sentence)
    if agency.phone is None:
        yield Finding(where, f"Agency {agency.id}: give a phone number that a person answers.")
    if agency.home_authority is not None:
        yield from _home(agency.home_authority, (*where, "home_authority"), file)


def _home(code: str, where: tuple[int | str, ...], file: AgenciesFile) -> Iterator[Finding]:
    """A home area has somebody for every role, so that no child is left without."""
    area = next((one for one in file.authority if one.code == code), None)
    if area is None or not (area.front_door and area.education_team and area.under_fives):
        sentence = (
            f"The home authority {code} needs a front door, an education team and a team for "
            "under fives."
        )
        yield Finding(where, sentence)


def _authority(
    authority: Authority, where: tuple[int | str, ...], recipients: Recipients
) -> Iterator[Finding]:
    for key, kinds in (
        ("front_door", {"front-door"}),
        ("education_team", {"education-safeguarding"}),
        ("under_fives", {"health-team"}),
    ):
        name = getattr(authority, key)
        if name is None:
            continue
        if name not in recipients:
            yield Finding((*where, key), f"{authority.name}: there is no recipient {name}.")
        elif recipients[name].kind not in kinds:
            sentence = f"{authority.name}: {name} is not of the kind {', '.join(kinds)}."
            yield Finding((*where, key), sentence)


def _id_that_tells(recipient: Recipient, where: tuple[int | str, ...]) -> Iterator[Finding]:
    found = _TELLING.search(recipient.id)
    words = {word.lower() for word in re.findall(r"[A-Za-z]{4,}", recipient.name)}
    named = recipient.kind == "setting" and words & set(recipient.id.split("-"))
    if found or named:
        sentence = (
            f"Recipient {recipient.id}: this id stands in topic names and tells of a service, a "
            "school or a person. Choose a neutral one."
        )
        yield Finding((*where, "id"), sentence)


def _can_receive(
    recipient: Recipient, where: tuple[int | str, ...], recipients: Recipients
) -> Iterator[Finding]:
    who = f"Recipient {recipient.id}"
    if recipient.phone is None:
        yield Finding(where, f"{who} cannot be reached: give a phone number.")
    if recipient.hours is None:
        yield Finding(where, f"{who} cannot be reached: give its hours, or 'always'.")
    if recipient.hours != "always" and recipient.out_of_hours is None:
        yield Finding(where, f"{who} is not always open: name its out_of_hours recipient.")
    if recipient.kind == "setting" and recipient.urn is None:
        yield Finding(where, f"{who} is a setting: give its urn.")
    for key in ("via", "out_of_hours", "alternate_reader"):
        name = getattr(recipient, key)
        if name is not None and name not in recipients:
            yield Finding((*where, key), f"{who}: there is no recipient {name}.")
    for key, what in (("via", "reached via itself"), ("out_of_hours", "out of hours for itself")):
        if recipient.id in _followed(recipient, key, recipients):
            yield Finding((*where, key), f"{who} is in the end {what}: end the circle.")


def _followed(recipient: Recipient, key: str, recipients: Recipients) -> Iterable[str]:
    """Whoever is reached by following a key, the recipient itself only where it is in a circle."""
    passed: list[str] = []
    name = getattr(recipient, key)
    while name in recipients and name not in passed:
        passed.append(name)
        name = getattr(recipients[name], key)
    return passed


def _alternate(
    recipient: Recipient, where: tuple[int | str, ...], recipients: Recipients
) -> Iterator[Finding]:
    who = f"Recipient {recipient.id}"
    if recipient.alternate_reader is None:
        if recipient.kind in _MUST_HAVE_ALTERNATE:
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
