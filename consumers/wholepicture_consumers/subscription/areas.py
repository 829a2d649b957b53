"""The names of local authorities' areas, where the agreement that has them is at hand."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wholepicture_bus.settings import Settings


def area_of(code: str) -> str:
    """An area by its name; by its code where no name is known here.

    A subscriber's own machine need not have the agreement. It is read once.
    """
    return _names(Settings().partnership).get(code) or f"local authority {code}"


@cache
def _names(partnership: Path) -> Mapping[str, str]:
    from wholepicture_consumers.agreement.loading import AgreementError, load

    try:
        authorities = load(partnership).authorities
    except AgreementError:
        return {}
    return {code: one.name for code, one in authorities.items()}
