"""Whether there is reason for care with a family, in whatever is shown of any of its children.

One allegation, move, protected address, restricted matter or order is enough, and so is that older
events do not stand here: then no contact with anybody stands by itself. Each adult has how to reach
that adult safely, or a sentence that says whom to speak to first.

Source: domain.md, section 6, F5: "never sends prompts to contact an alleged perpetrator without the
safe-contact note shown".
"""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Literal, NamedTuple

from wholepicture_schemas.words import listed

from wholepicture_agreement.item.around.shown import Shown, entry, texts
from wholepicture_agreement.item.instructions.handling import whom_to_call

Keeps = Callable[[str], Literal["matter", "place", "service"]]
"""What a restricted kind keeps back, by the agreement."""
OF_ABUSE = frozenset({"domestic-abuse-incident", "marac-referral"})
"""The types by which somebody was harmed at home, whether or not it is said who."""
NOT_SAFE_TO_TELL = "no-unsafe"
"""``core.sharing.family_informed``."""


class Care(NamedTuple):
    """What holds of everybody around the children of an item."""

    needed: bool
    """Whether there is a reason for care."""
    first: str = ""
    """Whom to speak to before anybody of the family; empty where nothing says so."""


def a_matter(_: str) -> Literal["matter", "place", "service"]:
    """A restricted kind that no agreement lists keeps the whole event back."""
    return "matter"


def care_with(events: Iterable[Shown], keeps: Keeps, *, cut: bool) -> Care:
    """The care that a family needs, by all that is shown of its children.

    ``cut``: older events do not stand here, and any of these may give a reason.
    """
    needed, first = cut, dict[str, str]()
    for shown in sorted(events, key=attrgetter("came"), reverse=True):
        restricted = {keeps(kind) for kind in _restricted(shown)}
        call = entry(shown.handling.get("call_before_speaking_to_family"))
        if call or "matter" in restricted or shown.detail.get("safe_to_tell_parents") == "no":
            whom = whom_to_call(call, shown.agency)
            if first.get(shown.agency, shown.agency) == shown.agency:
                first[shown.agency] = whom  # the newest who can be called
        needed = needed or "place" in restricted or _gives_a_reason(shown)
    return Care(needed or bool(first), listed(first.values()))


def _restricted(shown: Shown) -> Iterable[str]:
    """The restricted kinds that an event is said to be of, or is of by its type."""
    kind = shown.kind
    by_type = kind.RESTRICTED if kind is not None else ()
    said = shown.handling.get("restricted_kinds") if shown.handling else None
    return (*by_type, *texts(said)) if said else by_type


def _gives_a_reason(shown: Shown) -> bool:
    kind = shown.kind
    return bool(
        shown.careful_with
        or shown.harmed
        or shown.protected
        or shown.name in OF_ABUSE
        or (kind is not None and kind.MOVED)
        or entry(shown.core.get("sharing")).get("family_informed") == NOT_SAFE_TO_TELL
    )
