"""Names that hold more than a name, or letters that an export has spoilt, are remarked on."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MORE_THAN_A_NAME = re.compile(r"[,;:()\[\]{}<>/\\|\"=]|\d")
_SAYS = (
    "holds a comma, a digit or a bracket. It is told as it stands. Check that it is one name and "
    "nothing else; a second name belongs into also_known_as."
)
_SPOILT = re.compile(
    r"\ufffd|&#?\w+;|\w\?\w|[\u00c2-\u00c5][\u0080-\u00bf\u2018-\u201e\u2020-\u2026\u20ac]"
)
"""A letter that could not be read, one of a web page, and two in place of one."""
_IS_SPOILT = (
    "has signs in place of letters, as where an export was read in a wrong encoding. It is told "
    "as it stands. Export it again as UTF-8."
)


def remarks_on_names(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A field and a sentence for each name of an event that holds more than a name."""
    core = document["data"].get("core", {})
    for people in ("children", "adults"):
        for at, person in enumerate(core.get(people, ())):
            name = person.get("name")
            for part in ("given", "family"):
                text = name.get(part) if isinstance(name, dict) else None
                if isinstance(text, str) and _SPOILT.search(text):
                    yield f"core.{people}.{at}.name.{part}", _IS_SPOILT
                elif isinstance(text, str) and _MORE_THAN_A_NAME.search(text):
                    yield f"core.{people}.{at}.name.{part}", _SAYS
