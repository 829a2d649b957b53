"""People who work with children and are alleged to have done something, and who hears of them.

The designated officer of the area where somebody works decides what the employer is told and when.
A foster carer works where the child is looked after.

Source: Working Together to Safeguard Children 2023, chapter 4, and Keeping Children Safe in
Education, part 4: the local authority designated officer (LADO) hears within one working day.
"""

from collections.abc import Iterator, Sequence

from wholepicture_schemas.agencies.allegations import AllegationAgainstStaff
from wholepicture_schemas.identifiers import AuthorityCode, PersonRef
from wholepicture_schemas.persons import Adult, Child

from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.whom.areas import local_front_door
from wholepicture_agreement.whom.meant import Meant
from wholepicture_agreement.whom.target import Target
from wholepicture_agreement.whom.told_places import places_of
from wholepicture_agreement.written.files import AgencyKind

_WITH_CHILDREN: frozenset[AgencyKind] = frozenset(
    {"education", "childrens-social-care", "health", "family-court", "voluntary"}
)
"""The kinds of agency whose staff work with children."""


def workers_with_children(facts: EventFacts) -> Sequence[Adult]:
    """The adults alleged to have done something who work with children, as far as it is said."""
    return facts.once(_workers_with_children)


def _workers_with_children(facts: EventFacts) -> Sequence[Adult]:
    alleged = facts.once(_alleged)
    return tuple(
        adult
        for adult in facts.core.adults
        if adult.person in alleged and any(_areas_of_work(facts, adult))
    )


def perhaps_with_children(facts: EventFacts) -> Sequence[Adult]:
    """The adults alleged to have done something who work somewhere that nobody here knows."""
    alleged = facts.once(_alleged)
    return tuple(
        adult
        for adult in facts.core.adults
        if adult.person in alleged
        and facts.employers_of(adult).nobody
        and not any(_areas_of_work(facts, adult))
    )


def _alleged(facts: EventFacts) -> frozenset[PersonRef]:
    """Who is alleged to have done something, by the core or by an allegation against staff."""
    staff: PersonRef | None = getattr(facts.detail, "staff_member", None)
    said = frozenset(allegation.alleged for allegation in facts.core.allegations)
    return said | {staff} if staff else said


def designated_officers(facts: EventFacts) -> Iterator[Target]:
    """The designated officer of each area where such a person works, or who telephones it."""
    agreement = facts.agreement
    codes = dict.fromkeys(
        code for adult in workers_with_children(facts) for code in _areas_of_work(facts, adult)
    )
    if not codes and isinstance(facts.situation.event, AllegationAgainstStaff):
        codes = dict.fromkeys((facts.home_authority,))  # where they work is not said
    for code in codes:
        area = agreement.area(code)
        if area is not None and area.designated_officer is not None:
            yield Target(area.designated_officer)
            continue
        local = local_front_door(facts)
        if local is None:
            continue
        name = agreement.area_name(code) or "their area"
        number = f" on {area.phone}" if area and area.phone else ""
        urgent = (
            f"Somebody who works with children in {name} is alleged to have done something: phone "
            f"the designated officer (LADO) there{number} within one working day, and write in "
            "your answer who took it."
        )
        yield Target(local.id, urgent=urgent, area=f"the designated officer (LADO) of {name}")


def _areas_of_work(facts: EventFacts, adult: Adult) -> Iterator[AuthorityCode]:
    """The area of everybody with staff for children whom an adult is said to work for.

    A school that does not take part is one all the same: its area is that of the sender.
    """
    if adult.works_for or adult.works_at:
        yield from _areas_of_employers(facts, facts.employers_of(adult))
    for tie in adult.related_to:
        if tie.relation == "foster-carer":
            children = {child.person: child for child in facts.core.children}
            yield _area_of_care(children.get(tie.child), facts)


def _areas_of_employers(facts: EventFacts, works: Meant) -> Iterator[AuthorityCode]:
    agreement = facts.agreement
    named = [*sorted(works.agencies)]
    named += [agreement.recipients[name].agency for name in sorted(works.recipients)]
    known = [entry for urn in sorted(works.urns) if (entry := agreement.settings.get(urn))]
    named += [setting.agency for setting in known]
    for employer in dict.fromkeys(named):
        agency = agreement.agencies[employer]
        if agency.kind in _WITH_CHILDREN:
            yield agency.home_authority or facts.home_authority
    if works.schools or len(known) < len(works.urns):
        yield facts.home_authority


def _area_of_care(child: Child | None, facts: EventFacts) -> AuthorityCode:
    """The area that looks after a child, else where the child lives, else the sender's."""
    responsible = child.responsible_authority if child else None
    return responsible or next(iter(places_of(child) if child else ()), facts.home_authority)
