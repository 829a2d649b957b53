"""Both stages with pattern rules of a test's own, and what they tell of patterns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wholepicture_agreement.patterns.files import PatternRule, PatternsFile
from wholepicture_schemas.patterns import PatternFound

from tests.consumers.both_stages import WITH_PATTERNS, Followed, Stages
from tests.journeys.stories import CONCERN, POLICE, Family, adult, child, core, incident

FAMILY = Family("Quillmere", "BS90 1ZZ", "1 Quill Row")
FATHER, MOTHER = (
    adult(FAMILY, "Dan", "a1", "father"),
    adult(FAMILY, "Mo", "a2", "mother"),
)
IVY = child(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018", school={"urn": "100001"})
TOLD_BY = (
    "pattern-open-case",
    "pattern-no-open-case",
    "pattern-child-not-certain",
    "pattern-nobody-else-told",
)


def rule(name: str = "again", **changes: Any) -> PatternRule:
    """A rule on incidents and concerns: two or more within 180 days."""
    written: dict[str, Any] = {
        "id": name,
        "version": 1,
        "title": "Told again",
        "says": "The same child was told of more than once.",
        "source": "A test.",
        "owner": "bristol-city-council",
        "counts": [{"types": ["domestic-abuse-incident", "child-concern"]}],
        "at_least": 2,
        "within_days": 180,
        "told_by": TOLD_BY,
    }
    return PatternRule.model_validate({**written, **changes})


def stages(*rules: PatternRule) -> Stages:
    """Both stages, by the shipped agreement with these pattern rules."""
    file = PatternsFile(
        version="2026-01-01",
        valid_from=date(2026, 1, 1),
        reason="A test.",
        pattern=rules or (rule(),),
    )
    made = Stages()
    made.agree(replace(WITH_PATTERNS, patterns=(file,)))
    return made


def event_id(name: str) -> str:
    """An id that is the same whenever its name is."""
    return str(uuid5(NAMESPACE_URL, name))


def abuse(*, of: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A domestic-abuse incident about Ivy, or another child."""
    return incident(
        [of or IVY], [FATHER, MOTHER], allegations=[{"alleged": "a1", "victims": ["a2"]}], **more
    )


def concern(*, of: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A concern for Ivy, or another child."""
    told = core(POLICE, [of or IVY], [FATHER, MOTHER], **more)
    return {"type": CONCERN, "data": {"core": told, "detail": {"concern": "Alone at home."}}}


def tell(
    stages: Stages, name: str, document: dict[str, Any], happened: datetime, of: str = POLICE
) -> Followed:
    """What follows from an event of this name, which happened then."""
    return stages.publish(document, event_id(name), of=of, happened=happened)


def of_patterns(followed: Followed) -> list[dict[str, Any]]:
    """The items about patterns."""
    return [item for item in followed.items if item["event_type"] == PatternFound.TYPE]


def days(item: dict[str, Any]) -> list[str]:
    """The days of the events that an item names."""
    return [event["day"] for event in item["told"]["detail"]["pattern_events"]]


def holders(items: Sequence[dict[str, Any]]) -> list[str]:
    """Who gets these items."""
    return [item["recipient"] for item in items]
