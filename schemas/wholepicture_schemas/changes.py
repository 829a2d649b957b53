"""The checks of a correction or a retraction that do not need the event that it amends."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import exists
from wholepicture_schemas.identifiers import Source, owner_of
from wholepicture_schemas.problems import Problem, path_of

_OWN_REFERENCE = re.compile(r"core\.(children|adults)\.[0-9]+\.person")
"""The reference of a person: other fields, and the links to known children, refer to it."""
_WHO_MAY_HAVE_IT = re.compile(r"core(\.(exercise|history))?")
"""The fields that decide who is told at all.

Were one of them corrected, the correction might not reach those who have the event.
"""


def problems_of_amendment(
    event: Event[Any], kinds: Mapping[str, type[Event[Any]]]
) -> Iterator[Problem]:
    """The problems of a correction or a retraction, whichever event of its agency it amends.

    ``kinds`` are the types that an agency may publish. Those that amend are never amended.
    """
    if not isinstance(event, Correction | Retraction):
        return
    detail = event.data.detail
    if detail.source is not None and _anothers(detail.source, event.source):
        yield Problem("detail.source", "is another agency's", "Name a source of your own agency.")
    if isinstance(event, Correction):
        for number, change in enumerate(event.data.detail.changes):
            amendable = (kind for kind in kinds.values() if not kind.AMENDS)
            problem = problem_of_path(number, change.field, amendable)
            if problem:
                yield problem


def problem_of_path(number: int, field: str, kinds: Iterable[type[Event[Any]]]) -> Problem | None:
    """Why a path leads to no field of these types that may be changed; None where it leads to one.

    ``number`` is the position of the change, from 0.
    """
    if _OWN_REFERENCE.fullmatch(field):
        return _of_change(
            number, field, "the reference of a person, which others lead to",
            "Leave it as it is. Of another person give the whole list anew.",
        )  # fmt: skip
    if _WHO_MAY_HAVE_IT.fullmatch(field):
        return _of_change(
            number, field, "which cannot be corrected",
            "Take the event back and send it anew." if "." in field else "Change its fields.",
        )  # fmt: skip
    if any(exists(kind, field) for kind in kinds):
        return None
    return _of_change(
        number, field, "which is no field of the event", "Look at the template of the event."
    )


def not_there(number: int, field: str) -> Problem:
    """The problem of a change whose path leads to a place that its event does not have."""
    fix = "Count from 0. To add an entry, name the place behind the last and give it whole."
    return _of_change(number, field, "which is not there", fix)


def _of_change(number: int, field: str, what: str, fix: str) -> Problem:
    path = path_of([int(part) if part.isdigit() else part for part in field.split(".")])
    return Problem(f"detail.changes.{number}.field", f"leads to {path}, {what}", fix)


def _anothers(named: Source, own: Source) -> bool:
    """Whether a named source is no source of the agency that names it.

    Example: ``/agencies/a`` may name ``/agencies/a/records``, and neither ``/agencies/b`` nor
    ``/bus/intake``. Where the own source is no agency's, the source of any agency may be named.
    """
    known = own.startswith("/agencies/")
    return not named.startswith("/agencies/") or (known and owner_of(named) != owner_of(own))
