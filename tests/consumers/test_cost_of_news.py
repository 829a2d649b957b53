"""What a notice of news costs does not grow with what was told before: calls are counted."""

from cProfile import Profile
from typing import Any

from tests.consumers.news_stages import HOUSING, HOUSING_UNIT, stages, tell, told, who_hears
from tests.consumers.pattern_stages import FATHER, IVY, MOTHER
from tests.journeys.stories import incident

MOST = 1.5
EARLIER = 200
A_DAY = 24 * 60


def _incident() -> dict[str, Any]:
    """It says each time where the father works, which is looked at for who may hear."""
    return incident([IVY], [{**FATHER, "works_at": ["Harbourside Primary"]}, MOTHER])


def _calls(name: str, *, told_before: int) -> int:
    """The calls of an event that housing hears of, behind so many on the days before."""
    made = stages()
    tell(made, f"{name} of housing", told(HOUSING), HOUSING)
    for number in range(told_before):
        tell(made, f"{name}-{number}", _incident())
    made.pass_minutes(A_DAY)
    profile = Profile()
    profile.enable()
    followed = tell(made, name, _incident())
    profile.disable()
    assert who_hears(followed) == [HOUSING_UNIT]
    return sum(entry.callcount for entry in profile.getstats())


def test_history_costs_no_calls() -> None:
    """With 200 earlier events a notice takes at most 1.5 times the calls of one with none."""
    _calls("warm", told_before=1)

    assert _calls("long known", told_before=EARLIER) <= MOST * _calls("new", told_before=0)
