"""The people of a content as it is told, and how its recipient can name them.

A sentence names a person only as far as the recipient is told of the person: by name, else by the
relation to a child, else not at all. Example: a front door reads "Do not let Robin Example learn of
this." A school that is not told the name reads "Do not let the father of Sam learn of this."
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import JsonValue
from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.who import name_of

from wholepicture_agreement.item.orders import Order

ToldContent = Mapping[str, JsonValue]
Worked = TypeVar("Worked")

_NOTHING: Mapping[str, Any] = {}
_RELATIONS: Mapping[str, str] = {
    code: said if said.startswith("another ") else f"the {said}" for code, said in RELATIONS.items()
}


class PeopleTold:
    """The people in a told content, and how the recipient can name them."""

    def __init__(self, told: ToldContent) -> None:
        self.told = told
        core: Any = told.get("core", _NOTHING)
        self.core: Mapping[str, Any] = core
        detail: Any = told.get("detail", _NOTHING)
        self.orders: Sequence[Order] = detail.get("orders", ())
        """The orders and bail conditions, where its type of event has any."""
        self._children = {child.get("person"): child for child in core.get("children", ())}
        self._adults = {adult.get("person"): adult for adult in core.get("adults", ())}
        self.safe_contacts: Mapping[object, Mapping[str, Any]] = {
            person: adult["safe_contact"]
            for person, adult in self._adults.items()
            if "safe_contact" in adult and person not in self._children
        }
        """How each adult is reached safely, of whom that is told."""
        self._called: dict[PersonRef | str, str | None] = {}
        self._once: dict[object, Any] = {}

    def once(self, what: object, say: Callable[[], Worked]) -> Worked:
        """What is equal for every recipient of this content, worked out once for each ``what``."""
        if what not in self._once:
            self._once[what] = say()
        known: Worked = self._once[what]
        return known

    def person(self, person: PersonRef | str) -> Mapping[str, Any]:
        """What is told of a person."""
        entry: Mapping[str, Any] = (
            self._children.get(person) or self._adults.get(person) or _NOTHING
        )
        return entry

    def called(self, person: PersonRef | str) -> str | None:
        """How the recipient can name a person; none where nothing of the person is told."""
        if person not in self._called:
            self._called[person] = self._call(person)
        return self._called[person]

    def _call(self, person: PersonRef | str) -> str | None:
        entry = self.person(person)
        if words := name_of(entry):
            return words
        for tie in entry.get("related_to", ()):
            relation = str(tie.get("relation", "unknown"))
            if relation not in {"unknown", "not-related"}:
                child = self._children.get(tie.get("child"), _NOTHING)
                whose = name_of(child) or self._of_no_name(child, "the child")
                return f"{_RELATIONS.get(relation, f'the {relation}')} of {whose}"
        known = person in self._children
        return self._of_no_name(entry, "a child who is not named") if known else None

    @staticmethod
    def _of_no_name(child: Mapping[str, Any], born: str) -> str:
        expected = child.get("expected_birth_date") or child.get("exposure") == "UNBORN"
        return "the unborn child" if expected and not child.get("birth_date") else born
