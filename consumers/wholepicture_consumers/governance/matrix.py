"""The matrix: for each type of event, which recipient is given which field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wholepicture_agreement import Agreement
from wholepicture_agreement.written.event_fields import fields_of_any, fields_of_type
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.widening import GrantName, given
from wholepicture_bus.pages import render
from wholepicture_schemas.field_words import of_whom, place_of

from wholepicture_consumers.governance.family_words import in_words
from wholepicture_consumers.governance.rule_words import recipient, told
from wholepicture_consumers.governance.schedule import version

_PARTS: Mapping[GrantName, str] = {
    "fields": "the event itself",
    "siblings": "other children in the same event",
    "of_mother": "the mother of a child who is not born yet",
    "bound_by_orders": "a person whom an order or bail condition binds",
    "earlier": "what was told earlier about the same child",
}


@dataclass(frozen=True, slots=True)
class _Field:
    """A row: a field in words, as the agreement's files write it, and a cell for each recipient."""

    words: str
    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The fields of one part of what is given."""

    of: str
    heads: tuple[str, ...]
    fields: tuple[_Field, ...]


def matrix(file: SharingFile, agreement: Agreement) -> str:
    """The page of a version of the rules."""
    types = dict.fromkeys(name for rule in file.rule if rule.effect == "give" for name in rule.on)
    return render(
        __package__,
        "fields.html",
        partnership=agreement.partnership.name,
        version=version(file, agreement),
        types=[(_begun(told(name)), list(_grids(name, file, agreement))) for name in types],
    )


def _grids(name: str, file: SharingFile, agreement: Agreement) -> Iterator[_Grid]:
    rules = [rule for rule in file.rule if rule.effect == "give" and name in rule.on]
    roles = list(dict.fromkeys(to for rule in rules for to in rule.to))
    by_rule = [(rule.to, given(rule, file, name)) for rule in rules]
    for part, of in _PARTS.items():
        gets = {
            to: {path for tos, gives in by_rule if to in tos for path in gives[part]}
            for to in roles
        }
        every = fields_of_any() if part == "earlier" else fields_of_type(name)
        rows: dict[tuple[str, str], list[str]] = {}
        for path in every:
            rows.setdefault(of_whom(path), []).append(path)
        shown = tuple(
            _Field(
                in_words(whose, field),
                place_of(paths[0]),
                tuple(_cell(paths, gets[to]) for to in roles),
            )
            for (whose, field), paths in rows.items()
            if part == "fields" or any(not gets[to].isdisjoint(paths) for to in roles)
        )
        if shown:
            heads = ("Field", *(_begun(recipient(to, agreement)) for to in roles))
            yield _Grid(of, heads, shown)


def _cell(paths: list[str], gets: set[str]) -> str:
    count = sum(path in gets for path in paths)
    return "No" if not count else "Yes" if count == len(paths) else "In part"


def _begun(words: str) -> str:
    """Words with a capital at their beginning, the others as they are: GP stays GP."""
    return f"{words[:1].upper()}{words[1:]}"
