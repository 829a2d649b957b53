"""A cached property without a lock: what is asked of each event costs no more than it must.

``functools.cached_property`` takes a lock at each first use until Python 3.12. A stage is one
thread, and what is worked out twice is the same.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 - used as functools' is
    """A property that is worked out at its first use, and stands on its instance from then on.

    >>> class Event:
    ...     @cached_property
    ...     def people(self) -> tuple[str, ...]:
    ...         print("worked out")
    ...         return ("Ivy",)
    >>> event = Event()
    >>> event.people, event.people
    worked out
    (('Ivy',), ('Ivy',))
    """

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep the name under which it stands on an instance, where it is found first."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """The value, of an instance that has none yet."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
