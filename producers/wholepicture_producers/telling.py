"""What the agency's commands answer: sentences for a person, or JSON; never a value of a row."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import typer
from wholepicture_bus.spool import Counts, SendOutcome

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.reading import EventFile
from wholepicture_producers.report import Report

_LONDON = ZoneInfo("Europe/London")

ALL_ACCEPTED, SOME_REJECTED, NOTHING_READ, NOT_YET_SENT, REFUSED_BY_KAFKA = 0, 1, 2, 3, 4
"""The exit codes."""


class CommandRun:
    """One run of a command over several files."""

    def __init__(
        self,
        *,
        as_json: bool,
        again: Sequence[str] = (),
        dry_run: bool = False,
        strict: bool = False,
    ) -> None:
        """``strict`` counts what is incomplete as not done: for whoever mends before publishing."""
        self._strict = strict
        self._as_json = as_json
        self.dry_run = dry_run
        self._again = tuple(again)
        self._reports: list[Report] = []
        self.sent: SendOutcome | None = None
        self.counts: Counts | None = None

    @contextmanager
    def reading(self, source: EventFile) -> Iterator[Report]:
        """A file's report; a file that cannot be read does not stop the others."""
        report = Report(source, self._again, self.dry_run)
        self._reports.append(report)
        try:
            yield report
        except NotReadable as error:
            report.unreadable = str(error)

    def tell(self, *, waited: bool = False) -> int:
        """The exit code, after everything was told."""
        if self._as_json:
            typer.echo(json.dumps(self._json(), indent=2, ensure_ascii=False))
        else:
            for report in self._reports:
                typer.echo("\n".join(report.lines()))
            if self.counts is not None and self.sent is not None:
                typer.echo("\n".join(sending_lines(self.counts, self.sent)))
            elif self.dry_run:
                typer.echo("This was a dry run: nothing was kept or sent.")
        return self._code(waited=waited)

    def _code(self, *, waited: bool) -> int:
        read = any(report.accepted.receipts or report.accepted.rejected for report in self._reports)
        unreadable = any(report.unreadable for report in self._reports)
        if unreadable and not read:
            return NOTHING_READ
        if unreadable or any(report.accepted.rejected for report in self._reports):
            return SOME_REJECTED
        if self._strict and any(report.accepted.asked for report in self._reports):
            return SOME_REJECTED
        return ALL_ACCEPTED if self.counts is None else sending_code(self.counts, waited=waited)

    def _json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"files": [report.as_json() for report in self._reports]}
        if self.counts is not None and self.sent is not None:
            told |= {"sent": self.sent.rows, **counts_json(self.counts)}
        return told


def sending_code(counts: Counts, *, waited: bool) -> int:
    """The exit code of sending: that Kafka refuses something is one whether or not one waits."""
    if counts.needs_a_person:
        return REFUSED_BY_KAFKA
    return NOT_YET_SENT if waited and counts.waiting else ALL_ACCEPTED


def sending_lines(counts: Counts, sent: SendOutcome) -> Iterator[str]:
    """The outcome of sending, in sentences."""
    yield f"{sent.rows} sent to Kafka, {counts.waiting} waiting."
    if sent.ended == "busy":
        yield "Another process is sending for this agency: what waits is in its hands."
    elif counts.waiting:
        yield (
            "What waits is kept on this machine and goes with the next publish, or now: "
            "wholepicture spool send"
        )
    yield from counts.troubles


def counts_json(counts: Counts) -> dict[str, Any]:
    """A spool's counts as JSON values."""
    oldest = counts.oldest_waiting
    return {
        "waiting": counts.waiting,
        "sent_in_all": counts.sent,
        "refused": counts.refused,
        "behind_refused": counts.behind,
        "oldest_waiting": oldest.isoformat() if oldest else None,
        "troubles": list(counts.troubles),
    }


def tell_spool(counts: Counts, *, as_json: bool, outcome: SendOutcome | None = None) -> None:
    """Print how a spool stands."""
    if as_json:
        told = {"sent": outcome.rows, "ended": outcome.ended} if outcome else {}
        typer.echo(json.dumps({**told, **counts_json(counts)}, indent=2))
        return
    if outcome is not None:
        typer.echo("\n".join(sending_lines(counts, outcome)))
        return
    typer.echo(f"{counts.waiting} waiting, {counts.sent} sent, {counts.refused} refused by Kafka.")
    if counts.oldest_waiting is not None:
        typer.echo(f"The oldest has waited since {when(counts.oldest_waiting)}.")
    for trouble in counts.troubles:
        typer.echo(trouble)


def when(at: datetime) -> str:
    """A time as a person here reads it."""
    here = at.astimezone(_LONDON)
    return f"{here.day} {here:%B %Y, %H:%M}"
