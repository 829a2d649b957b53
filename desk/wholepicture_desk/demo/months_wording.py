"""The six months as sentences: two lines an agency, what it knew alone and what it was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wholepicture_bus.pages import lanes as kit

from wholepicture_desk.demo import wording
from wholepicture_desk.demo.months import Entry, Lane, SixMonths

WIDTH = 80
KNEW, TOLD = "knew     ", "was told "
EXPLAINS = (
    "What an agency knew alone, it told on that day. Whoever is to act or to know of it was told "
    "at once: each no more than the agreement of the agencies gives them."
)
WHO = 20
"""Characters of an agency's name."""


@dataclass(frozen=True, slots=True)
class LaneLine:
    """One line of a lane: whose it is, where it begins there, and what it says."""

    who: str
    label: str
    says: str


def title(months: SixMonths) -> str:
    """Whose six months they are, and what is shown."""
    return (
        f"SIX MONTHS of {months.child}, {_day(months.first)} to {_day(months.last)} "
        f"{months.last.year}: what each knew alone, and was told"
    )


def lines(months: SixMonths) -> Iterator[LaneLine]:
    """Two lines for each agency that told something; who only was told stands on the page."""
    for lane in months.lanes:
        if lane.knew:
            yield LaneLine(lane.who, KNEW, _fitting(lane.knew))
            yield LaneLine("", TOLD, _fitting(lane.told))


def notes(months: SixMonths) -> tuple[str, ...]:
    """How little each knew alone, what was put right, and how soon all were told."""
    amended = "; ".join(f"{entry.what}, to {_others(entry)}" for entry in months.amended)
    alone = f"Alone, nobody knew more than {months.most_alone} of {months.count}."
    soon = f"Each was told within {wording.seconds(months.slowest)} s."
    return f"{alone} {soon}", f"{amended[:1].upper()}{amended[1:]}."


def as_lanes(months: SixMonths) -> kit.Lanes:
    """The lanes of the page: what each knew alone, and what it was told, by month."""
    between = kit.months_between(months.first, months.last)
    return kit.Lanes(
        caption="What each agency knew alone, and what it was told of the others', by month",
        months=tuple(f"{month:%B}" for month in between),
        lanes=tuple(
            kit.Lane(lane.who, tuple(tuple(_in_month(lane, month)) for month in between))
            for lane in months.lanes
        ),
        blank="nothing sent or told",
    )


def _in_month(lane: Lane, month: date) -> Iterator[kit.Entries]:
    """What of a lane stands in a month, under a word for each of the two kinds."""
    if knew := tuple(entry for entry in lane.knew if entry.on.replace(day=1) == month):
        entries = (kit.Entry(entry.on.day, entry.what) for entry in knew)
        yield kit.Entries(tuple(entries), "Knew", "knew")
    if told := tuple(entry for entry in lane.told if entry.on.replace(day=1) == month):
        said = (kit.Entry(entry.on.day, f"{entry.what} by {entry.who[0]}") for entry in told)
        yield kit.Entries(tuple(said), "Was told", "told")


def _fitting(entries: tuple[Entry, ...]) -> str:
    """As many entries as a line has room for, and how many more there are."""
    words = [f"{entry.what} {_day(entry.on)}" for entry in entries]
    for shown in range(len(words), 0, -1):
        rest = len(words) - shown
        line = ", ".join(words[:shown]) + (f", {rest} more" if rest else "")
        if len(line) <= WIDTH - WHO - len(TOLD):
            return line
    return f"{len(words)} in all"


def _others(entry: Entry) -> str:
    return "1 other" if len(entry.who) == 1 else f"{len(entry.who)} others"


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"
