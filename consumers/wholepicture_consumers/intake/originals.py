"""The event that an amendment leads to: a correction of a correction corrects the same event.

An agency names the receipt that it has at hand, which may be that of its last correction::

    incident  <-- corrects --  C1  <-- corrects --  C2        C1 and C2 both correct the incident
"""

from wholepicture_engine.stage import Key, Work

from wholepicture_consumers.intake.documents import Awaited, Seen


def original_of(named: str, by: str, work: Work) -> str | None:
    """The identity at the end of the chain that begins with ``named``, which ``by`` names.

    The event may not have come yet. None where the chain leads back to itself.
    """
    passed = {by}
    while named not in passed:
        passed.add(named)
        work.further((Key(Seen, named), Key(Awaited, named)))
        seen = work.get(Seen, named)
        if seen is None or seen.amends is None:
            return named
        named = seen.amends
    return None
