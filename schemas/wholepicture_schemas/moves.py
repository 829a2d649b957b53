"""Who has moved because of what an event is, where its sender gives no new address.

Where somebody lives now stands as ``new_address``. A type of event may say by itself that somebody
moved (``MOVED``), whether or not its sender tells where to: then they have one that is not told.
"""

from collections.abc import Mapping
from typing import Any

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.persons import Address

_NOT_TOLD = Address()


def with_moves(event: Event[Any], core: Core) -> Core:
    """A core of the event, in which everybody who has moved has a new address, told or not."""
    if not event.MOVED:
        return core
    content = {
        "core": core.model_dump(mode="json", exclude_none=True),
        "detail": {event.MOVED: getattr(event.data.detail, event.MOVED, None)},
    }
    movers = movers_of(type(event), content)
    adults = tuple(
        adult.model_copy(update={"new_address": adult.new_address or _NOT_TOLD})
        if adult.person in movers
        else adult
        for adult in core.adults
    )
    return core.model_copy(update={"adults": adults})


def movers_of(kind: type[Event[Any]] | None, content: Mapping[str, Any]) -> frozenset[str]:
    """The adults of a content who have moved because of its type; mostly nobody.

    Where the sender does not say who, it is every adult who is not only alleged.
    """
    if kind is None or not kind.MOVED:
        return frozenset()
    core: Any = content.get("core") or {}
    detail: Any = content.get("detail") or {}
    adults = {adult.get("person") for adult in core.get("adults") or ()}
    if detail.get(kind.MOVED) in adults:
        return frozenset({str(detail[kind.MOVED])})
    allegations = core.get("allegations") or ()
    victims = {victim for each in allegations for victim in each.get("victims") or ()}
    alleged = {each.get("alleged") for each in allegations}
    return frozenset(str(adult) for adult in adults - (alleged - victims) if adult)
