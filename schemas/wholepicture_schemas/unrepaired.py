"""Reading a content that needs no repair, as most do: validated once, and not changed."""

from collections.abc import Callable
from functools import cache
from typing import Any

from pydantic import ValidationError

from wholepicture_schemas.empty_parts import empty_parts
from wholepicture_schemas.envelope import Attributes, Event, Told
from wholepicture_schemas.fields import content_type
from wholepicture_schemas.model import AS_SENT, unchecked
from wholepicture_schemas.naming import everyone_is_named


def unrepaired(
    kind: type[Event[Any]],
    attributes: Attributes,
    content: dict[str, Any],
    *,
    as_sent: bool = False,
) -> Event[Any] | None:
    """The event of a content; None where something of it is to be repaired.

    It is what ``repaired`` gives, which looks here first. ``as_sent`` is whether an unknown field
    is for repair too, ``as_written`` among them: the bus writes that, and no sender does.
    """
    if is_told(kind) and (empty_parts(content) or not everyone_is_named(content)):
        return None
    model = content_type(kind)
    try:
        if as_sent:
            data = model.model_validate(content, extra="forbid", context=AS_SENT)
        else:
            data = model.model_validate(content, extra="ignore")
    except ValidationError:
        return None
    return _with_content(kind)(**attributes.__dict__, data=data)


@cache
def is_told(kind: type[Event[Any]]) -> bool:
    """Whether a type of event has a core and a detail."""
    return issubclass(content_type(kind), Told)


@cache
def _with_content(kind: type[Event[Any]]) -> Callable[..., Event[Any]]:
    """The maker of events of a type from attributes and a content that are validated."""
    return unchecked(kind)
