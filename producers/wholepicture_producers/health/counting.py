"""What of a file became nothing, by kind, path and code, so that nothing is dropped in silence.

Only names of elements and codes of code systems are said, and never what stood there.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

_CODE = re.compile(r"(?:(?:https?://|urn:)[^\s|]{1,200}\||[a-z-]{2,30}\|)?[A-Za-z0-9:._-]{1,60}")
_LONG_NUMBER = re.compile(r"\d{7,}")
_MOST_SAID = 12


@dataclass
class Counts:
    """How many resources and elements of a file became nothing, each with why."""

    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind of resource and why nothing is told of it."""
    undecided: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By kind of resource and its codes, of which nothing says what they become."""
    codes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By kind, table and code: codes that no table has, told as they were written."""
    paths: Counter[str] = field(default_factory=Counter)
    """Elements that no row of the table names."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Elements that the table leaves out, with why in the table."""

    fates: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """By kind, path and event what becomes of an element, once it was found."""

    def code(self, kind: str, table: str, code: str) -> None:
        """Count a code that no table has."""
        self.codes[kind, table, shown(code)] += 1

    def as_json(self) -> list[dict[str, Any]]:
        """Everything, for a program."""
        return [
            *({"resource": kind, "not_told": why, "count": count}
              for (kind, why), count in self.passed.items()),
            *({"resource": kind, "codes": codes, "count": count}
              for (kind, codes), count in self.undecided.items()),
            *({"resource": kind, "field": table, "code": code, "count": count}
              for (kind, table, code), count in self.codes.items()),
            *({"path": path, "count": count} for path, count in self.paths.items()),
            *({"path": path, "left_out": True, "count": count}
              for path, count in self.left_out.items()),
        ]  # fmt: skip

    def remarks(self) -> Iterator[str]:
        """Everything that a person has to know, as sentences."""
        for why, kinds in _grouped(self.passed, 1).items():
            told = ", ".join(f"{kind} ({count})" for (kind, _), count in _first(kinds))
            yield f"Nothing is told of: {told}. {why}"
        for kind, by_code in _grouped(self.undecided, 0).items():
            told = "; ".join(f"{codes} ({count})" for (_, codes), count in by_code.most_common(3))
            others = len(by_code) - 3
            more = f", and {others} more in --json" if others > 0 else ""
            yield (
                f"No rule says what becomes of {by_code.total()} x {kind}, and nothing is told of "
                f"it: {told}{more}. A [[tells]] of your own file can say it, or a code of "
                "urn:wholepicture:event-type."
            )
        for (kind, table, code), count in _first(self.codes):
            yield (
                f"{count} x {kind} with code {code} for {table}: it goes as it was written, and is "
                f"asked about. Add it to [codes.{table}] of your own file."
            )
        if self.paths:
            told = ", ".join(f"{path} ({count})" for path, count in _first(self.paths))
            yield f"No row of the table names these elements, and they are not told: {told}."
        if self.left_out:
            told = ", ".join(f"{path} ({count})" for path, count in _first(self.left_out))
            yield f"Left out, with why in docs/fhir-table.md: {told}."


def _grouped(counted: Counter[tuple[str, str]], by: int) -> dict[str, Counter[tuple[str, str]]]:
    """The counts by one part of their keys."""
    groups: dict[str, Counter[tuple[str, str]]] = {}
    for key, count in counted.items():
        groups.setdefault(key[by], Counter())[key] += count
    return groups


_Key = TypeVar("_Key")


def _first(counted: Counter[_Key]) -> list[tuple[_Key, int]]:
    return counted.most_common(_MOST_SAID)


def shown(code: str) -> str:
    """A code as a message may show it: one that could be somebody's words or number is not."""
    is_number = _LONG_NUMBER.search(code) and not code.startswith("sct|")
    if _CODE.fullmatch(code) and not is_number:
        return code
    return "a code that is not shown"
