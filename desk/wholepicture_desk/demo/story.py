"""The story: what is published, from the files of its folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import AgencyId, Source, owner_of


@dataclass(frozen=True, slots=True)
class Episode:
    """One file of the story: an event as an agency writes it."""

    file: Path
    document: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The event's id."""
        return str(self.document["id"])

    @property
    def agency(self) -> AgencyId:
        """Who tells it."""
        return AgencyId(owner_of(Source(self.document["source"])))


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that is told, in order."""

    council: Episode
    """Children's services work with one of the children."""
    standard: Episode
    """The incident that police graded STANDARD."""
    incomplete: Episode
    """An incident that does not say whether the child's vulnerability was considered."""
    unasked: Episode
    """An incident whose children are unknown."""
    broken: bytes
    """A record that was cut off."""
    manifest: Episode
    """Police's own list of the second day."""


def read_story(folder: Path) -> Story:
    """The story of a folder.

    Raises:
        StopError: where a part of it is not there.
    """
    return Story(
        council=_episode(folder, 1),
        standard=_episode(folder, 2),
        incomplete=_episode(folder, 3),
        unasked=_episode(folder, 4),
        broken=_file(folder, 5).read_bytes(),
        manifest=_episode(folder, 6),
    )


def _episode(folder: Path, number: int) -> Episode:
    file = _file(folder, number)
    return Episode(file, json.loads(file.read_text(encoding="utf-8")))


def _file(folder: Path, number: int) -> Path:
    found = sorted(folder.glob(f"{number}-*"))
    if not found:
        raise StopError(
            f"Part {number} of the story is not in {folder}. Run this in the folder of Whole "
            "Picture, or say where the story is: --story folder."
        )
    return found[0]
