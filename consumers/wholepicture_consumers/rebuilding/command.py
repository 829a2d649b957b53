"""The command ``wholepicture rebuild``."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Task

console = Console(highlight=False)


def rebuild(
    swap: Annotated[
        bool,
        typer.Option("--swap", help="Replace what is known by what the records say."),
    ] = False,
) -> None:
    """Fold what was recorded anew, and say by kind and id what is known otherwise.

    It reads the topic children as far as the stage picture has handled it, folds events, pictures
    and entries of chronologies beside the live ones, and compares. It decides nothing and sends
    nothing. Exit code 0 when nothing differs any more, 1 when something does.

    What is operational is not rebuilt (positions, stored outputs, what is held), nor what is
    recorded elsewhere than on children: what intake knows of repeats and identities, and who holds
    which delivery, was shown what, and the ledger's chains.
    """
    from wholepicture_bus.connection import bootstrap
    from wholepicture_engine.connection import database

    from wholepicture_consumers.rebuilding.rebuild import rebuild as build
    from wholepicture_consumers.stages import collect_seldom

    collect_seldom()
    began = time.monotonic()
    with _progress() as (progress, comparing):
        found = build(bootstrap(), database(), swap=swap, progress=progress, comparing=comparing)
    seconds = max(time.monotonic() - began, 0.001)
    _say(f"{found.records} records folded in {seconds:.0f} s: {found.records / seconds:.0f}/s.")
    _say(f"Compared where the stage picture stands: {found.standing}.")
    for partition, offset in found.gone.items():
        _say(f"children/{partition} has no records before {offset} any more.")
    if found.taken_over:
        _say(f"{found.taken_over} events are older than Kafka's records, and stand as they are.")
    for difference in found.differences:
        _say(str(difference))
    if not found.differences:
        _say("Nothing differs.")
    elif found.replaced:
        _say(f"{len(found.differences)} differed; what the records say stands in their place now.")
    else:
        _say(f"{len(found.differences)} differ. To replace what is known: stop the stages, --swap.")
        raise typer.Exit(1)


def _say(sentence: str) -> None:
    console.print(sentence, soft_wrap=True, markup=False)


@contextmanager
def _progress() -> Iterator[tuple[Callable[[int, int], None], Callable[[], None]]]:
    """Shows at a terminal how far it is, how fast, and how long it will take."""
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many records a second."""

        def render(self, task: "Task") -> Text:
            """The rate, where it is known."""
            return Text(f"{task.speed:.0f} records/s" if task.speed else "")

    told = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), Rate(), TimeRemainingColumn()
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as bar:
        task = bar.add_task("Folding what was recorded", total=None)

        def progress(read: int, of: int) -> None:
            bar.update(task, completed=read, total=of or 1)

        def comparing() -> None:
            bar.update(task, description="Comparing", total=None)

        yield progress, comparing
