"""What children's social care tells: which child it works with, and who its worker is."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import InvolvementKind
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import RecipientIdField
from wholepicture_schemas.model import Needed
from wholepicture_schemas.persons import Professional


class Involvement(Detail, frozen=True):
    """Children's social care began or ended working with the one child of the event."""

    state: Literal["open", "closed"]
    kind: InvolvementKind
    team: RecipientIdField
    """The team that works with the child, by its recipient id in the agreement."""
    worker: Annotated[Professional | None, Needed("Name the worker, or the duty worker.")] = None
    manager: Professional | None = None
    since: dt.date | None = None
    until: dt.date | None = None


class InvolvementChanged(Event[Told[Core, Involvement]], frozen=True):
    """A child's episode with children's social care opened, changed or closed."""

    TYPE: ClassVar[str] = "uk.wholepicture.childrens-social-care.involvement-changed.v1"
