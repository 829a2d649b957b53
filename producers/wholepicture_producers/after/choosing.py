"""Which published events a command is about: by receipt, file, day or the agency's number."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wholepicture_bus.spool import History, Receipt, SpooledRecord

from wholepicture_producers.after.timeline import NoSuchReceipt, whole_receipt
from wholepicture_producers.receipts import ENDING, receipts_in, receipts_path

if TYPE_CHECKING:
    from wholepicture_producers.after.hearing import Hearing

_LONDON = ZoneInfo("Europe/London")


class Choosing:
    """The published events of this machine, to choose from."""

    def __init__(self, history: History, hearing: "Hearing | None" = None) -> None:
        self._history = history
        self._known = (history,) if hearing is None else (history, hearing)

    def chosen(self, told: Sequence[str]) -> tuple[str, ...]:
        """The receipts of what was told, each once; of all events where nothing was.

        Raises:
            NoSuchReceipt: where one of them leads to no event; the message is a sentence.
        """
        if not told:
            return tuple(row.event for row, _ in self._events)
        return tuple(dict.fromkeys(receipt for one in told for receipt in self._of(one)))

    def reference(self, receipt: str) -> str:
        """The agency's own number of an event; empty where it has none."""
        return self._references.get(receipt, "")

    def _of(self, told: str) -> Sequence[str]:
        if any(told in known.beginning(told) for known in self._known):
            return (told,)
        wanted = _plain(told)
        numbers = self._references.items() if wanted else ()
        if by_number := [receipt for receipt, number in numbers if _plain(number) == wanted]:
            return by_number
        if Path(told).is_file():
            return self._of_file(told)
        day = _day(told)
        if day is not None:
            return self._of_day(day, told)
        return (whole_receipt(told, *self._known),)

    def _of_file(self, name: str) -> Sequence[str]:
        path = Path(name) if name.endswith(ENDING) else receipts_path(name)
        try:
            return [row.receipt for row in receipts_in(path)]
        except OSError:
            raise NoSuchReceipt(
                f"There is no file of receipts beside {name}. Publish it again, which sends "
                "nothing twice and writes them, or name the file of receipts itself."
            ) from None
        except ValueError:
            raise NoSuchReceipt(
                f"{path} is no file of receipts any more: publish {name} again."
            ) from None

    def _of_day(self, day: date, told: str) -> Sequence[str]:
        found = [
            row.event
            for row, receipt in self._events
            if receipt.appended.astimezone(_LONDON).date() == day
        ]
        if not found:
            raise NoSuchReceipt(f"Nothing was published from this machine on {told}.")
        return found

    @cached_property
    def _events(self) -> list[tuple[SpooledRecord, Receipt]]:
        return list(self._history.events())

    @cached_property
    def _references(self) -> dict[str, str]:
        return dict(_numbered(self._events))


def _numbered(
    events: Sequence[tuple[SpooledRecord, Receipt]],
) -> Iterator[tuple[str, str]]:
    for row, _ in events:
        try:
            number = json.loads(row.outgoing.value or b"{}")["core"].get("local_reference")
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        yield row.event, str(number or "")


def _plain(number: str) -> str:
    return " ".join(number.casefold().split())


def _day(told: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(told.strip(), form).date()  # noqa: DTZ007 - a day of London
        except ValueError:
            continue
    return None
