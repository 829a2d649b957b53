"""What a feed is told once: fields that no event has, and a form that is read and not standard.

Nothing of it is left out of what was read, so no recipient hears of it. A feed has the same fields
in each of its events, so each is named with the first event that has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from wholepicture_engine.stage import Document, Key, Work
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import Read

_MOST = 500
"""How many remarks are kept of a feed; who has more names its fields by chance."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the sender of an event is told once."""

    about: str
    """What it is about, the same for every event of the feed that has it."""
    problem: Problem


class Named(Document, frozen=True):
    """What a feed was told of already, under its source."""

    KIND: ClassVar[str] = "named"

    about: tuple[str, ...] = ()


def remarks_on(opened: Read, form: Iterable[Problem]) -> tuple[Remark, ...]:
    """What there is to say of an event's form and of the fields in it that no event has."""
    of_form = [Remark(problem.field, problem) for problem in form]
    kind = opened.event.type
    of_fields = [
        Remark(f"{kind} {field.pattern}", field.problem())
        for field in opened.unknown
        if not field.in_handling  # which is asked about each time
    ]
    return (*of_form, *of_fields)


def key_of_remarks(event: Event[Any], remarks: Iterable[Remark]) -> Iterable[Key]:
    """The document that says which of them the feed knows; none where there are no remarks."""
    return [Key(Named, event.source, only_read=True)] if tuple(remarks) else []


def told_once(source: str, remarks: Iterable[Remark], work: Work) -> list[Problem]:
    """Those remarks that the feed has not been told before; it counts as told of them now.

    The document is locked only where something is new, so that batches of one feed do not wait for
    each other.
    """
    remarks = tuple(remarks)
    if not remarks or not _new(source, remarks, work):
        return []
    work.further((Key(Named, source),))
    fresh = _new(source, remarks, work)
    known = work.get(Named, source) or Named()
    if not fresh or len(known.about) >= _MOST:
        return []
    about = dict.fromkeys((*known.about, *(remark.about for remark in fresh)))
    work.put(source, Named(about=tuple(about)))
    return [remark.problem for remark in fresh]


def _new(source: str, remarks: Iterable[Remark], work: Work) -> list[Remark]:
    known = (work.get(Named, source) or Named()).about
    return [remark for remark in remarks if remark.about not in known]
