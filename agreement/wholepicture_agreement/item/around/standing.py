"""What is said of whoever is alleged to have harmed somebody: alleged, charged, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wholepicture_agreement.item.around.shown import Shown

ALLEGED = "alleged to have harmed somebody"
_IN_WORDS: Mapping[str, str] = {
    "counter": "alleged in return to have harmed somebody",
    "retracted": "alleged to have harmed somebody, which was taken back by whoever alleged it",
    "charged": "charged by police with having harmed somebody",
    "convicted": "convicted by a court of having harmed somebody",
}
"""By ``core.allegations.*.standing``; of any other it is alleged."""


def said_to_have_harmed(told: Iterable[tuple[Any, Shown]]) -> Sequence[str]:
    """Each standing once, newest first, of a person by the reference inside each event.

    Two allegations are not compared: of what was taken back once, another may stand.
    """
    standings: dict[str, None] = {}
    for person, shown in told:
        if person is not None and person in shown.alleged:
            for one in shown.allegations:
                if one.get("alleged") == person:
                    standings[_IN_WORDS.get(str(one.get("standing")), ALLEGED)] = None
    return list(standings)
