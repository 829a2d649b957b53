"""Why somebody was told of an event, or not: one page for a complaint, a court or a review.

It holds references, rules and names of fields, and nothing of what the event says.
"""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from wholepicture_agreement import Agreement
from wholepicture_agreement.asked.asking import ASKS
from wholepicture_bus.pages import render
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.disclosures import DisclosureData
from wholepicture_schemas.field_words import in_one_line, words_of
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.governance.answers import AnswerGiven
from wholepicture_consumers.governance.dates import moment
from wholepicture_consumers.governance.ledger import Account

_DECIDED: Mapping[str, str] = {
    "give": "Told",
    "withhold": "Not told: withheld",
    "ask": "A person is asked first",
}
_ASKED = "Asked a question, and given what that needs"
_KEPT = "in the reply {reply}, which the bus keeps beside the ledger"
_LIMITS = (
    "This says what was decided by the rules, and what was sent. Whether and when it was read, the "
    "recipient's own records say."
)
_AMENDED = "A correction or a retraction of the event is entered under its own id, and not here."


_Blocks = Iterator[tuple[str, Iterator[tuple[str, str]]]]
"""Blocks of lines: each block has a title, and each line a label."""


def as_text(
    account: Account, agreement: Agreement, answers: Sequence[AnswerGiven] = ()
) -> RenderableType:
    """The page for a person at a terminal."""
    parts: list[RenderableType] = [Text(line) for line in _head(account)]
    for title, told in _blocks(account, agreement, answers):
        lines = Table.grid(padding=(0, 2))
        lines.add_column(style="bold", no_wrap=True)
        lines.add_column()
        for label, said in told:
            lines.add_row(label, Text(said))
        parts += [Text(f"\n{title}", style="bold"), lines]
    parts += [Text(""), *(Text(line) for line in _foot(account))]
    return Group(*parts)


def as_page(account: Account, agreement: Agreement, answers: Sequence[AnswerGiven] = ()) -> str:
    """The page as HTML that stands by itself and can be printed."""
    return render(
        __package__,
        "why.html",
        head=list(_head(account)),
        fault=bool(account.chains.faults),
        blocks=[(title, list(told)) for title, told in _blocks(account, agreement, answers)],
        foot=list(_foot(account)),
    )


def _head(account: Account) -> Iterator[str]:
    yield (
        f"Event {account.event} of {account.source.removeprefix('/agencies/')}: "
        f"{words_of(short_name(account.type))}."
    )
    counts = dict.fromkeys(_DECIDED, 0)
    decided = [entry for entry in account.entries if not _is_question(entry)]
    recipients = {entry.recipient for entry in decided}
    for recipient in recipients:
        had = {entry.decision for entry in decided if entry.recipient == recipient}
        counts[next(how for how in ("give", "withhold", "ask") if how in had)] += 1
    asked = {entry.recipient for entry in account.entries if entry.decision == "ask"}
    yield (
        f"Of {len(recipients)} that a rule considered, {counts['give']} were told, "
        f"{counts['withhold']} were not, and {counts['ask']} wait for an answer. About "
        f"{len(asked)} a person was asked."
    )


def _blocks(account: Account, agreement: Agreement, answers: Sequence[AnswerGiven]) -> _Blocks:
    """Each decision, and behind them each answer."""
    for entry in account.entries:
        how = _ASKED if _is_question(entry) else _DECIDED[entry.decision]
        yield f"{how}: {_named(entry.recipient, agreement)}", _lines(entry)
    for answer in answers:
        yield f"Answered {answer.says}: {_named(answer.recipient, agreement)}", _of_answer(answer)


def _named(recipient: RecipientId, agreement: Agreement) -> str:
    known = agreement.recipients.get(recipient)
    return f"{known.name if known else 'a recipient that has left'} ({recipient})"


def _is_question(entry: DisclosureData) -> bool:
    """Whether the entry is about asking its recipient a question, and not about telling them."""
    return entry.because == ASKS


def _lines(entry: DisclosureData) -> Iterator[tuple[str, str]]:
    yield "When", moment(entry.at)
    yield "Because", entry.because
    yield "Rule", f"{entry.rule}, version {entry.rule_version}"
    yield "Agreement in force", f"version {entry.agreement}"
    yield "Purpose", entry.purpose
    yield "Legal basis", entry.legal_basis
    yield "Children", f"{len(entry.children)} of the event" if entry.children else "the event"
    if entry.delivery:
        yield "Delivery", entry.delivery
    yield "Given", in_one_line(entry.fields) or "nothing"
    if entry.masked:
        yield "Kept back", in_one_line(entry.masked)
    yield "On the ledger", f"chain {entry.chain}, entry {entry.sequence}, {entry.hash}"


def _of_answer(answer: AnswerGiven) -> Iterator[tuple[str, str]]:
    yield "When", moment(answer.at)
    yield "By", answer.by or "the reply does not say in which role"
    yield "Asked in", answer.question
    yield "Stands", _KEPT.format(reply=answer.reply)


def _foot(account: Account) -> Iterator[str]:
    chains = account.chains
    if chains.faults:
        yield from chains.faults
        yield "Somebody has to find out why, before this page is relied on."
    elif chains.read == 1:
        yield "The one entry of the ledger was read, and it is unchanged."
    else:
        yield (
            f"All {chains.read} entries of the ledger were read, and each follows the one before "
            "it unchanged."
        )
    if chains.cut:
        yield "Entries older than the time for which the ledger is kept are gone."
    yield _AMENDED
    yield _LIMITS
