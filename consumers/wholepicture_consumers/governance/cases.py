"""The command ``wholepicture agreement cases``: run the table, and say what differs.

With a proposal it says which cases the proposal would decide otherwise, before it is approved.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from wholepicture_agreement.cases.checking import CaseOutcome, outcome
from wholepicture_agreement.cases.reading import CasesError, TableOfCases, read_cases
from wholepicture_agreement.written.model import Agreement
from wholepicture_agreement.written.reading_files import AgreementError

from wholepicture_consumers.governance.terminal import PartnershipFolder, folder, loaded, stop


def cases(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The table of cases.", show_default="cases.toml of the partnership's folder"
        ),
    ] = None,
    partnership: PartnershipFolder = None,
    only: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only cases whose name has these words.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="PAGE", help="Write the table as a page to read.")
    ] = None,
    proposal: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Decide by a proposal, such as proposed.toml: what would it change?",
        ),
    ] = None,
) -> None:
    """Decide each case of the table, and say where the agreement differs; nothing is sent."""
    now = _newest(loaded(partnership))
    agreement = now if proposal is None else _proposed(proposal, folder(partnership), now)
    path = file or folder(partnership) / "cases.toml"
    try:
        # a case may name a rule that the proposal no longer has: that is a difference, and no slip
        table = read_cases(path, replace(agreement, terms=(*now.terms, *agreement.terms)))
    except CasesError as error:
        stop(str(error))
    wanted = (only or "").lower()
    outcomes = {
        case.name: outcome(case, agreement)
        for case in table.file.cases()
        if wanted in case.name.lower()
    }
    if not outcomes:
        stop(f"{path.name}: no case has these words in its name.")
    decider = (
        "the agreement" if proposal is None else f"the proposal {proposal.name}, not in force,"
    )
    for line in _lines(table, outcomes, decider):
        typer.echo(line)
    if html is not None:
        from wholepicture_consumers.governance.cases_page import page

        _write(html, page(table, outcomes.values(), agreement, decider))
        typer.echo(f"The page to read is {html}.")
    if any(decided.differences for decided in outcomes.values()):
        raise typer.Exit(1)


def _newest(agreement: Agreement) -> Agreement:
    """The agreement with only its newest version, which is the one that the cases describe."""
    return replace(agreement, terms=agreement.terms[-1:])


def _proposed(named: Path, at: Path, now: Agreement) -> Agreement:
    """The agreement with only the rules of a proposal, found as `agreement try` finds it."""
    from wholepicture_agreement.written.loading import read
    from wholepicture_agreement.written.proposals import proposal, the_file

    try:
        return replace(now, terms=(proposal(the_file(named, at), read(at)).terms,))
    except AgreementError as error:
        stop(str(error))


def _lines(table: TableOfCases, outcomes: dict[str, CaseOutcome], decider: str) -> Iterator[str]:
    """What is shown: each heading, each case with its mark, and under it what differs."""
    well, differs = _marks()
    for heading, lines in zip(table.file.heading, table.lines, strict=True):
        shown = [
            (outcomes[case.name], line)
            for case, line in zip(heading.case, lines, strict=True)
            if case.name in outcomes
        ]
        if shown:
            yield f"\n{heading.title}"
        for decided, line in shown:
            if not decided.differences:
                yield f"  {well} {decided.case.name}"
                continue
            yield f"  {differs} {decided.case.name} ({table.name} line {line})"
            yield f"      {decided.case.story}"
            yield from (f"      - {sentence}" for sentence in decided.differences)
    yield f"\n{_summary(outcomes.values(), decider)}"


def _summary(found: Iterable[CaseOutcome], decider: str) -> str:
    outcomes = tuple(found)
    count = f"{len(outcomes)} cases" if len(outcomes) > 1 else "1 case"
    differing = sum(bool(decided.differences) for decided in outcomes)
    if not differing:
        return f"{count}: {decider} decides each as written."
    return (
        f"{count}: {decider} decides {differing} otherwise than written. Put the case right, "
        "or the rule."
    )


def _marks() -> tuple[str, str]:
    """The marks for well and not, in words where the terminal has no signs for them."""
    try:
        "✓✗".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "ok ", "NOT"
    return "✓", "✗"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        stop(f"{path} cannot be written. Give the path of a file in a folder that exists.")
