"""The picture: what was told of a child, who was told of it, and what follows for whom."""

from wholepicture_consumers.picture.stage import Picturing

__all__ = ["Picturing"]
