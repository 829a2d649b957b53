"""The table of cases as one page to read: no script, no colour that alone says something."""

from collections.abc import Iterable, Iterator
from html import escape

from wholepicture_agreement.cases.checking import Outcome, how
from wholepicture_agreement.cases.files import Case, NotTold, many
from wholepicture_agreement.cases.reading import TableOfCases
from wholepicture_agreement.cases.wording import (
    TAKEN_FOR_GRANTED,
    called,
    field,
    happened,
    known,
)
from wholepicture_agreement.model import Agreement
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.explaining import NOT_SO

_STYLE = """
body { font: 1.05rem/1.5 sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #111;
  background: #fff; }
a { color: #00458b; } a:focus, summary:focus { outline: 3px solid #b35900; }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
article { border-top: 1px solid #767676; margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
.differs { border-left: .4rem solid #a00; padding-left: .8rem; }
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
"""


def page(
    table: TableOfCases,
    outcomes: Iterable[Outcome],
    agreement: Agreement,
    decider: str = "the agreement",
) -> str:
    """The page, whole: contents, then each heading with its cases; ``decider`` decides them."""
    who = decider[:1].upper() + decider[1:]
    found = {one.case.name: one for one in outcomes}
    differing = sum(bool(one.differences) for one in found.values())
    title = f"Who is told what: {len(found)} cases"
    sections = "".join(
        _section(at, table, found, agreement) for at in range(len(table.file.heading))
    )
    contents = "".join(
        f'<li><a href="#heading-{at}">{escape(heading.title)}</a> ({len(heading.case)})</li>'
        for at, heading in enumerate(table.file.heading)
    )
    verdict = (
        f"{who} decides {differing} of them otherwise than written here."
        if differing
        else f"{who} decides each of them as written here."
    )
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}'
        '</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>{_STYLE}</style></head><body><a class="skip" href="#cases">To the cases</a>'
        f"<header><h1>{escape(title)}</h1><p>{escape(agreement.partnership.name)}, version "
        f"{escape(agreement.version)} of the agreement. {escape(verdict)} Everyone in them is "
        "made up.</p>"
        f"<p>{escape(TAKEN_FOR_GRANTED)}</p>"
        f'</header><nav aria-label="Contents"><ul>{contents}</ul></nav>'
        f'<main id="cases">{sections}</main></body></html>\n'
    )


def _section(at: int, table: TableOfCases, found: dict[str, Outcome], agreement: Agreement) -> str:
    heading = table.file.heading[at]
    about = f"<p>{escape(heading.about)}</p>" if heading.about else ""
    cases = "".join(
        _case(f"case-{at}-{to}", found[case.name], agreement)
        for to, case in enumerate(heading.case)
        if case.name in found
    )
    label = f"heading-{at}"
    return (
        f'<section aria-labelledby="{label}"><h2 id="{label}">{escape(heading.title)}</h2>'
        f"{about}{cases}</section>"
    )


def _case(label: str, outcome: Outcome, agreement: Agreement) -> str:
    case = outcome.case
    event = "".join(f"<li>{escape(line)}</li>" for line in happened(case, agreement))
    event += "".join(f"<li>{escape(known(child, agreement))}</li>" for child in case.children)
    differs = ""
    if outcome.differences:
        lines = "".join(f"<li>{escape(line)}</li>" for line in outcome.differences)
        differs = f'<div class="differs"><p>It is decided otherwise:</p><ul>{lines}</ul></div>'
    return (
        f'<article aria-labelledby="{label}"><h3 id="{label}">{escape(case.name)}</h3>'
        f"<p>{escape(case.story)}</p><ul>{event}</ul>{_told(case, agreement)}"
        f"{_not_told(case, agreement)}{differs}{_rules(outcome)}</article>"
    )


def _told(case: Case, agreement: Agreement) -> str:
    if not case.told:
        return "<p>Nobody is told.</p>"
    rows = "".join(
        f'<tr><th scope="row">{escape(called(who, agreement))}</th><td>{escape(how(arrival))}</td>'
        f"<td>{escape(people) or 'no child'}</td><td>{_more(case, who)}</td></tr>"
        for who, arrival, people in case.told
    )
    heads = "".join(
        f'<th scope="col">{one}</th>' for one in ("Who", "How", "Children", "Reads and sees")
    )
    return (
        f"<table><caption>Who is told, and nobody else</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _more(case: Case, who: RecipientId) -> str:
    lines = [f"Reads: {one}" for one in many(case.says.get(who, ()))]
    lines += [f"Sees: {field(one)}" for one in case.sees.get(who, ())]
    lines += [f"Never sees: {field(one)}" for one in case.never_sees.get(who, ())]
    lines += [f"Never reads: {one}" for one in many(case.never_reads.get(who, ()))]
    return "<br>".join(map(escape, lines))


def _not_told(case: Case, agreement: Agreement) -> str:
    lines = [*_lines(case.withheld, "kept back", agreement)]
    lines += _lines(case.asked, "a person is asked", agreement)
    for who, _, about in case.questions:
        names = listed(called(one, agreement) for one in map(RecipientId, about.split()))
        lines.append(f"{called(who, agreement)}: gets the question whether {names} may be told")
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p>Who is not told, or asked; it goes on the ledger:</p><ul>{rows}</ul>"


def _lines(entries: Iterable[NotTold], what: str, agreement: Agreement) -> Iterator[str]:
    for who, rule, *words in entries:
        why = f" ({words[0]})" if words else ""
        yield f"{called(who, agreement)}: {what}, by rule {rule}{why}"


def _rules(outcome: Outcome) -> str:
    """The rules that do not apply, each with the reason, for whoever wants to know."""
    lines = dict.fromkeys(
        f"{one.rule}{f' for {one.person}' if one.person else ''}: {NOT_SO[one.condition]}"
        for one in outcome.decision.not_applied
    )
    if not lines:
        return ""
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<details><summary>Rules that do not apply here</summary><ul>{listed}</ul></details>"
