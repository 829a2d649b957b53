"""The agreement, where it is at hand: a subscriber's own machine need not have it."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wholepicture_bus.settings import Settings
from wholepicture_schemas.identifiers import AuthorityCode

if TYPE_CHECKING:
    from wholepicture_consumers.agreement import Agreement


def agreement_at_hand() -> "Agreement | None":
    """The agreement that is here, read once; None where none is, or it cannot be used."""
    return _loaded(Settings().partnership)


def area_of(code: str) -> str:
    """An area by its name; by its code where no name is known here."""
    known = agreement_at_hand()
    one = known.authorities.get(AuthorityCode(code)) if known else None
    return one.name if one else f"local authority {code}"


@cache
def _loaded(partnership: Path) -> "Agreement | None":
    from wholepicture_consumers.agreement.loading import AgreementError, load

    try:
        return load(partnership)
    except AgreementError:
        return None
