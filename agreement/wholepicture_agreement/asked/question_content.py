"""What a question tells of its event: no more than whoever is asked has anyway."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from wholepicture_agreement.situation import Item
from wholepicture_agreement.told.facts import EventFacts


def what_it_needs(facts: EventFacts, own: Item | None) -> dict[str, JsonValue]:
    """The sender's reference, and the children's names where the recipient is told them anyway."""
    core: dict[str, Any] = {}
    if own is None:
        if facts.core.local_reference:
            core["local_reference"] = facts.core.local_reference
        return {"core": core} if core else {}
    given: Any = own.told.get("core", {})
    if "local_reference" in given:
        core["local_reference"] = given["local_reference"]
    named = [_named(child) for child in given.get("children", ())]
    if named:
        core["children"] = named
    return {"core": core} if core else {}


def _named(child: Mapping[str, Any]) -> dict[str, Any]:
    return {name: child[name] for name in ("person", "name") if name in child}


def fields_of(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths that such a content discloses."""
    core: Mapping[str, Any] = told.get("core", {})
    fields = ["core.local_reference"] if "local_reference" in core else []
    fields += [f"core.call_back.{name}" for name in core.get("call_back", ())]
    for child in core.get("children", ()):
        fields += [f"core.children.*.{name}" for name in child]
    return tuple(dict.fromkeys(fields))
