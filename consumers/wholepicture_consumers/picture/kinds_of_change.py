"""What may follow for one recipient: the kinds of change that `changes.py` finds, each as data."""

from dataclasses import dataclass

from wholepicture_agreement import Item, SeenAgain
from wholepicture_schemas.changing import Content
from wholepicture_schemas.deliveries import AboutChild
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.picture.holdings import Holding


@dataclass(frozen=True, slots=True)
class New:
    """The recipient has nothing of it, and is due it."""

    item: Item


@dataclass(frozen=True, slots=True)
class More:
    """The recipient is due it about more children than it has, or by other rules than gave it."""

    item: Item
    held: Holding
    seen: SeenAgain | None
    """What it may see by the rules that gave it and those that give it now; none where nothing."""
    difference: "Difference | None"


@dataclass(frozen=True, slots=True)
class Changed:
    """What the recipient has is different now."""

    held: Holding
    seen: SeenAgain
    difference: "Difference"
    rules: dict[str, tuple[PersonRef, ...]]
    """The rules that give it from now on."""
    replaced: bool = False
    """Whether the event as a whole is sent too, and takes the place of what it has."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Nothing of it is for the recipient any more."""

    held: Holding


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The event does not hold, or is about none of the children whom the recipient had it about."""

    held: Holding
    gone: tuple[AboutChild, ...]
    instructions: tuple[str, ...]
    """Those of its item that may still be said to it."""


Change = New | More | Changed | KeptBack | TakenBack


@dataclass(frozen=True, slots=True)
class Difference:
    """Where what a recipient was told differs from what it is told now."""

    before: Content
    after: Content
    gone: tuple[AboutChild, ...]
    """The children whom it was given about and whom the event is no longer about."""
    protects: bool
    """Whether something of it became protected, so that it is not repeated."""


def rules_of(item: Item) -> dict[str, tuple[PersonRef, ...]]:
    """The rules that give an item, each with the children that it gives."""
    return {
        rule: tuple(child.person for child in item.children if rule in child.rules)
        for rule in item.rules
    }
