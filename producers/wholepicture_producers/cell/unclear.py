"""What is said of a cell that cannot be read: what is wrong and the fix, nothing of its text."""


class Unclear(ValueError):
    """A cell that cannot be read; ``what`` and ``fix`` quote nothing of it."""

    def __init__(self, what: str, fix: str, column: str | None = None) -> None:
        """``column`` is the one that is meant, where a column has its time of day in another."""
        self.what, self.fix, self.column = what, fix, column
        super().__init__(f"{what}. {fix}")


class UnclearClock(Unclear):
    """A time of day that cannot be read, where a day stands in another cell."""


class LostDigits(Unclear):
    """A number that a spreadsheet has rounded: nobody can read it any more."""


class NoTimeOfDay(Unclear):
    """A cell with a day and without a time of day; midnight is never assumed."""

    def __init__(self, example: str) -> None:
        fix = (
            f"Write {example}, with 00:00 where it is not known. "
            'Where the column has days only, add format = "%d/%m/%Y" to it in the mapping.'
        )
        super().__init__("has no time of day", fix)
