"""Marks beside a field: what class of data it is, its label for people, what to do without it.

A mark stands in ``Annotated`` beside the field, or on a type for all its uses; what a field says
itself comes before what its type says. ``fields.py`` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

DataClass = Literal[
    "whereabouts", "school", "contact", "service", "offence", "order", "health", "identity",
    "equality", "reference", "free-text", "handling", "plain",
]  # fmt: skip
"""What class of data a field holds. Masking and the checks of the agreement decide by it.

*whereabouts*: where somebody lives or is. *school*: which school a child goes to, which tells where
it is every day. *contact*: how somebody of the family is reached. *service*: what names a service,
or somebody who works there. *offence*: what tells of an offence or of who is suspected. *order*: a
measure taken for one, such as bail, which a school must know. *health*: disability, communication
and care. *identity*: who somebody is. *equality*: for equality monitoring, told to nobody.
*reference*: a number or name that only leads to something. *free-text*: other words of the sender.
*handling*: what a recipient must and must not do. *plain*: anything else.
"""

Trace = Literal["lines", "number", "phone", "service", "school", "name", "role", "email"]
"""How a value is recognised inside a text."""


@dataclass(frozen=True, slots=True)
class Needed:
    """The mark of a field that a producer must give, with the sentence that tells how."""

    fix: str


@dataclass(frozen=True, slots=True)
class Means:
    """The mark of a field or of a type. What a field's mark leaves out, its type's mark says."""

    label: str = ""
    """What people call it: Date of birth."""
    kind: DataClass | None = None
    traced: Trace | None = None
    each: str = ""
    """Of a list: what people call an entry, such as a child."""
    safety: bool = False
    """Whether only victims have such a value. The person is protected, and so are its fields."""
    area: bool = False
    """Whether a child is, was or may be in the authority that it names, or goes there: its
    children's services are told."""
    codes: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of a code set: what people call each code."""

    def over(self, other: "Means") -> "Means":
        """This mark, completed by the other where it says nothing."""
        return Means(
            self.label or other.label,
            self.kind or other.kind,
            self.traced or other.traced,
            self.each or other.each,
            self.safety or other.safety,
            self.area or other.area,
            self.codes or other.codes,
        )
