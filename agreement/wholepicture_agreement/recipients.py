"""The recipients that a role means for a child, and who is on duty for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.deliveries import Question
from wholepicture_schemas.identifiers import AuthorityCode, RecipientId
from wholepicture_schemas.words import listed

from wholepicture_agreement.facts import EventFacts, Subject, places_of
from wholepicture_agreement.files import (
    CHILDRENS_SERVICES,
    Agency,
    Recipient,
    RecipientKind,
)
from wholepicture_agreement.model import ActiveRule, Agreement

_NOT_THE_TEAMS = (
    "A team that is recorded as working with this child was told first, and answered that it does "
    "not act on it. Decide who does, and have its record put right."
)
_NOT_ITS_PUPIL = (
    "The school that the sender names was told first, and answered that the child is not its "
    "pupil: find out which school the child goes to."
)
_HURRIES: frozenset[Urgency] = frozenset({"immediate", "same-day"})


@dataclass(frozen=True, slots=True)
class Target:
    """A recipient that is to be told, and what is said to it because of how it was found."""

    recipient: RecipientId
    urgent: str | None = None
    """What to do before all else."""
    phone_first: str | None = None
    note: str | None = None
    team: RecipientId | None = None
    """The team that it is meant for."""
    setting: str | None = None
    """The school that it is to be passed on to."""
    area: str | None = None
    """The area that is told by telephone, and of which a person says who took it."""
    stands_in_for: RecipientId | None = None
    """Whom it is on duty for, where that one is closed."""


def targets(role: str, facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    """Every target that a role means for a child; a recipient's id means that recipient."""
    agreement = facts.agreement
    if role == "front-door":
        for target in _front_doors(facts, child):
            yield replace(target, note=_turned_away_by_a_team(facts, child))
    elif role == "allocated-team":
        yield from _allocated_team(facts, child)
    elif role == "setting":
        urn = child.told.school.urn if child and child.told and child.told.school else None
        if urn is not None and (setting := agreement.settings.get(urn)):
            yield Target(setting.id, setting=setting.name)
    elif role == "education-team":
        yield from _of_the_area(facts, child, "education_team")
    elif role == "under-fives-health":
        yield from _of_the_area(facts, child, "under_fives")
    elif role == "police-safeguarding-unit":
        units = tuple(agreement.of_kind("police-safeguarding-unit"))
        own = tuple(unit for unit in units if unit.agency == facts.agency_id)
        for unit in own or units[:1]:
            yield Target(unit.id)
    else:
        yield Target(RecipientId(role))


def on_duty(target: Target, active: ActiveRule, facts: EventFacts) -> Iterator[Target]:
    """The target, and who is on duty for it where it is closed and the matter is urgent.

    Who is on duty acts, and the closed recipient finds the item when it opens. Example: an
    immediate referral at 22:00 goes to the emergency duty team and to the front door. A notice goes
    to its recipient only, as nobody on duty could act on it.
    """
    agreement = facts.agreement
    hurries = active.rule.kind == "referral" and facts.core.urgency in _HURRIES
    duty = agreement.on_duty(target.recipient, facts.situation.moment) if hurries else None
    if duty is None or duty == target.recipient:
        yield target
    else:
        yield replace(target, area=None)  # who is on duty telephones
        yield replace(
            target,
            recipient=duty,
            note=_duty_of(target, facts),
            stands_in_for=target.recipient,
        )


def _duty_of(closed: Target, facts: EventFacts) -> str:
    """What who is on duty is told to do, also where the item names staff of the closed one."""
    agreement = facts.agreement
    recipient = agreement.recipient(closed.recipient)
    reader = alternate(closed, facts)
    act = f"You are on duty for {recipient.name}, which is closed: act on this now"
    if reader is not None and reader.recipient == closed.recipient:
        return f"{act} and hand over to it when it opens. It has been sent this too."
    unseen = "It names somebody who works there, and nobody else there may see it."
    if reader is None:
        return f"{act}, and do not hand it over. {unseen}"
    name = agreement.recipient(reader.recipient).name
    return f"{act}, and hand over to {name} alone, which has been sent this too. {unseen}"


def alternate(target: Target, facts: EventFacts) -> Target | None:
    """The target, or its alternate reader of an item that names its staff; none without a reader.

    Whoever carries a recipient's items counts as that recipient. Example: the father works for the
    school's trust. The second reader gets the school's item, and the school does not.
    """
    employers = facts.employers
    agreement = facts.agreement
    for name in agreement.chain(target.recipient):
        recipient = agreement.recipient(name)
        if recipient.agency not in employers or recipient.kind == "second-reader":
            continue
        reader = (
            agreement.recipient(target.recipient).alternate_reader or recipient.alternate_reader
        )
        if reader is None:
            return None
        meant = agreement.recipient(target.recipient)
        instead = f"You read this in place of {meant.name}, because it names somebody who works "
        instead += f"for {_name(agreement, recipient)}. Nobody else there may see it."
        notes = [note for note in (target.note, instead) if note]
        return replace(target, recipient=reader, note=" ".join(notes))
    return target


def by_telephone(targets: Iterable[Target]) -> Question | None:
    """The question to who tells an unconnected area by telephone; none where all are connected."""
    names = listed(target.area for target in targets if target.area)
    if not names:
        return None
    return Question(
        kind="phone", asks=f"Has {names} been told by telephone? Say who took it.", whom=names
    )


def may_pass_on(recipient: Recipient) -> bool:
    """Whether a recipient is told even where the sender controls who has the event."""
    return may_know_all(recipient.kind)


def may_know_all(kind: RecipientKind) -> bool:
    """Whether recipients of a kind are told even where the sender controls who has the event."""
    return kind in CHILDRENS_SERVICES or kind == "police-safeguarding-unit"


def _front_doors(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    agreement = facts.agreement
    for code in facts.authorities_known(child):
        door = agreement.front_door(code)
        if door is not None:
            yield Target(door.id)
            continue
        local = agreement.front_door(facts.home_authority) or agreement.front_door(
            agreement.partnership.home_authority
        )
        if local is not None:
            yield _phone_now(local, code, agreement)


def _phone_now(local: Recipient, code: AuthorityCode, agreement: Agreement) -> Target:
    """The target that tells an unconnected area by telephone; a person says who took the call."""
    area = agreement.authorities.get(code)
    name = area.name if area else f"the area with the code {code}"
    phone = area.phone if area else None
    number = f" on {phone}" if phone else ""
    return Target(
        local.id,
        urgent=f"This belongs to {name}, which is not connected: phone its front door{number} "
        "now, and write in your answer who took it.",
        phone_first=phone,
        area=name,
    )


def _allocated_team(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    elsewhere: list[RecipientId] = []
    for episode in child.known.involvements if child else ():
        team = facts.agreement.recipients.get(episode.team)
        if team is not None and _is_of_social_care(team, facts.agreement):
            yield Target(episode.team, team=episode.team)
        else:
            elsewhere.append(episode.team)
    if not elsewhere:
        return
    note = "This child has an open episode with a team that is not connected: pass it on to it."
    if len(elsewhere) > 1:
        note = "This child has open episodes with several teams that are not connected: pass it on "
        note += f"to each of them ({', '.join(elsewhere)})."
    for target in _front_doors(facts, child):
        yield replace(target, note=note, team=elsewhere[0])


def _is_of_social_care(team: Recipient, agreement: Agreement) -> bool:
    """Whether a team that is said to work with a child is one of children's social care."""
    agency = agreement.agencies[team.agency]
    return team.kind in CHILDRENS_SERVICES and agency.kind == "childrens-social-care"


def _of_the_area(facts: EventFacts, child: Subject | None, role: str) -> Iterator[Target]:
    """The recipients of a role in the areas where the child lives and is now.

    Where these have none, the next area that has one is taken: the responsible authority's, the one
    where it happened, then the sender's.
    """
    school = child.told.school if child and child.told else None
    named = school.name if school and role == "education_team" else None
    note = None
    if role == "education_team" and _turned_away_by_its_school(facts, child):
        named, note = None, _NOT_ITS_PUPIL
    places = places_of(child.told) if child and child.told else ()
    instead = facts.home_authority, facts.agreement.partnership.home_authority
    for codes in (places, *([code] for code in (*facts.authorities(child), *instead))):
        areas = (facts.agreement.authorities.get(code) for code in codes)
        recipients: dict[RecipientId, None] = dict.fromkeys(
            recipient for area in areas if area and (recipient := getattr(area, role)) is not None
        )
        yield from (Target(recipient, setting=named, note=note) for recipient in recipients)
        if recipients:
            return


def _turned_away_by_a_team(facts: EventFacts, child: Subject | None) -> str | None:
    """What the front door is told where a team says that it does not act for the child."""
    return _NOT_THE_TEAMS if child and facts.turned_away_by(child.known) else None


def _turned_away_by_its_school(facts: EventFacts, child: Subject | None) -> bool:
    """Whether the school that the sender names says that the child is not its pupil."""
    told = child.told if child else None
    urn = told.school.urn if told and told.school else None
    known = facts.agreement.settings.get(urn) if urn else None
    return bool(known and told and known.id in facts.turned_away.get(told.person, ()))


def _name(agreement: Agreement, recipient: Recipient) -> str:
    agency: Agency = agreement.agencies[recipient.agency]
    return agency.name
