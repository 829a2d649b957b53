"""Running a study, with its progress and rate on the screen of whoever waits for it."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from wholepicture_agreement import Agreement
from wholepicture_schemas.words import listed

from wholepicture_consumers.stages import collect_seldom
from wholepicture_consumers.study.outcomes import Study
from wholepicture_consumers.study.rates import Rates
from wholepicture_consumers.study.report import Report, report
from wholepicture_consumers.study.years import agencies


def studied(histories: int, seed: int, rates: Rates, agreement: Agreement) -> Report:
    """The report of so many families; the progress goes to standard error."""
    study, console = Study(seed, rates, agreement), Console(stderr=True)
    tellers = agencies(rates, agreement)
    absent = [teller.name for teller in rates.teller if teller.name not in tellers]
    if absent:
        console.print(f"Nobody of this agreement tells what {listed(absent)} would.")
    collect_seldom()
    columns = (
        TextColumn("Families, alone and shared"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    years = []
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=histories, rate="")
        for number in range(histories):
            years.append(study.of(number))
            speed = progress.tasks[0].speed
            rate = f"{speed:.1f} a second" if speed else ""
            progress.update(task, advance=1, rate=rate)
    return report(years, study.rules, rates, seed, study.begin)
