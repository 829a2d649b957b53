"""In which row of a table each event ends, so that it can be told as soon as that row was read."""


class LastRows:
    """The last row of each value of a column; a value is kept as a number of 64 bits.

    Two values with one number only make an event wait for the later of their rows.
    """

    def __init__(self) -> None:
        self._last: dict[int, int] = {}

    def add(self, value: str, row: int) -> None:
        """Take the next row of the table."""
        self._last[hash(value)] = row

    def ends(self, value: str, row: int) -> bool:
        """Whether no later row has the value; unknown ones may come in any row."""
        return self._last.get(hash(value), row + 1) <= row
