"""One event as a recipient is shown it, and the people in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.moved import adults_moved
from wholepicture_agreement.written.files import Agency

Entry = Mapping[str, Any]
"""A child or an adult as told."""
NOT_SEEN = "adult-not-seen"
"""The type by which an agency says that it has not seen an adult."""
NOT_CHECKED = "(as written, not checked)"
_NOBODY: Entry = {}
_NONE: Sequence[Entry] = ()


@dataclass(eq=False)
class Shown:
    """One event as a recipient is shown it: the item's own, or one that was told earlier.

    Each part of it is read once, for however many adults and children it is looked at.
    """

    told: Mapping[str, Any]
    agency: str
    name: str
    """The short name of its type, such as adult-not-seen."""
    on: dt.date
    """The day on which it happened, in London."""
    person: PersonRef
    """The child's reference inside it."""
    own: bool = False
    """Whether it is the item's own event."""
    received: dt.datetime | None = None
    """When it came; none where it counts as having come on the day on which it happened."""
    sender: Agency | None = None
    """The agency that told it, as the agreement has it; none where it does not take part now."""

    came: dt.datetime = field(init=False)
    """When it came."""
    kind: type[Event[Any]] | None = field(init=False)
    """The class of its type; none of a type that is not known."""
    core: Entry = field(init=False)
    """What every agency tells."""
    detail: Entry = field(init=False)
    """What its type tells."""
    handling: Entry = field(init=False)
    """What must and must not be done with it."""
    children: Sequence[Entry] = field(init=False)
    """The children of whom it tells."""
    adults: Sequence[Entry] = field(init=False)
    """The adults of whom it tells."""
    professionals: Sequence[Entry] = field(init=False)
    """Who works with the family, as it tells of them."""
    allegations: Sequence[Entry] = field(init=False)
    """What is alleged in it."""
    orders: Sequence[Entry] = field(init=False)
    """The orders and bail conditions of which it tells."""
    is_not_safe: bool = field(init=False)
    """Whether it says that it was not safe to try to reach the adult whom it is about."""
    child: Entry = field(init=False)
    """The child as it tells of them; empty where nothing of the child is shown."""
    must_not_learn: Sequence[Entry] = field(init=False)
    """Who must not learn of it, each with the reason."""
    alleged: AbstractSet[Any] = field(init=False)
    """Who is alleged in it to have harmed somebody."""
    harmed: AbstractSet[Any] = field(init=False)
    """Who is said in it to have been harmed."""
    protected: AbstractSet[Any] = field(init=False)
    """Who moved, or whose address is protected: a letter or a call may harm them, too."""
    careful_with: AbstractSet[Any] = field(init=False)
    """Whom nobody approaches without having spoken to somebody."""

    def __post_init__(self) -> None:
        """Read each part once."""
        self.came = self.received or dt.datetime.combine(self.on, dt.time.min, dt.UTC)
        self.kind = _kind(self.name)
        core = self.core = entry(self.told.get("core"))
        detail = self.detail = entry(self.told.get("detail"))
        handling = self.handling = entry(core.get("handling"))
        self.children = entries(core.get("children"))
        self.adults = entries(core.get("adults"))
        self.professionals = entries(core.get("professionals"))
        self.allegations = entries(core.get("allegations"))
        self.orders = entries(detail["orders"]) if "orders" in detail else _NONE
        self.must_not_learn = entries(handling.get("do_not_disclose_to")) if handling else _NONE
        self.child = _NOBODY
        for child in self.children:
            if child.get("person") == self.person:
                self.child = child
                break
        alleged: set[Any] = {one.get("alleged") for one in self.allegations}
        harmed: set[Any] = {
            person for one in self.allegations for person in texts(one.get("victims"))
        }
        if (staff := detail.get("staff_member")) is not None:
            alleged.add(staff)
        if (victim := detail.get("marac_victim")) is not None:
            harmed.add(victim)
        self.alleged, self.harmed = alleged, harmed
        moved = adults_moved(self.kind, self.adults, self.allegations, detail, alleged - harmed)
        said = handling.get("address_protected") if handling else None
        self.protected = moved | set(texts(said)) if said else moved
        careful = alleged
        if self.orders or self.must_not_learn:
            careful = careful | {one.get("person") for one in (*self.orders, *self.must_not_learn)}
        self.is_not_safe = self.name == NOT_SEEN and detail.get("not_seen_reason") == "not-safe"
        if self.is_not_safe:
            careful = careful | {detail.get("adult")}
        self.careful_with = careful


@cache
def _kind(name: str) -> type[Event[Any]] | None:
    return by_name(name)


def entry(value: Any) -> Entry:
    """What can be read of a value that holds others; empty where it holds none."""
    return value if value.__class__ is dict else _NOBODY


def entries(listed: Any) -> Sequence[Entry]:
    """The entries of a list that can be read."""
    if not listed or listed.__class__ is not list:
        return _NONE
    return [one for one in listed if one.__class__ is dict]


def texts(listed: Any) -> Sequence[str]:
    """The texts of a list that can be read."""
    return [one for one in listed if isinstance(one, str)] if listed.__class__ is list else ()


def written(of: Entry, field: str) -> Iterator[str]:
    """What a field was kept as, where it could not be read; marked as not checked."""
    kept = entry(of.get(AS_WRITTEN)).get(field)
    if isinstance(kept, str) and kept:
        yield f"{kept} {NOT_CHECKED}"
