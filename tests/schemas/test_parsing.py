"""The value of a record as a JSON object."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.parsing import json_object, parsed
from wholepicture_schemas.problems import Unreadable

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


@given(st.dictionaries(st.text(), JSON))
def test_a_json_object_is_read_as_it_is(content: dict[str, Any]) -> None:
    """What JSON can say comes through, but for U+0000 and numbers beyond all bounds."""
    try:
        value = json.dumps(content, allow_nan=False).encode()
    except ValueError:
        return
    read, problems = json_object(value)

    assert problems == () or "\\u0000" in value.decode()
    assert "\\u0000" in value.decode() or read == content


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "the record has no value"),
        (b"", "the value is not JSON"),
        (b"{", "the value is not JSON"),
        (b"{'a': 1}", "the value is not JSON"),
        (b'{"a": nobody}', "the value is not JSON"),
        (b'{"a": 1}{"a": 2}', "the value is not JSON"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "the value is not JSON"),
        (b'{"a": "\xe9"', "the value is not UTF-8 text"),
        (b"[]", "the value is not a JSON object"),
        (b"null", "the value is not a JSON object"),
        (b'"text"', "the value is not a JSON object"),
        (b'"{"', "the value is not JSON"),
    ],
)
def test_what_is_no_json_object_is_unreadable(value: bytes | None, reason: str) -> None:
    """The reason says what it is not, and quotes nothing."""
    with pytest.raises(Unreadable) as caught:
        json_object(value)

    assert str(caught.value) == reason


def test_a_byte_order_mark_is_passed_over() -> None:
    """Some systems begin every file with one."""
    assert json_object(b'\xef\xbb\xbf{"a": 1}') == ({"a": 1}, ())


def test_a_name_that_stands_twice_loses_no_list() -> None:
    """The children of both are there, whether the list or the object around it stands twice."""
    value = b'{"core": {"children": [1]}, "core": {"children": [2], "children": [3], "x": 2}}'

    content, problems = json_object(value)

    assert content == {"core": {"children": [1, 2, 3], "x": 2}}
    assert {problem.field for problem in problems} == {"core", "children"}


def test_null_does_not_take_away_what_stood_before() -> None:
    """Of two values of one name null is the lesser."""
    assert json_object(b'{"a": [1], "a": null}')[0] == {"a": [1]}


def test_a_strange_name_that_stands_twice_is_not_told() -> None:
    """A name in a field's place may be somebody's."""
    _, problems = json_object(b'{"Rowan Tamblyn": 1, "Rowan Tamblyn": 2}')

    assert [problem.field for problem in problems] == ["event"]


@pytest.mark.parametrize(
    "number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000, b"-" + b"9" * 4500]
)
def test_what_is_no_number_is_left_out_and_named(number: bytes) -> None:
    """Nothing else is lost with it; in a list it keeps its place."""
    value = b'{"core": {"children": [{"weight": %b, "person": "c1"}], "of": [%b, 1.5]}}'

    content, problems = json_object(value % (number, number))

    assert content == {"core": {"children": [{"person": "c1"}], "of": [None, 1.5]}}
    assert [problem.field for problem in problems] == ["core.children.0.weight", "core.of.0"]


@pytest.mark.parametrize(
    "value",
    [
        b'{"a": ["x, ]", "y"], }',
        b'{"a": ["x, ]", "y" , ] }',
        b'{"a": ["x, ]", /* "z", */ "y"]} // the end',
        b'{"a": ["x, ]", "y"]}\0\0\n',
        b'{// "b": 1,\n"a": ["x, ]", "y"]}',
    ],
)
def test_a_slip_of_a_writer_loses_nothing(value: bytes) -> None:
    """It is read as a person reads it, and the sender alone hears of it."""
    content, problems, remarks = parsed(value)

    assert content == {"a": ["x, ]", "y"]}
    assert problems == ()
    assert [remark.field for remark in remarks] == ["event"]


def test_a_line_break_within_a_text_is_read() -> None:
    """Reports are typed on several lines, and not every writer escapes them."""
    assert parsed(b'{"a": "one\ntwo\tthree"}') == ({"a": "one\ntwo\tthree"}, (), ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_an_encoding_that_is_certain_is_read(encoding: str) -> None:
    """PowerShell and older Windows programs write UTF-16."""
    assert json_object('{"a": "Zo\xeb \u0141"}'.encode(encoding)) == ({"a": "Zo\xeb \u0141"}, ())


def test_a_charset_that_is_named_is_read() -> None:
    """One that cannot be right, or that nobody knows, changes nothing."""
    value = '{"a": "Zo\xeb"}'.encode("windows-1252")

    assert parsed(value, "application/json; charset=windows-1252").content == {"a": "Zo\xeb"}
    assert parsed(value, "application/json; charset=nothing").content == {"a": "Zo\ufffd"}
    assert parsed(value, "application/json; charset=utf-8").content == {"a": "Zo\ufffd"}


def test_json_within_a_text_is_read() -> None:
    """A writer that is given a text writes it as one."""
    content, problems, remarks = parsed(rb'"{\"a\": [1]}"')

    assert (content, problems, len(remarks)) == ({"a": [1]}, (), 1)


def test_a_comment_that_never_ends_takes_no_time() -> None:
    """One record holds up no other."""
    with pytest.raises(Unreadable):
        parsed(b"{" + b"/*" * 400_000)


def test_a_number_without_a_fraction_is_a_whole_one() -> None:
    """A system whose numbers are all floating-point ones says the same."""
    read = json_object(b'{"a": [2.0, 1e3, 1.5, 1e300]}')[0]["a"]

    assert list(map(type, read)) == [int, int, float, float]


def test_u_0000_is_dropped() -> None:
    """No database keeps it in a text; a backslash before a u stays."""
    content, _ = json_object(rb'{"a\u0000": ["x\u0000y", "\\u0000"]}')

    assert content == {"a": ["xy", "\\u0000"]}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (b'{"a": "Zo\xeb"}', "Zo\ufffd"),
        (rb'{"a": "Zo\ud800"}', "Zo\ufffd"),
        (rb'{"a": "\udc00Zo"}', "\ufffdZo"),
        (rb'{"a": "\ud83d\ude00 \ud83d"}', "\U0001f600 \ufffd"),
        (rb'{"a": "\\ud800"}', "\\ud800"),
    ],
)
def test_a_character_that_cannot_be_read_loses_no_more_than_itself(value: bytes, read: str) -> None:
    """A name from an old system has one wrong letter: the child is there, and the sender asked."""
    content, problems = json_object(value)

    assert content == {"a": read}
    assert [problem.field for problem in problems] == (["event"] if "\ufffd" in read else [])
