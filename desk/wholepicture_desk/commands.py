"""The commands of who reads: the demonstration."""

import logging
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

Plain = Annotated[bool, typer.Option("--plain", help="Without colour and boxes.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write the same as a page, too.")]
Svg = Annotated[Path | None, typer.Option("--svg", help="Draw the two pictures, too.")]
Keep = Annotated[bool, typer.Option("--keep", help="Leave what it stored, to look at.")]
StoryOption = Annotated[Path, typer.Option("--story", help="The folder of what is told.")]

NOT_AS_PROMISED = 1


def demo(
    plain: Plain = False,
    html: Html = None,
    svg: Svg = None,
    keep: Keep = False,
    story: StoryOption = Path("examples/demo"),
) -> None:
    """Play a day and six months of nine agencies on this machine, and show who was told what."""
    from wholepicture_bus import log

    from wholepicture_desk.demo import (
        NotArrived,
        as_months_text,
        as_page,
        as_pictures_text,
        as_svg,
        as_text,
        months_on_screen,
        on_screen,
        pictures_on_screen,
        play,
    )

    log.configure(level=logging.CRITICAL)  # what matters comes as a sentence
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(NOT_AS_PROMISED))  # so that all is ended
    progress = Console(stderr=True, no_color=plain, highlight=False)
    try:
        played = play(story, say=progress.print, keep=keep)
    except NotArrived as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_AS_PROMISED) from None
    if html is not None:
        page = as_page(played.pictures, played.day, played.months)
        html.write_text(page, encoding="utf-8")
        progress.print(f"The page is in {html}.")
    if svg is not None:
        svg.write_text(as_svg(played.pictures), encoding="utf-8")
    if plain or not sys.stdout.isatty():
        screens = (
            as_pictures_text(played.pictures), as_text(played.day), as_months_text(played.months),
        )  # fmt: skip
        typer.echo("\n\n".join(screens))
    else:
        console = Console(highlight=False)
        pictures_on_screen(played.pictures, console)
        console.print()
        on_screen(played.day, console)
        console.print()
        months_on_screen(played.months, console)
