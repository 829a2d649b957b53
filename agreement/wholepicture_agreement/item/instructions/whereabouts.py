"""What holds where somebody of the event lives elsewhere than others may think."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.in_texts.traces import KEPT_BACK
from wholepicture_schemas.words import listed

from wholepicture_agreement.item.instructions.telling import SOMEBODY, Telling
from wholepicture_agreement.seen.moved import moved
from wholepicture_agreement.told.facts import EventFacts

_PLACES = ("new_address", "staying_at", "address", "lives_at")
"""Where a person is said to live, the newest first."""
_FINDS_IT = ("lines", "postcode", "uprn")


def must_not_become_known(telling: Telling) -> Iterator[str]:
    """Whose address must not become known, whether the recipient is told it or learns it itself."""
    for person in who_moved(telling.facts):
        if who := telling.shown.called(person):
            yield (
                f"Where {who} lives must not become known: keep it out of what others can read, "
                "and take it out where you were told it earlier."
            )


def stale_details(telling: Telling) -> Iterator[str]:
    """Whose old details may lead to harm, to a recipient who does not read the new ones.

    The recipient may still hold the old ones. Example: a school writes to the home that a mother
    and her child have fled, where the alleged father opens the letter.
    """
    shown = telling.shown
    core = telling.facts.core
    children = {child.person for child in core.children}
    moved_away = {adult.person for adult in core.adults if adult.new_address is not None}
    stale = [
        shown.called(person) or SOMEBODY
        for person in who_moved(telling.facts)
        if (shown.person(person) or person not in children)
        and not _reads_where(shown.person(person), moved_away=person in moved_away)
    ]
    if stale:
        who = listed(dict.fromkeys(stale))
        yield (
            f"{who[0].upper()}{who[1:]} may not live where you think: the address and contact "
            "details you hold from earlier may lead to harm. Do not write, ring or visit there, "
            "and leave or send no message; call the sender."
        )


def who_moved(facts: EventFacts) -> Sequence[PersonRef]:
    """Whoever has moved, is staying elsewhere than at home, or has a protected address."""
    return facts.once(_moved)


def _moved(facts: EventFacts) -> Sequence[PersonRef]:
    return moved(facts.core)


def _reads_where(entry: Mapping[str, Any], *, moved_away: bool) -> bool:
    """Whether the newest place of a person stands in what is told of the person."""
    places = _PLACES[:1] if moved_away else _PLACES
    place: dict[str, Any] = next((entry[field] for field in places if field in entry), {})
    told = [place[part] for part in _FINDS_IT if part in place]
    return bool(told) and not any(KEPT_BACK in str(part) for part in told)
