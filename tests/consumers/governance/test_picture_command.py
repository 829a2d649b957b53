"""`wholepicture picture` is reached by an item's id as lists show it: by its beginning."""

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app

from tests.consumers.governance.test_chronology import _told
from tests.consumers.remembering import remember_in
from tests.journeys.stories import FRONT_DOOR, TEAM

SHOWN = 8
"""How many characters of an id a list shows."""


@pytest.fixture
def item(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An item of the team, in a database that has what the stages remember."""
    stages, delivery = _told()
    remember_in(database_url, stages)
    monkeypatch.setenv("DATABASE_URL", database_url)
    return delivery


def _picture(recipient: str, item: str) -> Result:
    return CliRunner().invoke(app(), ["picture", recipient, item, "--since", "2026-05-01"])


@pytest.mark.parametrize("characters", [SHOWN, None])
def test_the_beginning_of_an_id_is_enough(item: str, characters: int | None) -> None:
    """As `referrals list` shows it, and as `page` and `answer` take it; the whole id, too."""
    result = _picture(TEAM, item[:characters])

    assert result.exit_code == 0, result.output
    assert "Ivy Quillmere" in result.output


@pytest.mark.parametrize("beginning", ["", "00000000", "%%%%%%%%"])
def test_what_begins_no_own_item_is_refused(item: str, beginning: str) -> None:
    """Another's item, a guess and a sign that means anything lead nowhere, with a sentence."""
    for result in (_picture(TEAM, beginning), _picture(FRONT_DOOR, item[:SHOWN])):
        assert result.exit_code == 2
        assert "Quillmere" not in result.output
        assert "id" in result.output
