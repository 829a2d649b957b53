"""The recipients that a role means for a child, and who is on duty for them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from wholepicture_schemas.deliveries import Question
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import listed

from wholepicture_agreement.asked import turned_away
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.areas import (
    front_doors,
    front_doors_elsewhere,
    is_of_social_care,
    of_the_area,
)
from wholepicture_agreement.whom.areas_of_a_child import authorities_known
from wholepicture_agreement.whom.practices import practice_of
from wholepicture_agreement.whom.schools import holiday_contact, school_days
from wholepicture_agreement.whom.target import Target, carried
from wholepicture_agreement.whom.work_with_children import designated_officers
from wholepicture_agreement.written.files import Recipient
from wholepicture_agreement.written.model import ActiveRule

__all__ = [
    "Target", "alternate", "by_telephone", "on_duty", "targets",
]  # fmt: skip

_SOON = dt.timedelta(hours=1)
"""Whoever closes within this time may not get to what is urgent."""


def targets(role: str, facts: EventFacts, child: Subject | None) -> Iterable[Target]:
    """Every target that a role means for a child; a recipient's id means that recipient."""
    if role in _ROLES:
        return _ROLES[role](facts, child)
    return (Target(RecipientId(role)),)


def on_duty(
    target: Target, active: ActiveRule, facts: EventFacts, subject: Subject | None
) -> tuple[Target, ...]:
    """The target, and who is on duty for it where it is closed and the matter is urgent.

    Who is on duty acts, and the closed recipient finds the item when it opens. Example: an
    immediate referral at 22:00 goes to the emergency duty team and to the front door. So does one
    ten minutes before the front door closes. A notice goes to its recipient only, as nobody on duty
    could act on it; in the school holidays it goes to the school's holiday contact as well.
    """
    duty = _stands_in(target, active, facts, subject)
    if duty is None or duty == target.recipient:
        return (target,)
    noted = target.noting(_duty_of(target, facts))
    return (
        target._replace(area=None),  # who is on duty telephones
        noted._replace(recipient=duty, stands_in_for=target.recipient),
    )


def _stands_in(
    target: Target, active: ActiveRule, facts: EventFacts, subject: Subject | None
) -> RecipientId | None:
    """Who acts for a recipient at the moment; the recipient or none where it acts itself."""
    agreement, moment = facts.agreement, facts.situation.moment
    if active.rule.kind == "referral":
        if facts.urgency_of([subject] if subject else ()) == "routine":
            return None
        duty = agreement.on_duty(target.recipient, moment)
        if duty != target.recipient:
            return duty
        return agreement.on_duty(target.recipient, moment + _SOON)
    if agreement.recipient(target.recipient).kind != "setting":
        return None
    holidays = school_days(agreement, target.recipient).in_holidays(moment)
    return holiday_contact(agreement, target.recipient) if holidays else None


def _duty_of(closed: Target, facts: EventFacts) -> str:
    """What who is on duty is told to do, also where the item names staff of the closed one."""
    agreement, moment = facts.agreement, facts.situation.moment
    recipient = agreement.recipient(closed.recipient)
    reader = alternate(closed, facts)
    if recipient.kind == "setting":
        act = f"It is the school holidays: you act for {recipient.name}"
    elif agreement.hours_of(recipient).open_at(moment):
        act = f"You are on duty for {recipient.name}, which closes within the hour: act on this now"
    else:
        act = f"You are on duty for {recipient.name}, which is closed: act on this now"
    if reader is not None and reader.recipient == closed.recipient:
        return f"{act} and hand over to it when it opens. It has been sent this too."
    unseen = "It names somebody who works there, and nobody else there may see it."
    if reader is None:
        return f"{act}, and do not hand it over. {unseen}"
    name = agreement.recipient(reader.recipient).name
    return f"{act}, and hand over to {name} alone, which has been sent this too. {unseen}"


def alternate(target: Target, facts: EventFacts) -> Target | None:
    """Who reads it: the target, or its alternate reader of an item that names its staff.

    None where there is no such reader.

    Whoever carries a recipient's items counts as that recipient. Example: the father works for the
    school's trust. The second reader gets the school's item, and the school does not.
    """
    agreement = facts.agreement
    for name in agreement.chain(target.recipient) if facts.names_staff else ():
        recipient = agreement.recipient(name)
        if recipient.kind == "second-reader" or not facts.names_staff_of(recipient):
            continue
        reader = (
            agreement.recipient(target.recipient).alternate_reader or recipient.alternate_reader
        )
        if reader is None:
            return None
        meant = agreement.recipient(target.recipient)
        instead = f"You read this in place of {meant.name}, because it names somebody who works "
        instead += f"for {_place(facts, recipient)}. Nobody else there may see it."
        return target.noting(instead)._replace(recipient=reader)
    made_for = facts.situation.made_for
    return carried(target, agreement, made_for.digest if made_for else None)


def by_telephone(targets: Iterable[Target]) -> Question | None:
    """The question to who tells an unconnected area by telephone; none where all are connected."""
    areas = [target.area for target in targets if target.area]
    if not areas:
        return None
    names = listed(areas)
    return Question(
        kind="phone", asks=f"Has {names} been told by telephone? Say who took it.", whom=names
    )


def _front_doors(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    note = turned_away.by_a_team(facts, child)
    for target in front_doors(facts, authorities_known(facts, child)):
        yield target._replace(note=note) if note else target


def _elsewhere(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    return front_doors_elsewhere(facts, child) if child else iter(())


def _setting(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    if setting := _school_of(facts, child):
        yield Target(setting.id, setting=setting.name)


def _school_age_health(facts: EventFacts, child: Subject | None) -> Iterable[Target]:
    """The health team that works in the child's school, else that of the area."""
    setting = _school_of(facts, child)
    if setting and setting.health_team:
        return (Target(setting.health_team),)
    return of_the_area(facts, child, "school_age_health")


def _gp_practice(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    practice = practice_of(facts, child) if child else None
    if practice is not None:
        yield Target(practice.id)


def _police_unit(facts: EventFacts, _child: Subject | None) -> Iterator[Target]:
    units = tuple(facts.agreement.of_kind("police-safeguarding-unit"))
    own = tuple(unit for unit in units if unit.agency == facts.agency_id)
    for unit in own or units[:1]:
        yield Target(unit.id)


def _invited(facts: EventFacts, _child: Subject | None) -> Iterator[Target]:
    """The recipients that the sender invites; one that the agreement does not know is nobody."""
    named: Iterable[RecipientId] = getattr(facts.detail, "invited_recipients", ())
    for name in dict.fromkeys(named):
        if name in facts.agreement.recipients:
            yield Target(name)


def _those_who_told(facts: EventFacts, _child: Subject | None) -> Iterator[Target]:
    """Of news of a child: the recipient for whom it is made (`news.hearing`)."""
    made_for = facts.situation.made_for
    if made_for is not None and made_for.recipient is not None:
        yield Target(made_for.recipient)


def _school_of(facts: EventFacts, child: Subject | None) -> Recipient | None:
    """The child's school, where that is a recipient."""
    school = child.told.school if child and child.told else None
    return facts.agreement.settings.get(school.urn) if school and school.urn else None


def _allocated_team(facts: EventFacts, child: Subject | None) -> Iterator[Target]:
    elsewhere: list[RecipientId] = []
    for episode in child.known.involvements if child else ():
        team = facts.agreement.recipients.get(episode.team)
        if team is not None and is_of_social_care(team, facts.agreement):
            yield Target(episode.team, team=episode.team)
        else:
            elsewhere.append(episode.team)
    if not elsewhere:
        return
    note = "This child has an open episode with a team that is not connected: pass it on to it."
    if len(elsewhere) > 1:
        note = "This child has open episodes with several teams that are not connected: pass it on "
        note += f"to each of them ({', '.join(elsewhere)})."
    for target in front_doors(facts, authorities_known(facts, child)):
        yield target._replace(note=note, team=elsewhere[0])


def _place(facts: EventFacts, recipient: Recipient) -> str:
    """Where somebody of the event works, by whose colleagues this recipient is read."""
    agency = facts.agreement.agencies[recipient.agency]
    if agency.id in facts.employers.agencies:
        return agency.name
    tells_schools = recipient.id not in facts.employers.recipients and recipient.urn is None
    return "the child's school" if tells_schools else recipient.name


_ROLES: Mapping[str, Callable[[EventFacts, Subject | None], Iterable[Target]]] = {
    "front-door": _front_doors,
    "front-doors-elsewhere": _elsewhere,
    "allocated-team": _allocated_team,
    "setting": _setting,
    "education-team": partial(of_the_area, role="education_team"),
    "under-fives-health": partial(of_the_area, role="under_fives"),
    "school-age-health": _school_age_health,
    "paediatrics": partial(of_the_area, role="paediatrics"),
    "gp-practice": _gp_practice,
    "primary-care": partial(of_the_area, role="primary_care"),
    "midwives": partial(of_the_area, role="midwives"),
    "designated-officer": lambda facts, _: designated_officers(facts),
    "police-safeguarding-unit": _police_unit,
    "invited": _invited,
    "those-who-told": _those_who_told,
}
"""Whom each role means."""
