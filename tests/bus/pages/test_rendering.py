"""A template becomes a page, and whatever it is given is shown as text."""

import subprocess
import sys
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from wholepicture_bus.pages.environment import environment

_KIT = environment("wholepicture_bus.pages")


def _shown(template: str, **data: object) -> str:
    return _KIT.from_string(template).render(data)


def _page(**data: object) -> str:
    return _shown(
        '{% extends "kit/page.html" %}{% block main %}<p>{{ said }}</p>{% endblock %}', **data
    )


@given(st.text())
@example("<script>alert(1)</script>")
@example('" onload="alert(1)" \'')
@example("{{ 7 * 7 }}{% raw %}")
@example("</style></title><!--")
@example("&lt;b&gt;")
def test_a_text_is_shown_as_text(text: str) -> None:
    """It opens and closes nothing, and reads as it was written, control signs left out."""
    html = _shown("{{ text }}", text=text)

    assert not {"<", ">", '"', "'"} & set(html.replace("<br>", ""))
    written = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    assert unescape(html.replace("<br>", "\n")) == written


@given(st.text())
@example('"; } * { display: none } @import "x')
@example("</style>")
@example("\\22 \n")
def test_a_title_cannot_leave_the_margin_of_a_printed_sheet(title: str) -> None:
    """The style sheet is the same whatever the title holds, but for letters, digits and dashes."""
    style = _page(title=title, said="").partition("<style>")[2].partition("</style>")[0]
    plain = _page(title="", said="").partition("<style>")[2].partition("</style>")[0]

    before, _, after = plain.partition('@bottom-left { content: "')
    assert style.startswith(before)
    assert style.endswith(after)
    inside = style.removeprefix(before).removesuffix(after).partition('content: "')[2]
    assert not set('"\\{};<>@/*\n') & set(inside)


@pytest.mark.parametrize("value", [None, True, 1.5, ["a"], object()])
def test_what_is_neither_text_nor_number_is_a_slip(value: object) -> None:
    """Nobody reads None, True or a list on a page, and the error says nothing of the value."""
    with pytest.raises(TypeError, match=f"no {type(value).__name__}$"):
        _shown("{{ value }}", value=value)


def test_a_name_that_is_not_given_is_a_slip() -> None:
    """A page never has an empty place where something should stand."""
    with pytest.raises(UndefinedError):
        _shown("{{ missing }}")
    with pytest.raises(UndefinedError):
        _page(said="a page without a title")


def test_every_page_has_the_same_frame() -> None:
    """Its language, its title, its main part, and a policy that lets nothing in."""
    page = _page(title="A title", said="Said.")

    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">\n')
    assert "<title>A title</title>" in page
    assert '<main id="content">\n<p>Said.</p></main>' in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert '<meta name="robots" content="noindex">' in page
    assert '@bottom-left { content: "A title"' in page
    assert page.endswith("</html>\n")


def test_a_list_without_entries_is_left_out() -> None:
    """Nor does a name stand without what it names."""
    parts = '{% from "kit/parts.html" import bullets, described, steps %}'

    assert _shown(parts + "{{ bullets([]) }}{{ steps([]) }}{{ described([('a', '')]) }}") == ""
    assert _shown(parts + "{{ described([('a', ''), ('b', 'c'), ('d', ['e'])]) }}") == (
        "<dl>\n<div><dt>b</dt><dd>c</dd></div>\n"
        "<div><dt>d</dt><dd><ul>\n<li>e</li>\n</ul>\n</dd></div>\n</dl>\n"
    )


def test_a_table_can_be_read_aloud() -> None:
    """It has a caption, and each heading says of what it is the heading."""
    table = _shown(
        '{% from "kit/parts.html" import table %}{{ table("Ca\npt", ("A", "B"), [("a", "b")]) }}'
    )

    assert 'role="region" tabindex="0" aria-label="Ca pt"' in table
    assert "<caption>Ca<br>pt</caption>" in table
    assert '<tr><th scope="col">A</th><th scope="col">B</th></tr>' in table
    assert '<tr><th scope="row">a</th><td>b</td></tr>' in table


def test_no_command_loads_jinja_before_it_makes_a_page() -> None:
    """The commands start fast: importing all of them loads no template engine."""
    code = (
        "import sys; from wholepicture_bus.cli import command; command();"
        "import wholepicture_subscribers.subscription;"
        "sys.exit('jinja2' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
