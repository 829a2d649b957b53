"""The result of trying a proposal, for a terminal and as JSON; it names no person."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from wholepicture_agreement import Agreement
from wholepicture_agreement.written.proposals import NOT_COMPARED, Proposal
from wholepicture_agreement.written.widening_words import sentences
from wholepicture_schemas.field_words import by_whom, words_of

from wholepicture_consumers.governance.comparing import Comparison, ComparisonRow, DecisionKind

_WOULD: tuple[tuple[DecisionKind, str], ...] = (
    ("give", "told"),
    ("ask", "asked about first"),
    ("withhold", "withheld from"),
)
ASSUMED = (
    *"""\
Each event is taken with the children that it was linked to when it came, and with the cases that \
were open then as far as they had been told of, corrections and retractions included.
Corrections and retractions themselves follow their event and are not decided anew.
What a delivery shows of earlier events is not compared: where the rules give more of it, the list \
of what the proposal gives more says so.""".splitlines(),
    NOT_COMPARED,
)


@dataclass(frozen=True)
class Trial:
    """A proposal, what it was tried over, and what came of it."""

    proposal: Proposal
    comparison: Comparison
    agreement: Agreement
    compared_with: str
    """The version that is in force."""
    since: dt.datetime


def as_data(trial: Trial) -> dict[str, Any]:
    """The same as JSON values: recipients, types, paths and counts."""
    rows = trial.comparison.differing
    return {
        "proposal": trial.proposal.file.version,
        "file": trial.proposal.name,
        "compared_with": trial.compared_with,
        "since": trial.since.isoformat(),
        "events": trial.comparison.events,
        "totals": _totals(trial.comparison),
        "rows": [
            {
                "recipient": row.recipient,
                "event": row.event,
                "deliveries": {
                    "now": row.now["give"],
                    "then": row.then["give"],
                    "changed": row.changed,
                },
                "asked_first": {"now": row.now["ask"], "then": row.then["ask"]},
                "withheld": {"now": row.now["withhold"], "then": row.then["withhold"]},
                "gained": dict(row.gained),
                "lost": dict(row.lost),
                "kept_back_more": dict(row.masked),
                "kept_back_no_more": dict(row.unmasked),
            }
            for row in rows
        ],
        "gives_more": sentences(trial.proposal.wider),
        "gives_less": sentences(trial.proposal.narrower, of_before=True),
        "waits_for": list(trial.proposal.waits_for),
        "assumed": list(ASSUMED),
    }


def as_text(trial: Trial) -> RenderableType:
    """The same for a person at a terminal."""
    totals, proposal = _totals(trial.comparison), trial.proposal
    parts: list[RenderableType] = [
        Text(
            f"{proposal.name}, version {proposal.file.version}, beside version "
            f"{trial.compared_with}, which is in force; over {trial.comparison.events} events "
            f"received since {trial.since:%-d %B %Y}."
        )
    ]
    rows = trial.comparison.differing
    if rows:
        parts.append(_table(rows, trial.agreement))
    else:
        parts.append(Text("None of them would be told otherwise."))
    parts.append(
        Text(
            f"Deliveries: {totals['now']} now, {totals['then']} then; {totals['changed']} of them "
            f"would be new, gone or different."
        )
    )
    parts += _listed("By its rules it gives more", sentences(proposal.wider))
    less = sentences(proposal.narrower, of_before=True)
    parts += _listed("By its rules it gives less", less)
    parts += _listed("Before it can be put in force", proposal.waits_for)
    parts += _listed("Assumed", ASSUMED)
    return Group(*parts)


def _table(rows: Iterable[ComparisonRow], agreement: Agreement) -> Table:
    table = Table(title="What would be otherwise", title_justify="left", show_lines=True)
    for name in ("Recipient", "Kind of event", "Would get more", "Would get less"):
        table.add_column(name, overflow="fold")
    table.add_column("Deliveries", justify="right")
    for row in rows:
        recipient = agreement.recipients.get(row.recipient)
        table.add_row(
            f"{recipient.name if recipient else ''} ({row.recipient})",
            words_of(row.event),
            "\n".join(_said(row.gained, "no longer kept back", row.unmasked)),
            "\n".join(_said(row.lost, "newly kept back", row.masked)),
            "\n".join(_deliveries(row)),
        )
    return table


def _said(fields: Counter[str], kept_back: str, masked: Counter[str]) -> Iterator[str]:
    for whose, names in by_whom(fields).items():
        yield f"{whose}: {', '.join(names)}"
    for whose, names in by_whom(masked).items():
        yield f"{kept_back}, {whose}: {', '.join(names)}"


def _deliveries(row: ComparisonRow) -> Iterator[str]:
    if row.changed:
        yield f"{row.changed} otherwise"
    for how, words in _WOULD:
        if row.now[how] or row.then[how]:
            yield f"{words}: {row.now[how]} now, {row.then[how]} then"


def _totals(comparison: Comparison) -> dict[str, int]:
    rows = comparison.rows.values()
    return {
        "now": sum(row.now["give"] for row in rows),
        "then": sum(row.then["give"] for row in rows),
        "changed": sum(row.changed for row in rows),
        "asked_first_now": sum(row.now["ask"] for row in rows),
        "asked_first_then": sum(row.then["ask"] for row in rows),
        "withheld_now": sum(row.now["withhold"] for row in rows),
        "withheld_then": sum(row.then["withhold"] for row in rows),
    }


def _listed(title: str, sentences: Iterable[str]) -> list[RenderableType]:
    lines = [f"  {sentence}" for sentence in sentences]
    return [Text(f"\n{title}:", style="bold"), *map(Text, lines)] if lines else []
