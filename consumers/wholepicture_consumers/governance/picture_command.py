"""The command ``wholepicture picture``: the chronology of a child, as one recipient may see it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from wholepicture_consumers.governance.terminal import PartnershipFolder, loaded, stop


def picture(
    recipient: Annotated[str, typer.Argument(help="Whose view it is: the recipient's id.")],
    delivery: Annotated[
        str, typer.Argument(help="An item that it was sent about the child: its id, or the start.")
    ],
    person: Annotated[
        str | None, typer.Option(help="Which child, of an item about several, such as c1.")
    ] = None,
    since: Annotated[
        str, typer.Option(help="How far back: 90d, 26w, or a date such as 2026-09-01.")
    ] = "26w",
    html: Annotated[
        Path | None, typer.Option(help="Write it as a page to print, on A4, without scripts.")
    ] = None,
    partnership: PartnershipFolder = None,
) -> None:
    """Show what a recipient may see of a child over months: lanes by agency, and each event.

    There is no search: it is reached through an item that the recipient was sent.
    """
    from wholepicture_bus.errors import StopError
    from wholepicture_engine.connection import database
    from wholepicture_schemas.identifiers import PersonRef, RecipientId

    from wholepicture_consumers.governance.chronology import chronology
    from wholepicture_consumers.governance.chronology_page import as_lines, as_page
    from wholepicture_consumers.governance.moments import since as begins
    from wholepicture_consumers.governance.own_items import own_item

    agreed, now = loaded(partnership), datetime.now(UTC)
    if recipient not in agreed.recipients:
        stop(f"There is no recipient {recipient} in the agreement.")
    stored = database()
    try:
        with stored.transaction() as transaction:
            work, who = transaction.work(()), RecipientId(recipient)
            shown = chronology(
                own_item(delivery, who, transaction.connection, work),
                who,
                PersonRef(person) if person else None,
                begins(since, now),
                now,
                work,
                agreed,
            )
    except StopError as error:
        stop(str(error))
    finally:
        stored.close()
    if html is not None:
        html.write_text(as_page(shown), encoding="utf-8")
        typer.echo(html)
        return
    for line in as_lines(shown):
        typer.echo(line)
