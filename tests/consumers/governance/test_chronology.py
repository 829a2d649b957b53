"""The chronology of a child: everything that one recipient may see, by when it happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wholepicture_bus.errors import StopError
from wholepicture_consumers.documents import Sent
from wholepicture_consumers.governance.chronology import Chronology, chronology
from wholepicture_consumers.governance.chronology_page import as_lines, as_page
from wholepicture_engine.stage import Key
from wholepicture_schemas.identifiers import EventId, PersonRef, RecipientId

from tests.consumers.both_stages import AGREEMENT, Stages
from tests.consumers.pattern_stages import (
    FAMILY,
    FATHER,
    IVY,
    MOTHER,
    abuse,
    concern,
    event_id,
    tell,
)
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    incident,
    involvement,
    retraction,
)

pytestmark = [pytest.mark.finding("F10"), pytest.mark.finding("F2")]
JULY, SEPTEMBER, OCTOBER = (datetime(2026, month, 4, 9, tzinfo=UTC) for month in (7, 9, 10))
HALF_A_YEAR = timedelta(days=183)


def _works(made: Stages) -> None:
    told = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
    tell(made, "work", told, JULY - timedelta(days=1), of=COUNCIL)


def _seen(
    made: Stages, delivery: str, recipient: str = TEAM, person: str | None = None
) -> Chronology:
    name = EventId(delivery)
    work = made.memory.work([Key(Sent, name)])
    who = PersonRef(person) if person else None
    now = made.moment
    return chronology(name, RecipientId(recipient), who, now - HALF_A_YEAR, now, work, AGREEMENT)


def _told() -> tuple[Stages, str]:
    """Three events of six months, told out of order, and the team's item about the last."""
    made = Stages()
    _works(made)
    tell(made, "autumn", abuse(summary="He broke a door."), SEPTEMBER)
    tell(made, "summer", concern(), JULY)
    followed = tell(made, "last", abuse(), OCTOBER)
    ((delivery, _),) = followed.sent(TEAM)
    return made, delivery


def test_events_stand_in_the_order_in_which_they_happened() -> None:
    """What came late takes its place; the item itself stands among them."""
    seen = _seen(*_told())

    assert [line.at.month for line in seen.lines] == [7, 7, 9, 10]
    assert [line.what for line in seen.lines][1:] == [
        "A concern for a child", "A domestic abuse incident", "A domestic abuse incident",
    ]  # fmt: skip
    assert "He broke a door." in seen.lines[2].said
    assert seen.who.startswith("Ivy Quillmere")
    assert seen.communication


def test_what_was_taken_back_is_gone() -> None:
    """It stands on the ledger, and in no chronology."""
    made, delivery = _told()
    made.publish(retraction(POLICE, event_id("autumn")), event_id("back"))

    assert [line.at.month for line in _seen(made, delivery).lines] == [7, 7, 10]


@pytest.mark.parametrize("matter", ["allegation-against-staff", "of-no-kind-listed"])
def test_what_the_recipient_may_not_see_leaves_no_trace(matter: str) -> None:
    """Present or absent, its page is the same to the byte; the front door sees it."""
    pages = []
    for present in (True, False):
        made = Stages()
        _works(made)
        tell(made, "one", abuse(), JULY)
        if present:
            tell(made, "secret", abuse(handling={"restricted_kinds": [matter]}), SEPTEMBER)
        else:
            made.pass_minutes()
        ((delivery, _),) = tell(made, "last", abuse(), OCTOBER).sent(TEAM)
        pages.append(as_page(_seen(made, delivery)))

    assert pages[0] == pages[1]


def test_there_is_no_search() -> None:
    """Only an item of the recipient's own leads there, and only while it holds."""
    made, delivery = _told()

    with pytest.raises(StopError, match="was sent no item of this id"):
        _seen(made, delivery, FRONT_DOOR)
    with pytest.raises(StopError, match="was sent no item of this id"):
        _seen(made, "nobody's")
    with pytest.raises(StopError, match="name one with --person"):
        _seen(made, delivery, person="c9")
    made.publish(retraction(POLICE, event_id("last")), event_id("back"))
    with pytest.raises(StopError, match="was taken back"):
        _seen(made, delivery)


def test_a_school_has_no_picture() -> None:
    """The agreement shows it nothing of earlier events."""
    made = Stages()
    followed = tell(made, "one", abuse(of=IVY), JULY)
    ((delivery, _),) = followed.sent("setting-100001")

    with pytest.raises(StopError, match="is shown nothing of earlier events"):
        _seen(made, delivery, "setting-100001")


def test_gaps_are_seen() -> None:
    """A lane for each agency over all months: an empty one is said to mean nothing."""
    made, delivery = _told()
    text = "\n".join(as_lines(_seen(made, delivery)))
    page: Any = as_page(_seen(made, delivery))

    assert len(_seen(made, delivery).months) == 7
    for agency in AGREEMENT.agencies.values():
        assert agency.name in text
    assert "it does not mean that nothing happened" in text.replace("\n", " ")
    assert "<script" not in page
    assert "Aug 2026" in page


def _september(document: dict[str, Any]) -> str:
    """What the team reads of an event of September."""
    made = Stages()
    _works(made)
    tell(made, "autumn", document, SEPTEMBER)
    ((delivery, _),) = tell(made, "last", abuse(), OCTOBER).sent(TEAM)
    return "\n".join(_seen(made, delivery).lines[1].said)


def test_it_says_what_happened_and_what_is_alleged() -> None:
    """What happened, to whom by whom, how it was then, and what the child saw."""
    alleged = {"alleged": "a1", "alleged_by": "a2", "victims": ["a2"], "kinds": ["economic"],
               "now": "on-bail", "now_until": "2026-12-01"}  # fmt: skip
    told = incident([{**IVY, "exposure": "PRESENT_SAW"}], [FATHER, MOTHER], allegations=[alleged])

    said = _september(told)

    assert "What happened: He shouted and broke a door." in said
    assert "What the child saw or heard: was there and saw it" in said
    assert "\nAlleged: " in said
    assert "of Mo Quillmere, by Dan Quillmere, as Mo Quillmere says" in said
    assert "at that time on bail until 1 December 2026" in said


def test_it_says_teams_and_days_as_people_do() -> None:
    """The team by its name, a day as it is written here, a field's question with its answer."""
    order = {"kind": "dapn-dapo", "person": "a1", "condition": "Stays away.", "until": "2026-11-20"}
    said = _september(incident([IVY], [FATHER, MOTHER], detail={"orders": [order]}))
    made, delivery = _told()
    work = "\n".join(_seen(made, delivery).lines[0].said)

    assert "until: 20 November 2026" in said
    assert "whom it binds: Dan Quillmere" in said
    assert "Whether there were children: there are children" in said
    assert "\nAnswer:" not in said
    assert f": {AGREEMENT.recipient(RecipientId(TEAM)).name}" in work
    assert TEAM not in work


@pytest.mark.parametrize("practice", [True, False])
def test_practice_is_marked(practice: bool) -> None:
    """On the screen and on the page to print, as on the item that leads there."""
    made, delivery = _told()
    seen = _seen(made, delivery)
    assert seen.exercise  # the shipped partnership still practises

    seen = replace(seen, exercise=practice)
    text, page = list(as_lines(seen)), as_page(seen)

    assert ("EXERCISE" in text[0]) == practice
    assert (page.count("EXERCISE: this is practice") > 1) == practice
    assert ("EXERCISE" in page) == practice
