"""The command ``wholepicture equality-report``."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from wholepicture_consumers.governance.terminal import PartnershipFolder, day_told, loaded, stop


def equality_report(
    since: Annotated[datetime, typer.Option(parser=day_told, metavar="DAY", help="The first day.")],
    until: Annotated[datetime, typer.Option(parser=day_told, metavar="DAY", help="The last day.")],
    fine: Annotated[
        bool, typer.Option("--fine", help="By each ethnic group, too, and not the main ones alone.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write it as a page to print.")] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", help="Write it as JSON, for a program.")
    ] = None,
    partnership: PartnershipFolder = None,
) -> None:
    """Say by ethnicity and disability how items about children were answered, and how soon.

    It is in aggregate: no child is named and nobody is ranked. What is about fewer than five
    children is not shown, nor what it could be worked out from.
    """
    from wholepicture_agreement.by_when.working_time import LONDON
    from wholepicture_engine.connection import database

    from wholepicture_consumers.governance.equality import store
    from wholepicture_consumers.governance.equality.page import as_data, as_lines, as_page
    from wholepicture_consumers.governance.equality.report import report

    exercise = loaded(partnership).partnership.exercise
    begin, end = since.replace(tzinfo=LONDON), until.replace(tzinfo=LONDON) + timedelta(days=1)
    if end <= begin:
        stop("The last day lies before the first: write --since DATE --until DATE.")
    stored = database()
    try:
        sents = list(store.deliveries(stored, begin))
        whom = store.children_of_time(stored, begin, end)
        whom.update(child for sent in sents if sent.at < end for child in sent.children)
        children = store.known_children(stored, whom)
    finally:
        stored.close()
    made = report(sents, children, begin, end, datetime.now(UTC), exercise=exercise, in_detail=fine)
    if html is not None:
        html.write_text(as_page(made), encoding="utf-8")
        typer.echo(html)
    if as_json is not None:
        as_json.write_text(json.dumps(as_data(made), indent=2), encoding="utf-8")
        typer.echo(as_json)
    if html is None and as_json is None:
        for line in as_lines(made):
            typer.echo(line)
