"""The detail of a case of any type: what its sender must give, made up from the model."""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import FieldPlace, content_type, own_fields

_BY_TYPE: dict[Any, Any] = {bool: True, int: 1, float: 1.0}
_DAY = "2026-11-18"


def made_up(kind: type[Event[Any]]) -> dict[str, Any]:
    """A detail with each field that an event of this type must have.

    A code is the first of its set, and a text says which field it stands in.
    """
    detail: type[BaseModel] = content_type(kind).model_fields["detail"].annotation  # type: ignore[assignment]
    return _of_model(detail)


def _of_model(model: type[BaseModel]) -> dict[str, Any]:
    wanted = [place for place in own_fields(model) if place.required or place.needed]
    return {place.path: _of_field(place) for place in wanted}


def _of_field(place: FieldPlace) -> Any:
    said = _of_model(place.models[0]) if place.models else _single(place)
    return [said] if place.stars else said


def _single(place: FieldPlace) -> Any:
    kind = place.type
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    name = getattr(kind, "__name__", "")
    if name == "PersonRef":
        return "a2"
    if "date" in name.lower() or name == "DayOrTime":
        return f"{_DAY}T10:00:00Z" if name in {"datetime", "AwareDatetime"} else _DAY
    return f"{place.means.label}, made up."
