"""The envelope: CloudEvents 1.0.2 attributes, and the event that they envelop.

In a file an event is CloudEvents JSON: the attributes at the top and the content under ``data``.
On Kafka it is CloudEvents binary mode: the attributes as headers, the content as the value.
Nothing personal may stand in an attribute (promise 9).

Source: CloudEvents 1.0.2 and its extensions partitioning, recorded time, correlation, distributed
tracing and data classification.
"""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Generic, Literal

from pydantic import StringConstraints
from typing_extensions import TypeVar
from uuid_utils import uuid7

from wholepicture_schemas.codes import Asks, Urgency
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import EventId, SourceField
from wholepicture_schemas.model import Model, Said, unchecked
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.times import Time

Opaque = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:/-]{1,200}$")]


class Attributes(Model, frozen=True):
    """The attributes of an event; ``source`` and ``id`` together are its identity."""

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[EventId, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
    source: SourceField
    type: Annotated[str, StringConstraints(pattern=r"^uk\.wholepicture(\.[a-z0-9-]+){2}\.v[0-9]+$")]
    time: Time
    """When it happened."""
    recordedtime: Time | None = None
    """When it was written down."""
    datacontenttype: Literal["application/json"] = "application/json"
    partitionkey: Opaque | None = None
    """What keeps events in order: the producer's opaque case or family reference, keyed-hashed."""
    correlationid: Opaque | None = None
    """The first event of the matter that this one belongs to."""
    causationid: Opaque | None = None
    """The event that this one follows from."""
    traceparent: Opaque | None = None
    dataclassification: Literal["official-sensitive"] = "official-sensitive"
    keyref: Opaque | None = None
    """Which key the content is encrypted under; absent while content travels in the clear."""


_attributes, _ATTRIBUTES = unchecked(Attributes), tuple(Attributes.model_fields)


class Content(Model, frozen=True):
    """What an event says; on the wire the value of the record."""


DataT_co = TypeVar("DataT_co", bound=Content, covariant=True)


class Event(Attributes, Generic[DataT_co], frozen=True):
    """An event of any kind: attributes and content."""

    TYPE: ClassVar[str] = ""
    """The type of this class of event, the one place where it stands."""
    CALLED: ClassVar[str] = ""
    """What it tells of, in words that people read: a domestic abuse incident."""
    REPORTED: ClassVar[str] = ""
    """How practitioners call it where they read it: Police report of domestic abuse."""
    ASKS: ClassVar[Asks] = "information"
    """What its sender asks where nothing else is said."""
    AMENDS: ClassVar[bool] = False
    """Whether it corrects or takes back another event, and so is told to whoever was told that."""
    WITHOUT_DETAIL: ClassVar[bool] = True
    """Whether its core alone, where no detail can be read, tells anybody anything."""
    RESTRICTED: ClassVar[tuple[str, ...]] = ()
    """The restricted kinds that it is of, whether or not its sender names them."""
    URGENCY: ClassVar[Urgency] = "routine"
    """How urgent it is at least, whatever its sender says."""
    MOVED: ClassVar[str] = ""
    """Where its very type says that somebody moved, the field of its detail that says who."""
    NOT_BY_RULES: ClassVar[str] = ""
    """What follows from it, where no rule of the agreement tells it to anybody."""

    data: DataT_co

    @property
    def identity(self) -> tuple[str, str]:
        """Source and id: what makes this event this event."""
        return self.source, self.id

    def checks_when_made(self) -> Iterable[Problem]:
        """The problems for which a producer is refused and a reader is not."""
        return ()

    def checks_when_read(self) -> Iterable[Problem]:
        """The problems about which a reader asks the sender, and no producer is refused."""
        return ()

    def attributes(self) -> Attributes:
        """The event without its content."""
        told = self.__dict__
        return _attributes(**{name: told[name] for name in _ATTRIBUTES})


class Detail(Said, frozen=True):
    """What an event says beyond its core."""


CoreT_co = TypeVar("CoreT_co", bound=Core, covariant=True, default=Core)
DetailT_co = TypeVar("DetailT_co", bound=Detail, covariant=True, default=Detail)


class Told(Content, Generic[CoreT_co, DetailT_co], frozen=True):
    """What an agency tells: the core that every event has, and the detail of its type."""

    core: CoreT_co
    detail: DetailT_co


def new_id() -> EventId:
    """A fresh event id: a UUIDv7, so that ids sort by the time they were made."""
    return EventId(str(uuid7()))
