"""The directory of who takes part, on machines that have the agreement; a subscriber's may not.

The package that knows the agreement offers it in the entry point group ``wholepicture.directory``:
a function from the agreement's folder to a `Directory`, or to None where that is not valid.
"""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from wholepicture_bus.settings import Settings
from wholepicture_schemas.authorities import UNKNOWN_AREA, authority_name
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import AuthorityCode, RecipientId

GROUP = "wholepicture.directory"


class Area(Protocol):
    """A local authority's area."""

    @property
    def name(self) -> str:
        """What people call the area."""


class Named(Protocol):
    """A recipient, by its id and by its name."""

    @property
    def id(self) -> RecipientId:
        """The recipient's id."""

    @property
    def name(self) -> str:
        """What people call the recipient."""

    @property
    def via(self) -> RecipientId | None:
        """The recipient that carries its items; none where it takes them itself."""


class Directory(Protocol):
    """Who takes part, by id."""

    @property
    def authorities(self) -> Mapping[AuthorityCode, Area]:
        """The areas, by the code of their authority."""

    @property
    def recipients(self) -> Mapping[RecipientId, Named]:
        """The recipients."""

    def carrier(self, recipient: RecipientId) -> RecipientId:
        """The recipient whose topics carry the items of this one."""


def directory_at_hand() -> Directory | None:
    """The directory of this machine, read once; None where there is none, or it is not valid."""
    return _loaded(Settings().partnership)


def area_of(code: str) -> str:
    """An area by its name, never by its code: that of the agreement, else that of the authority."""
    known = directory_at_hand()
    area = known.authorities.get(AuthorityCode(code)) if known else None
    return area.name if area else authority_name(code) or UNKNOWN_AREA


def name_of_recipient(recipient: str) -> str:
    """A recipient by its name; by its id as words where no name is known here."""
    known = directory_at_hand()
    entry = known.recipients.get(RecipientId(recipient)) if known else None
    return entry.name.removesuffix(" (made up)") if entry else words_of(recipient)


@cache
def _loaded(partnership: Path) -> Directory | None:
    for entry in entry_points(group=GROUP):
        directory: Directory | None = entry.load()(partnership)
        return directory
    return None
