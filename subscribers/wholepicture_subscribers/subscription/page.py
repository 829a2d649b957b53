"""An item as a page that can be printed and filed: it says what the plain text says.

It is one file that loads nothing and runs nothing; whatever an agency wrote is shown as text.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from itertools import groupby

from wholepicture_subscribers.subscription.moments import moment
from wholepicture_subscribers.subscription.page_style import style
from wholepicture_subscribers.subscription.parts import (
    Changed,
    Fact,
    Group,
    Item,
    Part,
    Said,
    Section,
    Steps,
)
from wholepicture_subscribers.subscription.telling import clean

_DEEPEST = 6
"""The lowest heading that HTML has."""
_NOT_IN_A_MARGIN = re.compile(r"[^A-Za-z0-9 .,:_-]")
_HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""


def as_page(item: Item, printed: datetime) -> str:
    """The whole item as one HTML file; ``printed`` is when it is made."""
    foot = f"Item {item.short}, printed {moment(printed)}"
    title = f"Item {item.short}"
    in_margins = _NOT_IN_A_MARGIN.sub("", foot), _NOT_IN_A_MARGIN.sub("", item.exercise or "")
    return "".join(
        [
            _HEAD.format(
                title=_text(f"EXERCISE: {title}" if item.exercise else title),
                style=style(*in_margins),
            ),
            f'<p class="exercise">{_text(item.exercise)}</p>\n' if item.exercise else "",
            f'<p class="afterwards">{_text(item.afterwards)}</p>\n' if item.afterwards else "",
            "<header>\n",
            f'<p class="kind">{_text(item.kind.capitalize())}</p>\n',
            f"<h1>{_text(item.headline)}</h1>\n",
            f'<p class="came">{_text(item.came)}</p>\n',
            "</header>\n<main>\n",
            *(_section(one) for one in item.sections),
            f"</main>\n<footer><p>{_text(foot)}</p></footer>\n</body>\n</html>\n",
        ]
    )


def _section(section: Section) -> str:
    name = section.name
    inside = "".join(_parts(section.parts, 3))
    return (
        f'<section class="{name}" aria-labelledby="{name}">\n'
        f'<h2 id="{name}">{_text(section.title)}</h2>\n{inside}</section>\n'
    )


def _parts(parts: Iterable[Part], level: int) -> Iterator[str]:
    """Each part; facts that follow one another are one list."""
    for is_fact, some in groupby(parts, lambda part: isinstance(part, Fact)):
        if is_fact:
            yield f"<dl>\n{''.join(_fact(part) for part in some if isinstance(part, Fact))}</dl>\n"
        else:
            yield from (_one(part, level) for part in some)


def _one(part: Part, level: int) -> str:
    match part:
        case Said(text, strong):
            of = ' class="strong"' if strong else ""
            return f"<p{of}>{_text(text)}</p>\n"
        case Steps(texts):
            steps = [f"<li>{_text(text)}</li>\n" for text in texts]
            return f"<ol>\n{''.join(steps)}</ol>\n"
        case Group(title, inner):
            heading = min(level, _DEEPEST)
            title = f"{title[:1].upper()}{title[1:]}"
            inside = "".join(_parts(inner, level + 1))
            head = f"<h{heading}>{_text(title)}</h{heading}>"
            return f'<div class="group">\n{head}\n{inside}</div>\n'
        case Changed(rows):
            return _table(rows)
        case Fact():
            return f"<dl>\n{_fact(part)}</dl>\n"


def _fact(fact: Fact) -> str:
    return f"<div><dt>{_text(fact.name)}</dt><dd>{_text(fact.text)}</dd></div>\n"


def _table(rows: Iterable[tuple[str, str | None, str | None]]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{_text(name)}</th>{_cell("Before", before)}{_cell("Now", now)}</tr>\n'
        for name, before, now in rows
    )
    return (
        "<table>\n<caption>What was told before, and what is right now</caption>\n<thead><tr>"
        '<th scope="col">What</th><th scope="col">Before</th><th scope="col">Now</th>'
        f"</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n"
    )


def _cell(when: str, text: str | None) -> str:
    said = f"{when}: nothing" if text is None else text
    return f"<td>{_text(said)}</td>"


def _text(text: str) -> str:
    """A text as it is read, its lines kept; nothing in it is taken for HTML."""
    return "<br>".join(escape(line) for line in clean(text).split("\n"))
