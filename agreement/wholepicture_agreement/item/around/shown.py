"""One event as a recipient is shown it, and the people in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.written.files import Agency

Entry = Mapping[str, Any]
"""A child or an adult as told."""
NOT_CHECKED = "(as written, not checked)"
_NOBODY: Entry = {}


@dataclass(frozen=True)
class Shown:
    """One event as a recipient is shown it: the item's own, or one that was told earlier."""

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
    sender: Agency | None = None
    """The agency that told it, as the agreement has it; none where it does not take part now."""

    @cached_property
    def core(self) -> Entry:
        """What every agency tells."""
        return entry(self.told.get("core"))

    @cached_property
    def detail(self) -> Entry:
        """What its type tells."""
        return entry(self.told.get("detail"))

    @cached_property
    def handling(self) -> Entry:
        """What must and must not be done with it."""
        return entry(self.core.get("handling"))

    @cached_property
    def children(self) -> Sequence[Entry]:
        """The children of whom it tells."""
        return entries(self.core.get("children"))

    @cached_property
    def adults(self) -> Sequence[Entry]:
        """The adults of whom it tells."""
        return entries(self.core.get("adults"))

    @cached_property
    def allegations(self) -> Sequence[Entry]:
        """What is alleged in it."""
        return entries(self.core.get("allegations"))

    @cached_property
    def alleged(self) -> AbstractSet[Any]:
        """Who is alleged in it to have harmed somebody."""
        return {one.get("alleged") for one in self.allegations}

    @cached_property
    def harmed(self) -> AbstractSet[Any]:
        """Who is said in it to have been harmed."""
        return {person for one in self.allegations for person in texts(one.get("victims"))}

    @cached_property
    def must_not_learn(self) -> Sequence[Entry]:
        """Who must not learn of it, each with the reason."""
        return entries(self.handling.get("do_not_disclose_to"))

    @cached_property
    def careful_with(self) -> AbstractSet[Any]:
        """Whom nobody approaches without having spoken to somebody."""
        bound = entries(self.detail.get("orders"))
        return self.alleged | {one.get("person") for one in (*bound, *self.must_not_learn)}

    @cached_property
    def child(self) -> Entry:
        """The child as it tells of them; empty where nothing of the child is shown."""
        return next((one for one in self.children if one.get("person") == self.person), _NOBODY)


def entry(value: Any) -> Entry:
    """What can be read of a value that holds others; empty where it holds none."""
    return value if isinstance(value, dict) else _NOBODY


def entries(listed: Any) -> Sequence[Entry]:
    """The entries of a list that can be read."""
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else ()


def texts(listed: Any) -> Sequence[str]:
    """The texts of a list that can be read."""
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else ()


def written(of: Entry, field: str) -> Iterator[str]:
    """What a field was kept as, where it could not be read; marked as not checked."""
    kept = entry(of.get(AS_WRITTEN)).get(field)
    if isinstance(kept, str) and kept:
        yield f"{kept} {NOT_CHECKED}"
