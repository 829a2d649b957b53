"""Pages that stand by themselves: plain, accessible, printable, with nothing from outside.

Whatever is put into a page is escaped, unless it is a piece of a page itself.
"""

from collections.abc import Iterable
from html import escape

_STYLE = """
body { font: 1.1rem/1.5 "GDS Transport", Arial, sans-serif; color: #0b0c0c; background: #fff;
  max-width: 60rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
h1 { font-size: 2.2rem; line-height: 1.15; } h2 { font-size: 1.6rem; margin-top: 2.5rem; }
h3 { font-size: 1.25rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid #b1b4b6; }
dl { margin: 1rem 0 2rem; } dt { font-weight: bold; } dd { margin: 0 0 .75rem; }
a { color: #1d70b8; } :focus { outline: 3px solid #fd0; outline-offset: 0; }
.wide { overflow-x: auto; } .small { font-size: .95rem; color: #505a5f; }
.warning { border-left: .6rem solid #0b0c0c; padding-left: 1rem; font-weight: bold; }
.skip { position: absolute; left: -999rem; } .skip:focus { position: static; }
@media print { body { max-width: none; font-size: 11pt; padding: 0; }
  h2, h3 { break-after: avoid; } tr, dt, dd { break-inside: avoid; } .skip { display: none; } }
"""


class Html(str):
    """A piece of a page, escaped already."""

    __slots__ = ()


Piece = str | Html


def tag(name: str, *inside: Piece, **attributes: str) -> Html:
    """An element; ``class_`` stands for class, and other names are written with hyphens."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{told}>{joined(inside)}</{name}>")


def joined(pieces: Iterable[Piece]) -> Html:
    """Pieces one behind the other."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in pieces))


def bullets(lines: Iterable[Piece]) -> Html:
    """A list; nothing where there are no lines."""
    told = [tag("li", line) for line in lines]
    return tag("ul", *told) if told else Html("")


def described(pairs: Iterable[tuple[str, Piece]]) -> Html:
    """What each thing is; a thing about which nothing is said is left out."""
    told = [joined([tag("dt", name), tag("dd", said)]) for name, said in pairs if said]
    return tag("dl", *told)


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Piece]]) -> Html:
    """A table whose first column heads its rows."""
    head = tag("tr", *(tag("th", one, scope="col") for one in heads))
    body = []
    for first, *others in rows:
        cells = [tag("th", first, scope="row"), *(tag("td", one) for one in others)]
        body.append(tag("tr", *cells))
    inside = [tag("caption", caption), tag("thead", head), tag("tbody", *body)]
    return tag("div", tag("table", *inside), class_="wide", role="region", tabindex="0",
               aria_label=caption)  # fmt: skip


def page(title: str, *inside: Piece) -> str:
    """A whole page in English."""
    skip = tag("a", "Skip to the content", href="#content", class_="skip")
    main = tag("main", tag("h1", title), *inside, id="content")
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{skip}\n{main}\n</body>\n</html>\n"
    )
