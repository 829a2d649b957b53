"""Intake: read, check, drop repeats, and say which child each person is."""

from wholepicture_consumers.intake.stage import Intake

__all__ = ["Intake"]
