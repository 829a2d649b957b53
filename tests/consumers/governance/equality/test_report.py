"""How items were answered, by group, and nobody is found in it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from wholepicture_consumers.documents import AsksAbout, Sent
from wholepicture_consumers.governance.equality import groups, items
from wholepicture_consumers.governance.equality.groups import Groups, groups_of
from wholepicture_consumers.governance.equality.known import Known
from wholepicture_consumers.governance.equality.page import as_data, as_lines, as_page
from wholepicture_consumers.governance.equality.printed import HIDDEN, Printed
from wholepicture_consumers.governance.equality.report import MEDIAN, EqualityReport, report
from wholepicture_schemas.identifiers import ChildRef

from tests.consumers.both_stages import Stages
from tests.consumers.pattern_stages import FAMILY, abuse, event_id
from tests.journeys.stories import FRONT_DOOR

BEGIN, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
AT, NOW = datetime(2026, 8, 3, 9, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC)
WHITE = groups_of(["WBRI"], [["NONE"]], has_needs=False)
BLACK = groups_of(["BCRB"], [["LD"]], has_needs=True)


@pytest.fixture(scope="module")
def item() -> Sent:
    """An item for the front door, as it is kept."""
    stages = Stages()
    stages.publish(abuse(), event_id("one"))
    return stages.held(event_id("one"))[FRONT_DOOR]


class Told:
    """Items about children of several groups."""

    def __init__(self, item: Sent) -> None:
        self._item = item
        self.sents: list[Sent] = []
        self.children: dict[ChildRef, Known] = {}

    def tell(self, of: Groups, count: int, *, after: float | None = 1, **more: Any) -> None:
        """Items about so many further children, acknowledged after hours."""
        for _ in range(count):
            child = ChildRef(f"child-{len(self.children)}")
            self.children[child] = Known(of, ())
            acknowledged = None if after is None else AT + timedelta(hours=after)
            changes = {
                "children": (child,), "at": AT, "respond_by": AT + timedelta(hours=4),
                "acknowledged": acknowledged, **more,
            }  # fmt: skip
            self.sents.append(self._item.model_copy(update=changes))

    def report(self, sents: Sequence[Sent] = ()) -> EqualityReport:
        """The report of the quarter."""
        every = [*self.sents, *sents]
        return report(every, self.children, BEGIN, END, NOW, exercise=True)


@pytest.fixture
def told(item: Sent) -> Told:
    """Nothing told yet."""
    return Told(item)


def _asks(item: Sent, kind: str) -> AsksAbout:
    assert item.held is not None
    return AsksAbout.model_validate({"kind": kind, "reason": item.held.data.reason})


def _table(made: EqualityReport, about: str, by: str = "ethnicity") -> Printed:
    return next(table for table in made.tables if table.title.endswith(about) and table.by == by)


def _row(table: Printed, label: str) -> dict[str, str]:
    row = next(row for row in table.rows if row[0] == label)
    return dict(zip(table.head, row, strict=True))


@pytest.mark.finding("I2")
def test_it_says_by_group_how_soon_items_were_acknowledged(told: Told) -> None:
    """How many in time, how many late or never, and how long half of them took."""
    told.tell(WHITE, 20)
    told.tell(BLACK, 10, after=1)
    told.tell(BLACK, 10, after=30)

    table = _table(told.report(), "acknowledged")

    white, black = _row(table, groups.WHITE), _row(table, groups.BLACK)
    assert white["items"] == black["items"] == "20"
    assert black[items.LATE] == "10 (50%)"
    assert (white[items.IN_TIME], white[items.LATE]) == ("20 (100%)", "0 (0%)")
    assert (white[MEDIAN], black[MEDIAN]) == ("60 minutes", "16 hours")
    disabled = _row(_table(told.report(), "acknowledged", "disability"), groups.DISABLED)
    assert disabled[items.LATE] == "10 (50%)"
    by_both = "disability and ethnicity together"
    both = _row(_table(told.report(), "acknowledged", by_both), groups.DISABLED_MINORITY)
    assert both[items.LATE] == "10 (50%)"


def test_a_few_are_hidden_and_not_to_be_worked_out(told: Told) -> None:
    """Two of the one group were late: neither they nor the rest of the group are counted out."""
    told.tell(WHITE, 20)
    told.tell(WHITE, 10, after=9)
    told.tell(BLACK, 10)
    told.tell(BLACK, 2, after=9)

    made = told.report()

    table = _table(made, "acknowledged")
    for label in (groups.WHITE, groups.BLACK):
        row = _row(table, label)
        assert (row[items.IN_TIME], row[items.LATE]) == (HIDDEN, HIDDEN)
    first = as_data(made)["tables"][0]["rows"][0]
    assert first["of_them"] == {items.IN_TIME: None, items.LATE: None}


def test_a_group_of_too_few_stands_with_others(told: Told) -> None:
    """It is not left out, and its number is nowhere."""
    told.tell(WHITE, 20)
    told.tell(BLACK, 3)
    told.tell(groups_of([], [["LD"]], has_needs=True), 6)

    rows = list(_table(told.report(), "acknowledged").rows)

    (together,) = [row for row in rows if groups.BLACK in row[0]]
    assert groups.REFUSED in together[0]
    assert [row[1] for row in rows] == ["20", "9", "29"]


def test_who_stepped_in_and_what_was_decided_are_counted(told: Told, item: Sent) -> None:
    """Items that nobody took on, those that were decided, and those that are past their time."""
    told.tell(WHITE, 12, after=None, decided="nfa")
    told.tell(BLACK, 12, after=None, event="/agencies/p:raised")
    question = item.model_copy(
        update={"event": "/agencies/p:raised", "asks": _asks(item, "not-taken-on"), "at": AT}
    )

    made = told.report([question])

    black = _row(_table(made, "step in"), groups.BLACK)
    assert black[items.RAISED] == "12 (100%)"
    assert _row(_table(made, "acknowledged"), groups.BLACK)[items.OVERDUE] == "12 (100%)"
    assert _row(_table(made, "acknowledged"), groups.WHITE)[items.AT_ONCE] == "12 (100%)"


@pytest.mark.parametrize(
    "changes",
    [{"at": END}, {"amends": "another"}, {"held": None}],
    ids=["later", "an amendment", "a question's own"],
)
def test_what_is_no_item_of_the_time_counts_not(told: Told, changes: dict[str, Any]) -> None:
    """Nothing is shown where nothing is counted, and that is said."""
    told.tell(WHITE, 12, **changes)

    made = told.report()

    assert made.tables == ()
    assert any("Of items that wait for an answer nothing is shown" in one for one in made.says)


def test_no_child_and_no_rank_is_in_it(told: Told) -> None:
    """Rows stand in the order of the code set, whatever their numbers; ids stand nowhere."""
    told.tell(BLACK, 30, after=30)
    told.tell(WHITE, 10)

    made = told.report()

    texts = ("\n".join(as_lines(made)), as_page(made), json.dumps(as_data(made)))
    for text in texts:
        assert text.index(groups.WHITE) < text.index(groups.BLACK)
        assert "child-" not in text
        assert FAMILY.surname not in text
