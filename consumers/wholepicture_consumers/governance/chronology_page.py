"""A chronology as a page to print, and as lines for a terminal."""

import datetime as dt
from collections.abc import Iterator

from wholepicture_bus.pages import render
from wholepicture_bus.pages.lanes import LEGEND, NOTHING, Entries, Entry, Lane, Lanes, mark
from wholepicture_schemas.deliveries import PRACTICE

from wholepicture_consumers.governance import around_page
from wholepicture_consumers.governance.chronology import Chronology, Line

LEFT_OUT = (
    "What this recipient may not see by agreement is left out without a trace, and what was taken "
    "back is gone. An empty month means that nothing was sent that may be seen here; it does not "
    "mean that nothing happened."
)


def as_page(chronology: Chronology) -> str:
    """One page: a lane for each agency over the months, then every event in its order."""
    return render(
        __package__,
        "chronology.html",
        who=chronology.who,
        practice=PRACTICE if chronology.exercise else "",
        head=list(_head(chronology)),
        lanes=_lanes(chronology),
        around=around_page.shown(chronology.around) if chronology.around else None,
        lines=[
            {
                "day": f"{line.at:%-d %B %Y}",
                "recorded": f"{line.recorded:%-d %B %Y}",
                "agency": line.agency,
                "what": f"{mark(strength=line.strength)} {line.what}",
                "said": list(line.said),
            }
            for line in chronology.lines
        ],
        left_out=LEFT_OUT,
    )


def as_lines(chronology: Chronology) -> Iterator[str]:
    """The same for a terminal."""
    if chronology.exercise:
        yield PRACTICE
    yield from _head(chronology)
    yield ""
    width = max(map(len, chronology.agencies), default=0)
    months = chronology.months
    yield f"{'':{width}}  " + " ".join(f"{month:%b %y}" for month in months)
    for agency in chronology.agencies:
        lane = " ".join(f"{_marks(chronology, agency, month):^6}" for month in months)
        yield f"{agency:{width}}  {lane}".rstrip()
    yield _LEGEND
    if chronology.around:
        yield ""
        yield from around_page.as_lines(chronology.around)
    for line in chronology.lines:
        yield ""
        yield f"{line.at:%-d %B %Y}  {mark(strength=line.strength)} {line.what}  ({line.agency})"
        yield from (f"    {said}" for said in line.said)
    yield ""
    yield LEFT_OUT


_LEGEND = f"{LEGEND}, {NOTHING} nothing that may be seen here."


def _lanes(chronology: Chronology) -> Lanes:
    return Lanes(
        caption="Who told something in which month",
        months=tuple(f"{month:%b %Y}" for month in chronology.months),
        lanes=tuple(
            Lane(agency, tuple(tuple(_told(chronology, agency, at)) for at in chronology.months))
            for agency in chronology.agencies
        ),
        notes=(_LEGEND,),
    )


def _told(chronology: Chronology, agency: str, month: dt.date) -> Iterator[Entries]:
    if told := chronology.of(agency, month):
        yield Entries(
            tuple(
                Entry(line.at.day, f"{line.at:%B %Y}: {line.what}", mark(strength=line.strength))
                for line in told
            )
        )


def _head(chronology: Chronology) -> Iterator[str]:
    yield f"{chronology.who}."
    if chronology.communication and chronology.around is None:
        yield f"How the child communicates: {', '.join(chronology.communication)}."
    good = sum(line.strength for line in chronology.lines)
    yield (
        f"From {_day(chronology.since)} to {_day(chronology.until)}, as {chronology.recipient} may "
        f"see it: {len(chronology.lines)} events, {good} of them of what goes well."
    )


def _marks(chronology: Chronology, agency: str, month: dt.date) -> str:
    told = chronology.of(agency, month)
    return "".join(map(_mark, told)) or NOTHING


def _mark(line: Line) -> str:
    return mark(strength=line.strength)


def _day(day: dt.date) -> str:
    return f"{day:%-d %B %Y}"
