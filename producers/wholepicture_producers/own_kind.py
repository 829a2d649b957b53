"""The kind of an agency, where the partnership's list of agencies is on this machine.

Each type of event is for one kind of agency, or for any. The bus decides by the agreement; what it
would answer is said here beforehand where ``agencies.toml`` is at hand, and by the bus alone where
it is not.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wholepicture_bus.settings import Settings
from wholepicture_schemas.identifiers import AgencyId

_FILE = "agencies.toml"


def kind_of(agency: AgencyId) -> str | None:
    """The kind of an agency, such as education; None where it is not known here."""
    return _kinds(Settings().partnership.absolute()).get(agency)


@cache
def _kinds(partnership: Path) -> Mapping[AgencyId, str]:
    """The kinds by agency; none where there is no list, or none that can be read."""
    try:
        listed = tomllib.loads((partnership / _FILE).read_text(encoding="utf-8")).get("agency", [])
        return {AgencyId(one["id"]): str(one["kind"]) for one in listed}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
