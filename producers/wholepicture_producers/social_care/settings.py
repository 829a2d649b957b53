"""The settings of a census: what the return does not say, in a TOML file that the council writes.

::

    system = "Bristol City Council LCS"   # whose number LAchildID is
    authority = "801"                     # of which council's return it must be
    team = "team-east"                    # who works with open cases
    history_before = 2026-09-01           # what happened before fills the chronology only

    [constants]
    "core.exercise" = false
    "core.call_back.phone" = "0117 496 0230"

    [constants_of.referral-decision]
    "detail.referral_decided_because" = "The census says no reason: ask the team."

    [names]                               # how the table of --names is read, as a mapping
    once = "Case number"
    dates = "day-first"
    [names.columns]
    "Forename" = "core.children.0.name.given"
    "Team" = "detail.team"
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholepicture_producers.cell.columns import field_at, table_of
from wholepicture_producers.mapping import ColumnMapping, MappingError, checked
from wholepicture_producers.shape import EACH
from wholepicture_producers.social_care.table import table

_TOP = {
    "system", "authority", "team", "history_before", "constants", "constants_of", "names",
}  # fmt: skip
_TEXTS = ("system", "authority", "team")
_HISTORY = (
    "history_before must be a day, without quotes: history_before = 2026-09-01. A return tells of "
    "a whole year: what happened before that day fills the chronology, and nobody is told of it "
    "as if it were news."
)
_OF_NAMES = "involvement-changed"
"""The type whose fields the table of names fills: a child, and who works with them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they were read and checked."""

    constants: Mapping[str, Mapping[str, Any]]
    """By type of event, the value of each path."""
    history_before: dt.date
    """Whoever is told learns of nothing that happened before; it fills the chronology only."""
    system: str | None = None
    authority: str | None = None
    team: str | None = None
    names: ColumnMapping | None = None

    @property
    def exercise(self) -> bool:
        """Whether it is practice data."""
        return any(told.get("core.exercise") is True for told in self.constants.values())


def load(path: Path) -> Settings:
    """The settings of a file.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError([f"{path} cannot be read: {error.strerror}."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(at ")[2].rstrip(")")
        raise MappingError([f"{path} is not TOML: look at {where}."]) from None
    return read(document, str(path))


def read(document: Mapping[str, Any], where: str = "the settings") -> Settings:
    """The settings that a TOML document says.

    Raises:
        MappingError: with a sentence for everything that is wrong.
    """
    wrong = [f"{where}: {name} is not a setting. Remove it." for name in document.keys() - _TOP]
    wrong += [
        f"{where}: {name} must be a text, in quotes."
        for name in _TEXTS
        if not isinstance(document.get(name, ""), str)
    ]
    history = document.get("history_before")
    if type(history) is not dt.date:
        wrong.append(f"{where}: {_HISTORY}")
    constants = _constants(document, where, wrong)
    names = _names(document, where, wrong)
    if wrong or type(history) is not dt.date:
        raise MappingError(wrong)
    return Settings(
        constants,
        history,
        **{name: document.get(name) for name in _TEXTS},
        names=names,
    )


def _constants(
    document: Mapping[str, Any], where: str, wrong: list[str]
) -> dict[str, dict[str, Any]]:
    """The constants of each type: those of all events, and its own."""
    types = {rule.told_as: rule.kind for module in table().modules for rule in module.rules}
    of_all = table_of(document, "constants", where, wrong)
    own = table_of(document, "constants_of", where, wrong)
    wrong += [
        f"{where}: constants_of.{name} is no type that a census becomes. "
        f"There are {', '.join(sorted(types))}."
        for name in own.keys() - types.keys()
    ]
    found: dict[str, dict[str, Any]] = {}
    for name, kind in types.items():
        told = {**of_all, **table_of(own, name, where, wrong)}
        found[name] = {path.replace(f".{EACH}.", ".0."): value for path, value in told.items()}
        before = len(wrong)
        for path in found[name]:
            field_at(kind, path, f"{where}: constants", wrong)
        if len(wrong) > before:
            break
    return found


def _names(document: Mapping[str, Any], where: str, wrong: list[str]) -> ColumnMapping | None:
    if "names" not in document:
        return None
    told = dict(table_of(document, "names", where, wrong))
    if not isinstance(told.get("once"), str):
        wrong.append(
            f"{where}: [names] must say which column has the number that LAchildID is: "
            'once = "Case number".'
        )
        return None
    try:
        return checked({**told, "type": _OF_NAMES}, f"{where}: [names]")
    except MappingError as error:
        wrong += error.sentences
        return None
