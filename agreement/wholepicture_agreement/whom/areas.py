"""The recipients of areas: front doors, who is telephoned in their place, and teams of an area."""

import datetime as dt
from collections.abc import Iterable, Iterator

from wholepicture_schemas.authorities import UNKNOWN_AREA, services_of
from wholepicture_schemas.identifiers import AuthorityCode, RecipientId
from wholepicture_schemas.words import listed

from wholepicture_agreement.asked import turned_away
from wholepicture_agreement.by_when.numbers import (
    Number,
    answers_at,
    in_office_hours,
    recipient_answers,
)
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.areas_of_a_child import areas_said, authorities
from wholepicture_agreement.whom.target import Target
from wholepicture_agreement.whom.told_places import places_of
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Authority, Recipient
from wholepicture_agreement.written.model import Agreement


def front_doors(facts: EventFacts, codes: Iterable[AuthorityCode]) -> Iterator[Target]:
    """The front door of each area; of an area that is not connected, who telephones it."""
    for code in codes:
        door = facts.agreement.front_door(code)
        if door is not None:
            yield Target(door.id)
        elif (local := local_front_door(facts)) is not None:
            yield _phone_now(local, code, facts)


def front_doors_elsewhere(facts: EventFacts, child: Subject) -> Iterator[Target]:
    """The front doors of a child's areas that are not those of the teams that work with the child.

    They are none where one of the teams is not connected: its news goes to every area anyway.
    Example: Bristol works with a child who is staying in South Gloucestershire.
    """
    agreement = facts.agreement
    teams = [agreement.recipients.get(episode.team) for episode in child.known.involvements]
    connected = [team for team in teams if team and is_of_social_care(team, agreement)]
    if len(connected) < len(teams):
        return
    own = {
        services_of(agreement.agencies[team.agency].home_authority or facts.home_authority)
        for team in connected
    }
    moment = facts.situation.moment
    numbers = (recipient_answers(moment, agreement, team) for team in connected)
    have = listed(dict.fromkeys(number.in_words for number in numbers if number))
    note = "This child has an open case in another area, and lives, is or is looked after in yours."
    note += f" Agree now with whoever has the case who sees the child: {have}."
    codes = [code for code in areas_said(facts, child) if services_of(code) not in own]
    for target in front_doors(facts, codes):
        if target.area:
            told = f"This child has an open case: whoever you phone speaks to {have}."
            yield target._replace(note=told)
        else:
            yield target._replace(note=note)


def local_front_door(facts: EventFacts) -> Recipient | None:
    """The front door that telephones in place of an area that is not connected."""
    agreement = facts.agreement
    return agreement.front_door(facts.home_authority) or agreement.front_door(
        agreement.partnership.home_authority
    )


def is_of_social_care(team: Recipient, agreement: Agreement) -> bool:
    """Whether a team that is said to work with a child is one of children's social care."""
    agency = agreement.agencies[team.agency]
    return team.kind in CHILDRENS_SERVICES and agency.kind == "childrens-social-care"


def of_the_area(facts: EventFacts, child: Subject | None, role: str) -> list[Target]:
    """The recipients of a role in the areas where the child lives and is now.

    Where these have none, the next area that has one is taken: the responsible authority's, the one
    where it happened, then the sender's.
    """
    agreement, told = facts.agreement, child.told if child else None
    named = note = None
    if role == "education_team":
        note = turned_away.by_its_school(facts, child)
        named = told.school.name if told and told.school and not note else None
    found = _in_areas(places_of(told) if told else (), role, agreement)
    if not found:
        home = facts.home_authority, agreement.partnership.home_authority
        each = (_in_areas([code], role, agreement) for code in (*authorities(facts, child), *home))
        found = next(filter(None, each), {})
    return [Target(recipient, setting=named, note=note) for recipient in found]


def _in_areas(
    codes: Iterable[AuthorityCode], role: str, agreement: Agreement
) -> dict[RecipientId, None]:
    """The recipients of a role in these areas, each once."""
    found: dict[RecipientId, None] = {}
    for code in codes:
        recipient = getattr(agreement.area(code), role, None)
        if recipient is not None:
            found[recipient] = None
    return found


def _phone_now(local: Recipient, code: AuthorityCode, facts: EventFacts) -> Target:
    """The target that tells an unconnected area by telephone; a person says who took the call."""
    agreement = facts.agreement
    area, name = agreement.area(code), agreement.area_name(code)
    if name is None:
        urgent = (
            "The sender names an area of this child by a code that we do not know: call the sender "
            "now, phone the front door of that area, and write in your answer who took it."
        )
        return Target(local.id, urgent=urgent, area=UNKNOWN_AREA)
    moment = facts.situation.hour
    number = answers_at(moment, agreement, area)
    return Target(
        local.id,
        urgent=f"This belongs to {name}, which is not connected: "
        f"{_by_phone(number, area, moment)} now, and write in your answer who took it.",
        phone_first=number.phone if number else None,
        area=name,
    )


def _by_phone(number: Number | None, area: Authority | None, moment: dt.datetime) -> str:
    """Whom of an unconnected area to telephone at the hour."""
    if number is None or area is None:
        at_night = "it is out of hours, so phone its emergency duty team"
        return "phone its front door" if in_office_hours(moment) else at_night
    if number.answers == "out-of-hours":
        office = f" (its front door, in the day: {area.phone})" if area.phone else ""
        return f"it is out of hours, so phone its emergency duty team on {number.phone}{office}"
    if number.answers == "not-certain":
        return f"phone its front door on {number.phone}, though it is out of hours,"
    return f"phone its front door on {number.phone}"
