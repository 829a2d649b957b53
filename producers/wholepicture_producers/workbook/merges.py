"""Merged cells of a sheet: only the first of them holds what a reader sees in all of them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush

from openpyxl.utils.cell import get_column_letter

Merged = tuple[int, int, int, int]
"""The first column and row, and the last column and row, of merged cells, from 1."""


class Merges:
    """The merged cells that touch columns of the table; asked row by row, downwards."""

    def __init__(self, merged: Iterable[Merged], columns: AbstractSet[int]) -> None:
        """``columns`` are positions, from 0."""
        touching = (
            (row, last, column, beyond)
            for column, row, beyond, last in merged
            if any(column <= at + 1 <= beyond for at in columns)
        )
        self._coming = sorted(touching, reverse=True)
        self._open: list[tuple[int, int, int, int]] = []

    def of(self, row: int) -> str | None:
        """Cells that are merged in a row, such as C7:C9; None where none are."""
        while self._coming and self._coming[-1][0] <= row:
            first, last, column, beyond = self._coming.pop()
            heappush(self._open, (last, first, column, beyond))
        while self._open and self._open[0][0] < row:
            heappop(self._open)
        if not self._open:
            return None
        last, first, column, beyond = self._open[0]
        return f"{get_column_letter(column)}{first}:{get_column_letter(beyond)}{last}"
