"""The one walk over a model's fields."""

import datetime as dt
from typing import Annotated, Literal

import pytest
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.codes import YES_OR_NO, YesNo
from wholepicture_schemas.envelope import Detail, Event
from wholepicture_schemas.fields import (
    content_type,
    exists,
    field_names,
    leaves_of,
    names_under,
    own_fields,
    places,
)
from wholepicture_schemas.identifiers import NhsNumber, NhsNumberField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Model
from wholepicture_schemas.police import DomesticAbuseIncident


class _Inner(Model, frozen=True):
    number: NhsNumberField
    known: YesNo = "unknown"


class _Other(Model, frozen=True):
    day: dt.date


class _Outer(Detail, frozen=True):
    one: Annotated[_Inner | None, Needed("Give it."), Means("One", "plain")] = None
    """The one."""
    many: Annotated[tuple[_Inner, ...], Means("Many", "contact", safety=True)] = ()
    either: _Inner | _Other | None = None
    words: tuple[str, ...] = ()
    by_name: dict[str, _Other]
    own: Annotated[NhsNumberField, Means("Own number")]


_FIELDS = {place.path: place for place in places(_Outer)}


def test_each_field_stands_before_what_stands_in_it() -> None:
    """Models in models, in lists, in mappings and in unions are walked, in the model's order."""
    assert list(_FIELDS) == [
        "one", "one.number", "one.known", "many", "many.*.number", "many.*.known", "either",
        "either.number", "either.known", "either.day", "words", "by_name", "by_name.*.day", "own",
    ]  # fmt: skip


def test_leaves_hold_values() -> None:
    """What holds further fields is no leaf; a list of values is one, with a star for its places."""
    assert [leaf.starred for leaf in leaves_of(_Outer)] == [
        "one.number", "one.known", "many.*.number", "many.*.known", "either.number",
        "either.known", "either.day", "words.*", "by_name.*.day", "own",
    ]  # fmt: skip


def test_a_field_says_more_than_its_type() -> None:
    """The mark of a field comes first; where it is silent, that of its type holds."""
    assert _FIELDS["one.number"].means == Means("NHS number", "identity")
    assert _FIELDS["own"].means == Means("Own number", "identity")


def test_what_only_a_victim_has_is_so_in_all_its_parts() -> None:
    """A mark of safety holds for everything in a field, and for nothing beside it."""
    assert {path for path, place in _FIELDS.items() if place.means.safety} == {
        "many", "many.*.number", "many.*.known",
    }  # fmt: skip


def test_a_field_says_what_it_takes() -> None:
    """Its types without None, whether it must be there, its fix, its remark and its code set."""
    one, known, own = _FIELDS["one"], _FIELDS["one.known"], _FIELDS["own"]

    assert (one.types, one.required, one.needed, one.remark) == (
        (_Inner,), False, Needed("Give it."), "The one.",
    )  # fmt: skip
    assert (known.type, known.codes, known.default) == (YesNo, YES_OR_NO, "unknown")
    assert (own.type, own.required, own.codes) == (NhsNumber, True, {})
    assert _FIELDS["either"].type is None


def test_a_model_has_its_own_fields_and_their_names() -> None:
    """The fields of a model itself, and the names of all that stand in it."""
    assert [place.path for place in own_fields(_Inner)] == ["number", "known"]
    assert field_names(_Outer) == {
        "one", "many", "either", "words", "by_name", "own", "number", "known", "day",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("core", True),
        ("core.children.0.name.given", True),
        ("core.children.*.name", True),
        ("core.*.*.name", True),
        ("core.children.name", False),
        ("core.summary.0", False),
        ("core.0", False),
        ("detail.orders.*.until", True),
        ("detail.concern", False),
    ],
)
def test_a_path_leads_to_a_field_or_nowhere(path: str, *, leads: bool) -> None:
    """A star stands for any one part, a number for a place in a list only."""
    assert exists(DomesticAbuseIncident, path) is leads


def test_a_path_can_be_gone_on_with() -> None:
    """Under an object stand its fields, under a list its places, under a value nothing."""

    def under(*path: str) -> tuple[str, ...]:
        return names_under(Correction, path)

    assert under() == ("core", "detail")
    assert under("detail") == ("corrects", "source", "changes", "because")
    assert under("detail", "changes") == ("*",)
    assert under("detail", "changes", "*", "field") == ()


def test_an_event_says_its_content() -> None:
    """What a type of event says is a model with core and detail."""
    content = content_type(DomesticAbuseIncident)

    assert issubclass(DomesticAbuseIncident, Event)
    assert [place.path for place in own_fields(content)] == ["core", "detail"]


def test_a_code_set_without_labels_has_none() -> None:
    """Codes that read as words need no labels."""

    class _Plain(Model, frozen=True):
        state: Literal["open", "closed"]

    (state,) = own_fields(_Plain)
    assert state.codes == {}
