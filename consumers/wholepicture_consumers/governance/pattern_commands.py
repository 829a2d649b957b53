"""The commands ``wholepicture patterns``: check the rules, and their table of cases."""

from datetime import datetime

import typer
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.files import PatternRule, in_force
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.terminal import PartnershipFolder, folder, loaded, stop

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
    typer.echo(f"The pattern rules hold together: {len(rules)} are in force.")
    for rule in rules:
        typer.echo(f"\n{rule.title} ({rule.id}, version {rule.version})")
        typer.echo(f"  {rule.says}")
        typer.echo(f"  {in_words(rule)}")
        typer.echo(f"  Rests on: {rule.source}. {rule.owner} answers for it.")
        typer.echo(f"  Told by: {listed(rule.told_by)}.")


@patterns.command()
def cases(partnership: PartnershipFolder = None) -> None:
    """Find each case of pattern_cases.toml anew, and say what differs. Exit code 1 if any does."""
    from wholepicture_agreement.patterns.cases import difference, read_cases
    from wholepicture_agreement.written.loading import AgreementError

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


def in_words(rule: PatternRule) -> str:
    """What makes a pattern by a rule, as one sentence."""
    types = listed(dict.fromkeys(name for kind in rule.counts for name in kind.types))
    number = f"{rule.at_least} or more of {types}"
    whom = f", of {rule.agencies} agencies or more" if rule.agencies > 1 else ""
    ends = listed(dict.fromkeys(name for kind in rule.without for name in kind.types))
    without = f", and none of {ends} between them" if ends else ""
    when = ", while children's services work with the child" if rule.when else ""
    return f"{number}{whom}, within {rule.within_days} days{without}{when}."
