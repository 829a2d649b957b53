"""Backups of what this machine keeps: the stages' database, spools, and what was received."""

from wholepicture_bus.backups.copies import Backup, back_up, restore

__all__ = ["Backup", "back_up", "restore"]
