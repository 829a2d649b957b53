"""The agreement that the partnership ships, loaded once for all tests."""

from functools import cache
from pathlib import Path

from wholepicture_agreement import Agreement, load
from wholepicture_agreement.cases import TableOfCases, read_cases

PARTNERSHIP = Path(__file__).parents[2] / "partnership"
TABLE = PARTNERSHIP / "cases.toml"


@cache
def shipped() -> Agreement:
    """The shipped agreement, for tests of properties, whose examples show their arguments."""
    return load(PARTNERSHIP)


@cache
def shipped_cases() -> TableOfCases:
    """The partnership's table of cases."""
    return read_cases(TABLE, shipped())
