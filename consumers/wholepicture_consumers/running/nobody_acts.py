"""Nobody acts: the events that everybody who was told has turned away, for a person to see."""

import datetime as dt
from collections import defaultdict

from sqlalchemy import select
from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import in_words
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import ROW

from wholepicture_consumers.picture.documents import NotTakenOn


def nobody_acts(database: Database, agreement: Agreement, now: dt.datetime) -> tuple[str, ...]:
    """One sentence for each event of which it is asked who acts, with who is asked and by when."""
    with database.transaction() as transaction:
        found = transaction.connection.execute(
            select(ROW.c.parent, ROW.c.body).where(ROW.c.kind == NotTakenOn.KIND).order_by(ROW.c.at)
        ).all()
    by_event: dict[str, list[NotTakenOn]] = defaultdict(list)
    for row in found:
        asked = NotTakenOn.model_validate_json(row.body)
        if asked.open:
            by_event[row.parent].append(asked)
    return tuple(_sentence(event, asked, agreement, now) for event, asked in by_event.items())


def _sentence(event: str, asked: list[NotTakenOn], agreement: Agreement, now: dt.datetime) -> str:
    first = min(asked, key=lambda one: one.respond_by or one.told)
    agency = agreement.agencies.get(first.agency)
    sender = agency.name if agency else "an agency that has left"
    whom = ", ".join(dict.fromkeys(_called(one, agreement) for one in asked))
    by = first.respond_by
    when = f" {in_words(by)}" if by else ""
    late = ", which has passed" if by and by < now else ""
    number = event.rpartition(":")[2]
    return (
        f"Nobody acts on event {number} of {sender}: all who were told turned it away. Asked to "
        f"find out who acts{when}{late}: {whom}."
    )


def _called(asked: NotTakenOn, agreement: Agreement) -> str:
    recipient = agreement.recipients.get(asked.asked)
    if recipient is None:
        return "a recipient that has left"
    return f"{recipient.name} ({recipient.phone})" if recipient.phone else recipient.name
