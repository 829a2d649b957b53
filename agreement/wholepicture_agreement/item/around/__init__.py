"""Who is around a child: made of what an item shows its recipient, and of nothing else."""

from wholepicture_agreement.item.around.panel import OfChild, People, around, people
from wholepicture_agreement.item.around.shown import Shown

__all__ = ["OfChild", "People", "Shown", "around", "people"]
