"""Children's social care: plans, visits, and who works with the child from now on."""

import datetime as dt
from typing import Annotated, ClassVar

from pydantic import NonNegativeInt

from wholepicture_schemas.agencies.social_care_codes import Category, Closure, PlanKind
from wholepicture_schemas.children_seen import ChildSeen
from wholepicture_schemas.codes import Asks
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import AuthorityField, RecipientIdField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Professional
from wholepicture_schemas.texts import Line, Text


class PlanBegun(Detail, frozen=True):
    """A plan for a child: of which kind, since when, and when it is looked at again."""

    plan_kind: Annotated[
        PlanKind | None, Needed("Say what kind of plan it is."), Means("Kind of plan", "plain")
    ] = None
    plan_since: Annotated[dt.date | None, Means("Plan since", "plain")] = None
    category: Annotated[Category | None, Means("Category of abuse", "offence")] = None
    latest_category: Annotated[
        Category | None, Means("Category of abuse, as it is now", "offence")
    ] = None
    previous_plans: Annotated[
        NonNegativeInt | None, Means("Earlier child protection plans", "plain")
    ] = None
    plan_review_on: Annotated[dt.date | None, Means("Plan is reviewed on", "plain")] = None
    plan_aims: Annotated[Text | None, Means("What has to change for the child", "free-text")] = None


class PlanStarted(Event[Told[Core, PlanBegun]], frozen=True):
    """A plan for a child began."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.plan-started.v1"
    CALLED: ClassVar[str] = "the begin of a plan for a child"
    REPORTED: ClassVar[str] = "A plan for the child began"
    ASKS: ClassVar[Asks] = "status"


class PlanOver(Detail, frozen=True):
    """A plan that ended, and what comes after it."""

    plan_kind: Annotated[
        PlanKind | None, Needed("Say what kind of plan it is."), Means("Kind of plan", "plain")
    ] = None
    plan_ended_on: Annotated[dt.date | None, Means("Plan ended on", "plain")] = None
    plan_ended_because: Annotated[
        Text | None,
        Needed("Write what changed for the child."),
        Means("Why the plan ended", "free-text"),
    ] = None
    after_the_plan: Annotated[Line | None, Means("What comes after the plan", "plain")] = None


class PlanEnded(Event[Told[Core, PlanOver]], frozen=True):
    """A plan for a child ended."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.plan-ended.v1"
    CALLED: ClassVar[str] = "the end of a plan for a child"
    REPORTED: ClassVar[str] = "A plan for the child ended"
    ASKS: ClassVar[Asks] = "status"


class Visited(Detail, frozen=True):
    """A visit: which children were seen and how, and who else was there."""

    visited_on: Annotated[
        dt.date | None, Needed("Say when the visit was."), Means("Visited on", "plain")
    ] = None
    children_seen: Annotated[
        tuple[ChildSeen, ...],
        Needed("Say of each child whether the child was seen."),
        Means("Whether each child was seen", "plain", each="a child"),
    ] = ()
    adults_there: Annotated[Text | None, Means("Which adults were there", "free-text")] = None
    visit_observed: Annotated[Text | None, Means("What was seen at the visit", "free-text")] = None
    next_visit_by: Annotated[dt.date | None, Means("Next visit by", "plain")] = None


class Visit(Event[Told[Core, Visited]], frozen=True):
    """A social worker visited a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.visit.v1"
    CALLED: ClassVar[str] = "a visit of children's services"
    REPORTED: ClassVar[str] = "Children's services visited the child"
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this by itself: it stands in the chronology of the child whom the "
        "team works with."
    )
    ASKS: ClassVar[Asks] = "status"


class Transferred(Detail, frozen=True):
    """From which team or authority to which a child's case moves, and when."""

    transferred_on: Annotated[
        dt.date | None, Needed("Say from which day."), Means("Case moves on", "plain")
    ] = None
    from_team: Annotated[RecipientIdField | None, Means("From which team", "plain")] = None
    to_team: Annotated[RecipientIdField | None, Means("To which team", "plain")] = None
    from_authority: Annotated[AuthorityField | None, Means("From which council", "plain")] = None
    to_authority: Annotated[
        AuthorityField | None, Means("To which council", "whereabouts", area=True)
    ] = None
    handed_over: Annotated[
        Text | None, Means("What was handed over, and what is still open", "free-text")
    ] = None


class CaseTransferred(Event[Told[Core, Transferred]], frozen=True):
    """A child's case moved to another team or council."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.case-transferred.v1"
    CALLED: ClassVar[str] = "a case that moved to another team"
    REPORTED: ClassVar[str] = "The child's case moved to another team"
    ASKS: ClassVar[Asks] = "status"


class Closed(Detail, frozen=True):
    """Why children's services no longer work with a child, and who does."""

    closed_on: Annotated[dt.date | None, Means("Case closed on", "plain")] = None
    closure: Annotated[
        Closure | None,
        Needed("Give the reason by the code of the census."),
        Means("Why the case was closed", "plain"),
    ] = None
    still_worked_with_by: Annotated[
        Text | None, Means("Who still works with the child", "free-text")
    ] = None
    if_worried_again: Annotated[
        Text | None, Means("What to do if somebody is worried again", "free-text")
    ] = None


class CaseClosed(Event[Told[Core, Closed]], frozen=True):
    """Children's services closed a child's case. It says nothing of whether the child is safe."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.case-closed.v1"
    CALLED: ClassVar[str] = "a case that children's services closed"
    REPORTED: ClassVar[str] = "Children's services closed the child's case"
    ASKS: ClassVar[Asks] = "status"


class NewWorker(Detail, frozen=True):
    """Who works with a child from now on."""

    worker: Annotated[
        Professional | None,
        Needed("Name the worker, or the duty worker."),
        Means("Who works with the child", "service"),
    ] = None
    manager: Annotated[
        Professional | None, Means("Who leads the work with the child", "service")
    ] = None
    since: Annotated[dt.date | None, Means("Since when", "plain")] = None
    child_told_of_worker: Annotated[
        bool | None, Means("Whether the child was told who comes now", "plain")
    ] = None


class WorkerChanged(Event[Told[Core, NewWorker]], frozen=True):
    """Another social worker works with a child."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.worker-changed.v1"
    CALLED: ClassVar[str] = "a change of social worker"
    REPORTED: ClassVar[str] = "Another social worker works with the child"
    ASKS: ClassVar[Asks] = "status"
