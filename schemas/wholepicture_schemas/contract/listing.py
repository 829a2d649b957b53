"""The list of the types of event (docs/event-types.md), made from the models."""

import inspect
from collections.abc import Iterator, Mapping

from wholepicture_schemas.catalogue import EVENT_TYPES, agency_kind, short_name
from wholepicture_schemas.field_words import words_of

_HEAD = """# The types of event

What can be said, by who says it; made by `make schemas`. `wholepicture schemas docs FOLDER` writes
a page of each, with its fields, an example, and who receives it and why by the sharing agreement at
hand. The schemas are in [schemas/json](../schemas/json).
"""
_SAID_BY: Mapping[str, str] = {
    "any": "Any agency",
    "childrens-social-care": "Children's social care",
    "recipient": "Recipients, in answer",
    "bus": "The bus itself",
}


def listed() -> str:
    """The text of the list."""
    groups: dict[str, list[str]] = {}
    for name in EVENT_TYPES:
        groups.setdefault(agency_kind(name), []).append(name)
    parts = [_HEAD]
    for sender, names in groups.items():
        title = _SAID_BY.get(sender) or words_of(sender).capitalize()
        parts.append(f"## {title}\n\n" + "\n".join(_rows(names)) + "\n")
    return "\n".join(parts)


def _rows(names: list[str]) -> Iterator[str]:
    yield "| type | version | what it says | restricted |"
    yield "|---|---|---|---|"
    for name in names:
        kind = EVENT_TYPES[name]
        says = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        link = f"[{short_name(name)}](../schemas/examples/{short_name(name)}.json)"
        restricted = ", ".join(map(words_of, kind.RESTRICTED))
        yield f"| {link} | {name.rpartition('.v')[2]} | {says} | {restricted} |"
