"""Templates of an event type: a filled JSON document, and a mapping for a table's columns.

Both are made from the models. A template is a practice event that would be accepted as it stands,
so that an agency can begin with what works and change one thing at a time. What it made up is
named, and is refused of anything live.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from wholepicture_schemas.catalogue import TOLD, agency_kind, short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.field_words import in_a_sentence
from wholepicture_schemas.identifiers import AgencyId, agency_source

from wholepicture_producers.after.blanks import looks_like
from wholepicture_producers.shape import EACH, LeafField, about, given_by_one, leaves

_TIME = "2026-03-04T21:15:00+00:00"
_DAY = "2026-03-04"
_OF_A_NAME: Mapping[str, str] = {
    "PersonRef": "c1",
    "AuthorityCode": "E06000023",
    "RecipientId": "front-door-bristol",
    "EventId": "01963f00-0000-7000-8000-000000000001",
}
_OF_A_LAST_NAME: Mapping[str, Any] = {
    "phone": "0117 496 0123",
    "postcode": "BS1 5TR",
    "email": "duty@example.org",
    "local_reference": "EXAMPLE-0001",
    "field": "core.children.0.birth_date",
    "value": "2016-03-09",
    "birth_date": "2016-03-09",
    "restricted_kinds": ["fabricated-illness"],
    "exercise": True,
    "history": False,
    "named": 1,
    "count": 1,
    "total": 1,
    "number": 1,
    "considered": True,
    "mother": "a1",
    "adult": "a1",
    "complained_of": "a1",
    "protection_expires_at": "2026-03-06T21:15:00+00:00",
}
_NUMBERS = ("NhsNumber", "Upn", "Uprn", "Urn", "Practice")
"""Numbers of a person or a place, of which none is made up: two children would be one."""
_LISTS_OF_A_MINIMAL_ONE = ("core.children.", "detail.changes.", "detail.incidents.", "detail.sent.")
_OF_WHICH_EVENT = ("detail.corrects", "detail.retracts")
_ALSO_MINIMAL = {"core.children.+.name.given", "core.children.+.name.family", "detail.worker.name"}
_TABLES_FILL_IN = ("core.producer", "core.children.+.person", "core.adults.+.person")
"""What reading a table adds itself; a person is named wherever else one is meant."""
_ADULTS_ARE_NAMED = ("core.allegations.+.alleged", "core.handling.", "detail.orders.+.person")


def example(kind: type[Event[Any]], agency: str, *, minimal: bool) -> dict[str, Any]:
    """A practice event of this type; minimal: only what a producer must give."""
    wanted = [leaf for leaf in leaves(kind) if _wanted(kind, leaf, minimal=minimal)]
    data: dict[str, Any] = {"core": {}, "detail": {}}
    for leaf in wanted:
        _put(data, leaf.path.split("."), _example_of(leaf, agency, kind.ASKS))
    return {"type": kind.TYPE, "time": _TIME, "data": data}


def as_json(kind: type[Event[Any]], agency: str, *, minimal: bool) -> str:
    """The template as a JSON document with remarks, which reading leaves out again."""
    document = example(kind, agency, minimal=minimal)
    remarks = {
        "// what": about(kind),
        "// how": "Names that begin with // are remarks: they are left out when this is read.",
        "// fill in": "Write your own in what is made up: with core.exercise false it is refused.",
        "// made up": [
            leaf.path
            for leaf in leaves(kind)
            if _wanted(kind, leaf, minimal=minimal) and made_up_text(leaf) is not None
        ],
        "// needed": [leaf.path for leaf in leaves(kind) if _wanted(kind, leaf, minimal=True)],
        "// numbers, where you know them": {
            leaf.path: looks_like(leaf)
            for leaf in leaves(kind)
            if leaf.named in _NUMBERS and not minimal
        },
        "// of a child not born yet": [
            f"{leaf.path}, in place of birth_date"
            for leaf in leaves(kind)
            if _is_of_the_unborn(leaf) and not minimal
        ],
        "// codes": {
            leaf.path: ", ".join(leaf.codes)
            for leaf in leaves(kind)
            if leaf.codes and _wanted(kind, leaf, minimal=minimal)
        },
        "// meant": {
            leaf.path: leaf.meant for leaf in leaves(kind) if _wanted(kind, leaf, minimal=minimal)
        },
    }
    return json.dumps({**remarks, **document}, indent=2, ensure_ascii=False)


def as_mapping(kind: type[Event[Any]], *, minimal: bool) -> str:
    """The template of a mapping: a column for each field, with the header of its table on top."""
    fields = [
        leaf
        for leaf in leaves(kind)
        if (_wanted(kind, leaf, minimal=minimal) or (_left_out(leaf) and not minimal))
        and leaf.path.split(".").count(EACH) <= 1
        and leaf.path not in _TABLES_FILL_IN
    ]
    header = ["Time", *(leaf.path for leaf in fields)]
    lines = [
        f"# {about(kind)}",
        "# One row for each child of an event; the rows of one event share its local reference.",
        "# Rename the columns on the left to those of your export, and remove what it has not.",
        "# The header of a table that fits:",
        f"# {','.join(header)}",
        "",
        f"type = {json.dumps(short_name(kind.TYPE))}",
        'group_by = "core.local_reference"',
        'dates = "day-first"',
        'timezone = "Europe/London"',
        "",
        "[constants]",
        "# What is the same in every event stands here, and is no column then:",
        '# "core.call_back.phone" = "0117 496 0123"',
        "",
        "[columns]",
        '"Time" = "time"',
    ]
    for leaf in fields:
        codes = f"One of {', '.join(leaf.codes)}." if leaf.codes else ""
        told = " ".join(filter(None, (leaf.meant, codes)))
        lines.append(f'"{leaf.path}" = "{leaf.path}"  # {told}')
    return "\n".join(lines)


def of_census() -> str:
    """The template of the settings of a children in need census."""
    folder = files("wholepicture_producers.social_care")
    return folder.joinpath("settings.toml").read_text(encoding="utf-8").rstrip()


def of_fhir() -> str:
    """The template of the settings of an export in FHIR."""
    folder = files("wholepicture_producers.health")
    return folder.joinpath("settings.toml").read_text(encoding="utf-8").rstrip()


def _wanted(kind: type[Event[Any]], leaf: LeafField, *, minimal: bool) -> bool:
    """Whether a template has the field; a minimal one has what is needed, and one child's name.

    A correction or a retraction names nobody: it refers to its event by the receipt.
    """
    if not minimal:
        return not _left_out(leaf)
    if leaf.path.startswith("core.children.") and kind.AMENDS:
        return False
    listed = EACH in leaf.path and not leaf.path.startswith(_LISTS_OF_A_MINIMAL_ONE)
    deep = leaf.path.split(".").count(EACH) > 1
    needed = leaf.named not in _NUMBERS and (leaf.needed or leaf.path in given_by_one(kind))
    return (needed and not listed and not deep) or leaf.path in _ALSO_MINIMAL


def _left_out(leaf: LeafField) -> bool:
    """Whether a template's event has no such field, which a mapping may have a column for."""
    return leaf.named in _NUMBERS or _is_of_the_unborn(leaf)


def _is_of_the_unborn(leaf: LeafField) -> bool:
    """Whether the field stands in place of a birth date, which the child of a template has."""
    return leaf.path.endswith(".expected_birth_date")


def _example_of(leaf: LeafField, agency: str, asks: str) -> Any:
    last = leaf.path.rpartition(".")[2]
    value = _single(leaf, last, agency, asks)
    return [value] if leaf.many and not isinstance(value, list) else value


def _single(leaf: LeafField, last: str, agency: str, asks: str) -> Any:
    if leaf.named == "AgencyId":
        return agency
    if leaf.named == "Source":
        return agency_source(AgencyId(agency))
    if leaf.named == "PersonRef" and leaf.path.startswith(
        ("core.adults.+.person", *_ADULTS_ARE_NAMED)
    ):
        return "a1"
    if last in _OF_A_LAST_NAME:
        return _OF_A_LAST_NAME[last]
    if leaf.named in _OF_A_NAME:
        return _OF_A_NAME[leaf.named]
    if leaf.path == "core.asks":
        return asks
    if leaf.codes:
        return leaf.codes[0]
    return {
        "yes-no": False,
        "number": 0,
        "decimal": 0,
        "time": _TIME,
        "date": _DAY,
        "partial-date": _DAY,
    }.get(leaf.kind, _text_of(leaf))


def made_up_text(leaf: LeafField) -> str | None:
    """The text that templates put into a field where only its sender knows what is right there."""
    last = leaf.path.rpartition(".")[2]
    if last == "local_reference":
        return str(_OF_A_LAST_NAME[last])
    if leaf.path in _OF_WHICH_EVENT:
        return _OF_A_NAME[leaf.named]
    free = leaf.kind == "text" and last not in _OF_A_LAST_NAME and leaf.named not in _OF_A_NAME
    return None if not free or leaf.named in {"AgencyId", "Source"} else _text_of(leaf)


def _text_of(leaf: LeafField) -> str:
    return leaf.about[:300] or f"Example of {in_a_sentence(leaf.label)}"


def _put(tree: dict[str, Any], parts: list[str], told: Any) -> None:
    """Put a value at its path, in the first item of each list on the way."""
    at: Any = tree
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        if part == EACH:
            if not at:
                at.append({})
            at = at[0]
        elif following:
            at = at.setdefault(part, [] if following == EACH else {})
        else:
            at[part] = told


def types() -> Iterator[str]:
    """Each type that agencies publish on a line: its short name, whose it is, what it is."""
    for name in sorted(TOLD):
        yield f"{short_name(name)} ({agency_kind(name)}): {about(TOLD[name])}"
