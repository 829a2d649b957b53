"""The commands of who reads: the demonstration."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "demo",
        "Play a day and six months of nine agencies on this machine, and show who was told what.",
        "wholepicture_desk.commands:demo",
    ),
)
