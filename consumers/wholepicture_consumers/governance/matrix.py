"""The matrix: for each type of event, which recipient is given which field."""

from collections.abc import Iterator, Mapping

from wholepicture_agreement import Agreement
from wholepicture_agreement.event_fields import fields_of_any, fields_of_type
from wholepicture_agreement.files import SharingFile
from wholepicture_agreement.widening import Part, given
from wholepicture_schemas.field_words import of_whom, place_of

from wholepicture_consumers.governance.family_words import in_words
from wholepicture_consumers.governance.pages import Html, joined, page, table, tag
from wholepicture_consumers.governance.rule_words import recipient, told
from wholepicture_consumers.governance.schedule import version

_PARTS: Mapping[Part, str] = {
    "fields": "the event itself",
    "siblings": "other children in the same event",
    "bound_by_orders": "a person whom an order or bail condition binds",
    "earlier": "what was told earlier about the same child",
}
_NOTES = """\
Yes: the whole of it, where it is told. In part: some of what belongs to it. No: none of it.
Whether a recipient is told at all depends on what the rule asks: see the schedule.
Whatever this says, what could lead somebody to a person who is to be protected is kept back from \
everyone without a stated need, and ethnicity is given to nobody.\
""".splitlines()


def matrix(file: SharingFile, agreement: Agreement) -> str:
    """The page of a version of the rules."""
    types = dict.fromkeys(name for rule in file.rule if rule.effect == "give" for name in rule.on)
    return page(
        "Who is given which field",
        tag("p", agreement.partnership.name),
        version(file, agreement),
        *(tag("p", note) for note in _NOTES),
        *(piece for name in types for piece in _type(name, file, agreement)),
    )


def _type(name: str, file: SharingFile, agreement: Agreement) -> Iterator[Html]:
    rules = [one for one in file.rule if one.effect == "give" and name in one.on]
    roles = list(dict.fromkeys(to for rule in rules for to in rule.to))
    yield tag("h2", told(name).capitalize())
    for part, of in _PARTS.items():
        gets = {
            to: {path for rule in rules if to in rule.to for path in given(rule, file, name)[part]}
            for to in roles
        }
        every = fields_of_any() if part == "earlier" else fields_of_type(name)
        rows: dict[tuple[str, str], list[str]] = {}
        for path in every:
            rows.setdefault(of_whom(path), []).append(path)
        shown = [
            [_field(whose, field, paths[0]), *(_cell(paths, gets[to]) for to in roles)]
            for (whose, field), paths in rows.items()
            if part == "fields" or any(not gets[to].isdisjoint(paths) for to in roles)
        ]
        if shown:
            heads = ["Field", *(recipient(to, agreement).capitalize() for to in roles)]
            yield table(f"{told(name).capitalize()}: of {of}", heads, shown)


def _field(whose: str, field: str, path: str) -> Html:
    """A field in words, and beneath them as the agreement's files write it."""
    words = in_words(whose, field)
    name = tag("div", place_of(path), class_="small")
    return joined([words[:1].upper() + words[1:], name])


def _cell(paths: list[str], gets: set[str]) -> str:
    count = sum(path in gets for path in paths)
    return "No" if not count else "Yes" if count == len(paths) else "In part"
