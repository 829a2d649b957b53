"""What other events keep back is worked out once for all events of which it is the same."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from wholepicture_agreement import Agreement
from wholepicture_agreement.seen.sights import Sight
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.protection import KnownPicture, kept_back_elsewhere
from wholepicture_consumers.facts.states import Protecting
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import ChildRef, PersonRef

from tests.journeys.stories import INCIDENT
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")
_CHILD = ChildRef("child-1")
_EVERYBODY = Sight(school=False, childrens_services=True)


def _picture(core: dict[str, Any]) -> KnownPicture:
    protecting = Protecting(core=core, person=PersonRef("c1"))
    return KnownPicture(_CHILD, (_CHILD,), Picture(protects=(protecting,)))


def _traces(core: dict[str, Any], time: datetime, agreement: Agreement, sight: Sight) -> Any:
    attributes = Attributes.model_validate({
        "specversion": "1.0", "id": "e1", "type": INCIDENT, "time": time.isoformat(),
        "source": "/agencies/avon-and-somerset-police",
    })  # fmt: skip
    terms = agreement.terms[-1]
    found = kept_back_elsewhere([_picture(core)], attributes, terms, agreement)
    assert found.what is not None
    return found.what.traces(sight, frozenset({_CHILD}))


def _family(**father: Any) -> dict[str, Any]:
    return {
        "children": [{"person": "c1", "lives_at": {"lines": ["Larch Cottage"]}}],
        "adults": [
            {"person": "a1", "related_to": [{"child": "c1", "relation": "father"}], **father},
            {"person": "a2", "related_to": [{"child": "c1", "relation": "mother"}]},
        ],
        "allegations": [{"alleged": "a1", "victims": ["a2"]}],
    }


def test_an_event_of_an_earlier_version_keeps_back_by_that_version() -> None:
    """A refuge is a place by one version and a service by the next; each event has its own."""
    (now,) = shipped().terms
    services = tuple(one.model_copy(update={"keeps": "service"}) for one in now.restricted)
    later = replace(
        now, version="later", valid_from=date(2027, 6, 1), restricted=services, digest="later"
    )
    agreement = replace(shipped(), terms=(now, later))
    core = _family() | {"handling": {"restricted_kinds": ["refuge"]}}
    needs = _EVERYBODY._replace(needs=frozenset({"child-whereabouts", "victim-address"}))

    before, after = (
        _traces(core, datetime(year, 11, 18, 10, tzinfo=UTC), agreement, needs)
        for year in (2026, 2027)
    )

    assert before
    assert not after


def test_whoever_is_18_is_so_by_the_day_in_london() -> None:
    """At half past midnight in London a father is 18, an hour before he is a child himself."""
    core = _family(birth_date="2008-06-02", address={"lines": ["Elder Cottage"]}) | {
        "handling": {"address_protected": ["a1"]},
        "allegations": [{"alleged": "a1", "victims": ["a2"]}],
    }
    times = [datetime(2026, 6, 1, hour, 30, tzinfo=UTC) for hour in (22, 23)]

    child, grown = (_traces(core, time, shipped(), _EVERYBODY) for time in times)

    assert child != grown
