"""Names that hold more than a name: a comma, a digit or a bracket is remarked on."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MORE_THAN_A_NAME = re.compile(r"[,;:()\[\]{}<>/\\|\"=]|\d")
_SAYS = (
    "holds a comma, a digit or a bracket. It is told as it stands. Check that it is one name and "
    "nothing else; a second name belongs into also_known_as."
)


def remarks_on_names(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A field and a sentence for each name of an event that holds more than a name."""
    core = document["data"].get("core", {})
    for people in ("children", "adults"):
        for at, person in enumerate(core.get(people, ())):
            name = person.get("name")
            for part in ("given", "family"):
                text = name.get(part) if isinstance(name, dict) else None
                if isinstance(text, str) and _MORE_THAN_A_NAME.search(text):
                    yield f"core.{people}.{at}.name.{part}", _SAYS
