"""A table of figures, as the terminal and the docs show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and a sentence or two on how to read it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    says: str = ""
