"""Instructions: what to do and what not to do with an item, most important first."""

from wholepicture_agreement.item.instructions.order import (
    instructions,
    of_handling,
    without_unsafe,
)

__all__ = ["instructions", "of_handling", "without_unsafe"]
