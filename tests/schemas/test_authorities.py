"""Local authorities by name: every code has one, and a district has its county."""

import pytest
from wholepicture_schemas.authorities import authority_name, services_of


@pytest.mark.parametrize(
    ("code", "name", "services"),
    [
        ("E08000025", "Birmingham", "E08000025"),
        ("E06000023", "City of Bristol", "E06000023"),
        ("E07000070", "Essex (Chelmsford)", "E10000012"),
        ("E07000187", "Somerset (Mendip)", "E06000066"),
        ("W06000015", "Cardiff", "W06000015"),
        ("E06999999", None, "E06999999"),
    ],
)
def test_an_authority_is_called_by_its_name(code: str, name: str | None, services: str) -> None:
    """A former council and a district are those that run children's services now."""
    assert authority_name(code) == name
    assert services_of(code) == services
