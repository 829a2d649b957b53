"""Conditions: the meaning of each ``when`` of a rule. Rules are routed by these alone."""

from collections.abc import Callable, Mapping
from hashlib import sha256

from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.told.health_needs import may_have_health_need
from wholepicture_agreement.whom.practices import practice_of
from wholepicture_agreement.whom.work_with_children import workers_with_children
from wholepicture_agreement.written.files import Condition

WAITS: Condition = "childrens-services-not-told"
"""The condition that is known only after the other rules were decided."""

Check = Callable[[EventFacts, Subject], bool]


def _in_the_sample(facts: EventFacts) -> bool:
    """Whether an event is one of the few that somebody looks at again, drawn by its name."""
    event = facts.situation.event
    drawn = int.from_bytes(sha256(f"{event.source}:{event.id}".encode()).digest()[:8])
    return drawn % facts.agreement.partnership.sample_of_no_children == 0


def _asks_to_act(facts: EventFacts) -> bool:
    """Whether the sender asks that somebody acts, or a child is said to be at risk."""
    core = facts.core
    at_risk = any(child.risk_of_significant_harm == "yes" for child in core.children)
    return core.asks == "referral" or core.urgency != "routine" or at_risk


OF_THE_EVENT: Mapping[Condition, Callable[[EventFacts], bool]] = {
    "children-not-named": lambda facts: facts.children_not_named,
    "no-children": lambda facts: facts.no_children,
    "restricted-place-or-service": lambda facts: facts.restricted_place_or_service,
    "in-the-sample": _in_the_sample,
    "written-for-school": lambda facts: bool(facts.core.for_school),
    "written-for-health": lambda facts: bool(facts.core.for_health),
    "sender-asks-to-act": _asks_to_act,
    "own-agreement-given": lambda facts: (
        getattr(facts.situation.event.data.detail, "own_agreement", None) == "given"
    ),
    "alleged-works-with-children": lambda facts: bool(workers_with_children(facts)),
}


def _educated_at_home(_: EventFacts, child: Subject) -> bool:
    """Whether a child is said to be educated at home, also where a school's number is given."""
    return bool(child.told and child.told.school and child.told.school.home_educated)


def _no_team(facts: EventFacts, child: Subject) -> bool:
    """Whether no team works with a child, or one of them says that it does not."""
    return not child.known.involvements or bool(facts.turned_away_by(child.known))


OF_A_CHILD: Mapping[Condition, Check] = {
    "child-has-open-episode": lambda _, child: bool(child.known.involvements),
    "child-has-no-open-episode": _no_team,
    "no-team-for-certain": lambda facts, child: (
        child.known.confidence != "confirmed" or _no_team(facts, child)
    ),
    "identity-confirmed": lambda _, child: child.known.confidence == "confirmed",
    "identity-probable": lambda _, child: child.known.confidence == "probable",
    "identity-not-confirmed": lambda _, child: child.known.confidence == "not-confirmed",
    "identity-not-certain": lambda _, child: child.known.confidence != "confirmed",
    "of-school-age": lambda facts, child: facts.of_school_age(child.told),
    "before-school-age": lambda facts, child: (
        facts.under_five(child.told)
        and not (facts.of_school_age(child.told) or facts.not_born(child.told))
    ),
    "not-born": lambda facts, child: facts.not_born(child.told),
    "under-five": lambda facts, child: facts.under_five(child.told),
    "setting-on-the-bus": lambda facts, child: facts.on_the_bus(child.told),
    "setting-not-on-the-bus": lambda facts, child: (
        not (facts.on_the_bus(child.told) or _educated_at_home(facts, child))
    ),
    "setting-named": lambda _, child: bool(
        child.told and child.told.school and (child.told.school.urn or child.told.school.name)
    ),
    "educated-at-home": _educated_at_home,
    "health-need": lambda facts, child: may_have_health_need(
        child.told, facts.core, facts.situation.missing
    ),
    "practice-on-the-bus": lambda facts, child: practice_of(facts, child) is not None,
    "practice-not-on-the-bus": lambda facts, child: practice_of(facts, child) is None,
}


class Unmet(dict[tuple[Condition, ...], Condition | None]):
    """The first unmet condition of each list of conditions; none where all are met.

    It is about one child, or about the event. Many rules have the same list, and many lists the
    same condition, so each is looked at once.
    """

    def __init__(self, facts: EventFacts, child: Subject | None) -> None:
        super().__init__()
        self._facts = facts
        self.child = child
        self.person = child.known.person if child else None
        self._met: dict[Condition, bool] = {WAITS: True}

    def __missing__(self, when: tuple[Condition, ...]) -> Condition | None:
        met = self._met
        answer: Condition | None = None
        for condition in when:
            if condition not in met:
                met[condition] = self._is_met(condition)
            if not met[condition]:
                answer = condition
                break
        self[when] = answer
        return answer

    def _is_met(self, condition: Condition) -> bool:
        if condition in OF_THE_EVENT:
            return OF_THE_EVENT[condition](self._facts)
        return self.child is not None and OF_A_CHILD[condition](self._facts, self.child)
