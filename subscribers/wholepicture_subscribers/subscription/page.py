"""An item as a page to be printed and filed, with the content of the plain text.

It is one file that loads nothing and runs nothing. All that an agency wrote is escaped.
``templates/item.html`` says in which order; ``templates/item_parts.html`` how each part looks.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from wholepicture_bus.pages import render

from wholepicture_subscribers.subscription.moments import moment
from wholepicture_subscribers.subscription.parts import Part, ReadableItem
from wholepicture_subscribers.subscription.plain import as_text

LONG = 5_500
"""How many characters of a first sheet fit in the usual print; beyond them it is set closer."""


def as_page(item: ReadableItem, printed: datetime) -> str:
    """The whole item as one HTML file; ``printed`` is when it is made."""
    first_sheet = as_text(replace(item, second=()))
    return render(
        __package__,
        "item.html",
        item=item,
        printed=moment(printed),
        long=len(first_sheet) > LONG,
        runs=_runs,
    )


def _runs(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """The parts with the name of their kind; those of a kind that follow one another are one run.

    So facts that follow one another become one list.
    """
    return [
        (kind, list(run)) for kind, run in groupby(parts, lambda part: type(part).__name__.lower())
    ]
