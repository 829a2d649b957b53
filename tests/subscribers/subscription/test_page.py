"""The page of an item says what its text says, loads nothing, and can be printed and filed."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from wholepicture_schemas.deliveries import Delivery
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.wording import in_words

from tests.subscribers.subscription.bus_side import delivery
from tests.subscribers.subscription.test_wording import BANNED

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' & </style><!--"
SECTION = 2
VOID = {"meta", "br"}

Read = Callable[[Delivery], Referral]


class Page(HTMLParser):
    """A page taken apart: its texts, its headings, its elements, and which are left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The innermost element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """A text inside an element."""
        if "style" in self.open or not data.strip():
            return
        self.texts.append(data)
        if re.fullmatch(r"h[1-6]", self.open[-1]):
            self.headings.append((int(self.open[-1][1]), data))

    @property
    def text(self) -> str:
        """What it says to a reader."""
        return " ".join(" ".join(self.texts).split())


def _words(text: str) -> list[str]:
    """The words of a text in their order, without the signs between them and numbers of steps."""
    return re.findall(r"[^\W_]+", re.sub(r"(?m)^ *\d+\. ", "", text).lower())


def test_the_page_says_what_the_text_says_in_its_order(referral_of: Read, full: Delivery) -> None:
    """Every line of the text stands on the page behind the one before it; titles are headings."""
    plain = full.data.model_copy(update={"amends": None})  # shown as a table: a test of its own
    referral = referral_of(full.model_copy(update={"data": plain}))
    lines = in_words(referral).splitlines()
    page = Page(referral.page())
    shown = " ".join(_words(page.text))

    at = 0
    for line in lines:
        found = shown.find(" ".join(_words(line)), at)
        assert found >= at, line
        at = found
    at_last = lines.index("What to do")
    titles = [line for line in lines[at_last:] if line and not line.startswith(" ")]
    titles.remove("SECOND SHEET")
    assert titles == [text for level, text in page.headings if level == SECTION]


def test_every_section_is_there(referral_of: Read, full: Delivery) -> None:
    """What to do, whom to call, who, what, what is not known, why: all of it."""
    page = Page(referral_of(full).page())

    for said in (
        "EXERCISE: this is practice, no real child.", "PHONE FIRST: 0117 496 0001",
        "Do not speak to the family before calling.", "Respond by 5pm Tuesday 10 March.",
        "Is this the child you know as 4711?", "LL-20", "duty sergeant, 0117 496 0000",
        "Neighbours called. A child was there.", "since taken back", "Nothing has been sent to us",
        "Robin Test: date of birth is missing.", "To keep the child safe",
        "Children Act 2004, section 10", "sharing agreement 2026-1",
        f"Item {full.id[:8]}, printed 9:17pm on Wednesday 4 March 2026",
    ):  # fmt: skip
        assert said in page.text
    assert [level for level, _ in page.headings][:2] == [1, 2]
    assert all(b - a <= 1 for (a, _), (b, _) in zip(page.headings, page.headings[1:], strict=False))
    assert dict(page.elements)["html"] == {"lang": "en-GB"}


def test_a_correction_shows_before_and_now_side_by_side(referral_of: Read) -> None:
    """What was told and what is right stand in one row, under headings that a reader hears."""
    amends = {"delivery": "d-0", "how": "correction", "because": "A slip.",
              "before": {"core.children.0.birth_date": "2015-03-09"},
              "after": {"core.children.0.birth_date": "2015-04-09",
                        "core.children.0.exposure": "PRESENT_SAW"}}  # fmt: skip

    html = referral_of(delivery(1, amends=amends)).page()

    row = r'<th scope="row">Robin: date of birth</th><td>9 March 2015</td><td>9 April 2015</td>'
    assert re.search(row, html)
    assert "<td>Before: nothing</td><td>was there and saw it</td>" in html
    assert html.index("This corrects item d-0") < html.index("Sender")


def test_what_is_taken_back_is_said_first(referral_of: Read) -> None:
    """A retraction's page begins with it, and asks for nothing about the child before."""
    amends = {"delivery": "d-0", "how": "retraction", "because": "Not so."}

    page = Page(referral_of(delivery(1, amends=amends, instructions=["Undo it."])).page())

    assert page.text.index("This takes back item d-0") < page.text.index("What to do")


def test_what_an_agency_wrote_is_text_and_nothing_else(referral_of: Read) -> None:
    """No word of an agency becomes a part of the page, wherever it stands."""
    told = {"core": {"summary": HOSTILE, "children": [{"person": "c1", "name": {"given": HOSTILE}}],
                     HOSTILE: HOSTILE}}  # fmt: skip
    more: dict[str, Any] = {
        "headline": HOSTILE, "phone_first": HOSTILE, "instructions": [HOSTILE], "told": told,
        "respond_by_words": HOSTILE, "earlier_cut": HOSTILE,
        "told_by": {"agency": HOSTILE, "agency_kind": "x", "local_reference": HOSTILE,
                    "asks": "referral", "call_back": {"role": HOSTILE}},
        "earlier": [{"person": "c1", "happened": "2025-12-24T20:00:00Z", "told_by": HOSTILE,
                     "about": HOSTILE, "told": {"core": {"summary": HOSTILE}}}],
        "coverage": [{"agency": HOSTILE, "connected": True, "says": HOSTILE}],
        "incomplete": [{"field": HOSTILE, "what": HOSTILE, "fix": HOSTILE}],
        "amends": {"delivery": "d-0", "how": "correction", "because": HOSTILE,
                   "before": {"core.summary": HOSTILE}},
        "question": {"kind": "phone", "asks": HOSTILE, "whom": HOSTILE},
        "reason": {"rule": HOSTILE, "rule_version": 1, "agreement": HOSTILE, "purpose": HOSTILE,
                   "legal_basis": HOSTILE},
    }  # fmt: skip

    html = referral_of(delivery(1, **more)).page()

    page = Page(html)
    assert page.open == []
    assert {"script", "img"}.isdisjoint(tag for tag, _ in page.elements)
    assert html.count("</style>") == 1
    assert "<!--" not in html
    assert page.text.count("<script>alert(1)</script>") >= len(more)


def test_the_page_loads_nothing_and_runs_nothing(referral_of: Read, full: Delivery) -> None:
    """No link, picture, script, font or form: it can be opened from a shared folder, offline."""
    html = referral_of(full).page()

    page = Page(html)
    outside = {"a", "audio", "embed", "form", "iframe", "img", "link", "object", "script", "video"}
    assert outside.isdisjoint(tag for tag, _ in page.elements)
    named = {name for _, attributes in page.elements for name in attributes}
    assert not {name for name in named if name in {"src", "href", "style"} or name.startswith("on")}
    assert not re.search(r"https?:|url\(|@import|//", html)


def test_the_page_can_be_printed(referral_of: Read, full: Delivery) -> None:
    """Every sheet says which item it is, when it was printed, and that it is an exercise."""
    html = referral_of(full).page()
    live = referral_of(delivery(7, exercise=False)).page()

    assert f'@bottom-left {{ content: "Item {full.id[:8]}, printed 9:17pm on' in html
    assert '@top-center { content: "EXERCISE: this is practice, no real child."' in html
    assert "break-inside: avoid" in html
    assert "EXERCISE" not in live


def test_an_id_cannot_leave_the_printed_margin(referral_of: Read, full: Delivery) -> None:
    """Whatever stands in an id, the style sheet holds plain letters and digits of it only."""
    odd = full.model_copy(update={"id": 'x"};*{'})

    referral = referral_of(full)
    referral.delivery = odd

    assert 'content: "Item x, printed' in referral.page()


def test_no_system_words_on_the_page(referral_of: Read, full: Delivery) -> None:
    """A practitioner reads no word of the system, and no false comfort."""
    assert BANNED.findall(Page(referral_of(full).page()).text) == []
    assert BANNED.findall(Page(referral_of(delivery(2)).page()).text) == []
