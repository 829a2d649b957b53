"""A report for a terminal: four tables that fit one screen, and what they cannot tell."""

from textwrap import fill

from rich.console import Console, Group
from rich.table import Table as Drawn
from rich.text import Text

from wholepicture_consumers.study.report import Report
from wholepicture_consumers.study.saying import WHAT_IT_IS, Table, head, tables


def as_screen(report: Report) -> Group:
    """The report, to be printed."""
    drawn = (_drawn(table) for table in tables(report))
    return Group(Text(head(report)), *drawn, Text(WHAT_IT_IS, style="italic"))


def _drawn(table: Table) -> Drawn:
    drawn = Drawn(title=table.title, box=None, title_justify="left", padding=(0, 1, 0, 0))
    drawn.add_column(table.heads[0], no_wrap=True)
    for number, name in enumerate(table.heads[1:], start=1):
        widest = max(map(len, (*name.split(), *(row[number] for row in table.rows))))
        drawn.add_column(fill(name, widest), justify="right", no_wrap=True)
    for row in table.rows:
        drawn.add_row(*row)
    return drawn


def show(report: Report) -> None:
    """Print the report."""
    Console().print(as_screen(report))
