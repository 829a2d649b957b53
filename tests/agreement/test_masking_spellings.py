"""However a text spells what is protected, the unentitled find no trace of it, the others all."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wholepicture_agreement import Item
from wholepicture_schemas.in_texts import shapes

from tests.agreement.protected import entitled, texts, unentitled

pytestmark = pytest.mark.finding("F4")

_SPACES = (" ", "  ", "\u00a0", "\u2009", "\u202f", "\u3000", "\t", "\n", "\r\n", " \u200b", ", ",
           ",\n", " - ", "-", "\u2010", "\u2013", "\u2014", ". ", "; ", "/")  # fmt: skip
_INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad")
_SHORT = {
    "Road": "Rd",
    "Street": "St.",
    "Lane": "Ln",
    "Avenue": "Ave",
    "Close": "Cl",
    "House": "Hse",
}
_TOWN = "Bristol"


class Home(NamedTuple):
    """A made-up address: what stands in its field, and what leads to it."""

    address: dict[str, Any]
    parts: tuple[str, ...]


trees = st.sampled_from(["Larch", "Hawthorn", "Old Quarry", "St Mary's", "Brunel", "Ashen"])
streets = st.builds("{} {}".format, trees, st.sampled_from(["Road", "Street", "Lane", "Avenue",
                                                            "Close"]))  # fmt: skip
houses = st.builds("{} {}".format, trees, st.sampled_from(["Cottage", "House", "Mill", "Farm"]))
numbers = st.one_of(st.integers(1, 400).map(str), st.sampled_from(["7a", "12B", "Flat 3, 9"]))
postcodes = st.from_regex(r"(BS|BA|N)[1-9][1-9]? [1-9][A-HJ-NP-Z]{2}", fullmatch=True)
services = st.builds("{} {}".format, trees, st.sampled_from(["Support", "Women's Aid", "Harbour"]))


@st.composite
def homes(draw: st.DrawFn) -> Home:
    """An address by a number or by a name, in one line or in several."""
    street, postcode = draw(streets), draw(postcodes)
    if draw(st.booleans()):
        number = draw(numbers)
        first, parts = [f"{number} {street}"], (f"{number.split()[-1]} {street}", street)
    else:
        name = draw(houses)
        first, parts = [name, street], (name, street)
    lines = [*first, "Bedminster", _TOWN]
    if draw(st.booleans()):
        lines = [draw(st.sampled_from([", ", ",", "\n", "; "])).join([*lines, postcode])]
        return Home({"lines": lines}, (*parts, postcode))
    return Home({"lines": lines, "postcode": postcode}, (*parts, postcode))


# numbers that nobody of the partnership has, whom an item may name to be called
phones = st.tuples(
    st.sampled_from(["7700 900", "117 496 0", "1632 960", "20 7946 0"]), st.integers(930, 999)
).map(lambda one: f"{one[0]}{one[1]}")


@st.composite
def spelt(draw: st.DrawFn, text: str) -> str:
    """A text in another spelling of the same letters and digits."""
    for long, short in _SHORT.items():
        if text.endswith(f" {long}") and draw(st.booleans()):
            text = text.removesuffix(long) + short
    form = draw(st.sampled_from(_FORMS))
    space = draw(st.sampled_from(_SPACES))
    hidden = draw(st.sampled_from(("", "", *_INVISIBLE)))
    at = draw(st.integers(0, len(text)))
    return form(text[:at] + hidden + text[at:]).replace(" ", space)


def _as_it_is(text: str) -> str:
    return text


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


_FORMS: Sequence[Callable[[str], str]] = (_as_it_is, str.upper, str.lower, _wide)


def _dialled(number: str) -> st.SearchStrategy[str]:
    prefixes = st.sampled_from(["0", "+44 ", "+44 (0)", "0044 ", "(0)", ""])
    between = st.sampled_from(["", " ", ".", "-", "\u2013", "\u00a0"])
    return st.tuples(prefixes, between).map(lambda one: one[0] + number.replace(" ", one[1]))


def _squashed(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())


def _strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for inner in node.values():
            yield from _strings(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _strings(inner)
    elif isinstance(node, str):
        yield node


def _assert_kept(
    text: str, traces: Sequence[tuple[str, str]], **of_the_victim: Any
) -> Sequence[Item]:
    """No unentitled recipient has a trace of it, and whoever needs it reads the text whole.

    A trace is a part as it stands in its field, and as the text says it. What the unentitled are
    given is returned.
    """
    items = unentitled(text, **of_the_victim)
    found = [_squashed(one) for item in items for one in (*_strings(item.told), *item.instructions)]
    for trace in {_squashed(one) for pair in traces for one in pair}:
        assert not [one for one in found if trace in one]
    assert texts(entitled(text, **of_the_victim)) == {text.strip()}
    return items


@given(data=st.data(), home=homes(), field=st.sampled_from(["address", "new_address"]))
def test_no_trace_of_an_address_is_left(data: st.DataObject, home: Home, field: str) -> None:
    """The house, the street and the postcode go, in every spelling; the rest stays."""
    part = data.draw(st.sampled_from(home.parts))
    said = data.draw(spelt(part))
    text = f"The neighbour in {_TOWN} said: go to {said} (now), he shouted."

    items = _assert_kept(text, [(part, said)], **{field: home.address})

    for item in items:
        assert [one for one in _strings(item.told) if f"The neighbour in {_TOWN} said" in one] or (
            item.recipient == "setting-100002"
        )


@given(data=st.data(), home=homes())
def test_a_whole_address_in_one_text_leaves_no_part(data: st.DataObject, home: Home) -> None:
    """All of it in one line or over several, whatever way its field has it."""
    said = [data.draw(spelt(part)) for part in home.parts]
    between = data.draw(st.sampled_from([", ", "\n", "; ", " "]))
    text = f"Moved to {between.join(said)}{between}{_TOWN}."

    traces = list(zip(home.parts, said, strict=True))
    _assert_kept(text, traces, address=home.address)


@given(data=st.data(), phone=phones)
def test_no_trace_of_a_number_is_left(data: st.DataObject, phone: str) -> None:
    """However it is dialled in its field and in the text."""
    kept = data.draw(st.sampled_from(["0", "+44 ", "+44 (0)", "0044 "])) + phone
    said = data.draw(_dialled(phone).flatmap(lambda one: st.sampled_from([one, _wide(one)])))

    _assert_kept(f"Ring {said} at noon.", [(phone, said)], phone=kept)


@given(data=st.data(), service=services)
def test_no_trace_of_a_service_is_left(data: st.DataObject, service: str) -> None:
    """Where she gets help is told to nobody without the need."""
    said = data.draw(spelt(service))

    _assert_kept(f"She is with {said} (since May).", [(service, said)], victim_service=service)


_WORDS = """
    the street road a house in Bristol she flat 12 lane old cottage of was Larch rose at to mill ran
    floor number and support million harbour
"""
words = st.lists(st.sampled_from(_WORDS.split()), min_size=3, max_size=12).map(" ".join)


@given(text=words)
def test_words_in_another_order_are_told(text: str) -> None:
    """The words of an address, scattered, are nobody's address, unless they look like one."""
    assume(not shapes.spans(text))
    address = {"lines": ["Hawthorn House", "44 Quarry Street", _TOWN], "postcode": "BS3 9ZZ"}

    for item in unentitled(text, address=address, victim_service="Anchor Aid"):
        if item.recipient != "setting-100002":
            assert texts(item) == {text}
