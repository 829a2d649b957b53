"""The equality report as a page, as lines for a terminal, and as JSON."""

from collections.abc import Iterator
from typing import Any

from wholepicture_bus.pages import render

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.governance.equality import printed
from wholepicture_consumers.governance.equality.report import EqualityReport

_A_QUESTION = (
    "A difference between groups is a question to the services, and no finding about families."
)
_AS_RECORDED = (
    "Ethnicity and disability are as agencies recorded them. Who refused, who was not asked yet "
    "and of whom nothing is known stand in rows of their own: where those are large, the others "
    "say little."
)
_ONE_TIME = (
    "Do not publish it beside a report of another time that overlaps: what is not shown in one "
    "could be worked out from the difference."
)
HOW_TO_READ = (_A_QUESTION, _AS_RECORDED, printed.WHAT_IS_HIDDEN, _ONE_TIME)


def title(report: EqualityReport) -> str:
    """What the report is of."""
    return f"Equality report, {day(report.since)} to {day(report.until)}"


def as_page(report: EqualityReport) -> str:
    """The report as HTML that stands by itself and can be printed."""
    return render(
        __package__,
        "equality.html",
        title=title(report),
        says=[*report.says, *HOW_TO_READ],
        tables=[
            (f"{table.title}, by {table.by}", table.head, list(table.rows))
            for table in report.tables
        ],
    )


def as_lines(report: EqualityReport) -> Iterator[str]:
    """The report for a terminal."""
    yield title(report)
    for table in report.tables:
        yield from printed.as_lines(table)
    yield ""
    yield from (*report.says, *HOW_TO_READ)


def as_data(report: EqualityReport) -> dict[str, Any]:
    """The report as JSON values."""
    return {
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "tables": [printed.as_data(table) for table in report.tables],
        "says": [*report.says, *HOW_TO_READ],
    }
