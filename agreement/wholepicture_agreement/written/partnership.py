"""The partnership as a whole, and how long what was told is kept."""

from pydantic import PositiveInt, StrictBool
from wholepicture_schemas.identifiers import AgencyIdField, AuthorityField
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line


class Partnership(Model, frozen=True):
    """The partnership as a whole, and who answers for the pooled record."""

    name: Line
    joint_controllers: tuple[AgencyIdField, ...] = ()
    processor: AgencyIdField | None = None
    exercise: StrictBool = False
    home_authority: AuthorityField
    picture_window_months: PositiveInt
    picture_margin_months: PositiveInt = 12
    picture_because: Line | None = None
    """Why the picture is kept so long, or where that is agreed."""
    ledger_months: PositiveInt | None = None
    """How long the ledger is kept; as long as the picture where nothing is said."""
    ledger_because: Line | None = None
    sample_of_no_children: PositiveInt = 20
    """Of how many incidents said to have no children one is looked at again."""
    no_recorded_contact_days: PositiveInt = 90
    """After how many days without a recorded contact with an adult an item says so."""

    @property
    def picture_months(self) -> int:
        """How long the picture is kept."""
        return self.picture_window_months + self.picture_margin_months
