"""Every page is made with the kit, and none takes what somebody wrote for a part of itself."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wholepicture_subscribers.subscription.parts import Part

from tests.support.every_page import EVERY_PAGE, parts_of_an_item

ROOT = Path(__file__).parent.parent.parent
PLAIN = "word"
_PIECES = st.sampled_from(
    ["<script>alert(1)</script>", "<", ">", '"', "'", "&", "&lt;", "{{", "}}", "{% raw %}", "{#",
     "</style>", "</td>", "<!--", "-->", "]]>", "onload=", "\\", "\u202e", "\x00", " ", ";", "}"]
)  # fmt: skip
TEXTS = st.lists(_PIECES | st.text(st.characters(exclude_characters="\n"), max_size=9), max_size=6)


class _Skeleton(HTMLParser):
    """What a page is built of, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.built: list[tuple[object, ...]] = []
        self.texts: list[str] = []
        self._style = False
        self.feed(html)
        self.close()

    @property
    def said(self) -> str:
        """What it says to a reader."""
        return " ".join("".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: "" if name == "aria-label" else value for name, value in attrs}
        self.built.append((tag, *told.items()))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.built.append(("/", tag))
        self._style = False

    def handle_comment(self, data: str) -> None:
        self.built.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.built.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.built.append(("instruction", data))

    def handle_data(self, data: str) -> None:
        if self._style:  # letters and digits of a title may stand in the margins of a sheet
            self.built.append(("style", re.sub(r'(content: )"[A-Za-z0-9 .,:_-]*"', r"\1", data)))
        else:
            self.texts.append(data)


@pytest.fixture(scope="module", params=EVERY_PAGE)
def kind(request: pytest.FixtureRequest) -> str:
    """A kind of page."""
    return str(request.param)


@pytest.fixture(scope="module")
def plain(kind: str) -> list[tuple[object, ...]]:
    """What the page is built of where its texts hold nothing that HTML knows."""
    return _Skeleton(EVERY_PAGE[kind](PLAIN)).built


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(pieces=TEXTS)
@example(pieces=["<script>alert(1)</script>", "\"'", "{{ 7 * 7 }}", "</style>", "<!--", "&amp;"])
def test_a_text_never_becomes_a_part_of_a_page(
    kind: str, plain: list[tuple[object, ...]], pieces: list[str]
) -> None:
    """Whatever stands in any text of any page, it has the same elements, and says the text."""
    text = f"a {''.join(pieces)} z"

    page = _Skeleton(EVERY_PAGE[kind](text))

    assert page.built == plain
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    assert " ".join(shown.split()).lower() in page.said.lower()


def test_an_item_is_tried_with_every_kind_of_part() -> None:
    """A kind of part without a look would end the page above."""
    assert {type(part) for part in parts_of_an_item(PLAIN)} == set(get_args(Part))


def test_no_module_makes_html_by_hand() -> None:
    """HTML stands in templates, where every text is escaped; only the kit says what HTML is."""
    by_hand = re.compile(
        r"html\.escape|from html import|markupsafe|jinja2|</?(html|table|p|li|div)>"
    )

    found = [
        str(file.relative_to(ROOT))
        for file in ROOT.glob("*/wholepicture_*/**/*.py")
        if file.parent != ROOT / "bus/wholepicture_bus/pages"
        and by_hand.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_template_shows_a_text_unescaped() -> None:
    """None turns the escaping off, and each attribute stands in quotes."""
    templates = list(ROOT.glob("*/wholepicture_*/**/templates/*.html"))
    assert len(templates) >= len(EVERY_PAGE)

    for template in templates:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|=\{\{", text), template
        assert not re.search(r"<(script|img|link|iframe)|\bstyle=|https?:|url\(", text), template
