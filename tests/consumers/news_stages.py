"""Both stages with the agreement's own rules of news, and what those who told before hear."""

from datetime import datetime
from typing import Any

from wholepicture_schemas.news import NewsOfAChild

from tests.consumers.both_stages import WITH_NEWS, Followed, Stages
from tests.consumers.pattern_stages import FATHER, IVY, MOTHER, event_id
from tests.journeys.stories import POLICE, core, incident

HOUSING, CHARITY = "housing-options", "family-charity"
HOUSING_UNIT, CHARITY_UNIT, POLICE_UNIT = "housing-1", "families-1", "safeguarding-police"
_ANY = "uk.wholepicture.any.{}.v1"
_SHARED = {
    "power": "children-act-2004-s11", "because": "The child lives there.", "family_informed": "yes",
}  # fmt: skip


def stages() -> Stages:
    """Both stages, by the shipped agreement without its pattern rules."""
    made = Stages()
    made.agree(WITH_NEWS)
    return made


def told(of: str = HOUSING, kind: str = "concern", **more: Any) -> dict[str, Any]:
    """What an agency that is not the police tells of Ivy."""
    ivy = {key: said for key, said in IVY.items() if key != "exposure"}
    said = {"asks": "information", "urgency": "routine", "sharing": _SHARED, **more}
    detail = {"concern": "The flat is cold.", "worried_about": ["neglect"]}
    return {
        "type": _ANY.format(kind),
        "data": {"core": core(of, said.pop("children", [ivy]), **said), "detail": detail},
    }


def abuse(**more: Any) -> dict[str, Any]:
    """A domestic-abuse incident about Ivy."""
    more = {"allegations": [{"alleged": "a1", "victims": ["a2"]}], **more}
    return incident(more.pop("children", [IVY]), [FATHER, MOTHER], **more)


def tell(
    made: Stages, name: str, document: dict[str, Any], of: str = POLICE,
    happened: datetime | None = None,
) -> Followed:  # fmt: skip
    """What follows from an event of this name; by default it happens when it is received."""
    family = f"family of {of}"
    return made.publish(document, event_id(name), of=of, family=family, happened=happened)


def of_news(followed: Followed) -> list[dict[str, Any]]:
    """The notices that there is news."""
    return [item for item in followed.items if item["event_type"] == NewsOfAChild.TYPE]


def who_hears(followed: Followed) -> list[str]:
    """Who hears that there is news."""
    return [item["recipient"] for item in of_news(followed) if not item.get("amends")]
