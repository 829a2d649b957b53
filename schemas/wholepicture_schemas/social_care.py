"""What children's social care tells: which child a team works with, and who the worker is."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import InvolvementKind
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import RecipientIdField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.persons import Professional


class Involvement(Detail, frozen=True):
    """Children's social care began or ended working with the one child of the event."""

    state: Annotated[
        Literal["open", "closed"], Means("Whether the work with the child begins or ends", "plain")
    ]
    kind: Annotated[InvolvementKind, Means("Kind of work with the child", "plain")]
    team: Annotated[RecipientIdField, Means("Which team works with the child", "plain")]
    """The team that works with the child, by its recipient id in the agreement."""
    worker: Annotated[
        Professional | None,
        Needed("Name the worker, or the duty worker."),
        Means("Who works with the child", "service"),
    ] = None
    manager: Annotated[
        Professional | None, Means("Who leads the work with the child", "service")
    ] = None
    since: Annotated[dt.date | None, Means("Since when", "plain")] = None
    until: Annotated[dt.date | None, Means("Until when", "plain")] = None


class InvolvementChanged(Event[Told[Core, Involvement]], frozen=True):
    """A child's episode with children's social care opened, changed or closed."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.involvement-changed.v1"
    CALLED: ClassVar[str] = "news that children's social care begins or ends work with a child"
    WITHOUT_DETAIL: ClassVar[bool] = False
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this by itself: it says which team works with the child, and so who is "
        "told of what comes later."
    )
