"""The marks of a field, by its path: what masking, cleaning and projection ask of every value.

They are worked out once for each field, not for each value, recipient and rule. A path means the
same in every type of event, so its marks do not depend on the type.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from wholepicture_schemas.fields import AS_WRITTEN, EACH
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass, Means, Trace
from wholepicture_schemas.told_fields import MOST_PATHS, field_at, means_at

from wholepicture_agreement.written.files import NOT_FOR_SCHOOLS

_TEXTS: frozenset[DataClass] = frozenset({
    "free-text", "offence", "order", "health", "handling", "plain",
})  # fmt: skip
"""What may hold a place or a number by its shape; names, numbers and services are none."""
_MAY_SAY_MORE: frozenset[DataClass] = frozenset({"identity", "school"})
"""What may, too, where it was kept as it was written: it may say more than its field asks for."""
_TRACED_AS_WRITTEN: Mapping[DataClass, Trace] = {
    "whereabouts": "lines", "contact": "phone", "school": "school",
}  # fmt: skip

FOR_NOBODY: frozenset[DataClass] = frozenset({"equality"})
"""Told to nobody, whatever a rule says (promise 8)."""
OF_NOBODY: frozenset[DataClass] = frozenset({"whereabouts", "school", "contact"})
"""What is masked where it stands under no person, as the place of an incident does."""
_PLACES: frozenset[DataClass] = frozenset({"whereabouts", "school"})
"""What is masked as a whole: the number of a property goes with its lines."""

_OF_EVERYBODY = frozenset({
    "core.children.*.person", "core.children.*.name", "core.children.*.birth_date",
    "core.children.*.expected_birth_date", "core.children.*.mother",
    "core.adults.*.person", "core.adults.*.name", "core.adults.*.related_to",
})  # fmt: skip
"""What a recipient may read of people who do not belong to its children: who they are."""
PEOPLE = ("core.children", "core.adults")
"""Where the people of an event stand."""
RECORD = "core.adults.*.offence_history"
"""Of whoever is alleged it is about the danger to each child of the event."""
WORK = frozenset({"works_for", "works_at"})
STAYS_AT = "staying_at"
DECIDED_BY = WORK | {STAYS_AT}
"""The fields of a person by which masking decides, and not by their class of data."""
_OWN = frozenset({"core.children.*.person", "core.adults.*.person"})
"""The fields with a person's own reference, to which the other references point."""
PROFESSIONALS = "core.professionals."
_TO_CALL = ("core.call_back.", "core.handling.call_before_speaking_to_family.")
"""Whose numbers are for whoever reads it."""
_OF_A_PERSON = 3
"""Where the field of a person stands in a path such as core.children.*.name."""


class MaskedAs(NamedTuple):
    """What masking asks of a field: the same of many fields."""

    kind: DataClass | None
    safety: bool
    """Whether only victims have such a value."""
    among: str
    """The part of the core or detail that it stands in, such as children."""
    of_detail: bool
    """Whether it stands in the detail."""
    field: str
    """The field of a person that it belongs to, where masking decides by the field."""
    of_everybody: bool
    """Whether it says who somebody is."""
    hideable: bool
    """Whether it is masked from anybody."""


@dataclass(frozen=True, eq=False, slots=True)
class Marks:
    """What is known of a value by its path alone; one for all values of a field."""

    starred: str
    """The path as text, a star for each place in a list.

    Of what was kept as it was written it is that of its field, so that it is treated as the field.
    """
    of_list: str
    """The same; of the entries of a list, that of the list."""
    as_written: bool
    """Whether it was kept as it was written, because its field could not hold it."""
    kind: DataClass | None
    masked_as: MaskedAs
    among: str
    """The part of the core or detail that it stands in, such as children."""
    of_detail: bool
    """Whether it stands in the detail."""
    field: str
    """Of a person's value: the field of the person that it belongs to."""
    traced: Trace | None
    """How a value is recognised inside a text; an address as one text by its lines."""
    codes: Collection[str]
    """The codes of the field; none of another field."""
    may_be_text: bool
    """Whether it may be words of the sender, where it is no code of its field."""
    place: int
    """Of a part of a place, how many parts of the path lead from the place to it; else 0."""
    names_a_service: bool
    """Whether it names a service, or somebody who works for one.

    The service that helps a victim is masked by its own class.
    """
    to_call: bool
    """Whether it is a number for whoever reads it."""
    names_a_person: bool
    """Whether it names another person."""
    takes_its_entry: bool
    """Whether a list entry is left out as a whole where the person that it names is not shown.

    An entry about that person is left out. An order never is: whoever hands a child over must know
    its condition.
    """


def marks_at(starred: str, *, as_written: bool = False) -> Marks:
    """The marks of the field at a path; of an unknown one, those of the field around it."""
    return _marks(starred, as_written)


@lru_cache(MOST_PATHS)
def _marks(starred: str, as_written: bool) -> Marks:
    means, place = means_at(starred), field_at(starred)
    kind, traced, masked_as = means.kind, means.traced, _masked_as(starred, means)
    if traced is None and as_written:
        traced = _TRACED_AS_WRITTEN.get(kind or "plain")
    parts = starred.split(".")
    from_its_place = 2 if means.traced == "lines" else 1
    of_service = kind == "service" and not means.safety
    return Marks(
        starred=starred,
        of_list=starred.removesuffix(f".{EACH}"),
        as_written=as_written,
        kind=kind,
        masked_as=masked_as,
        among=masked_as.among,
        of_detail=masked_as.of_detail,
        field=parts[_OF_A_PERSON] if len(parts) > _OF_A_PERSON else "",
        traced=traced,
        codes=place.codes if place else (),
        may_be_text=kind in _TEXTS or (as_written and kind in _MAY_SAY_MORE),
        place=from_its_place if kind in _PLACES else 0,
        names_a_service=of_service or starred.startswith(PROFESSIONALS),
        to_call=starred.startswith(_TO_CALL) and parts[-1] == "phone",
        names_a_person=place is not None and place.type is PersonRef and starred not in _OWN,
        takes_its_entry=place is not None and place.required and place.means.kind != "order",
    )


def _masked_as(starred: str, means: Means) -> MaskedAs:
    parts, kind = starred.split("."), means.kind
    field = parts[_OF_A_PERSON] if len(parts) > _OF_A_PERSON else ""
    of_everybody = any(starred == path or starred.startswith(f"{path}.") for path in _OF_EVERYBODY)
    if starred.startswith(tuple(f"{among}." for among in PEOPLE)):
        hideable = not of_everybody
    else:
        hideable = means.safety or kind in OF_NOBODY | FOR_NOBODY | NOT_FOR_SCHOOLS
    return MaskedAs(
        kind=kind,
        safety=means.safety,
        among=parts[1] if len(parts) > 1 else "",
        of_detail=starred.startswith("detail."),
        field=starred if starred == RECORD else field if field in DECIDED_BY else "",
        of_everybody=of_everybody,
        hideable=hideable,
    )


class Node(dict[str, "Node"]):
    """Where a value or more of them may stand in a content, and the nodes of what stands in it.

    Only nodes of known fields are kept, so there are no more of them than fields.
    """

    def __init__(self, marks: Marks, holds: str | None = None) -> None:
        super().__init__()
        self.marks = marks
        """The marks of a value that stands here itself."""
        self._holds = marks.starred if holds is None else holds
        self.is_people = marks.starred in PEOPLE
        """Whether each entry of a list here is a person."""

    def __missing__(self, name: str) -> "Node":
        as_written = self.marks.as_written or name == AS_WRITTEN
        starred = f"{self._holds}.{name}" if self._holds else name
        inside = self._holds if name == AS_WRITTEN else starred
        node = Node(marks_at(starred, as_written=as_written), inside)
        field = field_at(inside)
        if field is not None and field.starred.startswith(inside):
            self[name] = node
        return node


CONTENT = Node(marks_at(""), "")
"""The node of a whole content."""
