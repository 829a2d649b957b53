"""The commands ``wholepicture patterns``: check the rules, and their table of cases."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.files import in_force
from wholepicture_agreement.patterns.proposals import proposal
from wholepicture_agreement.patterns.reviews import (
    Review,
    not_reviewed,
    read_reviews,
    reviews_of,
)
from wholepicture_agreement.written.loading import AgreementError, agreement_of, read
from wholepicture_bus.settings import Settings
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.pattern_words import in_one_line, in_words
from wholepicture_consumers.governance.terminal import (
    PartnershipFolder,
    day_told,
    folder,
    loaded,
    stop,
)

Fine = Annotated[
    bool, typer.Option("--fine", help="By each ethnic group, too, and not the main ones alone.")
]

patterns = typer.Typer(
    name="patterns",
    help="The rules of patterns over time: check them, and see what they would say.",
    no_args_is_help=True,
)


@patterns.command()
def check(partnership: PartnershipFolder = None) -> None:
    """Say whether the pattern rules hold together, and what each looks for."""
    agreed = loaded(partnership)
    if not agreed.patterns:
        stop(f"{folder(partnership)} has no patterns.toml: no pattern is looked for.")
    today = datetime.now(LONDON).date()
    rules = in_force(agreed.patterns, today)
    reviewed = _reviews(partnership)
    typer.echo(f"The pattern rules hold together: {len(rules)} are in force.")
    for rule in rules:
        typer.echo(f"\n{rule.title} ({rule.id}, version {rule.version})")
        typer.echo(f"  {rule.says}")
        typer.echo(f"  {in_words(rule)}")
        typer.echo(f"  Rests on: {rule.source}. {rule.owner} answers for it.")
        typer.echo(f"  Told by: {listed(rule.told_by)}.")
        for review in reviews_of(rule, reviewed)[-1:]:
            typer.echo(f"  Last review: {in_one_line(review)}")
    for sentence in not_reviewed(agreed.patterns, reviewed, today):
        typer.echo(f"\nWarning: {sentence}")


def _reviews(partnership: Path | None) -> tuple[Review, ...]:
    """The reviews of the partnership's folder; where they have mistakes, the command ends."""
    where = folder(partnership)
    try:
        return read_reviews(where, read(where))
    except AgreementError as error:
        stop(str(error))


@patterns.command()
def cases(partnership: PartnershipFolder = None) -> None:
    """Find each case of pattern_cases.toml anew, and say what differs. Exit code 1 if any does."""
    from wholepicture_agreement.patterns.cases import difference, read_cases

    agreed = loaded(partnership)
    rules = agreed.patterns[-1].pattern if agreed.patterns else ()
    try:
        table = read_cases(folder(partnership), rules)
    except AgreementError as error:
        stop(str(error))
    differing = [said for case in table if (said := difference(case, rules))]
    for said in differing:
        typer.echo(said)
    typer.echo(f"{len(table)} cases, of which {len(differing)} differ.")
    if differing:
        raise typer.Exit(1)


@patterns.command(name="try")
def try_(
    file: Annotated[Path, typer.Argument(help="The proposal: a file such as patterns.toml.")],
    since: Annotated[
        str, typer.Option(help="How far back: 90d, 12w, or a date such as 2026-09-01.")
    ] = "365d",
    partnership: PartnershipFolder = None,
    *,
    events: Annotated[
        bool,
        typer.Option(
            "--events",
            help="For the unit that answers for the rules: the events of each notice, by day, "
            "type and agency.",
        ),
    ] = False,
    fine: Fine = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Say what other pattern rules would have said of what was recorded, before they are agreed.

    It says so by ethnicity and disability, too, with what stood in families' way. Nothing is sent,
    and nobody is named; a count below five is said as fewer than five.
    """
    from wholepicture_bus import topics
    from wholepicture_bus.connection import bootstrap
    from wholepicture_bus.reading import read_to_end

    from wholepicture_consumers.governance import pattern_report, pattern_trying
    from wholepicture_consumers.governance.equality.notices import notices
    from wholepicture_consumers.governance.moments import since as begins

    now = datetime.now(UTC)
    begin = begins(since, now)
    try:
        files = read(folder(partnership))
        proposed, waits_for = proposal(file, files)
    except AgreementError as error:
        stop(str(error))
    rules = in_force(files.patterns, now.astimezone(LONDON).date())
    both = {pattern_trying.name_of(rule): rule for rule in (*rules, *proposed.pattern)}
    records = read_to_end(bootstrap(Settings()), topics.CHILDREN, lambda _read, _of: None)
    tried = pattern_trying.tried(records, list(both.values()), begin)
    agreed = agreement_of(files)
    names = pattern_report.called(rules, proposed.pattern)
    trial = pattern_report.TrialOfPatterns(
        file.name, proposed, rules, tried, waits_for, agreed,
        notices(tried, names, in_detail=fine),
    )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(pattern_report.as_data(trial), indent=2))
        return
    for line in (
        *pattern_report.as_lines(trial),
        *(pattern_report.events_of(trial) if events else ()),
    ):
        typer.echo(line)


@patterns.command()
def counts(
    since: Annotated[
        str, typer.Option(help="How far back: 90d, 12w, or a date such as 2026-09-01.")
    ] = "90d",
    until: Annotated[
        datetime | None,
        typer.Option(parser=day_told, metavar="DAY", help="The last day; else until now."),
    ] = None,
    partnership: PartnershipFolder = None,
    *,
    fine: Fine = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Say of how many children the rules in force tell, by ethnicity and disability.

    It says what stood in families' way, too. It is in aggregate: nobody is named or ranked, and
    what is about fewer than five children is not shown.
    """
    from wholepicture_bus import topics
    from wholepicture_bus.connection import bootstrap
    from wholepicture_bus.reading import read_to_end

    from wholepicture_consumers.governance.dates import day
    from wholepicture_consumers.governance.equality.notices import named, notices
    from wholepicture_consumers.governance.moments import since as begins
    from wholepicture_consumers.governance.pattern_report import (
        by_group_as_data,
        by_group_as_lines,
    )
    from wholepicture_consumers.governance.pattern_trying import tried

    now = datetime.now(UTC)
    begin = begins(since, now)
    end = until.replace(tzinfo=LONDON) + timedelta(days=1) if until else now
    rules = in_force(loaded(partnership).patterns, now.astimezone(LONDON).date())
    over = tried(read_to_end(bootstrap(Settings()), topics.CHILDREN), rules, begin, end)
    made = notices(over, {named(rule): rule for rule in rules}, in_detail=fine)
    if as_json:
        times = {"since": begin.isoformat(), "until": end.isoformat()}
        typer.echo(json.dumps({**times, **by_group_as_data(made)}, indent=2))
        return
    last = end - timedelta(seconds=1)
    typer.echo(f"Notices of patterns, {day(begin)} to {day(last)}, by the rules in force:")
    for line in by_group_as_lines(made):
        typer.echo(line)
