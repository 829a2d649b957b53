"""The three screens in colour and boxes, for a terminal of 80 to 100 columns."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from wholepicture_desk.demo import months_wording, two_pictures_shown, wording
from wholepicture_desk.demo.months import SixMonths
from wholepicture_desk.demo.result import DemoResult
from wholepicture_desk.demo.two_pictures import TwoPictures

NARROWEST, WIDEST = 80, 100


def on_screen(result: DemoResult, console: Console) -> None:
    """Print the facts: at most 24 lines, as wide as the terminal is, within reason."""
    console.print(_whole(result), width=min(WIDEST, max(NARROWEST, console.width)), soft_wrap=False)


def months_on_screen(months: SixMonths, console: Console) -> None:
    """Print the six months: at most 24 lines of 80 columns; the lanes need no box."""
    console.print(_lanes(months), width=NARROWEST, soft_wrap=False)


def pictures_on_screen(pictures: TwoPictures, console: Console) -> None:
    """Print the two pictures: at most 24 lines of 80 columns."""
    title, *rest = two_pictures_shown.lines(pictures)
    console.print(Text(title, style="bold green"), *map(_line, rest), sep="\n", width=NARROWEST)


def _line(line: str) -> Text:
    return Text(line, style="bold" if line[:1].isdigit() else "")


def _lanes(months: SixMonths) -> RenderableType:
    return Group(
        Text(f"Whole Picture. {wording.EXERCISE} Next: {wording.TRY_NEXT[0]}"),
        Text(months_wording.title(months), style="bold green"),
        *(
            Text.assemble(
                (f"{line.who:<{months_wording.WHO}}", "bold"), (line.label, "italic"), line.says
            )
            for line in months_wording.lines(months)
        ),
        *(Text(note, style="bold") for note in months_wording.notes(months)),
        *map(Text, wording.LIMITS),
    )


def _whole(result: DemoResult) -> RenderableType:
    box = Panel(
        Group(
            Text(wording.they_knew(result)),
            Text(wording.they_told(result), style="bold"),
            Rule(Text(wording.now_title(result), style="bold green"), align="left", style="green"),
            _table(result),
            *(_note(note) for note in wording.notes(result)),
        ),
        title=Text(wording.that_day_title(result), style="bold red"),
        title_align="left",
        subtitle=Text(f"{wording.EXERCISE} Next: {wording.TRY_NEXT[0]}", style="default"),
        subtitle_align="right",
        border_style="green",
        padding=(0, 1),
    )
    return Group(box, *(Padding(Text(line), (0, 0, 0, 2)) for line in wording.LIMITS))


def _table(result: DemoResult) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="italic")
    for column in wording.COLUMNS:
        table.add_column(column, no_wrap=True)
    for row in wording.rows(result):
        table.add_row(Text(row.who, style="bold"), row.after, row.what, row.by)
    return table


def _note(note: wording.Note) -> Text:
    return Text.assemble((f"{note.label} ", "bold"), note.says)
