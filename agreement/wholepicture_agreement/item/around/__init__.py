"""Who is around a child: made of what an item shows its recipient, and of nothing else."""

from wholepicture_agreement.item.around.panel import around
from wholepicture_agreement.item.around.shown import Shown

__all__ = ["Shown", "around"]
