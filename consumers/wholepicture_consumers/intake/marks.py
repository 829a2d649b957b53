"""What a change of a single field says of a child's identifying marks."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.persons import Child

from wholepicture_consumers.identity import Marks, marks_of

_FIELD = re.compile(
    r"core\.children\.([0-9]{1,4})"
    r"\.(nhs_number|birth_date|name|name\.given|name\.family|lives_at|lives_at\.postcode)"
)
_OF: Mapping[str, tuple[str, ...]] = {
    "nhs_number": ("nhs_number",),
    "birth_date": ("birth_date",),
    "name": ("given", "family"),
    "name.given": ("given",),
    "name.family": ("family",),
    "lives_at": ("postcode",),
    "lives_at.postcode": ("postcode",),
}


def marks_told(
    field: str,
    value: Any,
    children: Sequence[PersonRef],
    known: Mapping[PersonRef, Marks],
) -> dict[PersonRef, Marks]:
    """The marks of the child that a change tells of; empty where it tells of none.

    A value that cannot be read changes nothing here: the picture refuses it, and it is asked about.
    """
    told = _FIELD.fullmatch(field)
    if told is None or int(told[1]) >= len(children):
        return {}
    person = children[int(told[1])]
    before = known.get(person)
    if before is None:
        return {}
    document = value
    for name in reversed(told[2].split(".")):
        document = {name: document}
    try:
        read = marks_of(
            Child.model_validate({"person": person, **document}), practice=before.practice
        )
    except ValidationError:
        return {}
    changes = {mark: getattr(read, mark) for mark in _OF[told[2]]}
    return {person: before.model_copy(update=changes)}
