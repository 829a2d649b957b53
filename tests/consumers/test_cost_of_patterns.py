"""What patterns cost an event does not grow with what was told before: calls are counted."""

from cProfile import Profile
from datetime import timedelta

from wholepicture_consumers.picture.context import MOST_EVENTS

from tests.consumers.both_stages import START
from tests.consumers.pattern_stages import abuse, event_id, rule, stages

MOST = 1.5
EARLIER = 500
HEARD = {"types": ["domestic-abuse-incident"], "where": {"voice": ["recorded"]}}
RULES = (
    rule("of-two-agencies", agencies=2),  # the numbers alone say that it is not possible
    rule("was-heard", counts=[HEARD]),  # the newest events are looked at, and none of them counts
)


def _calls(name: str, *, told_before: int) -> int:
    """The calls that one more event takes."""
    made = stages(*RULES)
    for number in range(told_before):
        happened = START - timedelta(hours=number)
        made.publish(abuse(), event_id(f"{name}-{number}"), happened=happened)
    profile = Profile()
    profile.enable()
    made.publish(abuse(), event_id(name), happened=START + timedelta(days=30))
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def test_history_costs_no_calls() -> None:
    """With 500 earlier events an event takes at most 1.5 times the calls of one with a dozen.

    Both items show as many earlier events, and who is around the child by those: that costs alike.
    """
    _calls("warm", told_before=2)

    short = _calls("shortly known", told_before=MOST_EVENTS)
    assert _calls("long known", told_before=EARLIER) <= MOST * short
