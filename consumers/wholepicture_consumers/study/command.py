"""The command ``wholepicture replay-study``: what sharing and each pattern rule would bring."""

import json
from pathlib import Path
from typing import Annotated

import typer

from wholepicture_consumers.governance.terminal import PartnershipFolder, loaded, stop

_FEWEST_HISTORIES = 10
_MOST_HISTORIES = 200_000


def replay_study(
    histories: Annotated[int, typer.Option(help="How many families to make up.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed makes up the same families.")] = 1,
    nhs_number: Annotated[
        float | None,
        typer.Option(
            help="Of how many children every agency knows the NHS number, from 0 to 1.",
            show_default="as assumed for each agency",
        ),
    ] = None,
    practitioners: Annotated[
        list[str] | None,
        typer.Option(
            help="People for 10,000 children who read the items of a kind of recipient, such as "
            "front-door=2. Can be given again."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as a page, with the plot.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Write the plot alone, as SVG.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the numbers as JSON.")
    ] = None,
    partnership: PartnershipFolder = None,
) -> None:
    """Make up families, and compare what each agency has alone with what is shared, by rule.

    Their year goes through the real stages twice. It shows how long it takes until somebody has a
    harm whole, what each pattern rule adds and costs, and the same by ethnicity and disability. It
    is a study of made-up families: docs/replay-study.md says what it can tell and what it cannot.
    """
    from wholepicture_consumers.study.page import as_page, as_picture
    from wholepicture_consumers.study.rates import rates, with_number, with_staff
    from wholepicture_consumers.study.running import studied
    from wholepicture_consumers.study.saying import as_data
    from wholepicture_consumers.study.terminal import show

    if not _FEWEST_HISTORIES <= histories <= _MOST_HISTORIES:
        stop(f"--histories is from {_FEWEST_HISTORIES} to {_MOST_HISTORIES:,}.")
    assumed = rates()
    if nhs_number is not None:
        if not 0 <= nhs_number <= 1:
            stop("--nhs-number is a share from 0 to 1, such as 0.9.")
        assumed = with_number(assumed, nhs_number)
    try:
        assumed = with_staff(assumed, practitioners or ())
    except ValueError as error:
        stop(str(error))
    for file in filter(None, (html, plot, json_file)):
        if not file.absolute().parent.is_dir():
            stop(f"There is no folder {file.parent} to write {file.name} into.")
    report = studied(histories, seed, assumed, loaded(partnership))
    show(report)
    if html is not None:
        html.write_text(as_page(report, assumed), encoding="utf-8")
    if plot is not None:
        plot.write_text(as_picture(report), encoding="utf-8")
    if json_file is not None:
        json_file.write_text(json.dumps(as_data(report), indent=2) + "\n", encoding="utf-8")
