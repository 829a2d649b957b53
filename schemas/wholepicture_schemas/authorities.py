"""Local authorities by their ONS codes: what people call each, and who runs children's services.

A district has none of its own: its county does. The list stands in ``authorities.csv``, with its
source and the day on which it was checked.

>>> authority_name("E08000025")
'Birmingham'
>>> authority_name("E07000178")
'Oxfordshire (Oxford)'
>>> services_of("E07000178")
'E10000025'
>>> authority_name("E06999999") is None
True
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from wholepicture_schemas.identifiers import AuthorityCode

UNKNOWN_AREA = "an area that the sender names by a code that we do not know"
"""What an area is called whose code is that of no authority."""


class _Authority(NamedTuple):
    name: str
    of: str


def authority_name(code: str) -> str | None:
    """What people call an authority; none where the code is that of none."""
    authority = _authorities().get(code)
    if authority is None:
        return None
    county = _authorities().get(authority.of)
    return f"{county.name} ({authority.name})" if county else authority.name


def services_of(code: str) -> AuthorityCode:
    """The authority that runs children's services there: of a district, its county."""
    authority = _authorities().get(code)
    return AuthorityCode((authority.of if authority else "") or code)


@cache
def _authorities() -> Mapping[str, _Authority]:
    text = files("wholepicture_schemas").joinpath("authorities.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: _Authority(row["name"], row["of"]) for row in csv.DictReader(lines)}
