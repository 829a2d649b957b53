"""What is said of a cell that cannot be read: what is wrong and the fix, nothing of its text."""


class Unclear(ValueError):
    """A cell that cannot be read; ``what`` and ``fix`` quote nothing of it."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what}. {fix}")


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
