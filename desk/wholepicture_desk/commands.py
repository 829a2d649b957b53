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
Keep = Annotated[bool, typer.Option("--keep", help="Leave what it stored, to look at.")]
StoryOption = Annotated[Path, typer.Option("--story", help="The folder of what is told.")]

NOT_AS_PROMISED = 1


def demo(
    plain: Plain = False,
    html: Html = None,
    keep: Keep = False,
    story: StoryOption = Path("examples/demo"),
) -> None:
    """Play a day and six months of nine agencies on this machine, and show who was told what."""
    from wholepicture_bus import log

    from wholepicture_desk.demo import (
        NotArrived,
        as_months_text,
        as_page,
        as_text,
        months_on_screen,
        on_screen,
        play,
    )

    log.configure(level=logging.CRITICAL)  # what matters comes as a sentence
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(NOT_AS_PROMISED))  # so that all is ended
    progress = Console(stderr=True, no_color=plain, highlight=False)
    try:
        result, months = play(story, say=progress.print, keep=keep)
    except NotArrived as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_AS_PROMISED) from None
    if html is not None:
        html.write_text(as_page(result, months), encoding="utf-8")
        progress.print(f"The page is in {html}.")
    if plain or not sys.stdout.isatty():
        typer.echo(f"{as_text(result)}\n\n{as_months_text(months)}")
    else:
        console = Console(highlight=False)
        on_screen(result, console)
        console.print()
        months_on_screen(months, console)
